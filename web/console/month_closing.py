"""What a coordinator is told about closing a month: what it does, and why it cannot be done now."""

from dataclasses import dataclass

from tipline.reports.books import Books
from tipline.reports.months import written
from tipline.reports.table import MonthState, MonthTable
from web.console.dates import month_name


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether a month can be closed now, and what there is to say of it."""

    now: bool
    words: str
    first: str
    """The address of the month that is to be closed first; empty where it is none."""
    first_name: str


def closing_of(table: MonthTable, books: Books) -> Closing | None:
    """What to say under a month that is not closed; None under one whose numbers stay."""
    if table.state is MonthState.RUNNING:
        return Closing(
            now=False,
            words=f"{month_name(table.month)} can be closed when it is over.",
            first="",
            first_name="",
        )
    if table.state is not MonthState.OPEN or books.next_to_close is None:
        return None
    first = books.next_to_close
    name = month_name(table.month)
    if first != table.month:
        return Closing(
            now=False,
            words=f"Months are closed in order. Before {name}, the first open one is to be closed:",
            first=written(first),
            first_name=month_name(first),
        )
    return Closing(
        now=True,
        words=(
            f"Closing {name} keeps every number of this page as it is today and signs them in the audit. "
            "Whatever changes afterwards stands in the next month as a correction. It cannot be undone."
        ),
        first="",
        first_name="",
    )
