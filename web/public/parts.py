"""Persons and vehicles on the form: a section for each, one more or one less at the press of a button."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.told import ASKED, MOST, PartField, PartKind, part_field
from web.forms import Form
from web.tongues import Tongue, marked

STEP: Final = "step"
"""The button that was pressed, where it does not send."""
ADD: Final = "add-"
DROP: Final = "drop-"

PARTS: Final[Mapping[PartKind, str]] = {
    PartKind.PERSON: marked("Person {number}"),
    PartKind.VEHICLE: marked("Vehicle {number}"),
}
ASKED_AS: Final[Mapping[PartKind, Mapping[str, str]]] = {
    PartKind.PERSON: {
        "name": marked("Name"),
        "nickname": marked("Nickname"),
        "age": marked("Age"),
        "height": marked("Height"),
        "build": marked("Build"),
        "hair": marked("Hair"),
        "tattoos": marked("Tattoos or scars"),
        "clothing": marked("Clothes"),
    },
    PartKind.VEHICLE: {
        "plate": marked("Plate, or a part of it"),
        "make": marked("Make"),
        "model": marked("Model"),
        "colour": marked("Colour"),
        "damage": marked("Damage or stickers"),
    },
}
"""What stands above each box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a section: its name in the form, what stands above it, and what was typed."""

    name: str
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Section:
    """The boxes of one person or vehicle."""

    number: int
    heading: str
    boxes: tuple[Box, ...]
    told: bool
    """Whether anything stands in it."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Those of one kind; there is always one to begin with."""

    kind: PartKind
    sections: tuple[Section, ...]
    told: bool
    full: bool
    """Whether the form takes no more of them."""


def sections(kind: PartKind, typed: Mapping[str, str], tongue: Tongue) -> Sections:
    """The sections that a form shows with what was typed into it."""
    found = tuple(_section(kind, number, typed, tongue) for number in _numbers(kind, typed) or [1])
    return Sections(kind, found, any(section.told for section in found), full=len(found) >= MOST[kind])


def typed_parts(form: Form) -> dict[str, str]:
    """What was typed into the sections of a form, numbered from 1; the pressed button adds or drops one.

    An empty section that stood in the form stays in it, until it is sent.
    """
    step = form.get(STEP)
    there = [found for name in form.names() if (found := part_field(name)) and _is_asked(found)]
    typed: dict[str, str] = {}
    for kind in PartKind:
        numbers = sorted({field.number for field in there if field.kind is kind})
        kept = [number for number in numbers if step != f"{DROP}{kind}-{number}"][: MOST[kind]]
        for place, number in enumerate(kept, start=1):
            for what in ASKED[kind]:
                typed[PartField(kind, place, what).name] = form.get(PartField(kind, number, what).name)
        if step == f"{ADD}{kind}" and len(kept) < MOST[kind]:
            typed |= {PartField(kind, max(len(kept), 1) + 1, what).name: "" for what in ASKED[kind]}
            if not kept:
                typed |= {PartField(kind, 1, what).name: "" for what in ASKED[kind]}
    return typed


def pressed_place(form: Form, typed: Mapping[str, str]) -> str:
    """Where the reader goes on after a section came or went: the id of a box or of a button; else nothing."""
    step = form.get(STEP)
    for kind in PartKind:
        numbers = _numbers(kind, typed)
        if step == f"{ADD}{kind}" and numbers:
            return PartField(kind, numbers[-1], ASKED[kind][0]).name
        if step.startswith(f"{DROP}{kind}-"):
            return f"{ADD}{kind}"
    return ""


def part_label(field: PartField, tongue: Tongue) -> str:
    """What a box is called where it does not stand in its section: "Person 2: Hair"."""
    asked = tongue.say(ASKED_AS[field.kind][field.what])
    return f"{heading(field.kind, field.number, tongue)}: {asked}"


def heading(kind: PartKind, number: int, tongue: Tongue) -> str:
    """What a section is called."""
    return tongue.fill(PARTS[kind], {"number": number})


def _section(kind: PartKind, number: int, typed: Mapping[str, str], tongue: Tongue) -> Section:
    names = {what: PartField(kind, number, what).name for what in ASKED[kind]}
    boxes = tuple(
        Box(name, tongue.say(ASKED_AS[kind][what]), typed.get(name, "")) for what, name in names.items()
    )
    return Section(number, heading(kind, number, tongue), boxes, told=any(box.typed for box in boxes))


def _numbers(kind: PartKind, typed: Mapping[str, str]) -> list[int]:
    fields = map(part_field, typed)
    return sorted({field.number for field in fields if field is not None and field.kind is kind})


def _is_asked(field: PartField) -> bool:
    return field.what in ASKED[field.kind]
