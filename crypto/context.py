"""The one function that builds what every seal, signature and derivation is bound to."""

from enum import StrEnum
from typing import Final

LABEL: Final = b"tipline/v1"
LENGTH_SIZE: Final = 4
INTEGER_SIZE: Final = 8
FIELD_HEAD_SIZE: Final = 1 + LENGTH_SIZE
"""Type tag (1), length (4)."""

_BYTES: Final = b"b"
_INTEGER: Final = b"i"
_TEXT: Final = b"s"


class Purpose(StrEnum):
    """What a seal, a signature or a derived key is for; every label of the system.

    A value is part of stored bytes for ever: it may be added, never changed.
    """

    ALERTS = "alerts"
    ASIDE = "aside"
    AUDIT = "audit"
    AWARD = "award"
    BLOCK = "block"
    CASE = "case"
    CERTIFICATE = "certificate"
    CHAIN = "chain"
    CHECK = "check"
    CLAIM = "claim"
    CODE = "code"
    CODE_LINK = "code-link"
    CONVERSATION = "conversation"
    COPY = "copy"
    DISPOSAL = "disposal"
    ENCLOSURE = "enclosure"
    EPOCH = "epoch"
    ERASURE = "erasure"
    FILE = "file"
    FINGERPRINT = "fingerprint"
    FORM_TOKEN = "form-token"  # noqa: S105  # a label, not a password
    GATEWAY_KEY = "gateway-key"
    GRANT = "grant"
    HAND = "hand"
    HELD_TEXT = "held-text"
    KEPT_FILES = "kept-files"
    KEY_FILE = "key-file"
    LEAVING = "leaving"
    LEDGER = "ledger"
    LINE = "line"
    LOAN = "loan"
    LOCK = "lock"
    LOCKER = "locker"
    LOOKUP = "lookup"
    ONCE = "once"
    OPENING = "opening"
    ORIGINAL = "original"
    OUTBOX = "outbox"
    PASSKEY = "passkey"
    PRINCIPAL = "principal"
    PROOF = "proof"
    PROPOSAL = "proposal"
    PSEUDONYM = "pseudonym"
    PUBLISHED = "published"
    RECORD = "record"
    RECOVERY = "recovery"
    REPORTED = "reported"
    RETURN_ADDRESS = "return-address"
    ROOT = "root"
    ROUTE = "route"
    SEARCH = "search"
    SENT = "sent"
    SESSION = "session"
    SID = "sid"
    SIGN = "sign"
    SPOOL = "spool"
    TEAM = "team"
    THROTTLE = "throttle"
    TICKET = "ticket"
    TIP = "tip"
    TOTP = "totp"
    UNFINISHED = "unfinished"
    VIEWING = "viewing"


def context(purpose: Purpose, *parts: bytes | str | int) -> bytes:
    """Name a purpose and what it is about, as bytes that nothing else gives.

    Each field carries its type and length, so that no two different lists of
    parts have the same context and none is the beginning of another's field.
    Parts are ids that are random and never change, not slugs or numbers.

    Raises:
        ValueError: an integer is negative or longer than 8 bytes (a mistake
            in the caller).
    """
    fields = [_field(_TEXT, purpose.value.encode())]
    for part in parts:
        if isinstance(part, bytes):
            fields.append(_field(_BYTES, part))
        elif isinstance(part, str):
            fields.append(_field(_TEXT, part.encode("utf-8", "surrogatepass")))
        else:
            fields.append(_field(_INTEGER, _integer(part)))
    return LABEL + b"".join(fields)


def _field(tag: bytes, value: bytes) -> bytes:
    return tag + len(value).to_bytes(LENGTH_SIZE, "big") + value


def _integer(value: int) -> bytes:
    if not 0 <= value < 1 << (8 * INTEGER_SIZE):
        raise ValueError("a context's integer must fit 8 bytes and not be negative")
    return value.to_bytes(INTEGER_SIZE, "big")
