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


def _brings(role: Role) -> bool:
    return role.may_bring_awards or role.may_decide_award


def _decides(role: Role) -> bool:
    return role.may_decide_award


def _sets(role: Role) -> bool:
    return role.may_set_rewards


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
        "From another system",
        "Awards that were approved elsewhere and not collected: brought by a coordinator, signed by two of "
        "the board.",
        "/rewards/brought",
        _brings,
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
    Place(
        "Rules",
        "The most for one case, the quorum, and when an award that nobody collected goes back.",
        "/rewards/rules",
        _sets,
    ),
)


def places_of(role: Role) -> tuple[Place, ...]:
    """The pages that a role may see; the rail shows no link where there are none."""
    return tuple(place for place in PLACES if place.may(role))
