"""Tables of the tips store that hold the tips: what is counted in the clear, and what is said, sealed."""

from datetime import date
from typing import Final

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as text_of

from tipline.store.columns import (
    BY_KEY,
    ID_SIZE,
    PUBLIC_KEY_SIZE,
    VERIFY_KEY_SIZE,
    TipsTable,
    identity,
    key,
    maybe_identity,
    maybe_raw,
    maybe_text,
    maybe_word,
    raw,
    sealed_bytes,
    text,
    word,
)
from tipline.vocabulary import (
    AppealId,
    Channel,
    Disposition,
    HolderKind,
    KeyId,
    KeyKind,
    LinkId,
    LinkKind,
    Offence,
    PersonId,
    Priority,
    ProgramId,
    RecordId,
    RecordKind,
    Status,
    TeamId,
    TipId,
    TipNumber,
)

CLOSED: Final = text_of("closed_day IS NOT NULL")
"""What keeps the index of closed tips away from those that have just come in."""

IN_DANGER: Final = text_of("priority = 'danger'")
"""What keeps its index small; as these words, by which a database knows that the index will do."""


class TipRow(TipsTable, table=True):
    """A tip, without a word of it."""

    __tablename__ = "tip"
    __table_args__ = (
        UniqueConstraint("program_id", "number"),
        # The queue reads these two and no row: its filters, its order, its counts and what it finds.
        Index(
            "ix_tip_queue",
            "program_id",
            "team_id",
            "received_day",
            "number",
            "status",
            "priority",
            "channel",
            "offence",
            "unread",
            "unit_id",
            "assignee_id",
            "appeal_id",
            "tip_id",
        ),
        Index(
            "ix_tip_queue_by_status",
            "program_id",
            "team_id",
            "status",
            "received_day",
            "number",
            "priority",
            "channel",
            "offence",
            "unread",
            "unit_id",
            "assignee_id",
            "appeal_id",
            "language",
            "link_id",
            "unfinished",
            "tip_id",
        ),
        # A month is counted from these two and no row.
        Index(
            "ix_tip_month",
            "program_id",
            "received_day",
            "team_id",
            "status",
            "channel",
            "offence",
            "unit_id",
            "assignee_id",
            "link_kind",
            "appeal_id",
            "link_id",
            "import_id",
        ),
        Index(
            "ix_tip_closed",
            "program_id",
            "closed_day",
            "team_id",
            "disposition",
            "received_day",
            "unit_id",
            "assignee_id",
            "import_id",
            sqlite_where=CLOSED,
            postgresql_where=CLOSED,
        ),
        # Who is paged is looked at every other second, from this one and no row.
        Index(
            "ix_tip_danger",
            "program_id",
            "priority",
            "status",
            "team_id",
            "tip_id",
            "unread",
            sqlite_where=IN_DANGER,
            postgresql_where=IN_DANGER,
        ),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    number: TipNumber = text(16)
    team_id: TeamId = identity()
    """Whose tip it is: the inbox's or integrity's."""
    channel: Channel = word(Channel)
    link_kind: LinkKind | None = maybe_word(LinkKind)
    appeal_id: AppealId | None = maybe_identity()
    link_id: LinkId | None = maybe_text(8)
    """Of a link to an account alone: a link to a place would tell where the reporter stood."""
    language: str = text(8)
    received_day: date
    """In the program's time zone."""
    status: Status = word(Status)
    status_day: date
    offence: Offence = word(Offence)
    priority: Priority = word(Priority)
    unit_id: TeamId | None = maybe_identity()
    assignee_id: PersonId | None = maybe_identity()
    disposition: Disposition | None = maybe_word(Disposition)
    closed_day: date | None = None
    unread: bool = True
    unfinished: bool = False
    """It came under pressure, and its reporter has not done the step after it yet."""
    import_id: bytes | None = maybe_identity()
    """Of the list that brought it from another system, where it was counted when it came in."""


class TipImportRow(TipsTable, table=True):
    """A list of open tips of another system; taken back, its row goes with its tips."""

    __tablename__ = "tip_import"
    __table_args__ = (UniqueConstraint("program_id", "digest"), BY_KEY)

    program_id: ProgramId = key()
    import_id: bytes = key()
    day: date
    """On which it was brought."""
    count: int
    digest: bytes = raw(ID_SIZE)
    """Of the file, computed with the public site's pepper."""


class TipMoveRow(TipsTable, table=True):
    """The day on which a tip came to a status."""

    __tablename__ = "tip_move"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        Index("ix_tip_move_month", "program_id", "status", "day", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    move_id: bytes = key()
    tip_id: TipId = identity()
    status: Status = word(Status)
    day: date


class TipDueRow(TipsTable, table=True):
    """When an outcome is due of a tip that was dispatched; the row goes once work on the tip is over."""

    __tablename__ = "tip_due"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "due_day", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    due_day: date
    extensions: int = 0
    """How often somebody said that they are still working on it."""


class TipKeeperRow(TipsTable, table=True):
    """Who of those whose tip it is takes care of it: the queue finds it by this.

    It opens nothing. Who asked whom is signed in the audit.
    """

    __tablename__ = "tip_keeper"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "person_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    person_id: PersonId = identity()


class TipKeyRow(TipsTable, table=True):
    """A key of a tip, to which any door can seal and which no door can open."""

    __tablename__ = "tip_key"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        UniqueConstraint("program_id", "lookup"),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    key_id: KeyId = key()
    tip_id: TipId = identity()
    kind: KeyKind = word(KeyKind)
    team_id: TeamId | None = maybe_identity()
    """Whose desk it is."""
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    lookup: bytes | None = maybe_raw(16)
    """Where a reporter's code leads, computed with the pepper."""
    verify_key: bytes | None = maybe_raw(VERIFY_KEY_SIZE)
    """The reporter's, of a thread with a code."""


class TipGrantRow(TipsTable, table=True):
    """A tip's key, sealed to somebody who may use it."""

    __tablename__ = "tip_grant"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        # With the tip in it SQLite finds what somebody holds; without, it reads every grant of the program.
        Index(None, "program_id", "holder_id", "tip_id"),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    key_id: KeyId = key()
    holder_id: bytes = key()
    """An epoch, a person, or a thread's own id where the reporter holds it."""
    tip_id: TipId = identity()
    holder_kind: HolderKind = word(HolderKind)
    sealed: bytes = sealed_bytes()


class RecordRow(TipsTable, table=True):
    """Something that was said about a tip, sealed to one of its keys."""

    __tablename__ = "record"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        Index("ix_record_month", "program_id", "kind", "day", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    record_id: RecordId = key()
    tip_id: TipId = identity()
    key_id: KeyId = identity()
    kind: RecordKind = word(RecordKind)
    day: date
    sealed: bytes = sealed_bytes()
