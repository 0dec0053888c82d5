"""The tree of errors is the one that is drawn, and errors carry facts."""

import re

from tipline import errors
from tipline.errors import (
    AuditBroken,
    NotPermitted,
    Refused,
    StoreAtOtherVersion,
    StoreTrouble,
    TextTooLong,
    TiplineError,
    UnlawfulMove,
)
from tipline.vocabulary import Role, Status, StoreName


def test_the_tree_is_as_drawn() -> None:
    drawn = re.findall(r"^[ │├└─]*\b([A-Z][A-Za-z]+)\b", errors.__doc__ or "", flags=re.MULTILINE)[1:]

    assert drawn == list(in_order(TiplineError))


def test_errors_carry_facts() -> None:
    facts = [
        NotPermitted(Role.TELLER).role,
        UnlawfulMove(at=Status.CLOSED, to=Status.NEW).to,
        TextTooLong(limit=20_000, found=20_001).found,
        StoreAtOtherVersion(StoreName.KEYS, found=None, wanted="keys_0001").wanted,
        AuditBroken(7).number,
    ]

    assert facts == [Role.TELLER, Status.NEW, 20_001, "keys_0001", 7]


def test_a_door_can_tell_a_refusal_from_trouble() -> None:
    assert issubclass(NotPermitted, Refused)
    assert not issubclass(StoreTrouble, Refused)


def in_order(kind: type[TiplineError]) -> list[str]:
    """The names of a class and those under it in this module, as they are defined."""
    children = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return [kind.__name__, *(name for child in children for name in in_order(child))]
