"""The six columns of the month's table, and which months each of them covers."""

from dataclasses import dataclass

from tipline.reports.months import january, step, written
from tipline.vocabulary import Month, Named


class Column(Named):
    """A column of the table; its value is its name in the files that leave."""

    MONTH = "month"
    MONTH_BEFORE = "month-before"
    YEAR_AGO = "year-ago"
    YEAR_TO_DATE = "year-to-date"
    LAST_YEAR_TO_DATE = "last-year-to-date"
    INCEPTION = "inception"

    @property
    def label(self) -> str:
        """The column as a person reads it, in English."""
        return "Since the beginning" if self is Column.INCEPTION else super().label


@dataclass(frozen=True, slots=True)
class Period:
    """A column, or one of two times that are compared: the months from the first to the last, both too."""

    column: Column
    first: Month
    last: Month

    @property
    def written(self) -> str:
        """The period as a file has it: 2026-10, or 2026-01 to 2026-10."""
        if self.first == self.last:
            return written(self.first)
        return f"{written(self.first)} to {written(self.last)}"


def columns_of(month: Month, *, beginning: Month) -> tuple[Period, ...]:
    """The six columns of a month's table; `beginning` is the first month that anything is kept of."""
    before, year_ago = step(month, months=-1), step(month, months=-12)
    return (
        Period(Column.MONTH, month, month),
        Period(Column.MONTH_BEFORE, before, before),
        Period(Column.YEAR_AGO, year_ago, year_ago),
        Period(Column.YEAR_TO_DATE, january(month), month),
        Period(Column.LAST_YEAR_TO_DATE, january(year_ago), year_ago),
        Period(Column.INCEPTION, min(beginning, month), month),
    )
