"""Letters that look like ours, and signs that cannot be seen: read as the eye reads them.

A Cyrillic "а" in a plate or a zero-width sign in a name hides it from whoever looks for it: by chance,
through a keyboard of another script, or because somebody means it to. Each letter goes to one letter, always
to the same, so that words of another script stay apart from one another.
"""

import unicodedata
from typing import Final

from tipline.vocabulary import fold

_SMALL: Final = "аеорсухіјѕһԁԛԝвкмнтυοαικνρτχβεημζ"
_OURS: Final = "aeopcyxijshdqwbkmhtuoaiknptxbehmz"
LIKE: Final = str.maketrans(
    {
        **dict(zip(_SMALL, _OURS, strict=True)),
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
"""Small letters that nothing decomposes, and those of other scripts that look like ours, small or large."""

_CASED: Final = (
    LIKE
    | {ord(chr(code).upper()): ours.upper() for code, ours in LIKE.items() if chr(code).upper() != chr(code)}
    | {ord("ı"): "i", ord("I"): "I"}
)


def plain(text: str) -> str:
    """A text as it looks, in its case, without what cannot be seen."""
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").translate(_CASED)


def folded(text: str) -> str:
    """A name or a text as names are compared, whatever its letters are made of."""
    return fold(plain(text)).translate(LIKE)
