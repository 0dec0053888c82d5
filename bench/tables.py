"""The rows that a benchmark finds, and how they are printed beside what was to be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDTHS: Final = (52, 34, 20)


@dataclass(frozen=True, slots=True)
class Row:
    """One number, and what it should be."""

    what: str
    measured: str
    reach: str = ""
    held: bool | None = None
    """Whether it is as it should be; None where nothing was set."""


def at_most(what: str, value: float, limit: float, unit: str, *, digits: int = 1) -> Row:
    """A number that should not be larger."""
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"≤ {limit:g} {unit}".strip(), value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, *, digits: int = 0) -> Row:
    """A number that should not be smaller."""
    return Row(what, f"{value:.{digits}f} {unit}".strip(), f"≥ {limit:g} {unit}".strip(), value >= limit)


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table, each row as soon as it is found."""
    print(f"\n{title}\n{'-' * sum(WIDTHS)}", flush=True)
    for row in rows:
        held = {None: "", True: "reached", False: "NOT REACHED"}[row.held]
        cells = zip((row.what, row.measured, row.reach), WIDTHS, strict=True)
        print("".join(text.ljust(width) for text, width in cells) + held, flush=True)
