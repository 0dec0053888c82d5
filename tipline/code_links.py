"""The link by which who texts goes on with a code: a token, what the gateway signs of it, and who took it.

The token is in one text and nowhere else. From it follow a digest, by which the store finds the link, and a
pair of keys. The gateway signs both with the tip; who spends the link signs with its key what they begin. So
whoever can write the store, staff who read the tip among them, can neither make a link nor take another's.
"""

import base64
import binascii
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from crypto.context import Purpose, context
from crypto.derive import HASH_SIZE, expand, extract
from crypto.errors import CryptoError
from crypto.keys import PublicKey
from crypto.signing import VERIFY_KEY_SIZE, SigningKey, VerifyKey
from tipline.errors import Refused
from tipline.vocabulary import KeyId, ProgramId, TipId

LIFE: Final = timedelta(minutes=15)
ROUND: Final = timedelta(minutes=5)
"""A link's time ends on a whole five minutes, so that the store does not say when somebody texted."""
TOKEN_SIZE: Final = 16
TOKEN_LETTERS: Final = 26
"""Of base32 in small letters: no sign at the end that a phone leaves out of a link, and any case will do."""

VERSION: Final = b"\x01"
TIME_SIZE: Final = 5
SIGNATURE_SIZE: Final = 64
PROOF_SIZE: Final = len(VERSION) + HASH_SIZE + TIME_SIZE + VERIFY_KEY_SIZE + 2 * SIGNATURE_SIZE
"""Version (1), digest (32), seconds since 1970 (5), verify key (32), two signatures (128)."""


class LinkOver(Refused):
    """A texter's link opens nothing: used, too old, put out by a newer one, or never given."""


@dataclass(frozen=True, slots=True)
class CodeLink:
    """A link as the store has it."""

    program_id: ProgramId
    tip_id: TipId
    link_hash: bytes = field(repr=False)
    verify_key: bytes = field(repr=False)
    expires_at: datetime
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody begins with a link: a thread, its key, and their own two."""

    program_id: ProgramId
    tip_id: TipId
    key_id: KeyId
    thread: PublicKey = field(repr=False)
    principal: PublicKey = field(repr=False)
    verify: VerifyKey = field(repr=False)


def draw_token() -> bytes:
    """A fresh token: 128 bits."""
    return secrets.token_bytes(TOKEN_SIZE)


def write_token(token: bytes) -> str:
    """A token as it stands in an address: 26 letters and digits."""
    return base64.b32encode(token).decode().rstrip("=").lower()


def read_token(written: str) -> bytes:
    """A token out of an address, in any case.

    Raises:
        LinkOver: it is none.
    """
    if len(written) != TOKEN_LETTERS:
        raise LinkOver
    try:
        return base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    except (binascii.Error, ValueError):
        raise LinkOver from None


def link_hash(token: bytes) -> bytes:
    """By which the store finds a link."""
    return sha256(token).digest()


def make_link(
    token: bytes, *, program_id: ProgramId, tip_id: TipId, gateway: SigningKey, now: datetime
) -> CodeLink:
    """The link of a token, signed by the gateway for one tip and a quarter of an hour, or a little more."""
    expires_at = _rounded_up(now + LIFE)
    digest, verify = link_hash(token), _key(token).verify_key().raw
    signature = gateway.sign(_statement(digest, expires_at, verify), context=_link_place(program_id, tip_id))
    return CodeLink(program_id, tip_id, digest, verify, expires_at, signature)


def check_link(link: CodeLink, *, gateway: VerifyKey | None, now: datetime) -> None:
    """See that the gateway made a link as it stands, and that its time is not over.

    Raises:
        LinkOver: it did not, or it is.
    """
    if gateway is None or link.expires_at <= now or not _by_gateway(link, gateway):
        raise LinkOver


def take(link: CodeLink, token: bytes, taken: Taken) -> str:
    """Say with a link's own key what is begun with it: what the first record of the new thread carries."""
    signature = _key(token).sign(_keys(taken), context=_taken_place(taken))
    statement = _statement(link.link_hash, link.expires_at, link.verify_key)
    proof = VERSION + statement + link.signature + signature
    return b64encode(proof).decode()


def taken_at(proof: str, taken: Taken, *, gateway: VerifyKey | None) -> datetime | None:
    """When the link was over by which a thread was begun; nothing where no link of the gateway's began it."""
    try:
        raw = b64decode(proof, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != PROOF_SIZE or raw[: len(VERSION)] != VERSION or gateway is None:
        return None
    digest, rest = raw[1 : 1 + HASH_SIZE], raw[1 + HASH_SIZE :]
    seconds, rest = int.from_bytes(rest[:TIME_SIZE], "big"), rest[TIME_SIZE:]
    verify, rest = rest[:VERIFY_KEY_SIZE], rest[VERIFY_KEY_SIZE:]
    signature, own = rest[:SIGNATURE_SIZE], rest[SIGNATURE_SIZE:]
    try:
        expires_at = datetime.fromtimestamp(seconds, UTC)
        link = CodeLink(taken.program_id, taken.tip_id, digest, verify, expires_at, signature)
        VerifyKey(verify).verify(own, _keys(taken), context=_taken_place(taken))
    except (CryptoError, ValueError, OverflowError):
        return None
    return expires_at if _by_gateway(link, gateway) else None


def _rounded_up(moment: datetime) -> datetime:
    seconds, step = ceil(moment.timestamp()), int(ROUND.total_seconds())
    return datetime.fromtimestamp(-(-seconds // step) * step, UTC)


def _by_gateway(link: CodeLink, gateway: VerifyKey) -> bool:
    statement = _statement(link.link_hash, link.expires_at, link.verify_key)
    try:
        gateway.verify(link.signature, statement, context=_link_place(link.program_id, link.tip_id))
    except CryptoError:
        return False
    return True


def _key(token: bytes) -> SigningKey:
    root = extract(context(Purpose.CODE_LINK), token)
    return SigningKey.from_seed(expand(root, context(Purpose.CODE_LINK, "key")))


def _statement(digest: bytes, expires_at: datetime, verify: bytes) -> bytes:
    return digest + int(expires_at.timestamp()).to_bytes(TIME_SIZE, "big") + verify


def _keys(taken: Taken) -> bytes:
    return taken.thread.raw + taken.principal.raw + taken.verify.raw


def _link_place(program_id: ProgramId, tip_id: TipId) -> bytes:
    return context(Purpose.CODE_LINK, program_id, tip_id, "link")


def _taken_place(taken: Taken) -> bytes:
    return context(Purpose.CODE_LINK, taken.program_id, taken.tip_id, taken.key_id, "taken")
