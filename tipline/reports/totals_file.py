"""Read a file of earlier monthly totals: a line a month, a column a measure. What is unclear is refused.

The file is CSV with commas, in UTF-8. The first line names the columns: `month`, `tips` and as many others as
a program has kept, each by a measure's name, or measure/part where it is told apart. A month is written
2009-03, an amount in dollars. An empty place is not known, which is not zero.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from tipline.reports.counting import WHOLE, Counts
from tipline.reports.measures import RECOVERED, RULES, Measure, Over, Split, Unit
from tipline.reports.refusals import Fault, TotalsRefused
from tipline.vocabulary import Channel, Disposition, Month, Named, Offence

LIMIT: Final = 1_000_000
"""Bytes of a file: 15 years of every column are a tenth of it."""
MOST: Final = 1_000_000
"""Of anything that is counted in one month."""
MOST_CENTS: Final = 1_000_000_000_00
FIRST_YEAR: Final = 1970
MONTH: Final = "month"

_PARTS: Final[Mapping[Split, type[Named]]] = {
    Split.CHANNEL: Channel,
    Split.OFFENCE: Offence,
    Split.DISPOSITION: Disposition,
}
_WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_WHOLE: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_DOLLARS: Final = re.compile(r"([0-9]{1,13})(?:\.([0-9]{2}))?", re.ASCII)
_OTHER_DELIMITERS: Final = (";", "\t", "|")
_FORMULA: Final = ("=", "+", "@", "\t", "\r", "-=", "-@")

_Column: TypeAlias = tuple[Measure, str]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file says, month by month, and the digest of the file."""

    months: Mapping[Month, Counts]
    digest: bytes

    @property
    def first(self) -> Month:
        """The earliest month."""
        return min(self.months)

    @property
    def last(self) -> Month:
        """The latest month."""
        return max(self.months)


def columns() -> dict[str, _Column]:
    """Every column that a file may have, besides `month`, by its name."""
    names: dict[str, _Column] = {}
    for measure, rule in RULES.items():
        if rule.unit is Unit.DAYS or rule.over is Over.NOTHING:
            continue  # a median cannot be made from medians, and where tips stood is over
        if rule.split is None:
            names[measure.value] = (measure, WHOLE)
        elif rule.split in _PARTS:
            names |= {f"{measure.value}/{part}": (measure, part.value) for part in _PARTS[rule.split]}
    return names


def template() -> str:
    """A file with every column and no month; columns that a program has not kept are taken out."""
    return ",".join([MONTH, *columns()]) + "\r\n"


def read_totals(data: bytes) -> Totals:
    """Read a file.

    Raises:
        TotalsRefused: with what is wrong, and the line and column where it is.
    """
    lines = _lines(data)
    header = _header(lines)
    months: dict[Month, Counts] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        month = _month(header, cells, number)
        if month in months:
            raise TotalsRefused(Fault.MONTH_TWICE, line=number, month=month)
        months[month] = _counts(header, cells, number)
    if not months:
        raise TotalsRefused(Fault.EMPTY)
    return Totals(months, hashlib.sha256(data).digest())


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(data) > LIMIT:
        raise TotalsRefused(Fault.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TotalsRefused(Fault.NOT_TEXT) from None
    if "\0" in text:
        raise TotalsRefused(Fault.NOT_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise TotalsRefused(Fault.NOT_TEXT, line=reader.line_num) from None


def _header(lines: Iterator[tuple[int, list[str]]]) -> list[_Column | None]:
    """The columns in their order; None for the one of the month."""
    _, cells = next(lines, (0, []))
    names = [cell.strip().lower() for cell in cells]
    if not any(names):
        raise TotalsRefused(Fault.EMPTY)
    if len(names) == 1 and any(other in names[0] for other in _OTHER_DELIMITERS):
        raise TotalsRefused(Fault.WRONG_DELIMITER, line=1)
    known = columns()
    for name in names:
        if name.startswith(_FORMULA):
            raise TotalsRefused(Fault.FORMULA, line=1, column=name)
        if name != MONTH and name not in known:
            raise TotalsRefused(Fault.UNKNOWN_MEASURE, line=1, column=name)
        if names.count(name) > 1:
            raise TotalsRefused(Fault.COLUMN_TWICE, line=1, column=name)
    if MONTH not in names:
        raise TotalsRefused(Fault.NO_MONTH_COLUMN, line=1)
    if Measure.TIPS.value not in names:
        raise TotalsRefused(Fault.NO_TIPS_COLUMN, line=1)
    return [known.get(name) for name in names]


def _month(header: list[_Column | None], cells: list[str], line: int) -> Month:
    if len(cells) != len(header):
        raise TotalsRefused(Fault.UNEVEN, line=line)
    text = cells[header.index(None)].strip()
    if text.startswith(_FORMULA):
        raise TotalsRefused(Fault.FORMULA, line=line, column=MONTH)
    if text.lower() == MONTH:
        raise TotalsRefused(Fault.TWO_HEADERS, line=line)
    found = _WRITTEN.fullmatch(text)
    if found is None or int(found[1]) < FIRST_YEAR:
        raise TotalsRefused(Fault.NO_MONTH, line=line, column=MONTH)
    return Month(int(found[1]) * 100 + int(found[2]))


def _counts(header: list[_Column | None], cells: list[str], line: int) -> Counts:
    counts: Counts = {}
    for column, cell in zip(header, cells, strict=True):
        if column is not None and cell.strip():
            measure, part = column
            value = _number(measure, cell.strip(), line, _name(column))
            counts[column] = value
            if part != WHOLE:
                counts[measure, WHOLE] = counts.get((measure, WHOLE), 0) + value
    tips = counts.get((Measure.TIPS, WHOLE))
    if tips is None:
        raise TotalsRefused(Fault.NO_TIPS, line=line, column=Measure.TIPS.value)
    for measure in (Measure.BY_CHANNEL, Measure.BY_OFFENCE, Measure.SPAM, Measure.DUPLICATES):
        if counts.get((measure, WHOLE), 0) > tips:
            raise TotalsRefused(Fault.MORE_THAN_TIPS, line=line, column=measure.value)
    parts = [counts[part, WHOLE] for part in RECOVERED if (part, WHOLE) in counts]
    if parts:
        counts.setdefault((Measure.RECOVERED, WHOLE), sum(parts))
    return counts


def _number(measure: Measure, text: str, line: int, column: str) -> int:
    if text.startswith(_FORMULA):
        raise TotalsRefused(Fault.FORMULA, line=line, column=column)
    if text.startswith("-"):
        raise TotalsRefused(Fault.NEGATIVE, line=line, column=column)
    is_money = RULES[measure].unit is Unit.CENTS
    found = (_DOLLARS if is_money else _WHOLE).fullmatch(text)
    if found is None:
        raise TotalsRefused(Fault.NO_NUMBER, line=line, column=column)
    value = int(found[1]) * 100 + int(found[2] or 0) if is_money else int(found[0])
    if value > (MOST_CENTS if is_money else MOST):
        raise TotalsRefused(Fault.TOO_MANY, line=line, column=column)
    return value


def _name(column: _Column) -> str:
    measure, part = column
    return f"{measure.value}/{part}" if part else measure.value
