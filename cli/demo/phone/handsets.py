"""The phones of the demo and what is on their screens, in memory alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

FIRST: Final = "+14165550142"
"""Fictional, like every number of the 555-01xx block."""

_BLOCK: Final = "+1416555"
_BLOCK_START: Final = 142
_MOST_BUBBLES: Final = 500


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a screen."""

    at: datetime
    text: str = field(repr=False)
    mine: bool
    line: str
    failed: bool = False
    """It did not leave the phone: the gateway did not take it."""


@dataclass
class Handset:
    """One phone: its number, and its conversations with our lines."""

    number: str = field(repr=False)
    bubbles: list[Bubble] = field(default_factory=list)

    @property
    def last_line(self) -> str | None:
        """The line of the newest message."""
        return self.bubbles[-1].line if self.bubbles else None

    def conversation(self, line: str) -> list[Bubble]:
        """What passed between this phone and a line."""
        return [one for one in self.bubbles if one.line == line]

    def show(self, bubble: Bubble) -> None:
        """Put a message on the screen; the oldest goes when there are too many."""
        self.bubbles.append(bubble)
        del self.bubbles[:-_MOST_BUBBLES]


class Handsets:
    """Every phone that was used since the page was started."""

    def __init__(self) -> None:
        """Begin with one phone that nobody has used."""
        self._phones: dict[str, Handset] = {FIRST: Handset(FIRST)}

    def all(self) -> Sequence[Handset]:
        """The phones, the first one first."""
        return tuple(self._phones.values())

    def with_number(self, number: str) -> Handset:
        """The phone with this number; it comes into being when it is first asked for."""
        return self._phones.setdefault(number, Handset(number))

    def another(self) -> Handset:
        """A phone that nobody has used."""
        place = _BLOCK_START
        while f"{_BLOCK}{place:04}" in self._phones:
            place += 1
        return self.with_number(f"{_BLOCK}{place:04}")
