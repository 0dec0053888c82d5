"""Stand-ins for the outside, each held to the contract test of the real thing."""

import threading
from dataclasses import dataclass, field
from typing import Final

from tipline.errors import CarrierRefused, CarrierUnavailable
from tipline.private import Address

OPTED_OUT: Final = "+15005550004"
NO_MOBILE: Final = "+15005550009"
"""Magic numbers of Twilio's test credentials."""

TOO_FAST: Final = "+15005550429"
BROKEN: Final = "+15005550500"
"""Numbers of our own at which the carrier itself is in trouble."""

REFUSALS: Final = {OPTED_OUT: 21610, NO_MOBILE: 21614}
TROUBLES: Final = frozenset({TOO_FAST, BROKEN})


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that a carrier took."""

    to: str
    from_: str
    body: str


@dataclass
class FakeCarrier:
    """A carrier that remembers what it was given; a few numbers are beyond its reach."""

    sent: list[Sent] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set by the first text."""
    held_up: dict[str, threading.Event] = field(default_factory=dict)
    """Numbers at which it hangs until their event is set."""
    asked: list[str] = field(default_factory=list)
    """For which number it was asked, at the beginning of each call."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def send(self, *, to: Address, from_: Address, body: str) -> None:
        """Take a text, or say why not."""
        self.asked.append(to.wire)
        if to.wire in self.held_up:
            self.held_up[to.wire].wait(timeout=20)
        if to.wire in TROUBLES:
            raise CarrierUnavailable
        if to.wire in REFUSALS:
            raise CarrierRefused(REFUSALS[to.wire])
        with self._turn:
            self.sent.append(Sent(to.wire, from_.wire, body))
        self.arrived.set()
