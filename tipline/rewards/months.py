"""Months as the ledger counts them: yyyymm, and nothing finer."""

from typing import Final

from tipline.vocabulary import Month

FIRST_MONTH: Final = Month(1970_01)
LAST_MONTH: Final = Month(2999_12)
_DECEMBER: Final = 12


def is_month(month: int) -> bool:
    """Whether a number is a month, yyyymm, that a ledger may have entries in."""
    return FIRST_MONTH <= month <= LAST_MONTH and 1 <= month % 100 <= _DECEMBER


def month_after(month: Month) -> Month:
    """The month that follows."""
    return Month(month + 1 if month % 100 < _DECEMBER else month + 89)


def months_before(month: Month, count: int) -> Month:
    """The month so many months earlier."""
    year, place = divmod(month // 100 * 12 + month % 100 - 1 - count, 12)
    return Month(year * 100 + place + 1)
