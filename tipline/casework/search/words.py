"""Words as they are compared: without case, marks and punctuation, whatever the language.

The same folding makes the index and reads a query, so what was written "Étienne", "ÉTIENNE" or "etienne" is
one word; so is one with a Cyrillic letter in it that looks like ours. Scripts that put no space between words
(Chinese, Japanese, Thai, Lao, Burmese, Khmer) are taken letter by letter, and a word of theirs is found as
letters that follow one another.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tipline.look_alikes import LIKE

_ALONE: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo, radicals
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese characters
)
_WORD: Final = re.compile(f"[{_ALONE}]|[^ {_ALONE}]+")
_JOINED: Final = "\u0640"
"""The stroke that lengthens an Arabic word, and says nothing."""
_SWELLING: Final = {0xFDFA: " ", 0xFDFB: " "}
"""Two signs that stand for a whole phrase."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folded word, and where it stands in the text."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """A text as letters and digits with spaces between; marks and what cannot be seen leave nothing."""
    return "".join(map(_folded, text))


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(fold(text))


def places_of(text: str) -> Iterator[Place]:
    """The words of a text with their places, in order."""
    letters: list[str] = []
    origins: list[int] = []
    for at, letter in enumerate(text):
        for folded in _folded(letter):
            letters.append(folded)
            origins.append(at)
    for found in _WORD.finditer("".join(letters)):
        end = origins[found.end() - 1] + 1
        while end < len(text) and not _folded(text[end]) and not text[end].isspace():
            end += 1  # the marks that belong to the last letter
        yield Place(found[0], origins[found.start()], end)


@lru_cache(maxsize=65_536)
def _folded(letter: str) -> str:
    """What a letter leaves: nothing of a mark or a joiner, a digit as 0 to 9, a space of what is no letter.

    Remembered, because a hundred thousand tips have fifty million letters.
    """
    if letter == _JOINED or unicodedata.category(letter) == "Cf":
        return ""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", letter.translate(_SWELLING)).casefold()
    return "".join(map(_kept, unicodedata.normalize("NFKD", plain))).translate(LIKE)


def _kept(letter: str) -> str:
    if unicodedata.category(letter).startswith("M"):
        return ""
    return letter if letter.isalnum() else " "
