"""The names under an axis of months: as many as stand apart where it is narrowest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50)
MONTH_STEPS: Final = (1, 2, 3, 6)
MOST: Final = 6
"""Names under an axis: `2026` and `Oct 26` both have room then."""
SHORT: Final = 18
"""Months up to which the months are named and not the years."""
NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Name:
    """What stands under the month of this index."""

    index: int
    words: str


def month_names(months: Sequence[int]) -> tuple[Name, ...]:
    """The names under months (yyyymm) that follow one another: the years, or of few months the months."""
    if len(months) > SHORT:
        januaries = [(index, month // 100) for index, month in enumerate(months) if month % 100 == 1]
        step = next(each for each in YEAR_STEPS if len(januaries) <= MOST * each)
        return tuple(Name(index, str(year)) for index, year in januaries if year % step == 0)
    step = next((each for each in MONTH_STEPS if len(months) <= MOST * each), MONTH_STEPS[-1])
    last = len(months) - 1
    kept = [index for index in range(len(months)) if (last - index) % step == 0]
    return tuple(
        Name(index, f"{NAMES[months[index] % 100 - 1]} {months[index] // 100 % 100:02d}") for index in kept
    )
