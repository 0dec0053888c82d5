"""The words that the demo's reporters and staff use, read from the list beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from tipline.vocabulary import Offence

LIST: Final = "sample_words.toml"


@dataclass(frozen=True, slots=True)
class Subject:
    """What reporters say of an offence, and how often of a hundred."""

    offence: Offence
    of_a_hundred: int
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that a sample tip is put together from."""

    subjects: tuple[Subject, ...]
    about_us: tuple[str, ...]
    french: tuple[str, ...]
    more: tuple[str, ...]
    """What a reporter adds later."""
    questions: tuple[str, ...]
    """What staff ask or say: nothing in it that the reporter told."""
    notes: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[str, ...]
    houses: tuple[str, ...]
    cars: tuple[str, ...]
    persons: tuple[str, ...]
    hours: tuple[str, ...]
    sinces: tuple[str, ...]
    told_persons: tuple[Mapping[str, str], ...]
    """Somebody who is told of field by field."""
    told_vehicles: tuple[Mapping[str, str], ...]


def read_words() -> Words:
    """Read the list."""
    raw = tomllib.loads(files(__package__).joinpath(LIST).read_text("utf-8"))
    subjects = tuple(
        Subject(Offence(one["name"]), one["of_a_hundred"], tuple(one["says"])) for one in raw.pop("offence")
    )
    return Words(subjects=subjects, **{name: tuple(items) for name, items in raw.items()})
