"""Which picture stands over which table, and what is said of it to somebody who does not see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tipline.reports.measures import Measure, Section, Unit
from tipline.reports.periods import Column
from tipline.reports.table import MonthState, MonthTable, Point, Row, SectionTable
from web.charts.bars import BarChart, Item, bar_chart
from web.charts.columns import ColumnChart, column_chart
from web.charts.line import Dot, Kind, LineChart, line_chart
from web.charts.scales import ticks
from web.console.month_words import cell, days, rounded, short_month

BARS: Final = 10
"""In one picture."""
LATEST: Final = 24
"""Months of a small picture of months."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its name and its text in place of it; which of the charts it is decides the macro."""

    ident: str
    title: str
    words: str
    bars: BarChart | None = None
    columns: ColumnChart | None = None
    ends: tuple[str, str] = ("", "")
    """Of columns: the first month and the last."""


def pictures(section: SectionTable, heads: Mapping[Column, str], *, against: Column) -> tuple[Picture, ...]:
    """The pictures of a section: bars, one picture a unit; of what takes days, one a measure."""
    name = section.section
    if name is Section.TIMES:
        return _waits(section, heads)
    units = [unit for unit in (Unit.COUNT, Unit.CENTS) if any(row.unit is unit for row in section.rows)]
    made = []
    for unit in units:
        rows = [row for row in section.rows if row.unit is unit and _drawn(row, against)]
        if rows:
            title = (
                f"{name.label}, {'amounts' if unit is Unit.CENTS else 'numbers'}"
                if len(units) > 1
                else name.label
            )
            made.append(_bars(f"{name.value}-{unit.value}", title, rows[:BARS], heads, against))
    return tuple(made)


def reward_pictures(table: MonthTable) -> tuple[Picture, ...]:
    """Amounts of the latest months: approved and paid on one scale, what waits on its own, for it grows."""
    return (
        *_amounts({"Approved": table.series[Measure.APPROVED], "Paid": table.series[Measure.PAID]}),
        *_amounts({"Unclaimed": table.series[Measure.UNCLAIMED]}),
    )


def _amounts(measures: Mapping[str, Sequence[Point]]) -> Iterator[Picture]:
    """Small pictures on one scale; none where nothing is known or all is zero."""
    latest = {title: points[-LATEST:] for title, points in measures.items()}
    top = max((point.value or 0 for points in latest.values() for point in points), default=0)
    if not top:
        return
    for title, points in latest.items():
        first, last = points[0], points[-1]
        most = max(point.value or 0 for point in points)
        yield Picture(
            f"rewards-{title.lower()}",
            f"{title}: {rounded(last.value, Unit.CENTS)}",
            f"{short_month(first.month)} to {short_month(last.month)}; the highest month is "
            f"{rounded(most, Unit.CENTS)}.",
            columns=column_chart([point.value for point in points], top=ticks(top, one=100)[-1]),
            ends=(short_month(first.month), short_month(last.month)),
        )


def long_line(points: Sequence[Point], marks: Sequence[tuple[int, str]] = ()) -> LineChart:
    """The long line of some months, with the marks that stand above it."""
    return line_chart([Dot(point.month, point.value, _kind(point)) for point in points], marks)


def line_words(points: Sequence[Point]) -> str:
    """The long line for somebody who does not see it."""
    known = [(point.value, point.month) for point in points if point.value is not None]
    if not known:
        return "No month is known."
    (most, best), (fewest, worst) = max(known), min(known)
    last, month = known[-1]
    return (
        f"{len(points):,} months from {short_month(points[0].month)} to {short_month(points[-1].month)}. "
        f"The most: {most:,} in {short_month(best)}; the fewest: {fewest:,} in {short_month(worst)}; "
        f"{last:,} in {short_month(month)}. Every month is in the table below."
    )


def _kind(point: Point) -> Kind:
    if point.state is MonthState.IMPORTED:
        return Kind.EARLIER
    return Kind.RUNNING if point.state is MonthState.RUNNING else Kind.COUNTED


def _drawn(row: Row, against: Column) -> bool:
    return bool(row.values[Column.MONTH] or row.values[against] or Column.MONTH in row.withheld)


def _bars(
    ident: str, title: str, rows: Sequence[Row], heads: Mapping[Column, str], against: Column
) -> Picture:
    items = [
        Item(
            row.label,
            row.values[Column.MONTH],
            _told(row, Column.MONTH),
            row.values[against],
            f"was {_told(row, against)}" if _known(row, against) else "",
        )
        for row in rows
    ]
    words = "; ".join(
        f"{item.label} {item.said}{', ' if item.said_before else ''}{item.said_before}" for item in items
    )
    return Picture(ident, title, f"{heads[Column.MONTH]}: {words}.", bars=bar_chart(items))


def _told(row: Row, column: Column) -> str:
    return cell(row, column) if column in row.withheld else rounded(row.values[column], row.unit)


def _known(row: Row, column: Column) -> bool:
    return row.values[column] is not None or column in row.withheld


def _waits(section: SectionTable, heads: Mapping[Column, str]) -> tuple[Picture, ...]:
    """Medians of the months that are shown, one picture a measure, all on one scale."""
    columns = [column for column in (Column.MONTH, Column.MONTH_BEFORE, Column.YEAR_AGO) if column in heads]
    top = max((row.values[column] or 0 for row in section.rows for column in columns), default=0)
    made = []
    for row in section.rows:
        items = [
            Item(heads[column], value, days(value))
            for column in columns
            if (value := row.values[column]) is not None
        ]
        words = "; ".join(f"{item.label} {item.said}" for item in items)
        if items:
            made.append(
                Picture(row.measure.value, row.label, f"{words}.", bars=bar_chart(items, top=max(top, 1)))
            )
    return tuple(made)
