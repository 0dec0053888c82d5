"""Which names stand in a tip."""

from collections.abc import Iterable
from typing import Final

from tipline.vocabulary import fold

SURNAME_FLOOR: Final = 4
"""Letters of a surname that is looked for alone; a shorter one only beside its first name."""


def named_in(names: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are in one of the texts: whole, turned round, or by the surname alone.

    A miss hands a tip to the person it is about; a false alarm costs the dispatcher another choice. So a
    surname of four letters or more counts by itself, also where it is an everyday word.
    """
    folded = [f" {fold(text)} " for text in texts]
    return tuple(
        sorted(name for name in names if any(phrase in text for phrase in _phrases(name) for text in folded))
    )


def _phrases(name: str) -> set[str]:
    words = fold(name).split()
    if not words:
        return set()
    wanted = {" ".join(words), " ".join([words[-1], *words[:-1]])}
    if len(words[-1]) >= SURNAME_FLOOR:
        wanted.add(words[-1])
    return {f" {phrase} " for phrase in wanted}
