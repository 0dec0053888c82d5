"""A month's table with something on every line, as the store would give it, for the tests of documents."""

import random
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from tipline.reports.assembly import sections
from tipline.reports.counting import WHOLE, Counts
from tipline.reports.documents.report import Report, yearly_report
from tipline.reports.labels import Labels
from tipline.reports.measures import RULES, Measure, Split, Unit
from tipline.reports.months import between
from tipline.reports.periods import Column, columns_of
from tipline.reports.series import DRAWN
from tipline.reports.table import Correction, Mark, MonthState, MonthTable, Point
from tipline.vocabulary import Channel, Disposition, Month, Offence, Status

OCTOBER: Final = Month(202610)
BEGINNING: Final = Month(201101)
HERE_FROM: Final = Month(201901)
"""Months before are totals that were brought."""
FORMULA: Final = "=HYPERLINK(\u201cx\u201d)"
EMOJI: Final = "@crime \U0001f525 日本"

_PARTS: Final = {
    Split.CHANNEL: [word.value for word in Channel if not word.by_app],
    Split.STATUS: [word.value for word in Status],
    Split.OFFENCE: [word.value for word in Offence],
    Split.DISPOSITION: [word.value for word in Disposition],
    Split.UNIT: ["a1", "a2", "a3"],
    Split.APPEAL: ["b1", "b2"],
    Split.ACCOUNT: ["instagram @tips", FORMULA, EMOJI],
    Split.LINK: ["c1", "c2"],
}
_NAMES: Final = Labels(
    {
        Split.UNIT: {"a1": "14 Division", "a2": "52 Division", "a3": "Peel Regional Police"},
        Split.APPEAL: {"b1": "Jane and Finch, 3 October", "b2": "-2+3 Montréal #[x]"},
        Split.LINK: {"c1": "facebook: Jane and Finch", "c2": "x: *bold* $math$"},
    }
)


def a_table(state: MonthState = MonthState.CLOSED, *, month: Month = OCTOBER) -> MonthTable:
    """Numbers that are drawn once and stay the same; a few are withheld, and a few not known."""
    chance = random.Random(7)
    columns = columns_of(month, beginning=BEGINNING)
    scale = {Column.YEAR_TO_DATE: 10, Column.LAST_YEAR_TO_DATE: 10, Column.INCEPTION: 150}
    numbers = {period.column: _counts(chance, scale.get(period.column, 1)) for period in columns}
    for measure in (Measure.UNCLAIMED, Measure.AWARDS_UNCLAIMED):
        del numbers[Column.INCEPTION][measure, WHOLE]
    return MonthTable(
        program_name="Toronto Crime Stoppers",
        month=month,
        zone=ZoneInfo("America/Toronto"),
        currency="CAD",
        state=state,
        beginning=BEGINNING,
        counted_day=date(2026, 11, 20),
        closed_day=date(2026, 11, 3) if state is MonthState.CLOSED else None,
        columns=columns,
        sections=sections(numbers, _NAMES),
        corrections=(
            Correction(Month(202608), Measure.ARRESTS, "", "Arrests", 2),
            Correction(Month(202609), Measure.CASH, "", "Cash seized", -125_050),
        ),
        series={measure: _points(chance, measure, month) for measure in DRAWN},
        marks=(
            Mark(bytes(16), Month(201405), "Radio campaign"),
            Mark(bytes(16), Month(202206), "=Appeal: Jane and Finch"),
        ),
    )


def the_month(state: MonthState = MonthState.CLOSED) -> Report:
    """The report of October."""
    return Report(a_table(state))


def the_year(state: MonthState = MonthState.CLOSED) -> Report:
    """The report of the whole of 2026."""
    return yearly_report(replace(a_table(state, month=Month(202612)), corrections=()))


def _counts(chance: random.Random, scale: int) -> Counts:
    counts: Counts = {}
    for measure, rule in RULES.items():
        if rule.unit is Unit.DAYS:
            counts[measure, WHOLE] = 3
            counts |= {(measure, str(days)): 1 for days in (1, 4 + chance.randrange(9), 40)}
        elif rule.split is None:
            most = 900_000 if rule.unit is Unit.CENTS else 900
            counts[measure, WHOLE] = scale * chance.randrange(most)
        else:
            several = (0, 1, 3, 8 * scale, 40 * scale, 150 * scale)
            parts = {part: chance.choice(several) for part in _PARTS[rule.split]}
            counts[measure, WHOLE] = sum(parts.values())
            counts |= {(measure, part): number for part, number in parts.items()}
    return counts


def _points(chance: random.Random, measure: Measure, last: Month) -> tuple[Point, ...]:
    found = []
    for place, month in enumerate(between(BEGINNING, last)):
        brought = month < HERE_FROM
        known = not (brought and measure is not Measure.TIPS) and month != Month(201303)
        value = 300 + 3 * place + chance.randrange(120)
        if RULES[measure].unit is Unit.CENTS:
            value *= 1_000
        state = MonthState.IMPORTED if brought else MonthState.CLOSED
        found.append(Point(month, value if known else None, state))
    return tuple(found)
