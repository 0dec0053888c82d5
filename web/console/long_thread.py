"""A conversation that is too long for one page: how it began, one part, and the way to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from fastapi import Request

SHOWN: Final = 50
"""Messages of a part."""
DIGITS: Final = 6
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Part(Generic[Said]):
    """What a page shows of a conversation, the oldest first."""

    beginning: Sequence[Said]
    """What was told at first, where it is not in `records` itself."""
    records: Sequence[Said]
    older: int
    """How many stand between the two."""
    newer: int
    """How many came after these."""
    number: int
    """Of this part: 1 is the newest."""


def part_of(records: Sequence[Said], number: int) -> Part[Said]:
    """One part of a conversation; the last there is, where a later one is asked for."""
    parts = max(1, -(-len(records) // SHOWN))
    number = min(max(number, 1), parts)
    end = len(records) - SHOWN * (number - 1)
    start = max(0, end - SHOWN)
    beginning = records[: min(1, start)]
    return Part(beginning, records[start:end], start - len(beginning), len(records) - end, number)


def asked_part(request: Request) -> int:
    """The part that the address asks for, else the newest."""
    asked = request.query_params.get("part", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else 1
