"""What of a tip may stand in another one too: plates, phone numbers, social names, e-mail, houses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tipline.casework.search.words import words_of
from tipline.look_alikes import plain
from tipline.telltale.numbers import emails, handles, phones, plates
from tipline.telltale.places import streets
from tipline.telltale.tokens import take_apart

LOOKED: Final = 20_000
"""Characters of a text that are looked through."""
MOST: Final = 8
"""Clues of one tip that are looked for."""
_HALVES: Final = re.compile(r"[a-z]+|[0-9]+")
_TEN: Final = 10
"""Digits of a number of North America, without its country."""


class ClueKind(StrEnum):
    """What two tips have in common."""

    PLATE = "plate"
    PHONE = "phone"
    HANDLE = "handle"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    WORDS = "words"
    """Nearly the same words, and none of them in particular."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Something by which two tips are known to speak of the same thing."""

    kind: ClueKind
    value: str = field(repr=False)
    """Folded, without spaces: the same however it was written."""
    written: str = field(repr=False, compare=False)

    @property
    def match(self) -> str:
        """Every way in which the index may have it, as FTS5 takes it: letters and digits, quoted."""
        words = words_of(self.written)
        ways = {" ".join(words), "".join(words)}
        if self.kind is ClueKind.PLATE:
            ways.add(" ".join(_HALVES.findall(self.value)))
        if self.kind is ClueKind.PHONE and len(self.value) == _TEN:
            area, office, line = self.value[:3], self.value[3:6], self.value[6:]
            ways |= {self.value, f"{area} {office} {line}", f"{area} {office}{line}", f"1{self.value}"}
        return " OR ".join(f'"{way}"' for way in sorted(ways) if way)


def clues_of(text: str) -> tuple[Clue, ...]:
    """The clues of a text, each once, in the order in which they stand; look-alikes count as our letters."""
    return tuple(dict.fromkeys(_found(plain(text[:LOOKED]))))


def _found(text: str) -> Iterator[Clue]:
    words = take_apart(text)
    spans = [
        *((ClueKind.PLATE, words.starts[first], words.ends[last]) for first, last in plates(words)),
        *((ClueKind.PHONE, words.starts[first], words.ends[last]) for first, last in phones(words)),
        *(
            (ClueKind.ADDRESS, words.starts[first], words.ends[last])
            for first, last in streets(words)
            if words.words[first][0].isdecimal()
        ),
        *((ClueKind.EMAIL, start, end) for start, end in emails(text)),
        *((ClueKind.HANDLE, start, end) for start, end in handles(text)),
    ]
    for kind, start, end in sorted(spans, key=lambda span: span[1:]):
        if kind is ClueKind.PHONE and text[:start].endswith("("):
            start -= 1  # noqa: PLW2901 - the bracket around the area code is no part of its words
        written = text[start:end]
        value = "".join(words_of(written))
        if kind is ClueKind.PHONE:
            value = "".join(letter for letter in value if letter.isdecimal())[-_TEN:]
        if value:
            yield Clue(kind, value, " ".join(written.split()))
