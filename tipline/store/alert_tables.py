"""Tables of the tips store by which staff are told: what each person chose, and the letters that are owed."""

from datetime import date, datetime

from sqlalchemy import Index, Integer, LargeBinary, UniqueConstraint
from sqlmodel import Field

from tipline.letters import Letter
from tipline.private import MAIL_LIMIT
from tipline.store.columns import BY_KEY, TipsTable, identity, key, maybe_text, word
from tipline.vocabulary import Month, PersonId, ProgramId

PHONE_SIZE = 20


class AlertChoiceRow(TipsTable, table=True):
    """How somebody of the staff wants to be told, and of what."""

    __tablename__ = "alert_choice"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    email: str | None = maybe_text(MAIL_LIMIT)
    phone: str | None = maybe_text(PHONE_SIZE)
    """Theirs, for pages alone."""
    alerts: bool = False
    """Of new tips, at quarter-hours."""
    digest_hour: int | None = None
    """In the program's time zone."""
    digest_day: date | None = None
    """Of the last letter of the day."""
    monthly: bool = False
    """When the report of a month is ready."""
    month_told: Month = Field(default=Month(0), sa_type=Integer())
    """The month in which the last such letter was owed."""
    seen: bytes | None = Field(default=None, sa_type=LargeBinary(), nullable=True)
    """What there was when they were last told; locked, since it says how many tips came by which hour."""


class MailRow(TipsTable, table=True):
    """A letter that is owed to somebody; deleted when it is handed over."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("program_id", "person_id", "letter"),
        Index(None, "due"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    mail_id: bytes = key()
    person_id: PersonId = identity()
    letter: Letter = word(Letter)
    due: datetime
    until: datetime
    """When it is no longer worth sending."""
    tries: int = 0
