"""Names that differ by a letter or two: "Marcus" and "Markus" are taken for one."""

from typing import Final

EXACT: Final = 2
"""Letters of a word up to which it is taken as it stands."""
SHORT: Final = 3
"""Letters of a word that may have one more and no other: "Jon" is "John", and is not "Jan"."""
LONG: Final = 8
"""Letters from which on two may differ."""


def alike(one: str, other: str) -> bool:
    """Whether two folded words may be one name: the same first letter, and a letter apart, long ones two."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) <= EXACT or shorter[0] != longer[0]:
        return False
    if len(longer) == SHORT:
        return False
    most = 2 if len(shorter) >= LONG else 1
    return len(longer) - len(shorter) <= most and distance(one, other) <= most


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or exchanged with their neighbour (restricted)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for down, letter in enumerate(one, start=1):
        last, before, row = before, row, [down]
        for along, another in enumerate(other, start=1):
            cost = min(before[along] + 1, row[-1] + 1, before[along - 1] + (letter != another))
            if last and along > 1 and letter == other[along - 2] and one[down - 2] == another:
                cost = min(cost, last[along - 2] + 1)
            row.append(cost)
    return row[-1]
