"""Which names stand in a tip."""

from collections.abc import Iterable
from typing import Final

from tipline.look_alikes import folded

SURNAME_FLOOR: Final = 4
"""Letters of a surname that is looked for alone; a shorter one only beside its first name or its initial."""


def named_in(names: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are in one of the texts: whole, turned round, by initials or the surname alone.

    Accents, letters of another script that look like ours and signs that cannot be seen make no difference.
    A miss hands a tip to the person it is about; a false alarm costs the dispatcher another choice. So a
    surname of four letters or more counts by itself, also where it is an everyday word.
    """
    read = [way for text in texts for way in _ways(text)]
    return tuple(
        sorted(name for name in names if any(phrase in text for phrase in _phrases(name) for text in read))
    )


def _ways(text: str) -> tuple[str, str]:
    """A text to be looked through: as it stands, and without the letters that stand alone between names."""
    words = folded(text).split()
    return f" {' '.join(words)} ", f" {' '.join(word for word in words if len(word) > 1)} "


def _phrases(name: str) -> set[str]:
    """A name in the ways in which people write it.

    An apostrophe and a hyphen part words and may be left out: "O'Brien" is "O Brien" and "OBrien" as well.
    """
    return {
        f" {phrase} "
        for written in (name, name.translate(_WITHOUT))
        for phrase in _forms(tuple(folded(written).split()))
    }


_WITHOUT: Final = str.maketrans("", "", "'’`-‐‑")


def _forms(words: tuple[str, ...]) -> Iterable[str]:
    if not words:
        return
    first, last = words[0], words[-1]
    yield " ".join(words)
    yield " ".join((last, *words[:-1]))
    if len(words) == 1:
        return
    initials = " ".join(word[0] for word in words[:-1])
    for given in {first, first[0], initials, initials.replace(" ", "")}:
        yield f"{given} {last}"
        yield f"{last} {given}"
    if len(last) >= SURNAME_FLOOR:
        yield last
