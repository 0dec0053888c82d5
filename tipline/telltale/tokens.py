"""A text as words that can be compared, each with its place in the text as it was written.

Folding keeps every letter in its place, so that a mark points into the text that the writer sees: case and
accents go, wide letters become ours, an apostrophe parts words ("j'habite" is two), and what is invisible or
only an accent belongs to the letter before.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

LONGEST_WORD: Final = 64
"""Code points after which a word is cut: nothing longer is looked for, and a hostile one costs no more."""

NUKTA: Final = 0xA3C

_MARKS: Final = "\u00ad\u0300-\u036f\u0640\u064b-\u065f\u0670\u0a3c\u200b-\u200d\u2060\ufe0e\ufe0f"
"""What does not count: accents, signs of vowels in Arabic, the dot of Gurmukhi, what is invisible."""

_SIGNS: Final = "".join(
    chr(code) for code in range(0x900, 0xE00) if code != NUKTA and unicodedata.category(chr(code))[0] == "M"
)
"""Vowels of the scripts of India, which are parts of a word and no letters to Python."""

_UNSPACED: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters: written without spaces, so each is a word."""

_WORD: Final = re.compile(
    rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARKS}{_SIGNS}]){{0,{LONGEST_WORD - 1}}}"
)
_INVISIBLE: Final = re.compile(f"[{_MARKS}]+")
_SENTENCE_END: Final = re.compile(r"[!?;\u061b\u061f\u06d4\u0964\u3002\uff01\uff1b\uff1f]|\.(?!\w)|\n\s*\n")


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter


_LIKE: Final = {
    code: _plain(chr(code))
    for code in (
        *range(0xC0, 0x250),
        *range(0x622, 0x627),
        *range(0xA33, 0xA5F),
        *range(0x1E00, 0x1F00),
        *range(0xFF10, 0xFF5B),
    )
    if chr(code).isalnum()
} | {0x130: "i", 0x629: "\u0647", 0x649: "\u064a", 0x671: "\u0627"}
"""One letter for one: what decomposes into a letter of ours; in Arabic what the hand writes alike.

Ligatures stay: the lists have both.
"""


@dataclass(frozen=True, slots=True)
class Words:
    """A text taken apart: the words as they are compared, and where each begins and ends."""

    text: str = field(repr=False)
    words: list[str] = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    figures: list[int] = field(repr=False)
    """Places of the words that begin with a digit."""
    shouted: bool = False
    """Everything is in capitals, so that they say nothing."""

    def places_of(self, wanted: frozenset[str]) -> list[int]:
        """Where words of a list stand."""
        return [place for place, word in enumerate(self.words) if word in wanted]

    def between(self, place: int) -> str:
        """What stands between a word and the next one."""
        return self.text[self.ends[place] : self.starts[place + 1]]

    def joined(self, place: int) -> bool:
        """Whether a word and the next one may belong to one phrase: little between, and no sentence's end."""
        gap = self.text[self.ends[place] : self.starts[place + 1]]
        return len(gap) == 1 or (len(gap) <= MOST_BETWEEN and not _SENTENCE_END.search(gap))

    def written(self, place: int) -> str:
        """A word as it was written."""
        return self.text[self.starts[place] : self.ends[place]]

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital that says something."""
        return not self.shouted and self.text[self.starts[place]].isupper()

    def near(self, place: int, *, before: int, after: int) -> range:
        """The places around one in the same sentence, as far as the two numbers say."""
        first = last = place
        while first > 0 and place - first < before and not self._parted(first - 1):
            first -= 1
        while last + 1 < len(self.words) and last - place < after and not self._parted(last):
            last += 1
        return range(first, last + 1)

    def _parted(self, place: int) -> bool:
        gap = self.text[self.ends[place] : self.starts[place + 1]]
        return len(gap) > 1 and (len(gap) > LONGEST_WORD or _SENTENCE_END.search(gap) is not None)


MOST_BETWEEN: Final = 4
"""Code points between two words of one phrase."""


def take_apart(text: str) -> Words:
    """Take a text apart into words."""
    folded = text.lower() if text.isascii() else text.translate(_LIKE).lower()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _WORD.finditer(folded):
        word = found[0]
        words.append(word if word.isascii() else _seen(word))
        start, end = found.span()
        starts.append(start)
        ends.append(end)
    figures = [place for place, word in enumerate(words) if word[0].isdecimal()]
    return Words(text, words, starts, ends, figures, text.isupper())


def listed(words: str) -> frozenset[str]:
    """The words of a list, as words of a text are compared."""
    return frozenset(map(fold_word, words.split()))


def fold_word(word: str) -> str:
    """A word of a list as words of a text are compared."""
    return _seen(word.translate(_LIKE).lower())


def _seen(word: str) -> str:
    seen = _INVISIBLE.sub("", word)
    return seen if seen.isascii() or not seen.isdecimal() else str(int(seen)).zfill(len(seen))
