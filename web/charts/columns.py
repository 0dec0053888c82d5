"""A number of each month as thin columns from zero, small enough to stand beside others on the same scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDE: Final = 1000
"""Units across, which the template stretches over the picture's width."""
HEIGHT: Final = 72
"""Pixels of the columns alone."""
FILLED: Final = 0.72
"""Of each month's place."""


@dataclass(frozen=True, slots=True)
class Column:
    """One month's column; a month that is not known has none."""

    x: int
    y: float
    width: int
    height: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """The columns of one measure."""

    columns: tuple[Column, ...]
    height: int = HEIGHT
    across: int = WIDE


def column_chart(values: Sequence[int | None], *, top: int) -> ColumnChart:
    """The columns of some months in order; `top` is the number that fills the height."""
    place = WIDE / max(1, len(values))
    columns = []
    for index, value in enumerate(values):
        if value is None:
            continue
        tall = round(max(0, min(value, top)) * HEIGHT / top, 1) if top > 0 else 0.0
        columns.append(
            Column(
                x=int(index * place),
                y=round(HEIGHT - tall, 1),
                width=max(1, round(place * FILLED)),
                height=tall,
                is_last=index == len(values) - 1,
            )
        )
    return ColumnChart(tuple(columns))
