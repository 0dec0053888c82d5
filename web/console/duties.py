"""What a role that reads no tips can do here, said plainly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """A thing that somebody can do here, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What there is for a role."""

    can: tuple[Duty, ...]
    not_yet: str


def _nothing(missing: str) -> str:
    return f"There is nothing for you here yet: {missing} comes with a later release. You can sign out."


MONTH: Final = Duty(
    "See the month: tips by channel, offence and link, beside the same month of last year.", "/reports"
)
PEOPLE: Final = Duty("See who is here and who waits to be confirmed.", "/people")
BOOKS: Final = Duty("See the books of the rewards: funds, journal, scoring table.", "/rewards")
PAY: Final = Duty("Pay an award to whoever has its claim code.", "/payout")
DESKS: Final = Duty("The desks: what is in their drawers, and the daily count.", "/desks")
TRAIL: Final = Duty("Read who opened what and when, and verify that nothing was changed.", "/audit")

BOARD: Final = Duty("Hold a meeting, and decide on rewards.", "/rewards/meetings")
APPS: Final = Duty("Decide whether tips are taken by WhatsApp and Messenger.", "/apps")

DUTIES: Final[Mapping[Role, Duties]] = {
    Role.BOARD: Duties((BOARD, APPS, MONTH, BOOKS), "Board members never read tips."),
    Role.ANALYST: Duties((MONTH,), "You work with counts. Analysts never read tips."),
    Role.AUDITOR: Duties((TRAIL, BOOKS), "Auditors never read tips."),
    Role.ADMINISTRATOR: Duties(
        (PEOPLE,),
        "Accounts are added with the command “tipline staff add”. An administrator reads no tips, and gives "
        "nobody access: somebody who holds the inbox confirms each new person.",
    ),
    Role.CALL_TAKER: Duties((), _nothing("taking tips by phone")),
    Role.TELLER: Duties(
        (PAY, DESKS),
        "You see an award's amount and state, never a tip and never a name. If somebody seems forced to "
        "collect, hold the award and press “Another day”: it is frozen, and the page says nothing of it.",
    ),
    Role.TREASURER: Duties((BOOKS, DESKS), "You see what desks hold. Treasurers never read tips."),
    Role.TRANSLATOR: Duties((), _nothing("giving a tip to a translator")),
}
"""Every role that has no queue; a test holds it against the roles."""
