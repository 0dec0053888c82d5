"""Pictures that came with a text: announced in its record, and told of one by one as they are fetched.

A record is never changed. So the text's own record says how many came with it; the gateway adds a record for
each, which brings the file or says why there is none; and what has neither is missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tipline.files import FileKey, written
from tipline.records import ANNOUNCED, EVENT, Record
from tipline.vocabulary import Author, RecordId, RecordKind

ENCLOSED: Final = "enclosed"
"""The event of a system record that tells of one picture."""
MOST: Final = 10
"""Pictures that the carrier brings with one text."""
_CAME_WITH: Final = "came-with"
_PLACE: Final = "place"
_FATE: Final = "fate"


class Fate(StrEnum):
    """What became of a picture."""

    CAME = "came"
    UNKNOWN = "unknown"
    """Of no kind that we take, by its content."""
    EMPTY = "empty"
    LARGE = "large"
    MANY = "many"
    """One more than may come at once."""
    NOBODY = "nobody"
    """The program has no custodians, so it cannot keep an original."""
    LOST = "lost"
    """It could not be fetched, and is not tried any more."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What a record tells of one picture."""

    came_with: RecordId
    """The record of the text."""
    place: int
    """The first, the second; from 1."""
    fate: Fate


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What came of the pictures of one text."""

    announced: int
    came: int
    not_taken: Mapping[Fate, int]
    """How many there is no file of, by why."""

    @property
    def missing(self) -> int:
        """How many are still to be fetched."""
        return max(0, self.announced - self.came - sum(self.not_taken.values()))


def announcing(count: int) -> dict[str, str]:
    """The field of a text's record that says how many pictures came with it; none where none did."""
    return {ANNOUNCED: str(count)} if count else {}


def announced_by(record: Record) -> int:
    """How many pictures came with a text, by what its record says."""
    said = record.fields.get(ANNOUNCED, "")
    if record.by is not Author.GATEWAY or not (said.isascii() and said.isdigit()):
        return 0
    return int(said[:4])


def telling(enclosure: Enclosure, file: FileKey | None = None) -> dict[str, str]:
    """The fields of the system record that tells of a picture, and brings its file where there is one."""
    return {
        EVENT: ENCLOSED,
        _CAME_WITH: enclosure.came_with.hex(),
        _PLACE: str(enclosure.place),
        _FATE: enclosure.fate.value,
        **written(() if file is None else (file,)),
    }


def told_of(kind: RecordKind, by: Author, fields: Mapping[str, str]) -> Enclosure | None:
    """What a record tells of a picture; nothing where it is about something else."""
    if kind is not RecordKind.SYSTEM or by is not Author.GATEWAY or fields.get(EVENT) != ENCLOSED:
        return None
    try:
        came_with = RecordId(bytes.fromhex(fields[_CAME_WITH]))
        return Enclosure(came_with, int(fields[_PLACE]), Fate(fields[_FATE]))
    except (KeyError, ValueError):
        return None


def enclosed(announced: int, told: Iterable[Enclosure]) -> Enclosed:
    """What came of the pictures of one text; each place counts once."""
    fates = {one.place: one.fate for one in told}
    not_taken: defaultdict[Fate, int] = defaultdict(int)
    for fate in fates.values():
        if fate is not Fate.CAME:
            not_taken[fate] += 1
    came = sum(fate is Fate.CAME for fate in fates.values())
    return Enclosed(announced, came, dict(not_taken))
