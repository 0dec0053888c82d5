"""Let the demo's coordinator end the months: close each, publish it, mark what was asked when."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from cli.demo.arrivals import Arrival
from cli.demo.asking import ASKED
from cli.demo.bookkeeping import BONUS_CAMPAIGN, MONTHS
from cli.demo.deeds import Deed, OpenStores
from cli.demo.founding import Founded, Stage, proven
from cli.demo.rewarded import month_ago
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reports.closing import close_month
from tipline.reports.ledger import rewards_of
from tipline.reports.publishing import set_publishing
from tipline.reports.series import set_mark
from tipline.rewards.months import month_after
from tipline.vocabulary import Month, Role

OPEN: Final = 2
"""The month that runs, and the one before, which whoever tries the demo may close."""
CLOSING_DAY: Final = 3
"""Of the month after."""


def month_end_deeds(
    stage: Stage, founded: Founded, arrivals: Sequence[Arrival], *, today: date
) -> Iterator[Deed]:
    """The end of every month since the first tip, but of the last two."""
    program = proven(stage, founded)
    by = founded.of_role(Role.COORDINATOR)
    if not arrivals:
        return
    first = _month_of(min(arrival.story.received for arrival in arrivals).date())
    yield Deed(_closing(first), partial(_begin_publishing, by, first))
    month = first
    while month <= month_ago(today, OPEN):
        yield Deed(_closing(month), partial(_close, by, program, month))
        month = month_after(month)
    for ask in ASKED:
        opened = date.fromordinal(today.toordinal() - ask.opened)
        yield _mark(by, _month_of(opened), ask.name, today=today)
    yield _mark(by, month_ago(today, MONTHS - 1), BONUS_CAMPAIGN, today=today)


def _begin_publishing(by: Holder, month: Month, stores: OpenStores) -> None:
    set_publishing(stores.tips, on=True, by=by, now=_closing(month))


def _close(by: Holder, program: ProgramKeys, month: Month, stores: OpenStores) -> None:
    close_month(
        stores.tips,
        month=month,
        by=by,
        now=_closing(month),
        rewards=rewards_of(stores.ledger, by.program_id),
        voice=by.holdings.voice(stores.keys, program),
    )


def _mark(by: Holder, month: Month, label: str, *, today: date) -> Deed:
    """A mark is set when the month is told for the first time."""
    at = min(_closing(month), datetime(today.year, today.month, today.day, tzinfo=UTC))

    def do(stores: OpenStores) -> None:
        set_mark(stores.tips, month=month, label=label, by=by, now=at)

    return Deed(at, do)


def _closing(month: Month) -> datetime:
    after = month_after(month)
    return datetime(after // 100, after % 100, CLOSING_DAY, 15, tzinfo=UTC)


def _month_of(day: date) -> Month:
    return Month(day.year * 100 + day.month)
