"""What an answer to a phone must not say: whoever holds the phone would know what was told, or of whom."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from tipline.casework.search.clues import ClueKind, clues_of
from tipline.casework.surge.told_again import tells_again
from tipline.telltale.arms_and_drugs import names_a_drug, names_a_weapon
from tipline.telltale.people import people
from tipline.telltale.places import streets
from tipline.telltale.tokens import take_apart


class Says(StrEnum):
    """What an answer says that a text should not."""

    NAME = "a name"
    PLATE = "a plate"
    ADDRESS = "a place"
    CONTACT = "a number or an address of somebody"
    WEAPON = "a weapon"
    DRUG = "a drug"
    REPEATS = "words that the reporter told"


_OF_CLUE: Final = {
    ClueKind.PLATE: Says.PLATE,
    ClueKind.ADDRESS: Says.ADDRESS,
    ClueKind.PHONE: Says.CONTACT,
    ClueKind.EMAIL: Says.CONTACT,
    ClueKind.HANDLE: Says.CONTACT,
}


def says_too_much(answer: str, told: Iterable[str]) -> tuple[Says, ...]:
    """What of it should not be in a text, each kind once, in the order above; empty where nothing is.

    It holds back what is new to the reporter as well as what they told: to whoever reads over a shoulder a
    plate that staff bring up is as good as one that came from them.
    """
    words = take_apart(answer)
    found = {_OF_CLUE[clue.kind] for clue in clues_of(answer) if clue.kind in _OF_CLUE}
    if any(one.sure for one in people(words)):
        found.add(Says.NAME)
    if any(True for _ in streets(words)):
        found.add(Says.ADDRESS)
    if names_a_weapon(words):
        found.add(Says.WEAPON)
    if names_a_drug(words):
        found.add(Says.DRUG)
    if tells_again(answer, told):
        found.add(Says.REPEATS)
    return tuple(kind for kind in Says if kind in found)
