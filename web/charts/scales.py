"""Round numbers for an axis that begins at zero."""

from typing import Final

STEPS: Final = (1, 2, 5)


def ticks(top: int, *, most: int = 5, one: int = 1) -> tuple[int, ...]:
    """Round numbers from zero to the first that is `top` or more; zero and `one` where there is nothing.

    Args:
        top: the largest number to be drawn.
        most: how many there may be, two or more.
        one: the smallest step: 1 for things, 100 for cents that are read as dollars.
    """
    power = one
    while True:
        for step in STEPS:
            count = max(1, -(-top // (step * power)))
            if count < most:
                return tuple(step * power * each for each in range(count + 1))
        power *= 10


def share(value: int, top: int) -> float:
    """How much of the picture a number takes, in hundredths: nothing of nothing, all of the top."""
    return round(max(0, min(value, top)) * 100 / top, 2) if top > 0 else 0.0
