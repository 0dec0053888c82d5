"""Words that are spelled nearly the same, and texts that tell nearly the same."""

from collections.abc import Sequence
from typing import Final

NEAR_FROM: Final = 5
"""Letters from which one may be another, missing, too many, or two may have changed places."""
TWICE_FROM: Final = 9
"""Letters from which that may be so twice."""
LEAST: Final = 6
"""Threes of words that a text has which can be compared."""
ALIKE: Final = 0.6
"""Share of the threes of one of two texts that stand in the other."""

Threes = frozenset[tuple[str, str, str]]


def is_near(one: str, other: str) -> bool:
    """Whether two folded words are one, or may be one misspelled; they begin with the same letter."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < NEAR_FROM or one[0] != other[0]:
        return False
    most = 2 if shorter >= TWICE_FROM else 1
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """How many letters are changed, missing, added or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for place, there in enumerate(other, start=1):
            cost = min(row[place - 1] + 1, before[place] + 1, before[place - 1] + (letter != there))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == there:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
    return row[-1]


def threes(words: Sequence[str]) -> Threes:
    """Every three words that follow one another."""
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def tell_the_same(one: Threes, other: Threes) -> bool:
    """Whether most of one text stands in the other."""
    shorter = min(len(one), len(other))
    return shorter >= LEAST and len(one & other) >= ALIKE * shorter
