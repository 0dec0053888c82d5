"""Tables of the vault, which the sms gateway alone opens: senders, and no text but one that waits."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index

from tipline.store.columns import BY_KEY, VaultTable, identity, key, month, sealed_bytes, text_key, word
from tipline.vocabulary import Month, ProgramId


class Remains(StrEnum):
    """What the carrier may still have of somebody's."""

    RECEIVED = "received"
    SENT = "sent"
    PICTURES = "pictures"
    """A text that was received, with pictures."""


class PseudonymRow(VaultTable, table=True):
    """A sender's keyed name in a program, and sealed beside it the tip they write to."""

    __tablename__ = "pseudonym"
    __table_args__ = (Index(None, "expires_day"), BY_KEY)

    program_id: ProgramId = key()
    pseudonym: bytes = key()
    sealed: bytes = sealed_bytes()
    expires_day: date


class ConversationRow(VaultTable, table=True):
    """A sender on a line, and sealed beside it the program they are talking to."""

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "expires_day"), BY_KEY)

    program_id: ProgramId = key()
    """The line's first program."""
    sender: bytes = key()
    sealed: bytes = sealed_bytes()
    expires_day: date


class ReturnAddressRow(VaultTable, table=True):
    """Where answers to a tip go, sealed to the gateway's key of a month."""

    __tablename__ = "return_address"
    __table_args__ = (Index(None, "expires_day"), BY_KEY)

    program_id: ProgramId = key()
    route: bytes = key()
    """The tip's keyed name: found from outside by whoever has the gateway's key."""
    sealed: bytes = sealed_bytes()
    month: Month = month()
    expires_day: date


class SentTextRow(VaultTable, table=True):
    """How far a text that we sent has come, until the carrier has nothing more to say of it."""

    __tablename__ = "sent_text"
    __table_args__ = (Index(None, "sent_id"), Index(None, "expires_at"), BY_KEY)

    program_id: ProgramId = key()
    """Whose tip it answers; all zeros where it answers none."""
    sent_id: bytes = key()
    """The keyed name of the carrier's id."""
    sealed: bytes = sealed_bytes()
    expires_at: datetime


class HeldTextRow(VaultTable, table=True):
    """A text without a keyword that waits for one, sealed to the gateway."""

    __tablename__ = "held_text"
    __table_args__ = (Index(None, "program_id", "sender"), Index(None, "expires_at"), BY_KEY)

    program_id: ProgramId = key()
    """The line's first program."""
    held_id: bytes = key()
    sender: bytes = identity()
    sealed: bytes = sealed_bytes()
    expires_at: datetime


class ErasureRow(VaultTable, table=True):
    """A message that the carrier still has and must forget, its id sealed to the gateway."""

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "due"), BY_KEY)

    program_id: ProgramId = key()
    """The line's first program; zeros where it came to no line of ours."""
    erasure_id: bytes = key()
    kind: Remains = word(Remains)
    sealed: bytes = sealed_bytes()
    owed_at: datetime
    """The quarter-hour by which it should be gone."""
    due: datetime
    tries: int = 0


class HeardLineRow(VaultTable, table=True):
    """Up to when everything that was texted to a line has been received."""

    __tablename__ = "heard_line"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    """The line's first program."""
    number: str = text_key(20)
    since: datetime
    """What was texted before is not asked for: the line was not ours yet."""
    heard: datetime
    due: datetime
    """When the carrier is asked again."""


class EnclosureRow(VaultTable, table=True):
    """A text whose pictures wait to be fetched at the carrier, sealed to the gateway."""

    __tablename__ = "enclosure"
    __table_args__ = (Index(None, "due"), BY_KEY)

    program_id: ProgramId = key()
    """The line's first program."""
    text_id: bytes = key()
    sealed: bytes = sealed_bytes()
    due: datetime
    tries: int = 0
