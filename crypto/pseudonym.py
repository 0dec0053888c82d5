"""Stand-ins for what must be found again but not read: phone numbers, message ids."""

from typing import Final

from crypto.derive import KEY_SIZE, mac

NAME_SIZE: Final = 16


def keyed_name(key: bytes, context: bytes) -> bytes:
    """Name what a context speaks of, so that only a holder of the key can repeat it.

    A phone number has few possible values: whoever has the key can try them
    all, so the key is guarded and the name is not thought to be anonymous.

    Returns:
        16 bytes, the first of HMAC-SHA-256 (RFC 2104).

    Raises:
        ValueError: the key is not 32 bytes (a mistake in the caller).
    """
    if len(key) != KEY_SIZE:
        raise ValueError(f"the key must be {KEY_SIZE} bytes")
    return mac(key, context)[:NAME_SIZE]
