"""Tables of the tips store that say what tips have to do with one another: relations, and cases."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint

from tipline.store.columns import (
    BY_KEY,
    TipsTable,
    identity,
    key,
    sealed_bytes,
    text,
    word,
    word_key,
)
from tipline.vocabulary import CaseId, EpochId, Named, PersonId, ProgramId, TeamId, TipId


class RelationKind(Named):
    """How a tip stands to another."""

    DUPLICATE = "duplicate"
    RELATED = "related"


class TipRelationRow(TipsTable, table=True):
    """Two tips of one program: the first repeats the second, or has to do with it."""

    __tablename__ = "tip_relation"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        UniqueConstraint("program_id", "tip_id", "other_id", "kind"),
        Index(None, "program_id", "other_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    relation_id: bytes = key()
    tip_id: TipId = identity()
    other_id: TipId = identity()
    kind: RelationKind = word(RelationKind)


class PaperKind(Named):
    """What is written about a case."""

    TITLE = "title"
    HAND_OVER = "hand-over"
    CONFLICT = "conflict"
    """Who is barred from it, and why."""


class CaseFolderRow(TipsTable, table=True):
    """A case: a folder of tips of one team. What it is called stands sealed, as a paper."""

    __tablename__ = "case_folder"
    __table_args__ = (UniqueConstraint("program_id", "number"), BY_KEY)

    program_id: ProgramId = key()
    case_id: CaseId = key()
    number: str = text(16)
    team_id: TeamId = identity()
    closed_day: date | None = None


class CasePaperRow(TipsTable, table=True):
    """A case's title, or the note with which it is handed over: the newest alone."""

    __tablename__ = "case_paper"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    kind: PaperKind = word_key(PaperKind)
    epoch_id: EpochId = identity()
    sealed: bytes = sealed_bytes()


class CaseTipRow(TipsTable, table=True):
    """A tip lies in a case; it may lie in several."""

    __tablename__ = "case_tip"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    tip_id: TipId = key()


class CasePersonRow(TipsTable, table=True):
    """Somebody works on a case; it gives them nothing to open."""

    __tablename__ = "case_person"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    person_id: PersonId = key()
