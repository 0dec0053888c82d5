"""The shape of a page: its elements in their order, without their words; a row after its like is left out."""

from html.parser import HTMLParser
from typing import Final, TypeAlias

from tests.integration.pages import VOID

VALUED: Final = ("class", "role", "type")
"""Attributes of which the value changes what a judge says; of all others that they are there is enough."""

Shape: TypeAlias = tuple[object, ...]


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, tuple[object, ...], list[Shape]]] = [("", (), [])]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = tuple(sorted((name, value if name in VALUED else "") for name, value in attrs))
        self._open.append((tag, said, []))
        if tag in VOID:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _, _ in self._open[1:]):
            while self._end() != tag:
                pass

    def shape(self) -> Shape:
        while len(self._open) > 1:
            self._end()
        return tuple(self._open[0][2])

    def _end(self) -> str:
        tag, said, inside = self._open.pop()
        one = (tag, said, tuple(inside))
        beside = self._open[-1][2]
        if not beside or beside[-1] != one:
            beside.append(one)
        return tag


def shape_of(html: str) -> Shape:
    """What a page is made of; pages of one shape differ in their words, and in how many rows they have."""
    return _Reader(html).shape()
