"""How the gateway behaves towards one sender: one text at a time, and not too many answers."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

MOST_ANSWERS: Final = 20
"""Automatic replies to one sender in an hour: two machines that thank each other fall silent."""

HOUR: Final = timedelta(hours=1)


class Turns:
    """Texts of one sender are taken one after the other; those of others do not wait.

    What is sent in two parts arrives at once: the second must find what the first began.
    """

    def __init__(self) -> None:
        self._locks: dict[bytes, asyncio.Lock] = {}
        self._waiting: dict[bytes, int] = {}

    @asynccontextmanager
    async def of(self, who: bytes) -> AsyncGenerator[None]:
        """Wait for this sender's turn and keep it."""
        lock = self._locks.setdefault(who, asyncio.Lock())
        self._waiting[who] = self._waiting.get(who, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[who] -= 1
            if not self._waiting[who]:
                del self._waiting[who], self._locks[who]


class Budget:
    """Counts the automatic replies to each sender within the hour, in memory alone."""

    def __init__(self) -> None:
        self._answered: OrderedDict[bytes, dict[bytes, datetime]] = OrderedDict()

    def allows(self, who: bytes, text: bytes, *, now: datetime) -> bool:
        """Whether this text may be answered; the same text counts once, however often it comes."""
        self._forget(now)
        answered = self._answered.setdefault(who, {})
        self._answered.move_to_end(who)
        recent = {one: at for one, at in answered.items() if abs(now - at) < HOUR}
        if text not in recent and len(recent) >= MOST_ANSWERS:
            return False
        self._answered[who] = recent | {text: recent.get(text, now)}
        return True

    def _forget(self, now: datetime) -> None:
        while self._answered:
            oldest = next(iter(self._answered.values()))
            if any(abs(now - at) < HOUR for at in oldest.values()):
                return
            self._answered.popitem(last=False)
