"""Read a list that another system wrote: CSV with commas, in UTF-8, its columns named in the first line.

A refusal says the line and the column, and never what stands there: a list may hold codes or tips. So a
column that nobody knows is told by its place, lest a list without headings gives away its first line.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tipline.errors import Refused

_OTHER_DELIMITERS: Final = (";", "\t", "|")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class ListFault(StrEnum):
    """What is wrong with a list."""

    TOO_LARGE = "too-large"
    TOO_MANY_LINES = "too-many-lines"
    NOT_TEXT = "not-text"
    EMPTY = "empty"
    WRONG_DELIMITER = "wrong-delimiter"
    MISSING_COLUMN = "missing-column"
    UNKNOWN_COLUMN = "unknown-column"
    COLUMN_TWICE = "column-twice"
    TWO_HEADERS = "two-headers"
    UNEVEN = "uneven"
    FORMULA = "formula"
    BROUGHT_BEFORE = "brought-before"
    FUTURE = "future"
    NO_MONTH = "no-month"
    NO_CODE = "no-code"
    CODE_SHORTENED = "code-shortened"
    CODE_TWICE = "code-twice"
    CODE_KNOWN = "code-known"
    NEGATIVE = "negative"
    NO_AMOUNT = "no-amount"
    FRACTION = "fraction"
    OTHER_CURRENCY = "other-currency"
    TOO_MUCH = "too-much"
    NO_FUND = "no-fund"
    NO_DAY = "no-day"
    NO_WORDS = "no-words"
    TOO_LONG = "too-long"
    NO_CHANNEL = "no-channel"
    NO_OFFENCE = "no-offence"
    NOT_OPEN = "not-open"
    NO_LANGUAGE = "no-language"
    NO_YES = "no-yes"


class ListRefused(Refused):
    """A list cannot be taken, and nothing of it was: what is wrong, in which line, in which column."""

    def __init__(self, fault: ListFault, *, line: int = 0, column: str = "") -> None:
        super().__init__(fault.value, line, column)
        self.fault = fault
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: where it begins in the file, and its cells by column, without white space around."""

    number: int
    cells: Mapping[str, str] = field(repr=False)

    def cell(self, column: str) -> str:
        """What stands in a column; nothing, where the list has no such column."""
        return self.cells.get(column, "")

    def plain(self, column: str) -> str:
        """What stands in a column that holds no free words.

        Raises:
            ListRefused: a formula.
        """
        found = self.cell(column)
        if found.startswith(_FORMULA):
            raise ListRefused(ListFault.FORMULA, line=self.number, column=column)
        return found


def read_list(
    data: bytes, *, required: Sequence[str], optional: Sequence[str], limit: int, most: int
) -> tuple[Line, ...]:
    """Read a list's lines; empty ones are passed over.

    Args:
        data: the file, of which at most `limit` bytes and `most` lines are taken.
        required: columns that must be there.
        optional: columns that may be.

    Raises:
        ListRefused: with what is wrong, and where.
    """
    known = {fold(name): name for name in (*required, *optional)}
    rows = _rows(data, limit)
    header = _header(rows, known)
    for name in required:
        if name not in header:
            raise ListRefused(ListFault.MISSING_COLUMN, line=1, column=name)
    lines: list[Line] = []
    for number, cells in rows:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if len(stripped) != len(header):
            raise ListRefused(ListFault.UNEVEN, line=number)
        if [known.get(fold(cell)) for cell in stripped] == header:
            raise ListRefused(ListFault.TWO_HEADERS, line=number)
        if len(lines) == most:
            raise ListRefused(ListFault.TOO_MANY_LINES, line=number)
        lines.append(Line(number, dict(zip(header, stripped, strict=True))))
    if not lines:
        raise ListRefused(ListFault.EMPTY)
    return tuple(lines)


def fold(word: str) -> str:
    """A word of a list as it is compared: whatever its case, its accents, its spaces and dashes."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )
    return re.sub(r"[\s_-]+", "-", plain.casefold().strip())


def _rows(data: bytes, limit: int) -> Iterator[tuple[int, list[str]]]:
    if len(data) > limit:
        raise ListRefused(ListFault.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListRefused(ListFault.NOT_TEXT, line=data.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise ListRefused(ListFault.NOT_TEXT, line=text.count("\n", 0, text.index("\0")) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise ListRefused(ListFault.NOT_TEXT, line=begins) from None


def _header(rows: Iterator[tuple[int, list[str]]], known: Mapping[str, str]) -> list[str]:
    _, cells = next(rows, (0, []))
    if not any(cell.strip() for cell in cells):
        raise ListRefused(ListFault.EMPTY)
    if len(cells) == 1 and any(other in cells[0] for other in _OTHER_DELIMITERS):
        raise ListRefused(ListFault.WRONG_DELIMITER, line=1)
    header = []
    for place, cell in enumerate(cells, start=1):
        name = known.get(fold(cell))
        if name is None:
            raise ListRefused(ListFault.UNKNOWN_COLUMN, line=1, column=str(place))
        if name in header:
            raise ListRefused(ListFault.COLUMN_TWICE, line=1, column=name)
        header.append(name)
    return header
