"""Let the demo's treasurer and coordinator keep the books: funds, desks, half a year, a scoring table."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final

from cli.demo.deeds import Deed, OpenStores
from cli.demo.founding import Founded
from tipline.holdings import Holder
from tipline.money import EntryKind, FundKind
from tipline.rewards import desks, keeping
from tipline.rewards.funds import list_funds
from tipline.rewards.months import month_after, months_before
from tipline.rewards.score_table import DEFAULT, Campaign, ScoreTable
from tipline.vocabulary import Cents, EntryId, FundId, Month, Role

MONTHS: Final = 6
"""Of the books, the one that runs among them."""
OPEN: Final = 2
"""Of them that are not closed."""
CLOSES_AFTER: Final = timedelta(days=4)
"""The first of the next month, when the bank's statement has come."""
CURRENCY: Final = "CAD"
REWARDS: Final = "Rewards"
OPENING: Final = Cents(12_400_00)
COMMUNITY_OPENING: Final = Cents(1_100_00)
MONTHLY: Final = Cents(750_00)
GALA, MISTYPED = Cents(3_215_50), Cents(32_155_00)
CHARGE: Final = Cents(14_95)
BONUS_CAMPAIGN, BONUS = "Cash for Guns", Cents(500_00)
DESKS: Final = (
    (
        "Harbour",
        "Harbour Savings, 40 Queens Quay: any window",
        "Monday to Friday, 9:30 to 16:30",
        Cents(2_500_00),
    ),
    (
        "Eastgate",
        "Eastgate Library, information desk, second floor",
        "Tuesday and Saturday, 12:00 to 17:00",
        Cents(2_000_00),
    ),
)
"""Where awards are paid: name, place, hours, and the cash that each begins with."""


def book_deeds(founded: Founded, *, today: date) -> Iterator[Deed]:
    """What is written into the books of the months up to today, each deed on the first of its month."""
    months = [months_before(_month_of(today), ago) for ago in reversed(range(MONTHS))]
    treasurer = _Treasurer(founded.of_role(Role.TREASURER))
    yield Deed(_moment(months[0]), partial(treasurer.begin, month=months[0]))
    yield Deed(_moment(months[0]), partial(_set_scoring, founded.of_role(Role.COORDINATOR), months[0]))
    for month in months[1:]:
        gala = month == months[MONTHS // 2]
        yield Deed(_moment(month), partial(treasurer.book_month, month=month, gala=gala))
    for month in months[:-OPEN]:
        yield Deed(_moment(month_after(month)) + CLOSES_AFTER, partial(treasurer.close, month=month))


class _Treasurer:
    """Writes in the books of a month when that month is this one."""

    def __init__(self, by: Holder) -> None:
        self._by = by

    def begin(self, stores: OpenStores, *, month: Month) -> None:
        """Open the funds with what they have, and the desks with cash."""
        for name, kind, amount in (
            (REWARDS, FundKind.REWARDS, OPENING),
            ("Community projects", FundKind.COMMUNITY, COMMUNITY_OPENING),
        ):
            fund = self._make_fund(stores, name, kind, month=month)
            self._book(stores, EntryKind.OPENING, fund, amount, month=month)
        rewards = self._rewards(stores)
        for name, place, hours, cash in DESKS:
            desk = desks.open_desk(
                stores.ledger,
                name=name,
                place=place,
                hours=hours,
                currency=CURRENCY,
                by=self._by,
                month=month,
            )
            desks.fill_desk(
                stores.ledger, desk_id=desk, fund_id=rewards, amount=cash, by=self._by, month=month
            )

    def book_month(self, stores: OpenStores, *, month: Month, gala: bool) -> None:
        """What comes and goes each month, cash for the desk with it; once a gala, mistyped and taken back."""
        rewards = self._rewards(stores)
        self._book(stores, EntryKind.DEPOSIT, rewards, MONTHLY, month=month)
        self._book(stores, EntryKind.WITHDRAWAL, rewards, CHARGE, month=month)
        if gala:
            mistyped = self._book(stores, EntryKind.DEPOSIT, rewards, MISTYPED, month=month)
            self._take_back(stores, mistyped, month=month)
            self._book(stores, EntryKind.DEPOSIT, rewards, GALA, month=month)
        desk_id = main_desk(stores, self._by)
        missing = Cents(DESKS[0][3] - desks.float_of(stores.ledger, self._by.program_id, desk_id))
        if missing > 0:
            desks.fill_desk(
                stores.ledger, desk_id=desk_id, fund_id=rewards, amount=missing, by=self._by, month=month
            )

    def close(self, stores: OpenStores, *, month: Month) -> None:
        """End a month of the books."""
        after = month_after(month)
        keeping.close_month(
            stores.ledger,
            stores.tips,
            month=month,
            this_month=after,
            by=self._by,
            now=_moment(after) + CLOSES_AFTER,
        )

    def _rewards(self, stores: OpenStores) -> FundId:
        return rewards_fund(stores, self._by)

    def _make_fund(self, stores: OpenStores, name: str, kind: FundKind, *, month: Month) -> FundId:
        return keeping.make_fund(
            stores.ledger,
            stores.tips,
            name=name,
            kind=kind,
            currency=CURRENCY,
            by=self._by,
            now=_moment(month),
            this_month=month,
        )

    def _book(
        self, stores: OpenStores, kind: EntryKind, fund_id: FundId, amount: Cents, *, month: Month
    ) -> EntryId:
        return keeping.book(
            stores.ledger,
            stores.tips,
            kind=kind,
            fund_id=fund_id,
            amount=amount,
            month=month,
            this_month=month,
            by=self._by,
            now=_moment(month),
        )

    def _take_back(self, stores: OpenStores, entry_id: EntryId, *, month: Month) -> None:
        keeping.take_back(
            stores.ledger,
            stores.tips,
            entry_id=entry_id,
            month=month,
            this_month=month,
            by=self._by,
            now=_moment(month),
        )


def rewards_fund(stores: OpenStores, by: Holder) -> FundId:
    """The fund that awards come from."""
    funds = list_funds(stores.ledger, by.program_id)
    return next(fund.fund_id for fund in funds if fund.kind is FundKind.REWARDS)


def main_desk(stores: OpenStores, by: Holder) -> FundId:
    """The desk that most of the awards are collected at."""
    funds = list_funds(stores.ledger, by.program_id)
    return next(fund.fund_id for fund in funds if fund.kind is FundKind.DESK and fund.name == DESKS[0][0])


def _set_scoring(by: Holder, month: Month, stores: OpenStores) -> None:
    keeping.set_scoring(
        stores.ledger,
        stores.tips,
        table=scoring_table(_first_day(month)),
        first_day=_first_day(month),
        today=_first_day(month),
        by=by,
        now=_moment(month),
    )


def scoring_table(first_day: date) -> ScoreTable:
    """The table that the board has decided: the usual one, with a campaign of a year."""
    campaign = Campaign(
        BONUS_CAMPAIGN, BONUS, first_day, first_day.replace(year=first_day.year + 1), most=3, on_top=True
    )
    return replace(DEFAULT, campaigns=(campaign,))


def _month_of(day: date) -> Month:
    return Month(day.year * 100 + day.month)


def _first_day(month: Month) -> date:
    return date(month // 100, month % 100, 1)


def _moment(month: Month) -> datetime:
    return datetime(month // 100, month % 100, 1, 14, tzinfo=UTC)
