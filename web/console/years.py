"""A long series as a table: a line a year, a column a month."""

from collections.abc import Sequence

from tipline.reports.table import Point
from web.charts.months import NAMES
from web.console.month_view import Table, TableLine
from web.console.month_words import said


def years(points: Sequence[Point], *, caption: str) -> Table:
    """The months of some points by year, the latest year first, each with what is known of it together."""
    values: dict[int, int | None] = {point.month: point.value for point in points}
    lines = []
    for year in sorted({month // 100 for month in values}, reverse=True):
        months = [values.get(year * 100 + index) for index in range(1, 13)]
        known = [value for value in months if value is not None]
        there = [
            said(value) if year * 100 + index in values else "" for index, value in enumerate(months, start=1)
        ]
        lines.append(TableLine(str(year), None, (*there, said(sum(known) if known else None))))
    return Table(caption=caption, first="Year", heads=(*NAMES, "Year"), lines=tuple(lines), more=0)
