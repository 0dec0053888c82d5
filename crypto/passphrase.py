"""Lock a value by a passphrase alone: Argon2id, then a lock."""

import secrets
import unicodedata
from typing import Final

from crypto.derive import stretch
from crypto.envelope import PASSPHRASE_SALT_SIZE, PassphraseLocked, join_passphrase, split_passphrase
from crypto.errors import CannotOpen
from crypto.sealing import lock, unlock

MEMORY_KIB: Final = 65_536
PASSES: Final = 3

LEAST_MEMORY_KIB: Final = 8
MOST_MEMORY_KIB: Final = 1_048_576
MOST_PASSES: Final = 16
"""Stored costs beyond these are refused: they would stop the process that tries them."""


def stretched(password: str, *, salt: bytes, memory_kib: int, passes: int) -> bytes:
    """Turn a password into 32 bytes that are slow to guess.

    Compatibility forms and white space are folded first, so that a password is
    the same from every keyboard.

    Raises:
        CannotOpen: the salt is not 16 bytes, or the costs are beyond what any
            lock was made with.
    """
    if (
        len(salt) != PASSPHRASE_SALT_SIZE
        or not LEAST_MEMORY_KIB <= memory_kib <= MOST_MEMORY_KIB
        or not 1 <= passes <= MOST_PASSES
    ):
        raise CannotOpen
    folded = " ".join(unicodedata.normalize("NFKC", password).split())
    secret = folded.encode("utf-8", "surrogatepass")
    return stretch(secret, salt=salt, memory_kib=memory_kib, passes=passes)


def lock_by_passphrase(
    data: bytes,
    passphrase: str,
    *,
    context: bytes,
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> bytes:
    """Lock a value by a passphrase.

    Returns:
        `len(data)` + 74 bytes: `version (1) || salt (16) || memory (4) ||
        passes (4) || lock`.
    """
    salt = secrets.token_bytes(PASSPHRASE_SALT_SIZE)
    key = stretched(passphrase, salt=salt, memory_kib=memory_kib, passes=passes)
    locked = lock(data, key, context=context)
    return join_passphrase(PassphraseLocked(salt, memory_kib, passes, locked))


def unlock_by_passphrase(locked: bytes, passphrase: str, *, context: bytes) -> bytes:
    """Unlock what was locked by this passphrase in this context.

    Raises:
        CannotOpen: another passphrase or context, changed, short or of an
            unknown version.
    """
    parts = split_passphrase(locked)
    key = stretched(passphrase, salt=parts.salt, memory_kib=parts.memory_kib, passes=parts.passes)
    return unlock(parts.locked, key, context=context)
