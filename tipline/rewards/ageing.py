"""How long an award waits, counted from the end of its month: the ledger knows no day.

So every age is the least that it can be. A reminder comes a little late, and nothing goes back to a fund
before its whole term is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from tipline.money import EntryKind
from tipline.reward_words import Ageing, AwardState
from tipline.rewards.awards import move, stands_in
from tipline.rewards.journal import post
from tipline.rewards.lines import unclaimed
from tipline.rewards.settings import reward_settings
from tipline.store.award_tables import AwardRow, RewardSettingsRow
from tipline.store.columns import table
from tipline.vocabulary import Cents, Month, ProgramId

_DECEMBER: Final = 12
_STEPS: Final = ((365, Ageing.DAYS_365), (90, Ageing.DAYS_90), (60, Ageing.DAYS_60), (30, Ageing.DAYS_30))


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """How many approved awards wait, and how much they are."""

    count: int
    amount: Cents


def days_waiting(month: Month, *, today: date) -> int:
    """For how many days something of that month has waited at least."""
    return max(0, (today - last_day(month)).days)


def ageing(month: Month, *, today: date) -> Ageing:
    """How long something of that month has waited, in steps."""
    days = days_waiting(month, today=today)
    return next((step for least, step in _STEPS if days >= least), Ageing.FRESH)


def last_day(month: Month) -> date:
    """The last day of a month."""
    year, number = divmod(month, 100)
    first = date(year + 1, 1, 1) if number == _DECEMBER else date(year, number + 1, 1)
    return first - timedelta(days=1)


def last_chance(session: Session, program_id: ProgramId, month: Month) -> date | None:
    """The last day on which an award of that month cannot have gone back; none where nothing goes back.

    Asked in one column, the one that the public site may read.
    """
    rows = table(RewardSettingsRow)
    term = session.connection().scalar(
        select_columns(rows.c.return_after_days).where(rows.c.program_id == program_id)
    )
    return None if term is None else last_day(month) + timedelta(days=term - 1)


def unclaimed_awards(session: Session, program_id: ProgramId, *, today: date) -> Mapping[Ageing, Unclaimed]:
    """What waits to be collected, by how long it has waited."""
    rows = session.exec(
        select(AwardRow.month, func.count(), func.sum(AwardRow.amount))
        .where(stands_in(program_id, [state for state in AwardState if state.owed]))
        .group_by(col(AwardRow.month))
    ).all()
    found = dict.fromkeys(Ageing, Unclaimed(0, Cents(0)))
    for month, count, amount in rows:
        step = ageing(Month(month), today=today)
        before = found[step]
        found[step] = Unclaimed(before.count + count, Cents(before.amount + int(amount)))
    return found


def over_term(session: Session, program_id: ProgramId, *, term: int, today: date) -> Unclaimed:
    """What would go back at once, were this the term."""
    rows = session.exec(
        select(AwardRow.month, AwardRow.amount).where(
            col(AwardRow.program_id) == program_id, col(AwardRow.state) == AwardState.APPROVED
        )
    ).all()
    over = [amount for month, amount in rows if days_waiting(Month(month), today=today) >= term]
    return Unclaimed(len(over), Cents(sum(over)))


def return_unclaimed(session: Session, program_id: ProgramId, *, today: date) -> int:
    """Give back to their funds what nobody has claimed within the program's term, if it has one; how many.

    One that somebody has in hand, or that is frozen, stays.

    Raises:
        MonthClosed: this month is closed already.
    """
    term = reward_settings(session, program_id).return_after_days
    if term is None:
        return 0
    month = Month(today.year * 100 + today.month)
    rows = session.exec(
        select(AwardRow)
        .where(stands_in(program_id, [AwardState.APPROVED]))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    over = [award for award in rows if days_waiting(award.month, today=today) >= term]
    for award in over:
        move(session, award, to=AwardState.RETURNED)
        lines = unclaimed(award.fund_id, award.amount)
        post(
            session,
            program_id,
            kind=EntryKind.RETURN,
            postings=lines,
            month=month,
            award_id=award.award_id,
        )
    return len(over)
