"""Tickets for scrubbed copies: sealed, in an address of another origin, good for minutes and one session.

The key is drawn when the process starts and stands in no file: an address that somebody finds opens nothing.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import lock, unlock
from tipline.casework.files import Copy
from tipline.errors import NothingHere
from tipline.file_words import BlobId, FileId
from tipline.files import Part
from tipline.vocabulary import KeyId, ProgramId

LIFE: Final = timedelta(minutes=10)
TICKET_LIMIT: Final = 2_000
"""Letters of a ticket; a longer one is none of ours."""


class NoTicket(NothingHere):
    """It is none of ours, or too old, or its session is over."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """What a ticket is for."""

    program_id: ProgramId
    session_id: bytes = field(repr=False)
    name: str
    """By which the file is called where it is kept: "TOR-4F7K-92QX picture 1"."""
    copy: Copy


class Tickets:
    """Makes and reads the tickets of one process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def __repr__(self) -> str:
        return "Tickets(…)"

    def issue(self, viewing: Viewing, *, now: datetime) -> str:
        """A ticket, in URL-safe base64."""
        copy = viewing.copy
        body = [
            viewing.program_id.hex(),
            viewing.session_id.hex(),
            viewing.name,
            copy.file_id.hex(),
            copy.blob_id.hex(),
            copy.key.hex(),
            copy.media_type,
            copy.size,
            copy.through.hex(),
            copy.part.value,
            int(now.timestamp()),
        ]
        sealed = lock(json.dumps(body).encode(), self._key, context=context(Purpose.VIEWING))
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def read(self, ticket: str, *, now: datetime) -> Viewing:
        """What a ticket is for.

        Raises:
            NoTicket: this process did not make it, or more than `LIFE` ago.
        """
        try:
            padded = ticket[:TICKET_LIMIT] + "=" * (-len(ticket) % 4)
            sealed = base64.b64decode(padded, altchars=b"-_", validate=True)
            body = json.loads(unlock(sealed, self._key, context=context(Purpose.VIEWING)))
        except (binascii.Error, ValueError, CannotOpen):
            raise NoTicket from None
        program, session, name, file_id, blob_id, key, media_type, size, through, part, made = body
        if now.timestamp() - made > LIFE.total_seconds():
            raise NoTicket
        copy = Copy(
            FileId(bytes.fromhex(file_id)),
            BlobId(bytes.fromhex(blob_id)),
            bytes.fromhex(key),
            media_type,
            size,
            KeyId(bytes.fromhex(through)),
            Part(part),
        )
        return Viewing(ProgramId(bytes.fromhex(program)), bytes.fromhex(session), name, copy)
