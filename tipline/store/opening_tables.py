"""Tables about the opening of an original: who asks, and the halves that two custodians handed over."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index

from tipline.file_words import FileId
from tipline.store.columns import (
    BY_KEY,
    PUBLIC_KEY_SIZE,
    SIGNATURE_SIZE,
    KeysTable,
    TipsTable,
    identity,
    key,
    raw,
    sealed_bytes,
    word_key,
)
from tipline.vocabulary import PersonId, ProgramId, TeamKind, TipId


class OpeningRequestRow(TipsTable, table=True):
    """Somebody asks for an original, and signs for it; it counts for a day."""

    __tablename__ = "opening_request"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    request_id: bytes = key()
    tip_id: TipId = identity()
    file_id: FileId = identity()
    person_id: PersonId = identity()
    made_at: datetime
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    reason_a: bytes = sealed_bytes()
    reason_b: bytes = sealed_bytes()
    """Why, sealed to each team of custodians."""
    signature: bytes = raw(SIGNATURE_SIZE)


class OpeningHalfRow(TipsTable, table=True):
    """A custodian's half, sealed to the key of a request."""

    __tablename__ = "opening_half"
    __table_args__ = (
        ForeignKeyConstraint(
            ["program_id", "request_id"], ["opening_request.program_id", "opening_request.request_id"]
        ),
        BY_KEY,
    )

    program_id: ProgramId = key()
    request_id: bytes = key()
    team: TeamKind = word_key(TeamKind)
    person_id: PersonId = identity()
    sealed: bytes = sealed_bytes()


class OpeningKeyRow(KeysTable, table=True):
    """The key pair of a request, sealed to who asks; it goes after a day, and with it every handed half."""

    __tablename__ = "opening_key"
    __table_args__ = (Index(None, "until"), BY_KEY)

    program_id: ProgramId = key()
    request_id: bytes = key()
    person_id: PersonId = identity()
    until: datetime
    sealed: bytes = sealed_bytes()
