"""Whether an answer repeats what a reporter told: whoever holds their phone would know it again."""

from collections.abc import Iterable
from typing import Final

from tipline.casework.search.clues import clues_of
from tipline.casework.search.words import words_of
from tipline.telltale.people import people
from tipline.telltale.places import streets
from tipline.telltale.tokens import Words, take_apart

RUNNING: Final = 4
"""Words of a reporter in their order, from which on an answer repeats them."""


def tells_again(answer: str, told: Iterable[str]) -> bool:
    """Whether an answer has a name, a street, a plate, a number or four running words of what was told."""
    texts = list(told)
    said = words_of(answer)
    running = set(_runs(said))
    for text in texts:
        words = words_of(text)
        if not running.isdisjoint(_runs(words)):
            return True
    named = _named(answer)
    if not named and not clues_of(answer):
        return False
    here = [clue.value for clue in clues_of(answer)]
    for text in texts:
        words = words_of(text)
        # However it was written then: "abcd-123" is "ABCD 123".
        unspaced = "".join(words)
        if any(value in unspaced for value in here) or named & (_named(text) | set(words)):
            return True
    return False


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + RUNNING]) for at in range(len(words) - RUNNING + 1))


def _named(text: str) -> set[str]:
    """The folded words of the names and streets of a text."""
    words = take_apart(text)
    spans = [(each.first, each.last) for each in people(words) if each.sure] + list(streets(words))
    return {part for first, last in spans for part in _folded(words, first, last)}


def _folded(words: Words, first: int, last: int) -> list[str]:
    return words_of(words.text[words.starts[first] : words.ends[last]])
