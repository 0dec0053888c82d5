"""Whether a tip comes under pressure: it is kept all the same, but its code costs a minute.

Whoever sends much spends their own budget first, and then no other's: a flood from one place leaves the
budget of the program to those who come from elsewhere.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Final

from tipline.settings import Settings
from tipline.vocabulary import LinkId, ProgramId
from web.throttle import Budget
from web.visitors import EVERYBODY, Visitor

YOUNG: Final = timedelta(seconds=4)
"""Between a form and its tip. A person hardly reads the question in that time."""

SIGN: Final = 4
"""What each sign of a machine costs on top: it brings pressure sooner, and never by itself."""


class Pressure:
    """The budgets of the form: of each visitor, each link, each program."""

    def __init__(self, settings: Settings, *, clock: Callable[[], float] = monotonic) -> None:
        self._settings = settings
        self._budget = Budget(clock=clock)

    def of(self, *, visitor: Visitor, program_id: ProgramId, link_id: LinkId | str, signs: int = 0) -> bool:
        """Spend for one tip; whether there was not enough."""
        limits, cost = self._settings, 1 + SIGN * signs
        # Who comes by an onion service comes with many others, and still leaves half to those who do not.
        own = limits.tips_to_program // 2 if visitor == EVERYBODY else limits.tips_from_one
        spenders = [(b"visitor" + program_id + visitor, own)]
        if link_id:
            spenders.append((b"link" + link_id.encode(), limits.tips_by_link))
        spenders.append((b"program" + program_id, limits.tips_to_program))
        return not all(self._budget.spend(who, limit=limit, cost=cost) for who, limit in spenders)

    def forget_old(self) -> None:
        """Forget everybody, where the while is over."""
        self._budget.forget_old()
