"""Tables of the tips store that the work leaves: tokens, links, texts, requests, views, the audit trail."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from tipline.store.columns import (
    BY_KEY,
    HASH_SIZE,
    SIGNATURE_SIZE,
    VERIFY_KEY_SIZE,
    TipsTable,
    identity,
    key,
    maybe_identity,
    maybe_raw,
    raw,
    sealed_bytes,
    text,
    text_key,
)
from tipline.vocabulary import PersonId, ProgramId, TipId


class FormTokenRow(TipsTable, table=True):
    """A form's token that was used, kept for a day."""

    __tablename__ = "form_token"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    token_hash: bytes = key()
    day: date


class CodeLinkRow(TipsTable, table=True):
    """The link by which a texter may go on with a code; one of a tip, for a quarter of an hour, used once."""

    __tablename__ = "code_link"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "link_hash", unique=True),
        Index(None, "expires_at"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    link_hash: bytes = raw(HASH_SIZE)
    """Of the token, which is in the text alone."""
    verify_key: bytes = raw(VERIFY_KEY_SIZE)
    """The public half of the pair that follows from the token."""
    expires_at: datetime
    signature: bytes = raw(SIGNATURE_SIZE)
    """The gateway's: nobody who can write the store makes a link."""


class OutboxRow(TipsTable, table=True):
    """Something owed to the outside, sealed to the process that delivers it."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "due"), Index(None, "program_id", "route"), BY_KEY)

    program_id: ProgramId = key()
    outbox_id: bytes = key()
    kind: str = text(12)
    sealed: bytes = sealed_bytes()
    due: datetime
    tries: int = 0
    route: bytes | None = maybe_identity()
    """The tip's keyed name, once its reporter was told that a question waits for their OK."""


class CarrierWatchRow(TipsTable, table=True):
    """What staff should know of the carrier, by the first program of a line: written by the gateway alone."""

    __tablename__ = "carrier_watch"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    late: int = 0
    """Messages that it should have forgotten more than an hour ago."""
    oldest: datetime | None = None
    """The quarter-hour by which the oldest of them should have been gone."""
    heard: datetime | None = None
    """When it was last asked for what was texted, and answered."""


class UnsentTextRow(TipsTable, table=True):
    """A text to a reporter that could not be handed over, sealed as it waited in the outbox."""

    __tablename__ = "unsent_text"
    __table_args__ = (Index(None, "day"), BY_KEY)

    program_id: ProgramId = key()
    outbox_id: bytes = key()
    tip_id: TipId = identity()
    sealed: bytes = sealed_bytes()
    day: date
    """On which it was given up."""


class QueueViewRow(TipsTable, table=True):
    """A choice of filters that somebody keeps; it has no name, so that nobody writes one that tells."""

    __tablename__ = "queue_view"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    query: str = text_key(200)


class ShortcutsRow(TipsTable, table=True):
    """The single keys that somebody has in the console, and whether they are switched on."""

    __tablename__ = "shortcuts"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    switched_on: bool = False
    letters: str = text(200)
    """A deed and its letter each, as `down:j up:k`."""


class ClaimRenewalRow(TipsTable, table=True):
    """A reporter asks for another claim code; no row says whose, and the console deletes what it has done."""

    __tablename__ = "claim_renewal"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    request_id: bytes = key()
    locked: bytes = sealed_bytes()


class CannedAnswerRow(TipsTable, table=True):
    """A sentence that a program often answers with; it is about no tip."""

    __tablename__ = "canned_answer"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    answer_id: bytes = key()
    language: str = text(8)
    words: str = text(1000)


class AuditRow(TipsTable, table=True):
    """Who of the staff did what; the database refuses to change or delete a line."""

    __tablename__ = "audit"
    __table_args__ = (
        # The history of one tip, and who is on it.
        Index(None, "program_id", "subject", "number"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    number: int = Field(primary_key=True)
    at: datetime
    person_id: PersonId | None = maybe_identity()
    action: str = text(24)
    subject: bytes | None = maybe_identity()
    detail: str = text(80)
    link: bytes = raw(HASH_SIZE)
    signature: bytes | None = maybe_raw(SIGNATURE_SIZE)
