"""What a reporter's page carries from step to step in place of the code: the code, sealed, for half an hour.

The words are typed once; no page shows them again, and a page that is left open opens nothing after a while.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from crypto.codes import ReporterCode, read_code
from crypto.context import Purpose, context
from crypto.errors import CannotOpen, UnknownWords
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, unlock
from tipline.errors import FormTokenMissing, FormTokenOld
from tipline.vocabulary import ProgramId, RecordId

LIFE: Final = timedelta(minutes=30)
NONCE_SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class Ticket:
    """An opened ticket."""

    code: ReporterCode
    nonce: bytes = field(repr=False)

    def record_id(self, text: str, *, key: bytes) -> RecordId:
        """The id of a message sent with this ticket: sent twice it is stored once, changed it is another."""
        return RecordId(keyed_name(key, context(Purpose.ONCE, self.nonce, text)))


def issue(code: ReporterCode, *, key: bytes, program_id: ProgramId, now: datetime) -> str:
    """Seal a code for the next step of one program's pages."""
    content = [int(now.timestamp()), code.language, code.text, secrets.token_hex(NONCE_SIZE)]
    sealed = lock(json.dumps(content).encode(), key, context=context(Purpose.TICKET, program_id))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(ticket: str, *, key: bytes, program_id: ProgramId, now: datetime) -> Ticket:
    """Open a ticket.

    Raises:
        FormTokenMissing: we did not make it, or for another program.
        FormTokenOld: it was made more than `LIFE` ago.
    """
    try:
        sealed = base64.b64decode(ticket + "=" * (-len(ticket) % 4), altchars=b"-_", validate=True)
        made, language, words, nonce = json.loads(
            unlock(sealed, key, context=context(Purpose.TICKET, program_id))
        )
        code = read_code(words, first=language)
    except (binascii.Error, ValueError, CannotOpen, UnknownWords):
        raise FormTokenMissing from None
    if now.timestamp() - made > LIFE.total_seconds():
        raise FormTokenOld
    return Ticket(code, bytes.fromhex(nonce))
