"""Budgets in memory: how much each of many may do in a while, before it costs them time.

Nobody is refused by one. Everybody behind Tor is one visitor, and must not be locked out by another of them.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from web.visitors import Visitor

FREE_TRIES: Final = 10
WINDOW: Final = 600.0
WAIT: Final = 3.0
MOST: Final = 100_000
"""Who can be told apart in one while: some megabytes. Who comes later is taken for one who had enough."""


class Budget:
    """What was spent in one while, by whom; at its end all of it is forgotten at once."""

    def __init__(
        self, *, window: float = WINDOW, most: int = MOST, clock: Callable[[], float] = monotonic
    ) -> None:
        """Count for `window` seconds, and for `most` different spenders."""
        self._spent: dict[bytes, int] = {}
        self._window = window
        self._most = most
        self._clock = clock
        self._until = clock() + window

    def spend(self, who: bytes, *, limit: int, cost: int = 1) -> bool:
        """Spend of what one of them may; false, and nothing is spent, where they have not enough."""
        self.forget_old()
        before = self._spent.get(who, 0)
        if before + cost > limit or (not before and len(self._spent) >= self._most):
            return False
        self._spent[who] = before + cost
        return True

    def forget_old(self) -> None:
        """Forget everybody, where the while is over."""
        if self._clock() >= self._until:
            self._spent.clear()
            self._until = self._clock() + self._window


class WrongTries:
    """The wrong tries of each visitor in a while."""

    def __init__(
        self,
        *,
        limit: int = FREE_TRIES,
        window: float = WINDOW,
        wait: float = WAIT,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Let `limit` wrong tries of a visitor pass in `window` seconds; each further one waits `wait`."""
        self._budget = Budget(window=window, clock=clock)
        self._limit = limit
        self._wait = wait

    async def wrong(self, visitor: Visitor) -> None:
        """Count a wrong try, and wait if there were too many before it."""
        if not self._budget.spend(visitor, limit=self._limit):
            await asyncio.sleep(self._wait)

    def forget_old(self) -> None:
        """Forget everybody, where the while is over."""
        self._budget.forget_old()
