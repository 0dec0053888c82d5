"""How wide a text will be, roughly and rather too wide than too narrow: no browser is asked."""

import unicodedata
from typing import Final

NARROWEST: Final = 280
"""Pixels that a picture has at least: a phone of 320 less its margins."""
SIZE: Final = 13
"""Pixels of the letters in a picture."""

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[] \u2009\u202f")
_BROAD: Final = frozenset("mwMW%@\u2026")


def width(text: str, *, size: int = SIZE) -> float:
    """Pixels that a text takes at most in a usual sans serif."""
    return sum(map(_letter, text)) * size


def shortened(text: str, room: float, *, size: int = SIZE) -> str:
    """The text, or as much of its beginning as fits with an ellipsis; nothing where not even that does."""
    if width(text, size=size) <= room:
        return text
    left = room - width("\u2026", size=size)
    kept = ""
    for letter in text:
        left -= width(letter, size=size)
        if left < 0:
            break
        kept += letter
    return f"{kept.rstrip()}\u2026" if kept else ""


def _letter(letter: str) -> float:
    """Of one letter, in ems."""
    if unicodedata.category(letter).startswith("M"):
        return 0.0
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.72 if letter.isupper() else 0.6
