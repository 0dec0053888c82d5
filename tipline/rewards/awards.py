"""Awards as the ledger has them: find one, move it, list those of a program."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from tipline.reward_words import AwardState
from tipline.rewards.award_refusals import NoSuchAward, WrongState
from tipline.store.award_tables import AwardRow
from tipline.store.columns import table
from tipline.vocabulary import AwardId, Cents, FundId, Month, ProgramId


@dataclass(frozen=True, slots=True)
class Award:
    """An award as a page shows it: no word of what it is for."""

    award_id: AwardId
    fund_id: FundId
    amount: Cents
    state: AwardState
    month: Month
    to_ratify: bool


def find_award(session: Session, program_id: ProgramId, award_id: AwardId, *, lock: bool = False) -> AwardRow:
    """One award, as it stands now; with `lock` nobody else changes it before the transaction ends.

    Raises:
        NoSuchAward: no award of this program has this id.
    """
    row = session.get(AwardRow, (program_id, award_id), populate_existing=True, with_for_update=lock)
    if row is None:
        raise NoSuchAward
    return row


def move(session: Session, award: AwardRow, *, to: AwardState, month: Month | None = None) -> None:
    """Move an award on, if it still stands where it was read: of two at once, one does.

    Where its reporter picked to collect it is forgotten as soon as there is nothing to collect.

    Raises:
        WrongState: where it stands does not lead there, or it was moved meanwhile.
    """
    if to not in award.state.next:
        raise WrongState(award.state)
    rows = table(AwardRow)
    values: dict[str, object] = {"state": to} if month is None else {"state": to, "month": month}
    if not to.owed:
        values["desk_id"] = None
    done = session.connection().execute(
        update(rows)
        .where(
            rows.c.program_id == award.program_id,
            rows.c.award_id == award.award_id,
            rows.c.state == award.state,
        )
        .values(values)
    )
    session.refresh(award)
    if done.rowcount != 1:
        raise WrongState(award.state)


def shown(row: AwardRow) -> Award:
    """An award as a page shows it."""
    return Award(row.award_id, row.fund_id, row.amount, row.state, row.month, row.to_ratify)


def stands_in(program_id: ProgramId, states: Iterable[AwardState]) -> ColumnElement[bool]:
    """That an award of a program stands in one of these states.

    In two steps, as in `owed`: else SQLite reads all of the program's awards. It is asked of each row itself
    too, so that one that is locked by another and moved by it meanwhile is not taken for what it was.
    """
    own, stands = col(AwardRow.program_id) == program_id, col(AwardRow.state).in_(sorted(states))
    return own & stands & col(AwardRow.award_id).in_(select(AwardRow.award_id).where(own, stands))


def list_awards(
    session: Session, program_id: ProgramId, *, states: frozenset[AwardState] = frozenset(AwardState)
) -> tuple[Award, ...]:
    """The awards of a program in some states: by month, then by their random ids, which say nothing."""
    rows = session.exec(
        select(AwardRow)
        .where(stands_in(program_id, states))
        .order_by(col(AwardRow.month), col(AwardRow.award_id))
    )
    return tuple(shown(row) for row in rows)
