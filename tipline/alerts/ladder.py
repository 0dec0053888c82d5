"""Whom a page goes to, one rung after the other, until somebody has acted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tipline.vocabulary import PersonId

WAITS: Final = (timedelta(0), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=25))
"""From the first rung to each: everybody on duty, the next in the roster, the one after, outside."""

ROUND: Final = timedelta(minutes=10)
"""From the last rung to the first again; and how long a page rests that was opened and not acted on."""

NEXT: Final = 2
"""How many of the roster follow before the number outside."""


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is paged at once."""

    people: tuple[PersonId, ...]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one round."""

    rungs: tuple[Rung, ...]

    def at(self, step: int) -> tuple[Rung, int, timedelta]:
        """The rung of a step, the step that follows, and how long until then; past the end it begins anew."""
        here = step if step < len(self.rungs) else 0
        if here + 1 == len(self.rungs):
            return self.rungs[here], 0, ROUND
        return self.rungs[here], here + 1, WAITS[here + 1] - WAITS[here]


def ladder(
    on_duty: Sequence[PersonId], following: Sequence[PersonId], everybody: Sequence[PersonId]
) -> Ladder:
    """The rungs, for who can be reached.

    Where nobody is on duty the number outside is called at once, beside the next in the roster; where the
    roster is empty, beside everybody.
    """
    if on_duty:
        rest = [Rung((person,)) for person in following[:NEXT]]
        return Ladder((Rung(tuple(on_duty)), *rest, Rung((), outside=True)))
    first, rest = following[:1] or everybody, [Rung((person,)) for person in following[1 : 1 + NEXT]]
    if not rest:
        return Ladder((Rung(tuple(first), outside=True),))
    return Ladder((Rung(tuple(first), outside=True), *rest, Rung((), outside=True)))
