"""Which tips of a case are to be scrubbed, in whose hands they are, and whose copy waits to be dispatched.

From what stands in the clear: no record of a tip is a copy, and no copy of it waits. Nothing is opened here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, select

from tipline.barred import is_barred
from tipline.casework.surge.lent_rows import OPEN
from tipline.store.case_tables import CaseFolderRow, CaseTipRow
from tipline.store.surge_tables import LentKeyRow, ScrubbedCopyRow, ScrubTurnRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import PersonId, Priority, RecordKind, TipId


@dataclass(frozen=True, slots=True)
class Waiting:
    """A tip that is to be scrubbed."""

    tip_id: TipId
    number: str
    danger: bool
    held_by: PersonId | None
    """Who has it in hand at this moment."""
    passed: int
    """How often it was left to others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the scrub of a case has come."""

    left: int
    """Tips without a copy, those in hand too."""
    in_hand: int
    ready: tuple[str, ...]
    """The numbers of those whose copy waits to be dispatched."""
    danger_left: int


def unscrubbed(session: Session, case: CaseFolderRow, which: ColumnElement[bool]) -> list[TipRow]:
    """Those open tips of a case of which there is no copy, in the order of their numbers."""
    rows = session.exec(
        select(TipRow).join(CaseTipRow, _filed()).where(*_of(case), ~_passed_on(), ~_copied(), which)
    ).all()
    return sorted(rows, key=lambda tip: tip.number)


def lent_to(session: Session, case: CaseFolderRow, *, person_id: PersonId, now: datetime) -> list[Waiting]:
    """What somebody may scrub of a case: danger to life first, then what fewer have left to others."""
    lent = exists().where(
        col(LentKeyRow.program_id) == TipRow.program_id,
        col(LentKeyRow.case_id) == case.case_id,
        col(LentKeyRow.person_id) == person_id,
        col(LentKeyRow.tip_id) == TipRow.tip_id,
    )
    rows = session.exec(
        select(TipRow, ScrubTurnRow)
        .join(CaseTipRow, _filed())
        .outerjoin(ScrubTurnRow, _turn())
        .where(*_of(case), ~_passed_on(), ~_copied(), lent, ~is_barred(person_id))
    )
    found = [_waiting(tip, turn, now=now) for tip, turn in rows]
    return sorted(found, key=lambda one: (not one.danger, one.passed, one.number))


def standing_of(session: Session, case: CaseFolderRow, *, by: PersonId, now: datetime) -> Standing:
    """How far the scrub of a case has come, for one of those whose case it is: of what they may open."""
    theirs = ~is_barred(by)
    left = unscrubbed(session, case, theirs)
    ids = {tip.tip_id for tip in left}
    in_hand = session.exec(
        select(ScrubTurnRow.tip_id).where(
            col(ScrubTurnRow.program_id) == case.program_id, col(ScrubTurnRow.until) > now
        )
    )
    ready = session.exec(
        select(col(TipRow.number)).join(CaseTipRow, _filed()).where(*_of(case), _copied(), theirs)
    )
    return Standing(
        left=len(left),
        in_hand=len(ids & set(in_hand)),
        ready=tuple(sorted(ready)),
        danger_left=sum(tip.priority is Priority.DANGER for tip in left),
    )


def _waiting(tip: TipRow, turn: ScrubTurnRow | None, *, now: datetime) -> Waiting:
    in_hand = turn is not None and turn.until.astimezone(UTC) > now
    return Waiting(
        tip_id=tip.tip_id,
        number=tip.number,
        danger=tip.priority is Priority.DANGER,
        held_by=turn.person_id if turn is not None and in_hand else None,
        passed=0 if turn is None else turn.passed,
    )


def _of(case: CaseFolderRow) -> tuple[ColumnElement[bool], ...]:
    return (
        col(CaseTipRow.program_id) == case.program_id,
        col(CaseTipRow.case_id) == case.case_id,
        col(TipRow.team_id) == case.team_id,
        col(TipRow.status).in_(OPEN),
    )


def _filed() -> ColumnElement[bool]:
    return and_(col(CaseTipRow.program_id) == TipRow.program_id, col(CaseTipRow.tip_id) == TipRow.tip_id)


def _turn() -> ColumnElement[bool]:
    return and_(col(ScrubTurnRow.program_id) == TipRow.program_id, col(ScrubTurnRow.tip_id) == TipRow.tip_id)


def _passed_on() -> ColumnElement[bool]:
    return exists().where(
        col(RecordRow.program_id) == TipRow.program_id,
        col(RecordRow.tip_id) == TipRow.tip_id,
        col(RecordRow.kind) == RecordKind.BRIEF,
    )


def _copied() -> ColumnElement[bool]:
    return exists().where(
        col(ScrubbedCopyRow.program_id) == TipRow.program_id, col(ScrubbedCopyRow.tip_id) == TipRow.tip_id
    )
