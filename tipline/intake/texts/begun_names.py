"""The end of what a sender wrote last, where the name of somebody of ours may have begun in it.

Who texts in short pieces writes "it is Ida" and then "Wells": neither text names anybody. It is kept in
memory alone, of the few texts that end so, for an hour and not past STOP.
"""

from collections import OrderedDict
from datetime import datetime
from typing import Final

from tipline.intake.texts.manners import HOUR

MOST: Final = 10_000
"""Senders of whom it is kept; beyond that, who wrote first is forgotten first."""


class BegunNames:
    """What may be the beginning of a name, by the sender's keyed name."""

    def __init__(self) -> None:
        self._ends: OrderedDict[bytes, tuple[datetime, str]] = OrderedDict()

    def of(self, who: bytes, *, now: datetime) -> str:
        """What this sender wrote last, as far as a name may go on from it."""
        at, end = self._ends.get(who, (now, ""))
        return end if abs(now - at) < HOUR else ""

    def keep(self, who: bytes, end: str, *, now: datetime) -> None:
        """Keep the end of a text that is stored, in place of the one before."""
        self.forget(who)
        while self._ends and (
            len(self._ends) >= MOST or abs(now - next(iter(self._ends.values()))[0]) >= HOUR
        ):
            self._ends.popitem(last=False)
        if end:
            self._ends[who] = now, end

    def forget(self, who: bytes) -> None:
        """They have ended it."""
        self._ends.pop(who, None)
