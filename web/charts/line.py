"""A long line of months: its scale, its path in pieces, what is told beside it, and the marks above."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from web.charts.flags import Flag, flags, lanes
from web.charts.months import Name, month_names
from web.charts.scales import ticks

ACROSS: Final = 1000
"""Units of the path across, which the template stretches over the picture's width."""
MARGIN: Final = 1.0
"""Hundredths left free at either side, so that the ends are not cut."""
EDGE: Final = 6.0
"""Hundredths from either side within which a name begins or ends at its place, and is not cut."""
PLOT: Final = 210
"""Pixels of the plot, from its top line to zero."""
HEAD: Final = 30
"""Pixels above the plot: its highest number and the words beside its highest point."""
FOOT: Final = 24
"""Pixels under it, for the names of the months."""
APART: Final = 34.0
"""Hundredths of the width by which two words beside the line are kept apart."""


LINE: Final = 15
"""Pixels that a line of words takes."""
ABOVE_POINT, ABOVE_TICK = 10, 4
"""Pixels from a point, and from a line across, up to the feet of the words that belong to it."""


class Kind(StrEnum):
    """Where a month's number comes from."""

    COUNTED = "counted"
    EARLIER = "earlier"
    """A total from before this system."""
    RUNNING = "running"
    """The month is not over."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A month's number; None where it is not known."""

    month: int
    value: int | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across at a round number."""

    y: float
    text_y: float
    value: int
    told: bool
    """Its number is written; not where the words beside a point would lie on it."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of the line, all of one kind: the `d` of a path."""

    d: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Tag:
    """A point whose number is told beside it."""

    month: int
    x: float
    y: float
    text_y: float
    value: int
    anchor: str
    """How the words stand to it: start, middle or end."""
    is_last: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A name under the axis."""

    x: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A long line, ready to be drawn."""

    ticks: tuple[Tick, ...]
    strokes: tuple[Stroke, ...]
    alone: tuple[tuple[float, float], ...]
    """Months between two that are not known: a dot and no line."""
    tags: tuple[Tag, ...]
    places: tuple[Place, ...]
    flags: tuple[Flag, ...]
    top: float
    """Pixels from the picture's top to the plot's."""
    bottom: float
    """To its zero."""
    height: float
    plot: int = PLOT
    across: int = ACROSS


def line_chart(dots: Sequence[Dot], marks: Sequence[tuple[int, str]] = ()) -> LineChart:
    """The line of some months in order; `marks` are months and what stands beside them."""
    known = [dot.value for dot in dots if dot.value is not None]
    scale = ticks(max(known, default=0))
    reach = scale[-1]
    indexes = {dot.month: index for index, dot in enumerate(dots)}
    flagged = flags([(_x(indexes[month], len(dots)), words) for month, words in marks if month in indexes])
    top = lanes(flagged) + HEAD
    heights = [None if dot.value is None else PLOT - dot.value * PLOT / reach for dot in dots]
    tags = _tags(dots, heights, top)
    return LineChart(
        ticks=tuple(_tick(value, round(top + PLOT - value * PLOT / reach, 1), tags) for value in scale),
        strokes=tuple(_strokes(dots, heights)),
        alone=tuple(
            (_x(index, len(dots)), round(top + height, 1))
            for index, height in enumerate(heights)
            if height is not None and not _neighbours(heights, index)
        ),
        tags=tuple(tags),
        places=tuple(_place(name, len(dots)) for name in month_names([dot.month for dot in dots])),
        flags=flagged,
        top=top,
        bottom=top + PLOT,
        height=top + PLOT + FOOT,
    )


def _x(index: int, count: int) -> float:
    return round(MARGIN + (100 - 2 * MARGIN) * index / (count - 1), 2) if count > 1 else 50.0


def _tick(value: int, y: float, tags: Sequence[Tag]) -> Tick:
    text_y = round(y - ABOVE_TICK, 1)
    told = all(tag.x > APART or abs(tag.text_y - text_y) >= LINE for tag in tags)
    return Tick(y, text_y, value, told=told)


def _strokes(dots: Sequence[Dot], heights: Sequence[float | None]) -> list[Stroke]:
    """A piece ends where a month is not known, and where the kind changes: that month belongs to both."""
    pieces: list[tuple[Kind, list[str]]] = []
    joined = False
    for index, after in enumerate(dots[1:]):
        start, end = heights[index], heights[index + 1]
        if start is None or end is None:
            joined = False
            continue
        if not joined or pieces[-1][0] is not after.kind:
            pieces.append((after.kind, [_point(index, len(dots), start)]))
        pieces[-1][1].append(_point(index + 1, len(dots), end))
        joined = True
    return [Stroke(f"M{'L'.join(points)}", kind) for kind, points in pieces]


def _point(index: int, count: int, height: float) -> str:
    return f"{_x(index, count) * ACROSS / 100:.0f} {height:.1f}".replace(".0 ", " ").removesuffix(".0")


def _neighbours(heights: Sequence[float | None], index: int) -> bool:
    around = [heights[each] for each in (index - 1, index + 1) if 0 <= each < len(heights)]
    return any(height is not None for height in around)


def _tags(dots: Sequence[Dot], heights: Sequence[float | None], top: float) -> list[Tag]:
    """The last month and the highest, unless they would lie on one another."""
    found = [index for index, dot in enumerate(dots) if dot.value is not None]
    if not found:
        return []
    last = found[-1]
    highest = max(found, key=lambda index: (dots[index].value or 0, index))
    shown = [last]
    if abs(_x(highest, len(dots)) - _x(last, len(dots))) >= APART and dots[highest].value:
        shown.insert(0, highest)
    tags = []
    for index in shown:
        x, height, value = _x(index, len(dots)), heights[index], dots[index].value
        if height is not None and value is not None:
            y = round(top + height, 1)
            text_y = round(y - ABOVE_POINT, 1)
            tags.append(Tag(dots[index].month, x, y, text_y, value, _anchor(x), is_last=index == last))
    return tags


def _anchor(x: float) -> str:
    return "start" if x < APART / 2 else "end" if x > 100 - APART / 2 else "middle"


def _place(name: Name, count: int) -> Place:
    x = _x(name.index, count)
    return Place(x, name.words, "start" if x < EDGE else "end" if x > 100 - EDGE else "middle")
