"""What the outside must offer: a clock, a carrier of texts, one of mail, and a place for files."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tipline.file_words import BlobId
from tipline.letters import Letter
from tipline.private import Address, MailAddress


class Clock(Protocol):
    """The time of day; only the edges ask for it, everything else is given `now`."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class RememberedText:
    """A text that somebody sent to a line of ours, as the carrier still has it."""

    sid: str = field(repr=False)
    sender: str = field(repr=False)
    line: str = field(repr=False)
    body: str = field(repr=False)
    media: tuple[str, ...] = field(repr=False)
    """The carrier's ids of its pictures."""
    at: datetime
    """When the carrier brought it, or tried to."""


class CarrierMemory(Protocol):
    """What the carrier remembers of our texts, and can be made to forget; what it has forgotten is no error.

    No transaction is open while it is asked, and no webhook waits for it. Each call raises:
        StillOnItsWay: the message is not delivered yet; later.
        CarrierRefused: it will not do this.
        CarrierUnavailable: it could not be asked, does not know us, or says to come back later.
    """

    def redact(self, sid: str) -> None:
        """Blank a message's words."""
        ...

    def delete(self, sid: str) -> None:
        """Forget a message; its pictures were to be forgotten before."""
        ...

    def media(self, message_sid: str) -> list[str]:
        """The ids of a message's pictures."""
        ...

    def delete_media(self, message_sid: str, media_sid: str) -> None:
        """Forget one picture of a message."""
        ...

    def inbound_since(self, line: str, since: datetime) -> list[RememberedText]:
        """What was texted to a line since then and is not forgotten, the oldest first."""
        ...

    def sent_since(self, line: str, since: datetime) -> list[str]:
        """The ids of what a line has sent since then and is not forgotten."""
        ...


class Carrier(CarrierMemory, Protocol):
    """Somebody who brings a text to a phone."""

    def send(self, *, to: Address, from_: Address, body: str) -> str:
        """Hand one text over for delivery, and hear by which id the carrier will speak of it.

        No transaction is open while this runs: a slow carrier must not exhaust the store.

        Raises:
            CarrierRefused: it will not take this text, now or ever.
            CarrierUnavailable: it could not be asked, or says to come back later.
        """
        ...

    def fetch(self, *, sid: str, media: str) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a picture that came with a text, in pieces, while the block lasts.

        Args:
            sid: the carrier's id of the text.
            media: the carrier's id of the picture.

        Raises:
            CarrierRefused: it has no such picture, or no longer.
            CarrierUnavailable: it could not be asked, or says to come back later; also between pieces.
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


class BlobWriter(Protocol):
    """A blob on its way in; it is there once `finish` has returned, and not before."""

    def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            BlobsUnavailable: they cannot be kept.
        """
        ...

    def finish(self) -> None:
        """Keep what was written, so that a power cut does not take it.

        Raises:
            BlobsUnavailable: it cannot be kept.
        """
        ...

    def abandon(self) -> None:
        """Leave nothing of it, as far as that can be done now."""
        ...


class Blob(Protocol):
    """A blob that is there; it can be gone through as often as one likes, from its beginning each time."""

    def __iter__(self) -> Iterator[bytes]:
        """Its bytes, in pieces of some size.

        Raises:
            BlobsUnavailable: it is not there, or cannot be read.
        """
        ...


class Blobs(Protocol):
    """A place for sealed bytes too long for a row; it learns names that are random, lengths, and days."""

    def create(self, blob_id: BlobId) -> BlobWriter:
        """Begin a blob under a fresh name.

        Raises:
            BlobsUnavailable: nothing can be written there now.
        """
        ...

    def read(self, blob_id: BlobId) -> Blob:
        """A blob, to be gone through."""
        ...

    def delete(self, blob_id: BlobId) -> None:
        """Remove a blob, and whatever is left of one that was never finished; one that is gone is no error.

        Raises:
            BlobsUnavailable: nothing can be removed there now.
        """
        ...

    def check(self) -> None:
        """Make sure that blobs can be written there.

        Raises:
            BlobsUnavailable: they cannot.
        """
        ...
