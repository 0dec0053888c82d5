"""Lines of a list as bars from zero: words above, a bar under them, what it was before as a thinner one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from web.charts.letters import NARROWEST, shortened, width
from web.charts.scales import share

ROW: Final = 36
"""Pixels from one line's top to the next one's."""
BASELINE, BAR, BAR_BEFORE = 13, 18, 26
"""Pixels from a line's top to its words' feet, to the top of its bar, and to that of the bar before."""
GAP: Final = 10
"""Pixels between the label and the numbers on the same line."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a bar stands for: a label, a number and how it is said; what it was before, if that is known."""

    label: str
    value: int | None
    said: str
    before: int | None = None
    said_before: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: where it is and how far its bars go, in hundredths of the width."""

    label: str
    said: str
    said_before: str
    text_y: int
    y: int
    y_before: int
    width: float
    width_before: float | None
    """None where there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale."""

    bars: tuple[Bar, ...]
    height: int


def bar_chart(items: Sequence[Item], *, top: int | None = None) -> BarChart:
    """The bars of some items in their order; `top` is the number that fills the width, else the largest."""
    reach = top if top is not None else max((each for item in items for each in _known(item)), default=0)
    return BarChart(
        tuple(_bar(item, index * ROW, reach) for index, item in enumerate(items)), len(items) * ROW
    )


def _known(item: Item) -> list[int]:
    return [value for value in (item.value, item.before) if value is not None]


def _bar(item: Item, y: int, top: int) -> Bar:
    numbers = width(item.said) + (GAP + width(item.said_before) if item.said_before else 0)
    return Bar(
        label=shortened(item.label, NARROWEST - numbers - GAP),
        said=item.said,
        said_before=item.said_before,
        text_y=y + BASELINE,
        y=y + BAR,
        y_before=y + BAR_BEFORE,
        width=share(item.value or 0, top),
        width_before=None if item.before is None else share(item.before, top),
    )
