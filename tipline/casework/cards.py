"""The persons and vehicles of a tip, each as a card of labelled fields, as the reporter gave them.

A report has each of them in one box of free text (`who`, `vehicle`), any number of
them in parts of their own (`tipline/told.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.casework.search.clues import ClueKind, clues_of
from tipline.casework.views import DeskView, RecordView
from tipline.told import PLATE, PartKind, part_field, parts_of

WORDS: Final = "words"
"""The field of a card that has what the reporter wrote into one box."""

_BOXES: Final[Mapping[str, PartKind]] = {"who": PartKind.PERSON, "vehicle": PartKind.VEHICLE}


@dataclass(frozen=True, slots=True)
class Card:
    """A person or a vehicle: the number among those of its kind, and the fields that were filled in."""

    kind: PartKind
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
        for kind in PartKind
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
    return frozenset(name for name in names if name in _BOXES or part_field(name))


def _cards(fields: Mapping[str, str]) -> Iterable[tuple[PartKind, Mapping[str, str]]]:
    """What one record tells, by the box and then by the number of the section."""
    for name, kind in _BOXES.items():
        if fields.get(name):
            yield kind, _read(fields[name], kind)
    yield from ((part.kind, part.fields) for part in parts_of(fields))


def _read(text: str, kind: PartKind) -> Mapping[str, str]:
    """One box as a card; a plate that stands in it is shown by itself too, to be read letter by letter."""
    plates = [clue.written for clue in clues_of(text) if clue.kind is ClueKind.PLATE]
    found = {PLATE: plates[0]} if kind is PartKind.VEHICLE and len(plates) == 1 else {}
    return {**found, WORDS: text}
