"""Tables of the tips store by which staff are told: choices, letters, the roster, pages and their texts."""

from datetime import date, datetime

from sqlalchemy import Index, Integer, LargeBinary, UniqueConstraint
from sqlmodel import Field

from tipline.letters import Letter, PageWords
from tipline.private import MAIL_LIMIT
from tipline.store.columns import BY_KEY, TipsTable, identity, key, maybe_text, text, word
from tipline.vocabulary import Month, PersonId, ProgramId, TeamId, TipId

PHONE_SIZE = 20
PLACE_SIZE = 80
NUMBER_SIZE = 24


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
    on_screen: bool = False
    """Of danger to life, by the browser in which their queue is open."""
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


class ShiftRow(TipsTable, table=True):
    """Somebody is on duty from when to when."""

    __tablename__ = "shift"
    __table_args__ = (Index(None, "program_id", "ends"), BY_KEY)

    program_id: ProgramId = key()
    shift_id: bytes = key()
    person_id: PersonId = identity()
    begins: datetime
    ends: datetime


class PageRow(TipsTable, table=True):
    """People of a team are being paged; deleted when somebody has acted on every tip that it is for."""

    __tablename__ = "page"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    team_id: TeamId = key()
    begun: datetime
    """When everybody on duty was to be paged for the newest of its tips that did not join it."""
    rung: datetime
    """When somebody was paged last."""
    step: int
    """Which rung of the ladder is next."""
    due: datetime


class PagedTipRow(TipsTable, table=True):
    """An open tip in which a life is in danger, and whether somebody has acted on it."""

    __tablename__ = "paged_tip"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    tip_id: TipId = key()
    since: int
    """The last entry of the audit before it was paged; zero once somebody has acted."""
    over: bool
    read: bool
    """Whether what was there when somebody acted has been read, so that what is unread now is new."""


class PageTextRow(TipsTable, table=True):
    """A text of constant words that is owed to a phone; deleted when it is handed over."""

    __tablename__ = "page_text"
    __table_args__ = (Index(None, "due"), BY_KEY)

    program_id: ProgramId = key()
    text_id: bytes = key()
    number: str = text(PHONE_SIZE)
    words: PageWords = word(PageWords)
    due: datetime
    until: datetime
    tries: int = 0


class CentreRow(TipsTable, table=True):
    """A communications centre of the police, and the place that it is for."""

    __tablename__ = "centre"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    centre_id: bytes = key()
    place: str = text(PLACE_SIZE)
    number: str = text(NUMBER_SIZE)


class ScrubOwedRow(TipsTable, table=True):
    """A tip was passed on by phone before it was scrubbed: by when it must be."""

    __tablename__ = "scrub_owed"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    tip_id: TipId = key()
    due: datetime
