"""Loans of the scrub as they stand in the store: who has one at this moment, and how it ends."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete, exists
from sqlmodel import Session, col, select

from tipline.store.case_tables import CaseFolderRow
from tipline.store.surge_tables import LentKeyRow, ScrubbedCopyRow, ScrubLoanRow, ScrubTurnRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import CaseId, PersonId, ProgramId, Status, TipId

LASTS: Final = timedelta(days=1)
"""Of a loan; whoever lends may end it before."""
OPEN: Final = [status for status in Status if status.open]


@dataclass(frozen=True, slots=True)
class Loan:
    """Somebody may scrub the tips of a case until then."""

    case_id: CaseId
    person_id: PersonId
    until: datetime


def loans_in(session: Session, *, program_id: ProgramId, case_id: CaseId, now: datetime) -> tuple[Loan, ...]:
    """The loans of a case that are not over; the next to be over first."""
    rows = session.exec(
        select(ScrubLoanRow).where(
            col(ScrubLoanRow.program_id) == program_id,
            col(ScrubLoanRow.case_id) == case_id,
            col(ScrubLoanRow.until) > now,
        )
    )
    return tuple(sorted(map(_loan, rows), key=lambda one: (one.until, one.person_id)))


def loans_to(
    session: Session, *, program_id: ProgramId, person_id: PersonId, now: datetime
) -> tuple[tuple[CaseFolderRow, Loan], ...]:
    """What is lent to somebody at this moment, with the open cases that it is lent for."""
    rows = session.exec(
        select(CaseFolderRow, ScrubLoanRow)
        .join(
            ScrubLoanRow,
            and_(
                col(ScrubLoanRow.program_id) == CaseFolderRow.program_id,
                col(ScrubLoanRow.case_id) == CaseFolderRow.case_id,
            ),
        )
        .where(
            col(ScrubLoanRow.program_id) == program_id,
            col(ScrubLoanRow.person_id) == person_id,
            col(ScrubLoanRow.until) > now,
            col(CaseFolderRow.closed_day).is_(None),
        )
    )
    return tuple(sorted(((case, _loan(row)) for case, row in rows), key=lambda one: one[1].until))


def take_back(
    session: Session,
    *,
    program_id: ProgramId,
    case_id: CaseId,
    person_id: PersonId | None = None,
    tip_id: TipId | None = None,
) -> None:
    """Delete what was lent for a case: to everybody or to one, of one tip or the whole loan."""
    keys = delete(LentKeyRow).where(
        col(LentKeyRow.program_id) == program_id, col(LentKeyRow.case_id) == case_id
    )
    loans = delete(ScrubLoanRow).where(
        col(ScrubLoanRow.program_id) == program_id, col(ScrubLoanRow.case_id) == case_id
    )
    if person_id is not None:
        keys = keys.where(col(LentKeyRow.person_id) == person_id)
        loans = loans.where(col(ScrubLoanRow.person_id) == person_id)
    if tip_id is None:
        session.exec(loans)
    else:
        keys = keys.where(col(LentKeyRow.tip_id) == tip_id)
    session.exec(keys)


def lend_no_more(session: Session, *, program_id: ProgramId, tip_id: TipId) -> None:
    """Delete what was lent of a tip for any case, in whose hands it is, and the copy that waits."""
    for row in (LentKeyRow, ScrubTurnRow):
        session.exec(delete(row).where(col(row.program_id) == program_id, col(row.tip_id) == tip_id))
    drop_copy(session, program_id=program_id, tip_id=tip_id)


def drop_copy(session: Session, *, program_id: ProgramId, tip_id: TipId) -> None:
    """Delete the copy that waited to be dispatched: it was, or another in its place."""
    session.exec(
        delete(ScrubbedCopyRow).where(
            col(ScrubbedCopyRow.program_id) == program_id, col(ScrubbedCopyRow.tip_id) == tip_id
        )
    )


def forget_over(session: Session, *, now: datetime) -> int:
    """Delete the loans whose day is over, with their keys, and what waits for closed tips; how many rows.

    Safe to do twice, and beside another process: what is deleted is chosen by what the rows say.
    """
    runs = exists().where(
        col(ScrubLoanRow.program_id) == LentKeyRow.program_id,
        col(ScrubLoanRow.case_id) == LentKeyRow.case_id,
        col(ScrubLoanRow.person_id) == LentKeyRow.person_id,
        col(ScrubLoanRow.until) > now,
    )
    is_open = exists().where(
        col(TipRow.program_id) == ScrubbedCopyRow.program_id,
        col(TipRow.tip_id) == ScrubbedCopyRow.tip_id,
        col(TipRow.status).in_(OPEN),
    )
    done = (
        session.exec(delete(LentKeyRow).where(~runs)),
        session.exec(delete(ScrubLoanRow).where(col(ScrubLoanRow.until) <= now)),
        session.exec(delete(ScrubTurnRow).where(col(ScrubTurnRow.until) <= now - LASTS)),
        session.exec(delete(ScrubbedCopyRow).where(~is_open)),
    )
    return sum(each.rowcount for each in done)


def _loan(row: ScrubLoanRow) -> Loan:
    return Loan(row.case_id, row.person_id, row.until.astimezone(UTC))
