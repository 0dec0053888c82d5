"""Read a list of awards that another system approved and nobody has collected: code, amount, month, fund.

The codes are in memory for as long as the list is read and kept; what the ledger has of them is keyed.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Final

from crypto.errors import BadCode
from tipline.claims import read_old_code
from tipline.lists import Line, ListFault, ListRefused, read_list
from tipline.vocabulary import Cents, Month

LIMIT: Final = 200_000
"""Bytes of a list; its lines have a tenth of it."""
MOST: Final = 500
"""Awards in one list: two members of the board are to read it."""
MOST_CENTS: Final = Cents(10_000_000)
"""Of one award: a hundred thousand. What is more was mistyped."""
FIRST_YEAR: Final = 1970

CODE: Final = "code"
AMOUNT: Final = "amount"
MONTH: Final = "month"
FUND: Final = "fund"
CURRENCY: Final = "currency"

_WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_AMOUNT: Final = re.compile(r"\$?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.([0-9]+))?", re.ASCII)
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]+", re.ASCII)
"""How a spreadsheet writes a long code once it has taken it for a number."""
_CURRENCY: Final = re.compile(r"[A-Za-z€£¥₹]")
_CENT_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class BroughtAward:
    """An award as the list has it."""

    line: int
    code: str = field(repr=False)
    amount: Cents
    month: Month
    fund: str
    """By its name here; empty where the program has one fund of rewards."""
    currency: str
    """Three letters; empty for the fund's."""


@dataclass(frozen=True, slots=True)
class BroughtList:
    """A list."""

    awards: tuple[BroughtAward, ...]

    @property
    def content(self) -> bytes:
        """What the list says, however it was sent and in whatever order: to know it again."""
        said = sorted((one.code, one.amount, one.month, one.fund.casefold()) for one in self.awards)
        return json.dumps(said).encode()

    @property
    def total(self) -> Cents:
        """What all of them are together."""
        return Cents(sum(award.amount for award in self.awards))


def template() -> str:
    """An empty list."""
    return f"{CODE},{AMOUNT},{MONTH},{FUND}\r\n"


def read_awards(data: bytes, *, this_month: Month) -> BroughtList:
    """Read a list.

    Raises:
        ListRefused: with what is wrong, and the line and column where it is.
    """
    lines = read_list(data, required=(CODE, AMOUNT, MONTH), optional=(FUND, CURRENCY), limit=LIMIT, most=MOST)
    awards = tuple(_award(line, this_month=this_month) for line in lines)
    seen: set[str] = set()
    for award in awards:
        if award.code in seen:
            raise ListRefused(ListFault.CODE_TWICE, line=award.line, column=CODE)
        seen.add(award.code)
    return BroughtList(awards)


def _award(line: Line, *, this_month: Month) -> BroughtAward:
    return BroughtAward(
        line=line.number,
        code=_code(line),
        amount=_amount(line),
        month=_month(line, this_month=this_month),
        fund=line.plain(FUND),
        currency=line.plain(CURRENCY).upper(),
    )


def _code(line: Line) -> str:
    typed = line.plain(CODE)
    if _SHORTENED.fullmatch(typed):
        raise ListRefused(ListFault.CODE_SHORTENED, line=line.number, column=CODE)
    try:
        return read_old_code(typed)
    except BadCode:
        raise ListRefused(ListFault.NO_CODE, line=line.number, column=CODE) from None


def _amount(line: Line) -> Cents:
    typed = line.cell(AMOUNT)
    if typed.lstrip("($").startswith(("-", "\N{MINUS SIGN}")) or typed.startswith("("):
        raise ListRefused(ListFault.NEGATIVE, line=line.number, column=AMOUNT)
    typed = line.plain(AMOUNT)
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        named = _CURRENCY.search(typed)
        fault = ListFault.OTHER_CURRENCY if named else ListFault.NO_AMOUNT
        raise ListRefused(fault, line=line.number, column=AMOUNT)
    part = found[2] or "00"
    if len(part) != _CENT_DIGITS:
        raise ListRefused(ListFault.FRACTION, line=line.number, column=AMOUNT)
    cents = int(found[1].replace(",", "")) * 100 + int(part)
    if cents == 0:
        raise ListRefused(ListFault.NO_AMOUNT, line=line.number, column=AMOUNT)
    if cents > MOST_CENTS:
        raise ListRefused(ListFault.TOO_MUCH, line=line.number, column=AMOUNT)
    return Cents(cents)


def _month(line: Line, *, this_month: Month) -> Month:
    found = _WRITTEN.fullmatch(line.plain(MONTH))
    if found is None or int(found[1]) < FIRST_YEAR:
        raise ListRefused(ListFault.NO_MONTH, line=line.number, column=MONTH)
    month = Month(int(found[1]) * 100 + int(found[2]))
    if month > this_month:
        raise ListRefused(ListFault.FUTURE, line=line.number, column=MONTH)
    return month
