"""What somebody asks for: words, "phrases" and fields, read so that nothing typed is ever a command."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from tipline.casework.search.words import words_of
from tipline.errors import Refused
from tipline.vocabulary import Channel, Named, Offence, Status

LONGEST: Final = 300
"""Characters of a query."""
MOST: Final = 20
"""Words and phrases of a query."""
BEGINNING: Final = 3
"""Letters from which a word finds those that begin with it too: "van" finds "vans"."""

_PART: Final = re.compile(r'(?:([^\s":]+):)?(?:"([^"]*)"?|([^\s"]+))')
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NUMBER: Final = re.compile(r"[A-Z0-9-]{1,16}", re.ASCII)

Word = TypeVar("Word", bound=Named)


class Field(StrEnum):
    """What of a tip can be asked for by name."""

    OFFENCE = "offence"
    CHANNEL = "channel"
    STATUS = "status"
    FROM = "from"
    TO = "to"
    NUMBER = "number"


class QueryRefused(Refused):
    """A query that cannot be looked for."""


class QueryTooLong(QueryRefused):
    """More characters, or more words, than are looked for."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(limit, found)
        self.limit = limit
        self.found = found


class NothingAsked(QueryRefused):
    """There is no letter and no digit in it."""


class NoSuchValue(QueryRefused):
    """A field has no such value; which field, and nothing of what was typed."""

    def __init__(self, name: Field) -> None:
        super().__init__(name.value)
        self.name = name


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; the last one may go on where `begins`."""

    words: tuple[str, ...] = field(repr=False)
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all of it at once."""

    phrases: tuple[Phrase, ...] = field(repr=False, default=())
    offences: frozenset[Offence] | None = None
    channels: frozenset[Channel] | None = None
    statuses: frozenset[Status] | None = None
    since: date | None = None
    until: date | None = None
    number: str | None = field(repr=False, default=None)

    @property
    def match(self) -> str:
        """The phrases as FTS5 takes them: each word quoted, so that none is an operator."""
        parts = []
        for phrase in self.phrases:
            quoted = " ".join(phrase.words)
            parts.append(f'"{quoted}"{" *" if phrase.begins else ""}')
        return " ".join(parts)

    @property
    def filtered(self) -> bool:
        """Whether anything but words and days is asked for, which the index does not know."""
        asked = (self.offences, self.channels, self.statuses, self.number)
        return any(each is not None for each in asked)


def read_query(typed: str) -> Query | None:
    """Read what was typed; nothing where nothing was.

    Raises:
        QueryTooLong: there is too much of it.
        NothingAsked: no letter and no digit is in it.
        NoSuchValue: a field of ours has a value that it cannot have.
    """
    typed = _CONTROLS.sub(" ", typed)
    if not typed.strip():
        return None
    if len(typed) > LONGEST:
        raise QueryTooLong(limit=LONGEST, found=len(typed))
    phrases: list[Phrase] = []
    fields: dict[Field, str] = {}
    for name, quoted, plain in _PART.findall(typed):
        known = next((each for each in Field if each.value == name.casefold()), None)
        value = quoted or plain
        if known is not None:
            fields[known] = value
            continue
        phrase = _phrase(f"{name} {value}" if name else value, exact=bool(quoted))
        if phrase is not None:
            phrases.append(phrase)
    if len(phrases) > MOST:
        raise QueryTooLong(limit=MOST, found=len(phrases))
    if not phrases and not fields:
        raise NothingAsked
    return Query(
        phrases=tuple(phrases),
        offences=_words(Offence, Field.OFFENCE, fields),
        channels=_words(Channel, Field.CHANNEL, fields),
        statuses=_words(Status, Field.STATUS, fields),
        since=_day(Field.FROM, fields),
        until=_day(Field.TO, fields),
        number=_number(fields),
    )


def _phrase(value: str, *, exact: bool) -> Phrase | None:
    words = tuple(words_of(value))
    if not words:
        return None
    last = words[-1]
    return Phrase(words, begins=not exact and (len(last) >= BEGINNING or value.endswith("*")))


def _words(kind: type[Word], name: Field, fields: dict[Field, str]) -> frozenset[Word] | None:
    """Every word of a list that begins as was typed, in its value or its label: "drugs" is three offences."""
    if name not in fields:
        return None
    asked = words_of(fields[name])
    found = frozenset(word for word in kind if _begins(word, asked))
    if not asked or not found:
        raise NoSuchValue(name)
    return frozenset(word for word in found if words_of(word.value) == asked) or found


def _begins(word: Named, asked: list[str]) -> bool:
    return any(_is_begun(words_of(text), asked) for text in (word.value, word.label))


def _is_begun(words: Iterable[str], asked: list[str]) -> bool:
    there = list(words)
    return all(any(word.startswith(each) for word in there) for each in asked)


def _day(name: Field, fields: dict[Field, str]) -> date | None:
    if name not in fields:
        return None
    try:
        if _DAY.fullmatch(fields[name]):
            return date.fromisoformat(fields[name])
    except ValueError:
        pass
    raise NoSuchValue(name)


def _number(fields: dict[Field, str]) -> str | None:
    if Field.NUMBER not in fields:
        return None
    number = fields[Field.NUMBER].upper()
    if not _NUMBER.fullmatch(number):
        raise NoSuchValue(Field.NUMBER)
    return number
