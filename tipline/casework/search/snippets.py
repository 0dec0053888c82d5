"""The words around what was found, with what was found marked in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tipline.casework.search.query import Phrase
from tipline.casework.search.words import Place, places_of

LONGEST: Final = 240
"""Characters of a snippet, a little more or less."""
BEFORE: Final = 60
"""Of them before the first word that was found."""
LOOKED: Final = 20_000
"""Characters of one text in which the words are looked for; the beginning is shown where they stand later."""
_SPACE: Final = re.compile(r"\s+")
AROUND: Final = 24
"""Characters by which an end is moved so as not to cut a word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet."""

    text: str = field(repr=False)
    marked: bool = False


def snippet(text: str, phrases: Sequence[Phrase]) -> tuple[Piece, ...]:
    """Some words of a text, those that were asked for marked; its beginning where none of them is there."""
    looked = text[:LOOKED]
    found = _found(list(places_of(looked)), phrases)
    start = _word_start(looked, max(0, found[0][0] - BEFORE)) if found else 0
    end = _word_end(looked, min(len(looked), start + LONGEST))
    pieces = [Piece("… ")] if start else []
    at = start
    for first, last in found:
        if first < at or last > end:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], marked=True)]
        at = last
    pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return tuple(Piece(_SPACE.sub(" ", piece.text), piece.marked) for piece in pieces if piece.text)


def has_any(text: str, phrases: Sequence[Phrase]) -> bool:
    """Whether anything that was asked for stands in a text."""
    return bool(_found(list(places_of(text[:LOOKED])), phrases))


def _found(places: list[Place], phrases: Sequence[Phrase]) -> list[tuple[int, int]]:
    """From where to where everything found goes, in order and without what lies inside another."""
    spans: list[tuple[int, int]] = []
    for phrase in phrases:
        length = len(phrase.words)
        windows = (places[at : at + length] for at in range(len(places) - length + 1))
        spans += [(there[0].start, there[-1].end) for there in windows if _is_there(there, phrase)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_there(places: list[Place], phrase: Phrase) -> bool:
    *whole, last = zip(places, phrase.words, strict=True)
    if any(place.word != word for place, word in whole):
        return False
    place, word = last
    return place.word.startswith(word) if phrase.begins else place.word == word


def _word_start(text: str, at: int) -> int:
    """The beginning of the next word, if one is near."""
    if at == 0:
        return 0
    space = text.find(" ", at, at + AROUND)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word, if one is near."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - AROUND, at)
    return at if space < 0 else space
