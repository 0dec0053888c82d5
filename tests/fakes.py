"""Stand-ins for the outside, each held to the contract test of the real thing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tipline.carrier_errors import CarrierRefused, CarrierTrouble, CarrierUnavailable, StillOnItsWay
from tipline.ports import RememberedText
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
    remembered: dict[str, RememberedText] = field(default_factory=dict)
    """What somebody has texted to us, as the carrier has it, by its id."""
    outgoing: dict[str, str] = field(default_factory=dict)
    """From which line it was that we sent a text, by its id."""
    forgotten: list[str] = field(default_factory=list)
    """The ids of messages and pictures that it was made to forget, in order."""
    on_its_way: set[str] = field(default_factory=set)
    """Messages that are not delivered yet."""
    troubled: CarrierTrouble | None = None
    """What it answers to everything about its memory, while it is set."""
    pictures: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """Pictures that it keeps, by the ids of their text and their own."""
    away: bool = False
    """Whether it gives out pictures only up to their middle."""
    fetched: list[tuple[str, str]] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def send(self, *, to: Address, from_: Address, body: str) -> str:
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
            sid = f"SM{len(self.sent):032x}"
            self.outgoing[sid] = from_.wire
        self.arrived.set()
        return sid

    def redact(self, sid: str) -> None:
        """Blank a message's words."""
        self._ask(sid)
        with self._turn:
            if sid in self.remembered:
                self.remembered[sid] = replace(self.remembered[sid], body="")

    def delete(self, sid: str) -> None:
        """Forget a message, and nothing of its pictures."""
        self._ask(sid)
        with self._turn:
            self.forgotten.append(sid)
            self.remembered.pop(sid, None)
            self.outgoing.pop(sid, None)

    def media(self, message_sid: str) -> list[str]:
        """The ids of a message's pictures."""
        self._ask(message_sid)
        found = self.remembered.get(message_sid)
        return list(found.media) if found else []

    def delete_media(self, message_sid: str, media_sid: str) -> None:
        """Forget one picture."""
        self._ask(message_sid)
        with self._turn:
            self.forgotten.append(media_sid)
            if message_sid in self.remembered:
                found = self.remembered[message_sid]
                left = tuple(one for one in found.media if one != media_sid)
                self.remembered[message_sid] = replace(found, media=left)

    def inbound_since(self, line: str, since: datetime) -> list[RememberedText]:
        """What was texted to a line since then."""
        self._ask("")
        with self._turn:
            found = [one for one in self.remembered.values() if one.line == line and one.at >= since]
        return sorted(found, key=lambda one: (one.at, one.sid))

    def sent_since(self, line: str, since: datetime) -> list[str]:  # noqa: ARG002  # it keeps no times
        """What a line has sent."""
        self._ask("")
        return [sid for sid, from_ in self.outgoing.items() if from_ == line]

    def _ask(self, sid: str) -> None:
        if self.troubled is not None:
            raise self.troubled
        if sid in self.on_its_way:
            raise StillOnItsWay

    @contextmanager
    def fetch(self, *, sid: str, media: str) -> Iterator[Iterator[bytes]]:
        """Give a picture out piece by piece, or say that it is not here."""
        self.fetched.append((sid, media))
        if (sid, media) not in self.pictures:
            raise CarrierRefused
        yield self._pieces(self.pictures[sid, media])

    def _pieces(self, content: bytes) -> Iterator[bytes]:
        middle = len(content) // 2
        yield content[:middle]
        if self.away:
            raise CarrierUnavailable
        yield content[middle:]
