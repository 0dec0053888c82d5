"""Tables of the keys store, which the console alone opens: locks, epoch grants, sessions."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint

from tipline.store.columns import (
    BY_KEY,
    HASH_SIZE,
    ID_SIZE,
    KeysTable,
    hash_key,
    identity,
    key,
    raw,
    sealed_bytes,
)
from tipline.vocabulary import PersonId, ProgramId


class PasswordLockRow(KeysTable, table=True):
    """A person's seed under their password, and their second factor under the console's key."""

    __tablename__ = "password_lock"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    salt: bytes = raw(ID_SIZE)
    memory_kib: int
    passes: int
    check_value: bytes = raw(HASH_SIZE)
    locked: bytes = sealed_bytes()
    totp: bytes = sealed_bytes()
    totp_step: int = 0
    """The last step that was used: a code works once."""


class CodeTriesRow(KeysTable, table=True):
    """How many wrong codes came with a person's right password; nobody's row counts all other refusals."""

    __tablename__ = "code_tries"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    since: datetime
    """When the first of the wrong codes that count now came."""
    wrong: int = 0
    right_step: int = 0
    """The step of a right code that came where two are asked for; else nothing."""
    untold: int = 0
    """Wrong codes since the person last signed in."""


class EpochGrantRow(KeysTable, table=True):
    """The seed of a team's epoch, or of the program's voice, sealed to somebody who may use it."""

    __tablename__ = "epoch_grant"
    __table_args__ = (Index(None, "program_id", "holder_id"), BY_KEY)

    program_id: ProgramId = key()
    subject_id: bytes = key()
    holder_id: bytes = key()
    sealed: bytes = sealed_bytes()


class SessionRow(KeysTable, table=True):
    """A signed-in person's seed, sealed under a key that only their cookie gives."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("session_id"), BY_KEY)

    program_id: ProgramId = key()
    session_id: bytes = hash_key()
    person_id: PersonId = identity()
    sealed: bytes = sealed_bytes()
    opened_at: datetime
    seen_at: datetime
    wrong_codes: int = 0
    """How many wrong codes came with their password before it."""
