"""Tables of the tips store for the hours in which a case gets hundreds of tips: the scrub, lent for a day."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index

from tipline.store.columns import BY_KEY, TipsTable, identity, key, sealed_bytes
from tipline.vocabulary import CaseId, EpochId, KeyId, PersonId, ProgramId, TipId


class ScrubLoanRow(TipsTable, table=True):
    """Somebody who does not hold the team may scrub a case's tips, until a moment."""

    __tablename__ = "scrub_loan"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "case_id"], ["case_folder.program_id", "case_folder.case_id"]),
        Index(None, "program_id", "person_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    person_id: PersonId = key()
    until: datetime


class LentKeyRow(TipsTable, table=True):
    """A thread's key, sealed to whom the scrub is lent; no grant, so that nothing but the scrub opens it."""

    __tablename__ = "lent_key"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    case_id: CaseId = key()
    person_id: PersonId = key()
    key_id: KeyId = key()
    tip_id: TipId = identity()
    sealed: bytes = sealed_bytes()


class ScrubTurnRow(TipsTable, table=True):
    """In whose hands a tip is that is to be scrubbed, so that two do not get the same."""

    __tablename__ = "scrub_turn"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    person_id: PersonId = identity()
    until: datetime
    passed: int = 0
    """How often somebody has left it to others."""


class ScrubbedCopyRow(TipsTable, table=True):
    """A copy that somebody made who may not dispatch; sealed to the team that will."""

    __tablename__ = "scrubbed_copy"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    tip_id: TipId = key()
    epoch_id: EpochId = identity()
    sealed: bytes = sealed_bytes()
