"""A form's one-time token: made without the store, spent in the transaction of what the form sends.

Without a cookie there is nothing else by which a second click can be told from a second tip. The store learns
a hash and a day, and forgets both.
"""

import base64
import binascii
import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NewType, TypeVar

from sqlalchemy import Connection, delete

from crypto.context import Purpose, context
from crypto.derive import mac
from tipline.errors import FormTokenMissing, FormTokenOld
from tipline.store.columns import table
from tipline.store.inserts import Inserts
from tipline.store.statements import Values, insert_new
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import ProgramId

LIFE: Final = timedelta(hours=24)
"""A phone may be put away and taken out again in the evening."""

VERSION: Final = b"\x01"
TIME_SIZE: Final = 5
NONCE_SIZE: Final = 12
TAG_SIZE: Final = 16
TOKEN_SIZE: Final = len(VERSION) + TIME_SIZE + NONCE_SIZE + TAG_SIZE
HASH_SIZE: Final = 16

TokenHash = NewType("TokenHash", bytes)

T = TypeVar("T")


def issue(*, key: bytes, program_id: ProgramId, now: datetime) -> str:
    """Make a token for one form of one program.

    Returns:
        46 letters of URL-safe base64: version (1), seconds since 1970 (5), nonce (12), tag (16).
    """
    seconds = int(now.timestamp()).to_bytes(TIME_SIZE, "big")
    body = VERSION + seconds + secrets.token_bytes(NONCE_SIZE)
    return base64.urlsafe_b64encode(body + _tag(body, key=key, program_id=program_id)).decode().rstrip("=")


def check(token: str, *, key: bytes, program_id: ProgramId, now: datetime) -> TokenHash:
    """Check that a token is ours, for this program and not too old.

    Returns:
        What is stored of it once it is spent.

    Raises:
        FormTokenMissing: there is none, or we did not make it for this program.
        FormTokenOld: it was made more than `LIFE` ago.
    """
    raw = _decoded(token)
    body, tag = raw[:-TAG_SIZE], raw[-TAG_SIZE:]
    if len(raw) != TOKEN_SIZE or not hmac.compare_digest(tag, _tag(body, key=key, program_id=program_id)):
        raise FormTokenMissing
    made = int.from_bytes(body[len(VERSION) : len(VERSION) + TIME_SIZE], "big")
    if now.timestamp() - made > LIFE.total_seconds():
        raise FormTokenOld
    return TokenHash(sha256(raw).digest()[:HASH_SIZE])


def age(token: str, *, now: datetime) -> timedelta:
    """How long ago a token was made that `check` has let pass."""
    made = int.from_bytes(_decoded(token)[len(VERSION) : len(VERSION) + TIME_SIZE], "big")
    return timedelta(seconds=now.timestamp() - made)


def spend(connection: Connection, token: TokenHash, *, program_id: ProgramId, now: datetime) -> bool:
    """Use a token up; false where it was used before."""
    return insert_new(connection, FormTokenRow, _spent(token, program_id=program_id, now=now))


def once(token: TokenHash, deed: Inserts[T], *, program_id: ProgramId, now: datetime) -> Inserts[T | None]:
    """The deed that uses a token up with another; nothing is done, or given, where it was used before."""

    def by_itself(connection: Connection) -> T | None:
        return deed(connection) if spend(connection, token, program_id=program_id, now=now) else None

    spent = _spent(token, program_id=program_id, now=now)
    return Inserts(((FormTokenRow, spent), *deed.rows), deed.result, by_itself)


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Delete what is left of tokens that are too old to be used again."""
    rows = table(FormTokenRow)
    connection.execute(delete(rows).where(rows.c.day < (now - LIFE).date()))


def _spent(token: TokenHash, *, program_id: ProgramId, now: datetime) -> Values:
    return {"program_id": program_id, "token_hash": token, "day": now.date()}


def _tag(body: bytes, *, key: bytes, program_id: ProgramId) -> bytes:
    return mac(key, context(Purpose.FORM_TOKEN, program_id, body))[:TAG_SIZE]


def _decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
