"""The BIP-39 word lists, folded so that they can be typed on any keyboard."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from mnemonic import Mnemonic

LANGUAGES: Final = ("en", "fr", "es", "pt", "zh")
"""The languages whose lists are used, the one for all others first."""

LIST_LENGTH: Final = 2048
LEAST_PREFIX: Final = 4

_LISTS: Final = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "zh": "chinese_simplified",
}


@dataclass(frozen=True, slots=True)
class WordList:
    """One language's 2,048 words, and how each may be typed."""

    language: str
    words: tuple[str, ...]
    whole: dict[str, int]
    beginnings: dict[str, int]

    def index(self, typed: str) -> int | None:
        """Find a folded word: the whole word first, else a unique beginning of four or more.

        Both are always looked up.
        """
        whole = self.whole.get(typed)
        beginning = self.beginnings.get(typed)
        return beginning if whole is None else whole


@cache
def word_list(language: str) -> WordList:
    """Load a language's list, once.

    Raises:
        KeyError: not one of `LANGUAGES` (a mistake in the caller).
    """
    listed = Mnemonic(_LISTS[language]).wordlist
    folded = ["".join(fold(word)) for word in listed]
    return WordList(
        language=language,
        words=tuple(unicodedata.normalize("NFC", word) for word in listed),
        whole={word: index for index, word in enumerate(folded)},
        beginnings=_unique_beginnings(folded),
    )


def fold(typed: str) -> Iterator[str]:
    """Split what was typed into words and take away what keyboards differ in.

    Full-width letters become plain ones, marks and case go, and everything
    that is no letter separates. Chinese needs no separator: each character is
    a word.
    """
    word: list[str] = []
    for character in unicodedata.normalize("NFKD", _decomposed(typed).casefold()):
        category = unicodedata.category(character)
        if category.startswith("M"):
            continue
        if category.startswith("L") and not _is_han(character):
            word.append(character)
            continue
        if word:
            yield "".join(word)
            word.clear()
        if category.startswith("L"):
            yield character
    if word:
        yield "".join(word)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ")


def _unique_beginnings(folded: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    shared: set[str] = set()
    for index, word in enumerate(folded):
        for length in range(LEAST_PREFIX, len(word)):
            beginning = word[:length]
            if beginning in found:
                shared.add(beginning)
            found[beginning] = index
    return {beginning: index for beginning, index in found.items() if beginning not in shared}
