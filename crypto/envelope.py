"""Take sealed bytes apart and put them together, without any key.

Every parser of stored bytes is here or in `padding`, so that all of them can be
fuzzed without cryptography. Each lets through only the one version there is.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from crypto.errors import CannotOpen

VERSION: Final = b"\x01"
VERSION_SIZE: Final = 1

ENCAPSULATION_SIZE: Final = 1088 + 32
"""ML-KEM-768 ciphertext (1,088), X25519 ephemeral key (32)."""

TAG_SIZE: Final = 16
"""AES-256-GCM's."""

SEAL_OVERHEAD: Final = VERSION_SIZE + ENCAPSULATION_SIZE + TAG_SIZE
"""Version (1), encapsulated key (1,120), tag (16)."""

LOCK_SALT_SIZE: Final = 32
LOCK_OVERHEAD: Final = VERSION_SIZE + LOCK_SALT_SIZE + TAG_SIZE
"""Version (1), salt (32), tag (16)."""

SIGNATURE_SIZE: Final = 64

PASSPHRASE_SALT_SIZE: Final = 16
COST_SIZE: Final = 4
PASSPHRASE_OVERHEAD: Final = VERSION_SIZE + PASSPHRASE_SALT_SIZE + COST_SIZE + COST_SIZE + LOCK_OVERHEAD
"""Version (1), salt (16), memory (4), passes (4), a lock's own (49)."""


class Locked(NamedTuple):
    """The parts of a value sealed under a symmetric key."""

    salt: bytes
    ciphertext: bytes


class Signed(NamedTuple):
    """The parts of an opened record."""

    padded: bytes
    signature: bytes


class PassphraseLocked(NamedTuple):
    """The parts of a value locked by a passphrase."""

    salt: bytes
    memory_kib: int
    passes: int
    locked: bytes


def join_sealed(ciphertext: bytes) -> bytes:
    """Put the version before an HPKE ciphertext."""
    return VERSION + ciphertext


def split_sealed(sealed: bytes) -> bytes:
    """Take the HPKE ciphertext out of a sealed value.

    Raises:
        CannotOpen: too short, or another version.
    """
    return _body(sealed, least=SEAL_OVERHEAD)


def join_locked(parts: Locked) -> bytes:
    """Put version, salt and ciphertext together."""
    return VERSION + parts.salt + parts.ciphertext


def split_locked(locked: bytes) -> Locked:
    """Take salt and ciphertext out of a locked value.

    Raises:
        CannotOpen: too short, or another version.
    """
    body = _body(locked, least=LOCK_OVERHEAD)
    return Locked(body[:LOCK_SALT_SIZE], body[LOCK_SALT_SIZE:])


def join_signed(parts: Signed) -> bytes:
    """Put a padded record and its signature together."""
    return parts.padded + parts.signature


def split_signed(plain: bytes) -> Signed:
    """Take a padded record and its signature apart.

    Raises:
        CannotOpen: too short for a signature.
    """
    if len(plain) < SIGNATURE_SIZE:
        raise CannotOpen
    return Signed(plain[:-SIGNATURE_SIZE], plain[-SIGNATURE_SIZE:])


def join_passphrase(parts: PassphraseLocked) -> bytes:
    """Put version, salt, costs and the locked value together."""
    return (
        VERSION
        + parts.salt
        + parts.memory_kib.to_bytes(COST_SIZE, "big")
        + parts.passes.to_bytes(COST_SIZE, "big")
        + parts.locked
    )


def split_passphrase(locked: bytes) -> PassphraseLocked:
    """Take salt, costs and the locked value apart.

    Raises:
        CannotOpen: too short, or another version.
    """
    body = _body(locked, least=PASSPHRASE_OVERHEAD)
    memory_at = PASSPHRASE_SALT_SIZE
    passes_at = memory_at + COST_SIZE
    locked_at = passes_at + COST_SIZE
    return PassphraseLocked(
        salt=body[:memory_at],
        memory_kib=int.from_bytes(body[memory_at:passes_at], "big"),
        passes=int.from_bytes(body[passes_at:locked_at], "big"),
        locked=body[locked_at:],
    )


def without_version(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Take the version off a stream that comes in pieces of any size.

    Raises:
        CannotOpen: an empty stream, or another version.
    """
    begun = False
    for chunk in chunks:
        if begun:
            yield chunk
        elif chunk:
            if chunk[:VERSION_SIZE] != VERSION:
                raise CannotOpen
            begun = True
            yield chunk[VERSION_SIZE:]
    if not begun:
        raise CannotOpen


def _body(stored: bytes, *, least: int) -> bytes:
    if len(stored) < least or stored[:VERSION_SIZE] != VERSION:
        raise CannotOpen
    return stored[VERSION_SIZE:]
