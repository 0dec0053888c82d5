"""The month's table: the one thing that the page, the documents and the files are made from.

It is plain data, the same for everybody who renders it. Numbers are integers: a count, cents, or whole
days. `None` is not zero: the number is not known for that time, or, where `Row.withheld` says so, it is too
small to be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from tipline.reports.measures import RULES, Measure, Section, Unit
from tipline.reports.periods import Column, Period
from tipline.vocabulary import Month, Named


class MonthState(Named):
    """How far the books of a month are."""

    RUNNING = "running"
    """It is not over in the program's time zone."""
    OPEN = "open"
    """It is over, and still counted anew whenever it is looked at."""
    CLOSED = "closed"
    """Its numbers are frozen."""
    CORRECTED = "corrected"
    """Closed, and a month closed later carries a correction of it."""
    IMPORTED = "imported"
    """From before this system: a total that somebody brought."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a measure, or one of its parts."""

    measure: Measure
    key: str
    """What part of the measure it is: a word of the vocabulary, a unit's or appeal's id in hex, a link's
    id, an account's name. Empty for the whole."""
    label: str
    values: Mapping[Column, int | None]
    withheld: frozenset[Column] = frozenset()
    """Where the value is None because it is from one to four."""

    @property
    def unit(self) -> Unit:
        """What the numbers count."""
        return RULES[self.measure].unit

    def change(self, since: Column, *, of: Column = Column.MONTH) -> int | None:
        """How much more one column has than another; None where either is not known."""
        now, before = self.values[of], self.values[since]
        return None if now is None or before is None else now - before


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table of the report with its rows, in order."""

    section: Section
    rows: tuple[Row, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of what is in it, in words, each once."""
        return tuple(RULES[measure].words for measure in RULES if RULES[measure].section is self.section)


@dataclass(frozen=True, slots=True)
class Correction:
    """A number of a month that was closed before and is found to be otherwise."""

    month: Month
    measure: Measure
    key: str
    label: str
    difference: int


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a series; None where it is not known."""

    month: Month
    value: int | None
    state: MonthState


@dataclass(frozen=True, slots=True)
class Mark:
    """What a coordinator wrote beside a month, for the long chart."""

    mark_id: bytes
    month: Month
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods beside one another: the first is the column MONTH, the second MONTH_BEFORE."""

    columns: tuple[Period, Period]
    sections: tuple[SectionTable, ...]


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month's numbers beside those of other times."""

    program_name: str
    month: Month
    zone: ZoneInfo
    currency: str
    """Three letters, of every amount."""
    state: MonthState
    beginning: Month
    """The first month that anything is kept of."""
    counted_day: date
    """When it was counted, in the program's time zone."""
    closed_day: date | None
    columns: tuple[Period, ...]
    sections: tuple[SectionTable, ...]
    """Every section, those without a row too."""
    corrections: tuple[Correction, ...] = ()
    """Of months closed before this one, found when this one was closed."""
    series: Mapping[Measure, tuple[Point, ...]] = field(default_factory=dict)
    """Tips, follow-ups and rewards of each month from the beginning to this one."""
    marks: tuple[Mark, ...] = ()

    def section(self, section: Section) -> SectionTable:
        """One of the tables."""
        return next(each for each in self.sections if each.section is section)

    def row(self, measure: Measure, key: str = "") -> Row | None:
        """One line, if it is in the table."""
        rows = self.section(RULES[measure].section).rows
        return next((row for row in rows if row.measure is measure and row.key == key), None)

    def value(self, measure: Measure, column: Column = Column.MONTH) -> int | None:
        """The whole of a measure in one column; None where it is not known or not told."""
        row = self.row(measure)
        return row.values[column] if row is not None else None
