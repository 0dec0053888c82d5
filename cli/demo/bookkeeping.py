"""Let the demo's treasurer and coordinator keep the books: two funds, half a year, a scoring table."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from sqlmodel import Session

from cli.demo.founding import Founded, Stage
from tipline.holdings import Holder
from tipline.money import EntryKind, FundKind
from tipline.rewards import keeping
from tipline.rewards.months import month_after, months_before
from tipline.rewards.score_table import DEFAULT, Campaign, ScoreTable
from tipline.vocabulary import Cents, EntryId, FundId, Month, Role

MONTHS: Final = 6
"""Of the books, the one that runs among them."""
OPEN: Final = 2
"""Of them that are not closed."""
CURRENCY: Final = "CAD"
OPENING: Final = Cents(12_400_00)
COMMUNITY_OPENING: Final = Cents(1_100_00)
MONTHLY: Final = Cents(750_00)
GALA, MISTYPED = Cents(3_215_50), Cents(32_155_00)
CHARGE: Final = Cents(14_95)
BONUS: Final = Cents(500_00)


def keep_books(stage: Stage, founded: Founded, *, today: date) -> None:
    """Write the books of the months up to today, each deed as if done on the first of its month."""
    months = [months_before(_month_of(today), ago) for ago in reversed(range(MONTHS))]
    with stage.ledger.transaction() as ledger, stage.tips.transaction() as tips:
        treasurer = _Treasurer(ledger, tips, founded.of_role(Role.TREASURER))
        first, middle = months[0], months[MONTHS // 2]
        rewards = treasurer.make_fund("Rewards", FundKind.REWARDS, month=first)
        community = treasurer.make_fund("Community projects", FundKind.COMMUNITY, month=first)
        treasurer.book(EntryKind.OPENING, rewards, OPENING, month=first)
        treasurer.book(EntryKind.OPENING, community, COMMUNITY_OPENING, month=first)
        for month in months[1:]:
            treasurer.book(EntryKind.DEPOSIT, rewards, MONTHLY, month=month)
            treasurer.book(EntryKind.WITHDRAWAL, rewards, CHARGE, month=month)
            if month == middle:
                mistyped = treasurer.book(EntryKind.DEPOSIT, rewards, MISTYPED, month=month)
                treasurer.take_back(mistyped, month=month)
                treasurer.book(EntryKind.DEPOSIT, rewards, GALA, month=month)
        for month in months[:-OPEN]:
            treasurer.close(month)
        keeping.set_scoring(
            ledger,
            tips,
            table=_table(_first_day(first)),
            first_day=_first_day(first),
            today=_first_day(first),
            by=founded.of_role(Role.COORDINATOR),
            now=_moment(first),
        )


class _Treasurer:
    """Writes in the books of a month when that month is this one."""

    def __init__(self, ledger: Session, tips: Session, by: Holder) -> None:
        self._ledger = ledger
        self._tips = tips
        self._by = by

    def make_fund(self, name: str, kind: FundKind, *, month: Month) -> FundId:
        return keeping.make_fund(
            self._ledger,
            self._tips,
            name=name,
            kind=kind,
            currency=CURRENCY,
            by=self._by,
            now=_moment(month),
            this_month=month,
        )

    def book(self, kind: EntryKind, fund_id: FundId, amount: Cents, *, month: Month) -> EntryId:
        return keeping.book(
            self._ledger,
            self._tips,
            kind=kind,
            fund_id=fund_id,
            amount=amount,
            month=month,
            this_month=month,
            by=self._by,
            now=_moment(month),
        )

    def take_back(self, entry_id: EntryId, *, month: Month) -> None:
        keeping.take_back(
            self._ledger,
            self._tips,
            entry_id=entry_id,
            month=month,
            this_month=month,
            by=self._by,
            now=_moment(month),
        )

    def close(self, month: Month) -> None:
        after = month_after(month)
        keeping.close_month(
            self._ledger, self._tips, month=month, this_month=after, by=self._by, now=_moment(after)
        )


def _table(first_day: date) -> ScoreTable:
    campaign = Campaign(
        "Cash for Guns", BONUS, first_day, first_day.replace(year=first_day.year + 1), most=3, on_top=True
    )
    return replace(DEFAULT, campaigns=(campaign,))


def _month_of(day: date) -> Month:
    return Month(day.year * 100 + day.month)


def _first_day(month: Month) -> date:
    return date(month // 100, month % 100, 1)


def _moment(month: Month) -> datetime:
    return datetime(month // 100, month % 100, 1, 14, tzinfo=UTC)
