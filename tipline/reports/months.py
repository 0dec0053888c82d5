"""Months as numbers: the one that a day is in, the first day of one, steps between them."""

from collections.abc import Iterator
from datetime import date

from tipline.vocabulary import Month


def month_of(day: date) -> Month:
    """The month that a day is in."""
    return Month(day.year * 100 + day.month)


def first_day(month: Month) -> date:
    """The first day of a month.

    Raises:
        ValueError: there is no such month.
    """
    return date(month // 100, month % 100, 1)


def step(month: Month, *, months: int) -> Month:
    """The month so many months later, or earlier."""
    year, index = divmod(month // 100 * 12 + month % 100 - 1 + months, 12)
    return Month(year * 100 + index + 1)


def between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both of them too; none where the last is before the first."""
    month = first
    while month <= last:
        yield month
        month = step(month, months=1)


def january(month: Month) -> Month:
    """The first month of a month's year."""
    return Month(month // 100 * 100 + 1)


def written(month: Month) -> str:
    """A month as an address and a file have it: 2026-10."""
    return f"{month // 100:04d}-{month % 100:02d}"
