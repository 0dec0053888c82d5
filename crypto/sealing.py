"""Seal to a public key, and lock under a symmetric one.

Seals are HPKE in base mode (RFC 9180, section 5.1.1) with the KEM MLKEM768-X25519
(0x647a, X-Wing; draft-ietf-hpke-pq), HKDF-SHA256 (0x0001) and AES-256-GCM
(0x0002). Locks are AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256
derives for this one value, so the nonce of 12 zero bytes is never used twice.
"""

import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from crypto.derive import KEY_SIZE, expand, extract
from crypto.envelope import (
    LOCK_OVERHEAD,
    LOCK_SALT_SIZE,
    SEAL_OVERHEAD,
    SIGNATURE_SIZE,
    VERSION,
    Locked,
    Signed,
    join_locked,
    join_sealed,
    join_signed,
    split_locked,
    split_sealed,
    split_signed,
)
from crypto.errors import CannotOpen, MalformedKey, NotProven
from crypto.keys import PrivateKey, PublicKey
from crypto.padding import RECORD_FLOOR, pad, unpad
from crypto.signing import SigningKey, VerifyKey

__all__ = [
    "LOCK_OVERHEAD",
    "RECORD_OVERHEAD",
    "SEAL_OVERHEAD",
    "OpenedBytes",
    "lock",
    "open_record",
    "seal",
    "seal_record",
    "unlock",
    "unseal",
]

RECORD_OVERHEAD: Final = SEAL_OVERHEAD + SIGNATURE_SIZE
"""What a sealed record adds to its padded length: a seal's (1,137), a signature (64)."""

_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ZERO_NONCE: Final = bytes(12)


def seal(data: bytes, to: PublicKey, *, context: bytes) -> bytes:
    """Encrypt to a public key.

    Each call draws a fresh ephemeral key: equal inputs never give equal
    outputs, and nothing in the output tells whom it is for.

    Args:
        context: what the value is and where it belongs; opening it under any
            other fails. It goes into HPKE's `info`, after the version.

    Returns:
        `len(data)` + 1,137 bytes: `version (1) || encapsulated key (1,120) ||
        ciphertext || tag (16)`.

    Raises:
        MalformedKey: `to` is of low order (RFC 7748, section 6.1).
    """
    try:
        return join_sealed(_SUITE.encrypt(data, to.loaded, VERSION + context))
    except ValueError:
        raise MalformedKey from None


def unseal(sealed: bytes, key: PrivateKey, *, context: bytes) -> bytes:
    """Decrypt what was sealed to this key in this context.

    Raises:
        CannotOpen: another key, another context, changed, short or of an
            unknown version; which of them nobody is told.
    """
    ciphertext = split_sealed(sealed)
    try:
        return _SUITE.decrypt(ciphertext, key.loaded, VERSION + context)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def lock(data: bytes, key: bytes, *, context: bytes) -> bytes:
    """Encrypt under a symmetric key, which may lock any number of values.

    Returns:
        `len(data)` + 49 bytes: `version (1) || salt (32) || ciphertext || tag (16)`.

    Raises:
        ValueError: the key is not 32 bytes (a mistake in the caller).
    """
    salt = secrets.token_bytes(LOCK_SALT_SIZE)
    cipher = _cipher(key, salt=salt, context=context)
    return join_locked(Locked(salt, cipher.encrypt(_ZERO_NONCE, data, None)))


def unlock(locked: bytes, key: bytes, *, context: bytes) -> bytes:
    """Decrypt what was locked under this key in this context.

    Raises:
        CannotOpen: another key, another context, changed, short or of an
            unknown version.
        ValueError: the key is not 32 bytes (a mistake in the caller).
    """
    parts = split_locked(locked)
    cipher = _cipher(key, salt=parts.salt, context=context)
    try:
        return cipher.decrypt(_ZERO_NONCE, parts.ciphertext, None)
    except InvalidTag:
        raise CannotOpen from None


def _cipher(key: bytes, *, salt: bytes, context: bytes) -> AESGCM:
    if len(key) != KEY_SIZE:
        raise ValueError(f"the key must be {KEY_SIZE} bytes")
    return AESGCM(expand(extract(salt, key), VERSION + context))


@dataclass(frozen=True, slots=True)
class OpenedBytes:
    """An opened record, and what is needed to tell who wrote it."""

    content: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    context: bytes = field(repr=False)

    def signed_by(self, verify: VerifyKey) -> bool:
        """Tell whether the holder of this key wrote the record for its place."""
        try:
            verify.verify(self.signature, self.content, context=self.context)
        except NotProven:
            return False
        return True


def seal_record(
    content: bytes, to: PublicKey, *, by: SigningKey, context: bytes, floor: int = RECORD_FLOOR
) -> bytes:
    """Pad a record, sign it and seal it, all for one place.

    The signature is inside the seal: outside, nobody learns who wrote.

    Args:
        floor: no record of this kind is padded to less; opening does not ask.

    Returns:
        `padded_length(4 + len(content), floor=floor)` + 1,201 bytes, a seal of
        `padded content || signature (64)`.

    Raises:
        MalformedKey: `to` is of low order (RFC 7748, section 6.1).
    """
    signature = by.sign(content, context=context)
    return seal(join_signed(Signed(pad(content, floor=floor), signature)), to, context=context)


def open_record(sealed: bytes, key: PrivateKey, *, context: bytes) -> OpenedBytes:
    """Open a record without judging yet who wrote it.

    Raises:
        CannotOpen: as `unseal`, or what is inside is no padded record.
    """
    parts = split_signed(unseal(sealed, key, context=context))
    return OpenedBytes(unpad(parts.padded), parts.signature, context)
