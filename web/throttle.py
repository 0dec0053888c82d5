"""Slow down whoever tries many codes, without knowing who it is.

Everybody behind Tor has one address, so an address tells nothing and is never looked at. Wrong answers are
slowed when there were many in a while; right ones never are, and nobody is refused.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final

FREE_TRIES: Final = 10
WINDOW: Final = 600.0
WAIT: Final = 3.0


class WrongTries:
    """The wrong tries of one process in a while."""

    def __init__(
        self,
        *,
        limit: int = FREE_TRIES,
        window: float = WINDOW,
        wait: float = WAIT,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Let `limit` wrong tries pass in `window` seconds; each further one waits for `wait` seconds."""
        self._times: deque[float] = deque(maxlen=limit)
        self._window = window
        self._wait = wait
        self._clock = clock

    async def wrong(self) -> None:
        """Count a wrong try, and wait if there were too many before it."""
        now = self._clock()
        full = len(self._times) == self._times.maxlen
        slow = full and now - self._times[0] < self._window
        self._times.append(now)
        if slow:
            await asyncio.sleep(self._wait)
