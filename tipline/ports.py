"""What the outside must offer: a clock, a carrier of texts, one of mail, and a place for files."""

from collections.abc import Iterator
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


class Carrier(Protocol):
    """Somebody who brings a text to a phone."""

    def send(self, *, to: Address, from_: Address, body: str) -> None:
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
