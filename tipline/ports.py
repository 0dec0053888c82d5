"""What the outside must offer: a clock, and a carrier of texts."""

from datetime import datetime
from typing import Protocol

from tipline.private import PhoneNumber


class Clock(Protocol):
    """The time of day; only the edges ask for it, everything else is given `now`."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        ...


class Carrier(Protocol):
    """Somebody who brings a text to a phone."""

    def send(self, *, to: PhoneNumber, from_: PhoneNumber, body: str) -> None:
        """Hand one text over for delivery.

        No transaction is open while this runs: a slow carrier must not exhaust the store.

        Raises:
            CarrierRefused: it will not take this text, now or ever.
            CarrierUnavailable: it could not be asked, or says to come back later.
        """
        ...
