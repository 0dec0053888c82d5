"""What a document is about: a month, or a whole year, of one and the same table."""

import re
from dataclasses import dataclass, replace
from typing import Final

from tipline.reports.labels import place
from tipline.reports.months import january, step, written
from tipline.reports.periods import Column, Period
from tipline.reports.table import MonthState, MonthTable, Point, Row, SectionTable
from tipline.vocabulary import Month

_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR: Final = re.compile(r"[0-9]{4}", re.ASCII)
FIRST_YEAR: Final = 1970
"""Earlier ones are a mistake in the address."""
YEAR: Final = (Column.YEAR_TO_DATE, Column.LAST_YEAR_TO_DATE, Column.INCEPTION)
"""What the report of a year shows of the table of its last month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that somebody asks for by its name: 2026-10, or 2026."""

    month: Month
    """The month; of a year its December."""
    yearly: bool

    def until(self, current: Month) -> Month:
        """The month whose table is to be read: of the year that runs, the one that runs."""
        return current if self.yearly and january(self.month) <= current < self.month else self.month


def asked(name: str) -> Asked | None:
    """What a name asks for; None where it is neither a month nor a year."""
    month, year = _MONTH.fullmatch(name), _YEAR.fullmatch(name)
    if (month is None and year is None) or int(name[:4]) < FIRST_YEAR:
        return None
    return Asked(Month(int(name[:4]) * 100 + (int(month[2]) if month else 12)), yearly=month is None)


@dataclass(frozen=True, slots=True)
class Report:
    """A month's table and what of it is told: all six columns, or those of the year."""

    table: MonthTable
    yearly: bool = False

    @property
    def columns(self) -> tuple[Period, ...]:
        """The columns of every table of the report, in their order."""
        return tuple(period for period in self.table.columns if not self.yearly or period.column in YEAR)

    @property
    def main(self) -> Column:
        """What the report is about."""
        return Column.YEAR_TO_DATE if self.yearly else Column.MONTH

    @property
    def against(self) -> Column:
        """What it is drawn beside: the same time a year before."""
        return Column.LAST_YEAR_TO_DATE if self.yearly else Column.YEAR_AGO

    @property
    def running(self) -> bool:
        """What it is about is not over."""
        return self.table.state is MonthState.RUNNING

    @property
    def name(self) -> str:
        """2026-10, or 2026."""
        return str(self.table.month // 100) if self.yearly else written(self.table.month)

    def period(self, column: Column) -> Period:
        """Which months a column covers."""
        return next(period for period in self.table.columns if period.column is column)

    def file_name(self, slug: str, kind: str) -> str:
        """What a document is called: toronto-2026-10.pdf. `slug` is the program's address, in ASCII."""
        return f"{slug}-{self.name}.{kind}"

    def recent(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Of a series, the twelve months up to the last one of the report."""
        first = step(self.table.month, months=-11)
        return tuple(point for point in points if first <= point.month <= self.table.month)


def yearly_report(table: MonthTable) -> Report:
    """The report of a year from the table of its last month: the largest part of the year comes first."""
    return Report(replace(table, sections=tuple(map(_by_year, table.sections))), yearly=True)


def _by_year(section: SectionTable) -> SectionTable:
    """The same rows; parts without an order of their own by what they have in the year."""

    def first(row: Row) -> tuple[int, int]:
        return place(row.measure)(row.key), -(row.values[Column.YEAR_TO_DATE] or 0)

    return replace(section, rows=tuple(sorted(section.rows, key=first))) if _has_parts(section) else section


def _has_parts(section: SectionTable) -> bool:
    return all(row.key for row in section.rows)
