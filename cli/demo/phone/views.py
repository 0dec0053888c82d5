"""What the phone page shows of its phones and of the carrier: frozen, and in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cli.demo.config import PhoneConfig
from cli.demo.numbers import NAMES
from cli.demo.phone.handsets import WHATSAPP, Bubble, Shot, Way
from cli.demo.phone.messages import Held, Messages

_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")

_FAR: Final = {
    Way.QUEUED: "Queued",
    Way.SENT: "Sent",
    Way.DELIVERED: "Delivered",
    Way.CARRIERS: "Written by the carrier itself",
    Way.UNDELIVERED: "Did not arrive: out of reach (30003)",
    Way.REFUSED: "Refused by the carrier: this phone has texted STOP (21610)",
}
LOST: Final = frozenset({Way.UNDELIVERED, Way.REFUSED})
PENDING: Final = frozenset({Way.QUEUED, Way.SENT})


@dataclass(frozen=True, slots=True)
class Line:
    """A number of ours, as the phone's address book has it."""

    wire: str
    """As the carrier writes it."""
    name: str
    hint: str

    @property
    def number(self) -> str:
        """The number alone."""
        return self.wire.removeprefix(WHATSAPP)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the words of a text, or an address in it."""

    text: str = field(repr=False)
    is_link: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as the screen has it."""

    mine: bool
    look: str
    """`lost`, `pending`, or nothing."""
    parts: tuple[Part, ...] = field(repr=False)
    shots: tuple[Shot, ...] = field(repr=False)
    way: str
    """How far it has come."""
    held: str
    """What the carrier still has of it."""


def lines_of(config: PhoneConfig) -> tuple[Line, ...]:
    """Whom the phones can text."""
    whatsapp = "By WhatsApp, which the board opens first (Apps, in the console)."
    short = "Begin with the keyword of your program: TOR or LAKE."
    lines = [
        Line(config.own_number, "Own number", "The program has it alone: no keyword needed."),
        Line(config.shared_number, "Shared number", "Begin with the keyword of your program."),
        Line(config.short_code, "Short code", short),
        Line(f"{WHATSAPP}{config.own_number}", "WhatsApp", whatsapp),
    ]
    return tuple(line for line in lines if line.wire)


def seen(bubbles: list[Bubble], messages: Messages) -> list[Seen]:
    """A conversation as the screen has it."""
    last = next((place for place, one in reversed(list(enumerate(bubbles))) if one.mine), None)
    return [
        Seen(
            mine=one.mine,
            look=_look(one, messages),
            parts=tuple(_parts(one.text)),
            shots=one.shots,
            way=_far(one, messages, newest=place == last),
            held=_held(one, messages),
        )
        for place, one in enumerate(bubbles)
    ]


def carrier_holds(messages: Messages) -> str:
    """How much the carrier still has, of everybody."""
    texts, pictures = len(messages.all()), len(messages.pictures())
    if not texts and not pictures:
        return "nothing"
    return f"{_count(texts, 'text')}, {_count(pictures, 'picture')}"


def spoken(number: str) -> str:
    """A number as people write it where the demo is set, or whose phone it is."""
    if number in NAMES:
        return NAMES[number]
    if len(number) == len("+14165550142") and number.startswith("+1"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def _look(one: Bubble, messages: Messages) -> str:
    if one.way in PENDING:
        return "pending"
    missed = one.way is Way.NOT_TAKEN and messages.held(one.sid)
    return "lost" if missed or one.way in LOST else ""


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for found in _LINK.finditer(text):
        if found.start() > at:
            yield Part(text[at : found.start()], is_link=False)
        yield Part(found[0], is_link=True)
        at = found.end()
    if text[at:]:
        yield Part(text[at:], is_link=False)


def _far(one: Bubble, messages: Messages, *, newest: bool) -> str:
    if one.way is Way.NOT_TAKEN:
        if messages.held(one.sid):
            return "Not delivered: the gateway is away. The carrier keeps it until it is asked"
        return "Fetched by the gateway when it was back"
    if one.way is Way.TAKEN:
        return "Delivered" if newest else ""
    return _FAR[one.way]


def _held(one: Bubble, messages: Messages) -> str:
    """What the carrier has of a message that it ever had."""
    if not one.sid:
        return ""
    match messages.held(one.sid):
        case Held(message=False, pictures=0):
            return "erased at the carrier"
        case Held(pictures=0, words=False):
            return "words erased at the carrier"
        case Held(pictures=0):
            return "the carrier has it"
        case Held(pictures=pictures):
            return f"the carrier has {_count(pictures, 'picture')} of it"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
