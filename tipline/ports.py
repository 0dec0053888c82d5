"""What the outside must offer: a clock, a carrier of texts, and one of mail."""

from datetime import datetime
from typing import Protocol

from tipline.letters import Letter
from tipline.private import MailAddress, PhoneNumber


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


class Mailer(Protocol):
    """Somebody who brings one of our letters to somebody of the staff."""

    def send(self, letter: Letter, *, to: MailAddress, mail_id: bytes, at: datetime) -> None:
        """Hand one letter over for delivery.

        No transaction is open while this runs, and no page waits for it.

        Args:
            letter: which of the letters; their words are constant, so nothing else can be said.
            to: who gets it.
            mail_id: 16 bytes, the same for every try, so that a mailbox knows a second copy.
            at: the moment of this try.

        Raises:
            MailRefused: the server does not take mail for this address.
            MailUnavailable: nothing can be handed over now.
        """
        ...
