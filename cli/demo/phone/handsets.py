"""The phones of the demo and what is on their screens, in memory alone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

FIRST: Final = "+14165550142"
"""Fictional, like every number of the 555-01xx block."""
WHATSAPP: Final = "whatsapp:"

_BLOCK: Final = "+1416555"
_BLOCK_START: Final = 142
_MOST_BUBBLES: Final = 500


class Way(Enum):
    """How far a message has come."""

    TAKEN = auto()
    """From the phone, and the gateway has it."""
    NOT_TAKEN = auto()
    """From the phone, and the carrier alone has it."""
    CARRIERS = auto()
    """The carrier has written it by itself."""
    QUEUED = auto()
    SENT = auto()
    DELIVERED = auto()
    UNDELIVERED = auto()
    REFUSED = auto()
    """The carrier has not taken it from us."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that was sent from a phone, which keeps it whatever the carrier does."""

    name: str = field(repr=False)
    kind: str
    content: bytes = field(repr=False)
    shot_id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a screen."""

    at: datetime
    text: str = field(repr=False)
    line: str
    way: Way
    sid: str = ""
    """The carrier's id of it; none where it never had one."""
    code: int | None = None
    """The carrier's error, where it did not arrive."""
    shots: tuple[Shot, ...] = field(default=(), repr=False)

    @property
    def mine(self) -> bool:
        """Whether it was sent from the phone."""
        return self.way in {Way.TAKEN, Way.NOT_TAKEN}


@dataclass
class Handset:
    """One phone: its number, and its conversations with our lines."""

    number: str = field(repr=False)
    bubbles: list[Bubble] = field(default_factory=list)
    reachable: bool = True
    unseen: int = 0
    """Messages that came while another phone was looked at."""

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
        self.unseen += not bubble.mine
        del self.bubbles[:-_MOST_BUBBLES]

    def come_to(self, sid: str, way: Way, *, code: int | None = None) -> None:
        """A message has come further."""
        self.bubbles = [replace(one, way=way, code=code) if one.sid == sid else one for one in self.bubbles]


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

    def at(self, address: str) -> Handset:
        """The phone that is reached at an address of the carrier's, by whichever app."""
        return self.with_number(address.removeprefix(WHATSAPP))

    def another(self) -> Handset:
        """A phone that nobody has used."""
        place = _BLOCK_START
        while f"{_BLOCK}{place:04}" in self._phones:
            place += 1
        return self.with_number(f"{_BLOCK}{place:04}")

    def shot(self, shot_id: str) -> Shot | None:
        """A picture that was sent from one of the phones."""
        everything = (shot for phone in self.all() for one in phone.bubbles for shot in one.shots)
        return next((shot for shot in everything if shot.shot_id == shot_id), None)


def is_whatsapp(address: str) -> bool:
    """Whether a line is texted by WhatsApp."""
    return address.startswith(WHATSAPP)


def address_of(phone: Handset, *, line: str) -> str:
    """The phone as the carrier writes it to this line: by the same app."""
    return f"{WHATSAPP}{phone.number}" if is_whatsapp(line) else phone.number
