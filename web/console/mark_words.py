"""The linter's marks in a text, as a page shows them: pieces of the text, and why some of them are marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.telltale.reasons import Mark, Reason
from web.pieces import split

WHY: Final[Mapping[Reason, str]] = {
    Reason.FAMILY: "it says who the reporter is to somebody: family, a partner or a friend",
    Reason.NEIGHBOUR: "it says who lives beside the reporter",
    Reason.COLLEAGUE: "it says who works or studies with the reporter",
    Reason.BOND: "it says what the reporter is to somebody",
    Reason.HOME: "it says where the reporter lives",
    Reason.WORK: "it says where the reporter works or studies",
    Reason.NAME: "it may be the reporter's name",
    Reason.CONTACT: "it asks to be reached",
    Reason.SELF: "it says the reporter's age or trade",
    Reason.ONLY_ONE: "it says that nobody else could have told",
    Reason.PRESENCE: "it says what the reporter saw, and when",
    Reason.PHONE: "it looks like a phone number",
    Reason.EMAIL: "it looks like an e-mail address",
    Reason.HANDLE: "it is a name on a social account",
    Reason.PLATE: "it looks like a licence plate",
    Reason.STREET: "it names a street or a place: say “in the city”",
    Reason.DAY: "it names a day: say nothing, or “this year”",
    Reason.TIME: "it names a time of day",
    Reason.UNIT: "it names a unit or division: say “the police”",
    Reason.SUM: "it names a sum: say “money” or “property”",
    Reason.TIP_NUMBER: "it looks like the number of a tip",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `why` is empty where nothing is marked."""

    words: str = field(repr=False)
    why: str


def pieces(text: str, marks: tuple[Mark, ...]) -> tuple[Piece, ...]:
    """The text in pieces: where marks overlap, the first one's reason stands."""
    return tuple(Piece(words, WHY[reason] if reason else "") for words, reason in split(text, marks))
