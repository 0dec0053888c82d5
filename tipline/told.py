"""What may be told in parts: persons and vehicles, any number of each, a field for each thing that is asked.

The fields lie flat in a record, named by kind, number and what is asked: `person-2-clothing`,
`vehicle-1-plate`. Older records have one box of words for all persons (`who`) and one for the vehicle.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class PartKind(StrEnum):
    """What a part is about."""

    PERSON = "person"
    VEHICLE = "vehicle"


PLATE: Final = "plate"
ASKED: Final[Mapping[PartKind, tuple[str, ...]]] = {
    PartKind.PERSON: ("name", "nickname", "age", "height", "build", "hair", "tattoos", "clothing"),
    PartKind.VEHICLE: (PLATE, "make", "model", "colour", "damage"),
}
"""What is asked of each, in the order in which it is read."""

MOST: Final[Mapping[PartKind, int]] = {PartKind.PERSON: 40, PartKind.VEHICLE: 20}
"""Parts that one form takes; who knows of more has the box of words."""

_FIELD: Final = re.compile(r"(person|vehicle)-([1-9][0-9]{0,2})-([a-z_]{1,20})", re.ASCII)


class PartField(NamedTuple):
    """A field of a part, taken out of its name."""

    kind: PartKind
    number: int
    what: str

    @property
    def name(self) -> str:
        """What the field is called in a form and in a record."""
        return f"{self.kind}-{self.number}-{self.what}"


class ToldPart(NamedTuple):
    """A person or a vehicle: the number among those of its kind, and the fields that say something."""

    kind: PartKind
    number: int
    fields: Mapping[str, str]

    def __repr__(self) -> str:
        return f"ToldPart({self.kind}, {self.number}, {len(self.fields)} fields)"


def part_field(name: str) -> PartField | None:
    """The field of a part that has this name, asked today or not; nothing, where it is none."""
    found = _FIELD.fullmatch(name)
    return PartField(PartKind(found[1]), int(found[2]), found[3]) if found else None


def parts_of(fields: Mapping[str, str]) -> tuple[ToldPart, ...]:
    """The parts that stand in some fields, persons first; a part that says nothing is none.

    Each keeps its number. What is not asked today comes after what is.
    """
    told: dict[tuple[PartKind, int], dict[str, str]] = {}
    for name, words in fields.items():
        field = part_field(name)
        if field is not None and words:
            told.setdefault((field.kind, field.number), {})[field.what] = words
    return tuple(
        ToldPart(kind, number, {what: part[what] for what in _ordered(kind, part)})
        for (kind, number), part in sorted(told.items())
    )


def in_a_row(parts: tuple[ToldPart, ...]) -> dict[str, str]:
    """The fields of parts, numbered anew from 1 in each kind: nothing shows where an empty one was."""
    fields: dict[str, str] = {}
    for kind in PartKind:
        for number, part in enumerate((part for part in parts if part.kind is kind), start=1):
            fields |= {PartField(kind, number, what).name: words for what, words in part.fields.items()}
    return fields


def _ordered(kind: PartKind, part: Mapping[str, str]) -> Iterator[str]:
    yield from (what for what in ASKED[kind] if what in part)
    yield from sorted(part.keys() - set(ASKED[kind]))
