"""A person's seed behind their password, and inside their session."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from crypto.context import Purpose, context
from crypto.derive import HASH_SIZE, KEY_SIZE, expand, extract
from crypto.envelope import LOCK_OVERHEAD, PASSPHRASE_SALT_SIZE
from crypto.errors import CannotOpen
from crypto.keys import SEED_SIZE
from crypto.passphrase import MEMORY_KIB, PASSES, stretched
from crypto.sealing import lock, unlock

SALT_SIZE: Final = PASSPHRASE_SALT_SIZE
CHECK_SIZE: Final = HASH_SIZE
LOCKED_SEED_SIZE: Final = LOCK_OVERHEAD + SEED_SIZE
"""A lock's own (49), the seed (32)."""

TOKEN_HALF: Final = 16
TOKEN_SIZE: Final = TOKEN_HALF + TOKEN_HALF
"""The half that finds the session (16), the half that opens it (16)."""

SESSION_ID_SIZE: Final = HASH_SIZE


@dataclass(frozen=True, slots=True)
class PasswordLock:
    """What is stored of a password: nothing that opens or guesses without the console key."""

    salt: bytes
    memory_kib: int
    passes: int
    check: bytes = field(repr=False)
    locked: bytes = field(repr=False)


class OpenedSession(NamedTuple):
    """A new session: the token for the cookie, and the row's id and seal; the repr is mute."""

    token: bytes
    session_id: bytes
    sealed: bytes

    def __repr__(self) -> str:
        return "OpenedSession(…)"


def make_lock(
    seed: bytes,
    *,
    password: str,
    console_key: bytes,
    program: bytes,
    person: bytes,
    memory_kib: int = MEMORY_KIB,
    passes: int = PASSES,
) -> PasswordLock:
    """Lock a person's seed by their password.

    Without the console key a stolen lock does not even allow guessing.

    Returns:
        A lock of `salt (16)`, costs, `check (32)` and `locked (81)`.

    Raises:
        ValueError: the seed or the console key is not 32 bytes (a mistake in
            the caller).
    """
    if len(seed) != SEED_SIZE:
        raise ValueError(f"a seed must be {SEED_SIZE} bytes")
    salt = secrets.token_bytes(SALT_SIZE)
    slow = stretched(password, salt=salt, memory_kib=memory_kib, passes=passes)
    root = _root(slow, console_key=console_key)
    place = context(Purpose.LOCKER, program, person)
    return PasswordLock(
        salt=salt,
        memory_kib=memory_kib,
        passes=passes,
        check=expand(root, context(Purpose.CHECK, program, person), size=CHECK_SIZE),
        locked=lock(seed, expand(root, place), context=place),
    )


def open_lock(
    stored: PasswordLock, *, password: str, console_key: bytes, program: bytes, person: bytes
) -> bytes:
    """Give back the seed that a password locks.

    Raises:
        CannotOpen: another password, console key or person, or a changed lock.
        ValueError: the console key is not 32 bytes (a mistake in the caller).
    """
    slow = stretched(password, salt=stored.salt, memory_kib=stored.memory_kib, passes=stored.passes)
    root = _root(slow, console_key=console_key)
    check = expand(root, context(Purpose.CHECK, program, person), size=CHECK_SIZE)
    if not hmac.compare_digest(check, stored.check):
        raise CannotOpen
    place = context(Purpose.LOCKER, program, person)
    return unlock(stored.locked, expand(root, place), context=place)


def burn_time(password: str, console_key: bytes) -> None:
    """Spend on an unknown name what `open_lock` spends on a known one."""
    slow = stretched(password, salt=bytes(SALT_SIZE), memory_kib=MEMORY_KIB, passes=PASSES)
    expand(_root(slow, console_key=console_key), context(Purpose.CHECK, b"", b""))


def open_session(seed: bytes, *, console_key: bytes, program: bytes, person: bytes) -> OpenedSession:
    """Draw a session's token and seal the person's seed under half of it.

    Returns:
        Token (32 bytes, for the cookie alone), session id (32) and sealed seed
        (81): neither of the two that are stored gives the token.

    Raises:
        ValueError: the seed or the console key is not 32 bytes (a mistake in
            the caller).
    """
    if len(seed) != SEED_SIZE:
        raise ValueError(f"a seed must be {SEED_SIZE} bytes")
    token = secrets.token_bytes(TOKEN_SIZE)
    place = context(Purpose.SESSION, program, person)
    key = _session_key(token, console_key=console_key, place=place)
    return OpenedSession(token, session_id(token), lock(seed, key, context=place))


def session_id(token: bytes) -> bytes:
    """Compute the id that a session's row is found by.

    Returns:
        32 bytes, SHA-256 of the token's first half.

    Raises:
        CannotOpen: the token is not 32 bytes.
    """
    if len(token) != TOKEN_SIZE:
        raise CannotOpen
    return sha256(context(Purpose.SESSION, token[:TOKEN_HALF])).digest()


def resume(token: bytes, sealed: bytes, *, console_key: bytes, program: bytes, person: bytes) -> bytes:
    """Give back the seed that a session's token opens.

    Raises:
        CannotOpen: another token, console key or person, or a changed seal.
        ValueError: the console key is not 32 bytes (a mistake in the caller).
    """
    if len(token) != TOKEN_SIZE:
        raise CannotOpen
    place = context(Purpose.SESSION, program, person)
    key = _session_key(token, console_key=console_key, place=place)
    return unlock(sealed, key, context=place)


def _root(slow: bytes, *, console_key: bytes) -> bytes:
    if len(console_key) != KEY_SIZE:
        raise ValueError(f"the console key must be {KEY_SIZE} bytes")
    return extract(console_key, slow)


def _session_key(token: bytes, *, console_key: bytes, place: bytes) -> bytes:
    return expand(_root(token[TOKEN_HALF:], console_key=console_key), place)
