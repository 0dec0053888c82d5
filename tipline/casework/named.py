"""Whether a person's name stands in a tip."""

from collections.abc import Iterable
from typing import Final

from tipline.vocabulary import fold

SURNAME_FLOOR: Final = 4
"""Letters of a surname that is looked for alone; a shorter one only beside its first name."""


def stands_in(name: str, texts: Iterable[str]) -> bool:
    """Whether `name` is in one of the texts: whole, turned round, or by the surname alone.

    A miss hands a tip to the person it is about; a false alarm costs the dispatcher another choice. So a
    surname of four letters or more counts by itself, also where it is an everyday word.
    """
    words = fold(name).split()
    if not words:
        return False
    wanted = {" ".join(words), " ".join([words[-1], *words[:-1]])}
    if len(words[-1]) >= SURNAME_FLOOR:
        wanted.add(words[-1])
    return any(f" {phrase} " in f" {fold(text)} " for text in texts for phrase in wanted)
