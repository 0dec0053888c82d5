"""The numbers of any period: what is kept of its closed and imported months, and its open ones anew."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from tipline.reports.books import Books, kept_month, kept_sum
from tipline.reports.counting import Counts, count
from tipline.reports.measures import RULES, Measure, Over
from tipline.reports.months import between
from tipline.reports.periods import Period
from tipline.reports.rewards import Rewards
from tipline.vocabulary import Month, ProgramId


@dataclass(frozen=True)
class Reckoning:
    """Counts months and periods of one program; an open month once, however often it is asked for."""

    of_month: Callable[[Month], Counts]
    of_period: Callable[[Period], Counts]


def reckoning(session: Session, program_id: ProgramId, *, books: Books, rewards: Rewards | None) -> Reckoning:
    """How the numbers of one program are found, for as long as the session is open."""
    found: dict[Month, Counts] = {}

    def of_month(month: Month) -> Counts:
        if month not in found:
            found[month] = _month(session, program_id, month, books=books, rewards=rewards)
        return found[month]

    def of_period(period: Period) -> Counts:
        if period.first == period.last:
            return of_month(period.first)
        total = Counter(kept_sum(session, program_id, period.first, period.last))
        live_from = max(period.first, books.open_from)
        for month in between(live_from, period.last):
            total.update({each: value for each, value in of_month(month).items() if _over(each) is Over.SUM})
        at_the_end = of_month(period.last).items()
        return dict(total) | {each: value for each, value in at_the_end if _over(each) is Over.LAST}

    return Reckoning(of_month, of_period)


def _over(each: tuple[Measure, str]) -> Over:
    return RULES[each[0]].over


def _month(
    session: Session, program_id: ProgramId, month: Month, *, books: Books, rewards: Rewards | None
) -> Counts:
    if books.is_live(month):
        awarded = rewards.of_month(month).counts() if rewards is not None else {}
        return count(session, program_id, month) | awarded
    return kept_month(session, program_id, month)
