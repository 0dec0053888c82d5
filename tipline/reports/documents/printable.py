"""Which letters the fonts of a document can print; others are replaced, or the document would be refused.

A reader who cannot see must be able to trust every sign of a PDF/UA file, so typst refuses to write one with
a sign that its fonts do not have. The fonts are those that it brings; a test prints every sign that is let
through. What is replaced, an emoji in an account's name for example, stands unchanged in the other files.
"""

import unicodedata
from typing import Final

UNPRINTABLE: Final = "\u25a1"
"""A white square: what stands where a sign cannot."""

RANGES: Final = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x2FF),
    (0x38E, 0x3A1),
    (0x3A3, 0x482),
    (0x48A, 0x4FF),
    (0x5D0, 0x5EA),
    (0x621, 0x63A),
    (0x640, 0x64A),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20BF),
    (0x2190, 0x22FF),
)
"""First and last of what is let through: Latin, Greek, Cyrillic, Hebrew, Arabic, and their marks."""


def printable(text: str) -> str:
    """The text with a white square for what cannot be printed; what joins onto a letter is dropped."""
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        if any(first <= ord(sign) <= last for first, last in RANGES) or sign == UNPRINTABLE:
            kept.append(sign)
        elif unicodedata.category(sign) not in {"Mn", "Me", "Cf"}:
            kept.append(UNPRINTABLE)
    return "".join(kept)


def printed(value: object) -> object:
    """The same, with what no font has replaced in every text."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: printed(each) for name, each in value.items()}
        case list() | tuple():
            return [printed(each) for each in value]
        case _:
            return value
