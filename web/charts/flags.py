"""Where the marks above a long line stand, so that neither their numbers nor their words overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from web.charts.letters import NARROWEST, width

WIDE: Final = 660
"""Pixels that a picture has where the words are shown: a printed page, or a window that is not a phone's."""
LANES: Final = 5
LANE: Final = 17
"""Pixels from one lane to the next."""
NUMBER: Final = 20
"""Pixels that a mark's number takes."""
FAR: Final = 55.0
"""Hundredths of the width from which on words stand before their line."""
GAP: Final = 6


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark: its number, its words where they have room, its line, and in which lane it is told."""

    number: int
    words: str
    """Empty where there is no room for them: they stand in the list under the picture too."""
    x: float
    y: int | None
    """Of the words' feet; None where there is no room for the number either."""
    before: bool
    """The words stand before the line, and not after it."""


def flags(marks: Sequence[tuple[float, str]]) -> tuple[Flag, ...]:
    """Marks at places in hundredths of the width, numbered in their order."""
    numbers: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    words: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    placed = []
    for number, (x, label) in enumerate(marks, start=1):
        before = x > FAR
        narrow = _span(x * NARROWEST / 100, NUMBER, before=before)
        long = _span(x * WIDE / 100, NUMBER + width(label), before=before)
        short = _span(x * WIDE / 100, NUMBER, before=before)
        free = [lane for lane in range(LANES) if _fits(narrow, numbers[lane]) and _fits(short, words[lane])]
        roomy = [lane for lane in free if _fits(long, words[lane]) and _inside(long)]
        lane = next(iter(roomy or free), None)
        if lane is not None:
            numbers[lane].append(narrow)
            words[lane].append(long if roomy else short)
        placed.append(
            Flag(
                number=number,
                words=label if roomy else "",
                x=x,
                y=None if lane is None else (lane + 1) * LANE - GAP,
                before=before,
            )
        )
    return tuple(placed)


def lanes(placed: Sequence[Flag]) -> int:
    """Pixels that the marks take above the line."""
    return max((flag.y + GAP for flag in placed if flag.y is not None), default=0)


def _span(x: float, wide: float, *, before: bool) -> tuple[float, float]:
    return (x - wide - GAP, x) if before else (x, x + wide + GAP)


def _fits(span: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return all(span[1] <= left or right <= span[0] for left, right in taken)


def _inside(span: tuple[float, float]) -> bool:
    return span[0] >= 0 and span[1] <= WIDE
