"""Tell visitors apart for an hour, without addresses: the outermost layer asks for a name, then drops them.

A name is a keyed digest, under a salt that lives in this process's memory alone. With the salt goes every way
to ask whether an address had a name; names and salt are written, logged and shown nowhere.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from secrets import token_bytes
from time import monotonic
from typing import Final, NewType

from starlette.requests import Request
from starlette.types import Scope

from crypto.context import Purpose, context
from crypto.derive import mac

Visitor = NewType("Visitor", bytes)

EVERYBODY: Final = Visitor(b"")
"""All who come by this machine itself, as an onion service brings them, or by an address that is none."""

LIFE: Final = 3600.0
"""Seconds for which a salt lives; the design allows a day."""

SALT_SIZE: Final = 32
NAME_SIZE: Final = 16
HOME: Final = 64
"""Bits of an IPv6 address that a provider gives to one house."""

VISITOR: Final = "tipline.visitor"
"""Where in a request's scope the name is, for the length of the request."""


class Visitors:
    """Gives visitors names that last for an hour at most."""

    def __init__(self, *, proxies: int = 0, clock: Callable[[], float] = monotonic) -> None:
        """Believe so many proxies in front what they add to `X-Forwarded-For`: those that are ours."""
        self._proxies = proxies
        self._clock = clock
        self._renew()

    def name(self, scope: Scope) -> Visitor:
        """The name of who asks: `NAME_SIZE` bytes, or `EVERYBODY`."""
        self.forget_old()
        address = _address(scope, self._proxies)
        if address is None or address.is_loopback:
            return EVERYBODY
        return Visitor(mac(bytes(self._salt), context(Purpose.THROTTLE, _house(address)))[:NAME_SIZE])

    def forget_old(self) -> None:
        """Take a new salt where the old one has lived its time."""
        if self._clock() >= self._until:
            self._salt[:] = bytes(SALT_SIZE)
            self._renew()

    def _renew(self) -> None:
        self._salt = bytearray(token_bytes(SALT_SIZE))
        self._until = self._clock() + LIFE


def visitor_of(request: Request) -> Visitor:
    """Who a request is from, as the outermost layer named them."""
    visitor: Visitor = request.scope.get(VISITOR, EVERYBODY)
    return visitor


def _address(scope: Scope, proxies: int) -> IPv4Address | IPv6Address | None:
    """The address of who asks, as the outermost of our own proxies saw it."""
    client = scope.get("client")
    written = client[0] if client else ""
    if proxies:
        lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        seen = [one.strip() for line in lines for one in line.split(",")]
        # Whoever came past the proxies wrote the header themselves: it says nothing.
        written = seen[-proxies] if len(seen) >= proxies else written
    try:
        address = ip_address(written)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _house(address: IPv4Address | IPv6Address) -> bytes:
    """What of an address one visitor cannot change at will."""
    if isinstance(address, IPv6Address):
        return ip_network((int(address), HOME), strict=False).network_address.packed
    return address.packed
