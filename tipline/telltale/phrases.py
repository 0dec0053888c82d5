"""Phrases of the lists, looked for in a text by one walk over its words.

A phrase is written as words with spaces between. `a/b` is either word, `<kin>` any word of a class of the
list, and a `?` behind says that the word may be missing. A tree of all phrases is walked from each word of
the text: the cost grows with the text and hardly with the lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Final, Generic, Self, TypeAlias, TypeVar

from tipline.telltale.languages import LISTS
from tipline.telltale.reasons import Reason
from tipline.telltale.tokens import Words, fold_word

NUMBER: Final = "<number>"
"""The class of what is written in digits."""

ANY: Final = "<any>"
"""The class of every word."""

R = TypeVar("R", bound=StrEnum)
"""Why a phrase is looked for."""


@dataclass(slots=True)
class _Node(Generic[R]):
    """What may come next, and why to mark what came so far; filled once, when the tree is made."""

    next: dict[str, "_Node[R]"] = field(default_factory=dict)
    reason: R | None = None


_Classes: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tree(Generic[R]):
    """All phrases of some lists, ready to be looked for; made once."""

    _starts: Mapping[str, list[_Node[R]]] = field(repr=False)
    """By each word that a phrase may begin with, where its phrases go on: most words begin none."""
    _classes: _Classes = field(repr=False)

    @classmethod
    def of(
        cls, *, classes: Iterable[Mapping[str, str]], phrases: Iterable[Mapping[R, tuple[str, ...]]]
    ) -> Self:
        """Make the tree of the lists of several languages; their classes have different names."""
        named, root = _named(classes), _tree(phrases).next
        names = {word: (word, *named.get(word, ())) for word in (*root, *named)}
        starts = {word: [root[name] for name in names[word] if name in root] for word in names}
        return cls({word: nodes for word, nodes in starts.items() if nodes}, named)

    def found(self, words: Words) -> Iterator[tuple[int, int, R]]:
        """The phrases of a text: the first word, the last, and why; at each word the longest."""
        starts = self._starts
        for place, word in enumerate(words.words):
            if word in starts and (found := self._longest(words, place, starts[word])) is not None:
                yield (place, *found)

    def _longest(self, words: Words, place: int, nodes: list[_Node[R]]) -> tuple[int, R] | None:
        longest: tuple[int, R] | None = None
        while nodes:
            for node in nodes:
                if node.reason is not None:
                    longest = (place, node.reason)
                    break
            if place + 1 >= len(words.words) or not words.joined(place):
                break
            place += 1
            names = self._names(words.words[place])
            nodes = [node.next[name] for node in nodes for name in names if name in node.next]
        return longest

    def _names(self, word: str) -> tuple[str, ...]:
        classes = self._classes.get(word, ())
        return (word, *classes, NUMBER, ANY) if word[0].isdecimal() else (word, *classes, ANY)


def _slots(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to say a phrase, as words and classes."""
    choices = []
    for slot in phrase.split():
        words = tuple(
            part if part.startswith("<") else fold_word(part) for part in slot.removesuffix("?").split("/")
        )
        choices.append((*words, "") if slot.endswith("?") else words)
    for chosen in product(*choices):
        yield tuple(word for word in chosen if word)


def _tree(lists: Iterable[Mapping[R, tuple[str, ...]]]) -> _Node[R]:
    root = _Node[R]()
    for listed in lists:
        for reason, phrases in listed.items():
            for phrase in phrases:
                for words in _slots(phrase):
                    node = root
                    for word in words:
                        node = node.next.setdefault(word, _Node[R]())
                    node.reason = node.reason or reason
    return root


def _named(lists: Iterable[Mapping[str, str]]) -> _Classes:
    found: dict[str, tuple[str, ...]] = {}
    for listed in lists:
        for name, words in listed.items():
            for word in map(fold_word, words.split()):
                found[word] = (*found.get(word, ()), f"<{name}>")
    return found


_TREE: Final = Tree[Reason].of(
    classes=(language.CLASSES for language in LISTS), phrases=(language.PHRASES for language in LISTS)
)


def phrases(words: Words) -> Iterator[tuple[int, int, Reason]]:
    """What gives a reporter away in a text."""
    return _TREE.found(words)
