"""A text message as the gateway lets it in: the few fields that are needed, and none that can be printed."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from tipline.errors import NotAnAddress
from tipline.private import Address, AddressKind

_FEWEST_DIGITS: Final = 7
"""Shorter senders are machines: an answer would cost money, or start two machines talking."""


_NUMBERS: Final = frozenset({AddressKind.SMS, AddressKind.RCS})


class OptOut(StrEnum):
    """What the carrier did by itself about this text, and has answered: then we stay silent."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


@dataclass(frozen=True, slots=True)
class InboundText:
    """One text: the carrier's id of it, from whom, to which of our numbers, and what it says."""

    sid: str = field(repr=False)
    sender: str = field(repr=False)
    """As the carrier writes it: an address of any kind, a short code, a name; empty where it was withheld."""
    line: str = field(repr=False)
    body: str = field(repr=False)
    media: int = 0
    """Pictures and the like that came with it."""
    media_ids: tuple[str, ...] = field(default=(), repr=False)
    """The carrier's id of each, in their order; empty for one that it does not name as it should."""
    opt_out: OptOut | None = None
    waited: timedelta = field(repr=False, default=timedelta())
    """How long it was at the carrier before it was asked for: what it tells of was then, and not now."""
    late: bool = field(repr=False, default=False)
    """It waited here so long for a store that what it says of its moment is over."""

    @property
    def address(self) -> Address | None:
        """Where the sender can be answered: nowhere, if they are a short code, a name or withheld."""
        try:
            address = Address.read(self.sender)
        except NotAnAddress:
            return None
        digits = address.person.lstrip("+") if address.kind in _NUMBERS else ""
        return None if digits and (not digits.isdigit() or len(digits) < _FEWEST_DIGITS) else address
