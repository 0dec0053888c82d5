"""How the gateway behaves towards one sender: one text at a time, not too many answers, none after STOP."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from tipline.vocabulary import ProgramId

MOST_ANSWERS: Final = 20
"""Automatic replies to one sender in an hour: two machines that thank each other fall silent."""

HOUR: Final = timedelta(hours=1)

MOST_LINKS: Final = 5
"""To one tip in a day: each is a way to its next page, and puts out the one before."""

DAY: Final = timedelta(days=1)

JUST_NOW: Final = timedelta(seconds=30)
"""After a STOP: what arrives in it was written before, and came late or a second time."""


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
    """Counts what each sender was given lately, in memory alone: automatic replies, or links."""

    def __init__(self, *, most: int = MOST_ANSWERS, within: timedelta = HOUR) -> None:
        """Allow so many within a time."""
        self._most, self._within = most, within
        self._answered: OrderedDict[bytes, dict[bytes, datetime]] = OrderedDict()

    def allows(self, who: bytes, text: bytes, *, now: datetime) -> bool:
        """Whether this text may be answered; the same text counts once, however often it comes."""
        self._forget(now)
        answered = self._answered.setdefault(who, {})
        self._answered.move_to_end(who)
        recent = {one: at for one, at in answered.items() if abs(now - at) < self._within}
        if text not in recent and len(recent) >= self._most:
            return False
        self._answered[who] = recent | {text: recent.get(text, now)}
        return True

    def _forget(self, now: datetime) -> None:
        while self._answered:
            oldest = next(iter(self._answered.values()))
            if any(abs(now - at) < self._within for at in oldest.values()):
                return
            self._answered.popitem(last=False)


class Ended:
    """Who has texted STOP just now, by their keyed names, in memory alone and for half a minute.

    A text that was written before STOP and is handled after it must not bring the number back. Of a text that
    waited in the spool the moment is that at which it came, which ends nobody's half minute.
    """

    def __init__(self) -> None:
        self._ended: OrderedDict[bytes, tuple[datetime, ProgramId | None]] = OrderedDict()

    def add(self, who: bytes, *, talked_to: ProgramId | None, now: datetime) -> None:
        """They have ended it now; the program that they talked to last gets what comes late."""
        self.forget(now)
        _, before = self._ended.pop(who, (now, None))
        self._ended[who] = now, talked_to or before

    def lift(self, who: bytes) -> None:
        """They want to be heard again."""
        self._ended.pop(who, None)

    def holds(self, who: bytes, *, now: datetime) -> bool:
        """Whether they have ended it just now."""
        self.forget(now)
        return who in self._ended and now - self._ended[who][0] < JUST_NOW

    def talked_to(self, who: bytes) -> ProgramId | None:
        """Whom they talked to before that, where several can be texted."""
        return self._ended[who][1] if who in self._ended else None

    def forget(self, now: datetime) -> None:
        """Forget whose half minute is over."""
        while self._ended:
            at, _ = next(iter(self._ended.values()))
            if now - at < JUST_NOW:
                return
            self._ended.popitem(last=False)
