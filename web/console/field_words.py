"""What a field of a record is called on every page of the console that shows one."""

from collections.abc import Callable, Mapping
from typing import Final

from tipline.told import PartKind, part_field

WORDS: Final[Mapping[str, str]] = {
    "when": "When",
    "where": "Where",
    "who": "Who",
    "vehicle": "Vehicle",
    "drugs": "Drugs",
    "weapons": "Weapons",
    "kept_at": "Where they are kept",
    "how_known": "How they know",
    "danger": "In danger now",
    "about_us": "About us",
    "wish": "Reward",
    "repeat": "Sent again",
    "continues": "Continues",
    "number_before": "Number there",
    "status_before": "Stood there as",
}
PART_WORDS: Final[Mapping[str, str]] = {
    "words": "In their words",
    "name": "Name",
    "nickname": "Called",
    "age": "Age",
    "height": "Height",
    "build": "Build",
    "hair": "Hair",
    "tattoos": "Tattoos",
    "clothing": "Clothing",
    "plate": "Plate",
    "make": "Make",
    "model": "Model",
    "colour": "Colour",
    "damage": "Damage",
}
KINDS: Final[Mapping[PartKind, str]] = {PartKind.PERSON: "Person", PartKind.VEHICLE: "Vehicle"}


def part_label(what: str) -> str:
    """What stands above one thing told of a person or a vehicle; what is not asked today goes by its name."""
    return PART_WORDS.get(what, what.replace("_", " ").capitalize())


def field_label(name: str) -> str:
    """What stands above a field of a record; one of a part says of which."""
    part = part_field(name)
    if part is None:
        return WORDS.get(name, name)
    return f"{KINDS[part.kind]} {part.number}, {part_label(part.what).lower()}"


FILTERS: Final[Mapping[str, Callable[..., object]]] = {"field_label": field_label, "part_label": part_label}
"""By these names the templates of the console call them."""
