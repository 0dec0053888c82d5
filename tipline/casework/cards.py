"""The persons and vehicles of a tip, each as a card of labelled fields, as the reporter gave them.

A report has each of them in one box of free text (`who`, `vehicle`), or any number of them in sections of
their own, whose fields are named by kind, number and what is asked: `person-2-clothing`, `vehicle-1-plate`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tipline.casework.search.clues import ClueKind, clues_of
from tipline.casework.views import DeskView, RecordView


class CardKind(StrEnum):
    """What a card is about."""

    PERSON = "person"
    VEHICLE = "vehicle"


WORDS: Final = "words"
"""The field of a card that has what the reporter wrote into one box."""
PLATE: Final = "plate"
ASKED: Final[Mapping[CardKind, tuple[str, ...]]] = {
    CardKind.PERSON: ("name", "nickname", "age", "height", "build", "hair", "tattoos", "clothing"),
    CardKind.VEHICLE: (PLATE, "make", "model", "colour", "damage"),
}
"""The fields of a card, in the order in which they are read; others come after them."""

_BOXES: Final[Mapping[str, CardKind]] = {"who": CardKind.PERSON, "vehicle": CardKind.VEHICLE}
_SECTION: Final = re.compile(r"(person|vehicle)-([1-9][0-9]{0,2})-([a-z_]{1,20})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Card:
    """A person or a vehicle: the number among those of its kind, and the fields that were filled in."""

    kind: CardKind
    number: int
    fields: Mapping[str, str] = field(repr=False)


def cards_of(threads: Iterable[DeskView]) -> tuple[Card, ...]:
    """The cards of what was said in some threads, persons first, in the order in which they were told.

    What is not proven to be the reporter's makes no card.
    """
    records = [record for thread in threads for record in thread.records if isinstance(record, RecordView)]
    found = [one for record in records for one in _cards(record.fields)]
    return tuple(
        Card(kind, number, fields)
        for kind in CardKind
        for number, fields in enumerate((fields for of, fields in found if of is kind), start=1)
    )


def carded(threads: Iterable[DeskView]) -> frozenset[str]:
    """The names of the fields that are on cards, and need not be said beside the words once more."""
    names = (
        name
        for thread in threads
        for record in thread.records
        if isinstance(record, RecordView)
        for name in record.fields
    )
    return frozenset(name for name in names if name in _BOXES or _SECTION.fullmatch(name))


def _cards(fields: Mapping[str, str]) -> Iterable[tuple[CardKind, Mapping[str, str]]]:
    """What one record tells, by the box and then by the number of the section."""
    for name, kind in _BOXES.items():
        if fields.get(name):
            yield kind, _read(fields[name], kind)
    sections: dict[tuple[CardKind, int], dict[str, str]] = {}
    for name, value in fields.items():
        found = _SECTION.fullmatch(name)
        if found and value:
            sections.setdefault((CardKind(found[1]), int(found[2])), {})[found[3]] = value
    for (kind, _), section in sorted(sections.items()):
        order = ASKED[kind]
        names = [name for name in order if name in section] + sorted(section.keys() - set(order))
        yield kind, {name: section[name] for name in names}


def _read(text: str, kind: CardKind) -> Mapping[str, str]:
    """One box as a card; a plate that stands in it is shown by itself too, to be read letter by letter."""
    plates = [clue.written for clue in clues_of(text) if clue.kind is ClueKind.PLATE]
    found = {PLATE: plates[0]} if kind is CardKind.VEHICLE and len(plates) == 1 else {}
    return {**found, WORDS: text}
