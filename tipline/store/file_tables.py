"""Tables of the tips store about files: which tip has which, and what is only on its way in or out."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary
from sqlmodel import Field

from tipline.file_words import BlobId, FileId
from tipline.store.columns import BY_KEY, TipsTable, identity, key, maybe_identity, sealed_bytes
from tipline.vocabulary import EpochId, PersonId, ProgramId, TeamId, TipId


class TipFileRow(TipsTable, table=True):
    """A file of a tip: where its sealed bytes lie, and the two halves that open the original together."""

    __tablename__ = "tip_file"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    file_id: FileId = key()
    tip_id: TipId = identity()
    day: date
    original_id: BlobId = identity()
    """The blob that holds the original, as it was sent."""
    copy_id: BlobId | None = maybe_identity()
    """The blob that holds the scrubbed copy; while there is none the file is held."""
    still_id: BlobId | None = maybe_identity()
    """The blob that holds the still of a video."""
    epoch_a: EpochId = identity()
    half_a: bytes = sealed_bytes()
    epoch_b: EpochId = identity()
    half_b: bytes = sealed_bytes()
    """Each half sealed to its custodians' key of the month that is named beside it."""


class LooseBlobRow(TipsTable, table=True):
    """A blob that belongs to no tip: on its way in, or to be deleted once `until` has passed."""

    __tablename__ = "loose_blob"
    __table_args__ = (Index(None, "until"), BY_KEY)

    program_id: ProgramId = key()
    blob_id: BlobId = key()
    until: datetime
    """In whole hours: a minute would be that of an upload."""


class TakenFileRow(TipsTable, table=True):
    """A file that was called an illegal picture: taken from every view, and handed to a unit for such."""

    __tablename__ = "taken_file"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    file_id: FileId = key()
    tip_id: TipId = identity()
    day: date
    report_due: date
    """By when the program must have reported it."""
    unit_id: TeamId | None = maybe_identity()
    """Who alone may still see it; nobody, where the program names no such unit or nothing could be shown."""
    epoch_id: EpochId | None = maybe_identity()
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary(), nullable=True)
    """The key of what that unit may see, sealed to its key of the month that is named beside it."""
    blob_id: BlobId | None = maybe_identity()
    reported_day: date | None = None
    """When the program reported it: from then on no clock runs."""
    reported_by: PersonId | None = maybe_identity()
    """Who says so."""


class TakenReportRow(TipsTable, table=True):
    """To whom an illegal picture was reported, with the reference, sealed to a team that may know it."""

    __tablename__ = "taken_report"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "file_id"], ["taken_file.program_id", "taken_file.file_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    file_id: FileId = key()
    epoch_id: EpochId = key()
    """Whose key of the month it is sealed to: the team's whose tip it is, and the specialists'."""
    sealed: bytes = sealed_bytes()
