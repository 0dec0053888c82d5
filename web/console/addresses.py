"""Months in the addresses of the month's pages: read, and refused in words where they are none."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from tipline.reports.months import written
from tipline.reports.periods import Column, Period
from tipline.reports.table import Row
from tipline.vocabulary import Month

WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
"""A month as an address has it."""

FIRST_YEAR: Final = 1970
"""Earlier months are a mistake in the address: no program has counted then."""

NO_MONTH: Final = "That is no month. Write it as 2026-10."
NO_OTHER_MONTH: Final = "What it is compared with is no month. Write it as 2025-10."
BACKWARDS: Final = "A period ends before it begins. Put the earlier month first."


class NoSuchMonth(Exception):
    """An address has no month where it should; what is said of it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Compared:
    """Two periods that an address asks for beside one another."""

    period: Period
    against: Period


def month_in(address: str, *, otherwise: str = NO_MONTH) -> Month:
    """The month that an address has.

    Raises:
        NoSuchMonth: it is none; `otherwise` says so.
    """
    found = WRITTEN.fullmatch(address.strip())
    if found is None or int(found[1]) < FIRST_YEAR:
        raise NoSuchMonth(otherwise)
    return Month(int(found[1]) * 100 + int(found[2]))


def compared_in(month: Month, asked: QueryParams) -> Compared | None:
    """The periods that end with `month` and with another, if the address names another.

    Raises:
        NoSuchMonth: what is named is no month, or a period that ends before it begins.
    """
    if "with" not in asked:
        return None
    last = month_in(asked["with"], otherwise=NO_OTHER_MONTH)
    return Compared(
        _period(Column.MONTH, asked.get("from", ""), month),
        _period(Column.MONTH_BEFORE, asked.get("with-from", ""), last),
    )


def address_of(month: Month, asked: QueryParams) -> str:
    """The address of a comparison that was chosen in a form: what was left empty is left out."""
    kept = {name: asked[name] for name in ("from", "with", "with-from") if asked.get(name, "").strip()}
    return f"/reports/{written(month)}{'?' if kept else ''}{urlencode(kept)}"


def part_address(month: Month, row: Row) -> str | None:
    """The address of the page of one part; a whole has none."""
    if not row.key:
        return None
    return f"/reports/{written(month)}/part?{urlencode({'of': row.measure.value, 'key': row.key})}"


def _period(column: Column, first: str, last: Month) -> Period:
    begins = month_in(first, otherwise=NO_OTHER_MONTH) if first.strip() else last
    if begins > last:
        raise NoSuchMonth(BACKWARDS)
    return Period(column, begins, last)
