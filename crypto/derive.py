"""HKDF and HMAC with SHA-256 (RFC 5869, RFC 2104), and Argon2id (RFC 9106)."""

import hmac
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

KEY_SIZE: Final = 32
HASH_SIZE: Final = 32

_LANES: Final = 1


def extract(salt: bytes, material: bytes) -> bytes:
    """Concentrate input that is not uniform into a key (RFC 5869, section 2.2).

    Returns:
        32 bytes.
    """
    return HKDF.extract(SHA256(), salt, material)


def expand(key: bytes, info: bytes, *, size: int = KEY_SIZE) -> bytes:
    """Derive a key for one purpose from a uniform one (RFC 5869, section 2.3).

    Args:
        info: a context; two purposes never share one.
    """
    return HKDFExpand(SHA256(), size, info).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    """Compute HMAC-SHA-256 (RFC 2104).

    Returns:
        32 bytes.
    """
    # Not hmac.digest: that lets go of Python's lock, and waits for it among busy threads.
    return hmac.new(key, message, sha256).digest()


def stretch(secret: bytes, *, salt: bytes, memory_kib: int, passes: int) -> bytes:
    """Compute Argon2id with one lane (RFC 9106, version 1.3).

    Returns:
        32 bytes.
    """
    kdf = Argon2id(salt=salt, length=HASH_SIZE, iterations=passes, lanes=_LANES, memory_cost=memory_kib)
    return kdf.derive(secret)
