"""Put the numbers of each period into the rows of the table, in the order in which a board reads them."""

from collections.abc import Mapping
from itertools import accumulate

from tipline.reports.counting import WHOLE, Counts
from tipline.reports.labels import Labels, fixed, place
from tipline.reports.measures import RULES, Measure, Section, Unit
from tipline.reports.periods import Column
from tipline.reports.table import Row, SectionTable


def sections(numbers: Mapping[Column, Counts], labels: Labels) -> tuple[SectionTable, ...]:
    """Every table of the report from the numbers of each column."""
    by_section: dict[Section, list[Row]] = {section: [] for section in Section}
    for measure, rule in RULES.items():
        keys = _keys(measure, numbers) if rule.split is not None else [WHOLE]
        rows = [_row(measure, key, numbers, labels) for key in keys]
        if rule.split is not None:
            order = place(measure)
            rows.sort(key=lambda row: (order(row.key), *_largest_first(row), row.label))
        by_section[rule.section] += rows
    return tuple(SectionTable(section, tuple(rows)) for section, rows in by_section.items())


def median(counts: Counts, measure: Measure) -> int | None:
    """The days within which half of what was counted was done; None where there was nothing."""
    total = counts.get((measure, WHOLE), 0)
    days = sorted(
        (int(key), number) for (each, key), number in counts.items() if each is measure and key and number > 0
    )
    reached = accumulate(number for _, number in days)
    return next((day for (day, _), so_far in zip(days, reached, strict=True) if so_far * 2 >= total), None)


def _keys(measure: Measure, numbers: Mapping[Column, Counts]) -> list[str]:
    found = {
        key
        for counts in numbers.values()
        for (each, key), number in counts.items()
        if each is measure and number
    }
    return sorted((found | set(fixed(measure))) - {WHOLE})


def _row(measure: Measure, key: str, numbers: Mapping[Column, Counts], labels: Labels) -> Row:
    rule = RULES[measure]
    values: dict[Column, int | None] = {}
    withheld = set()
    for column, counts in numbers.items():
        values[column] = _value(measure, key, counts)
        if 0 < (values[column] or 0) < rule.floor:
            values[column] = None
            withheld.add(column)
    return Row(measure, key, labels.of(measure, key), values, frozenset(withheld))


def _value(measure: Measure, key: str, counts: Counts) -> int | None:
    if RULES[measure].unit is Unit.DAYS:
        return median(counts, measure)
    if (measure, WHOLE) not in counts:
        return None
    return counts.get((measure, key), 0)


def _largest_first(row: Row) -> tuple[int, ...]:
    """A withheld number is larger than none, and less than what is told."""
    return tuple(
        -(value if value is not None else int(column in row.withheld)) for column, value in row.values.items()
    )
