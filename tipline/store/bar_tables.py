"""Tables of the tips store that say who is barred from what, because of a conflict of interest."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index

from tipline.store.case_tables import PaperKind
from tipline.store.columns import BY_KEY, TipsTable, key, maybe_identity, sealed_bytes, word_key
from tipline.vocabulary import CaseId, PersonId, ProgramId, TipId


class TipBarRow(TipsTable, table=True):
    """Somebody is barred from a tip: no grant is theirs, and no page shows it to them."""

    __tablename__ = "tip_bar"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "person_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    person_id: PersonId = key()
    case_id: CaseId | None = maybe_identity()
    """With which case they were barred from it, if with one."""
    day: date


class CaseBarRow(TipsTable, table=True):
    """Somebody is barred from a case, and from every tip that lies in it or comes into it."""

    __tablename__ = "case_bar"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        Index(None, "program_id", "person_id", "case_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    person_id: PersonId = key()
    day: date


class CasePaperCopyRow(TipsTable, table=True):
    """What is written about a case from which somebody is barred: a copy sealed to each of the others."""

    __tablename__ = "case_paper_copy"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    kind: PaperKind = word_key(PaperKind)
    person_id: PersonId = key()
    sealed: bytes = sealed_bytes()
