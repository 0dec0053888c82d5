"""What there is about rewards, and for which role: the index page, the rail and the duties ask here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tipline.vocabulary import Role

INDEX: Final = "/rewards"


@dataclass(frozen=True, slots=True)
class Place:
    """A page about rewards, what it is for, and who may see it."""

    name: str
    words: str
    address: str
    may: Callable[[Role], bool]


def _reads_books(role: Role) -> bool:
    return role.may_read_books


def _decides(role: Role) -> bool:
    return role.may_decide_award


PLACES: Final = (
    Place(
        "Meetings",
        "What waits for the board, its meetings and their minutes.",
        "/rewards/meetings",
        _decides,
    ),
    Place(
        "Lost words",
        "Claims that a coordinator asks to make anew for a reporter who lost their words.",
        "/rewards/lost-words",
        _decides,
    ),
    Place(
        "Funds",
        "What each fund has, owes and has paid; deposits, closed months, files for an auditor.",
        "/rewards/funds",
        _reads_books,
    ),
    Place(
        "Journal",
        "Every entry of the books, month by month.",
        "/rewards/journal",
        _reads_books,
    ),
    Place(
        "Scoring",
        "The table by which rewards are scored, and the ones before it.",
        "/rewards/scoring",
        _reads_books,
    ),
)


def places_of(role: Role) -> tuple[Place, ...]:
    """The pages that a role may see; the rail shows no link where there are none."""
    return tuple(place for place in PLACES if place.may(role))
