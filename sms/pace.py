"""How fast each of our numbers texts: so many segments a second, and what waits for its turn has one."""

from datetime import datetime, timedelta
from typing import Final

from tipline.private import Address
from tipline.segments import segments

SECOND: Final = timedelta(seconds=1)

FORGOTTEN: Final = timedelta(minutes=10)
"""After its turn, a text that nobody came for: another gateway has sent it."""


class Pace:
    """The turns of one process. A number that has much to say keeps no other one waiting.

    The carrier queues what comes faster, but drops the rest when its queue is full, and what waits there is
    out of our hands: nobody's STOP stops it any more.
    """

    def __init__(self, segments_a_second: float) -> None:
        """Let each number send so much in any second, and at least one text at once."""
        self._second = segments_a_second
        self._slack = max(timedelta(), SECOND - timedelta(seconds=1 / segments_a_second))
        self._free: dict[Address, datetime] = {}
        self._turns: dict[bytes, tuple[Address, datetime]] = {}

    def turn(self, name: bytes, *, line: Address, text: str, now: datetime) -> datetime:
        """When a text may leave: now at the earliest, and whoever was told a time first goes first.

        To be asked again at that time, with the same name; then it has its turn.
        """
        _, turn = self._turns.get(name, (line, None))
        if turn is None:
            free = max(now, self._free.get(line, now))
            turn = max(now, free - self._slack)
            self._free[line] = free + self._lasts(text)
        if turn > now:
            self._turns[name] = line, turn
        else:
            self._turns.pop(name, None)
        return turn

    def spent(self, *, line: Address, text: str, now: datetime) -> None:
        """A text left without waiting for a turn: what waits comes after it."""
        self._free[line] = max(now, self._free.get(line, now)) + self._lasts(text)

    def hold(self, *, line: Address, until: datetime) -> None:
        """The carrier asks for a pause: nothing of this number leaves before; who had a turn gets another."""
        self._turns = {name: one for name, one in self._turns.items() if one[0] != line}
        self._free[line] = until + self._slack

    def forget(self, *, now: datetime) -> None:
        """Let go of what is long over."""
        self._turns = {name: one for name, one in self._turns.items() if one[1] > now - FORGOTTEN}
        self._free = {line: free for line, free in self._free.items() if free > now}

    def _lasts(self, text: str) -> timedelta:
        return timedelta(seconds=segments(text) / self._second)
