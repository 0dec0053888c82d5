"""A chain of entries in which none can be changed, dropped or moved unseen."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from crypto.context import Purpose, context
from crypto.errors import ChainBroken

LINK_SIZE: Final = 32

START: Final = bytes(LINK_SIZE)
"""What comes before the first entry."""


def next_link(previous: bytes, fields: Sequence[bytes]) -> bytes:
    """Bind an entry's fields to everything before it.

    Returns:
        32 bytes: SHA-256 over the previous link and the fields, each with its
        length before it.
    """
    return sha256(context(Purpose.CHAIN, previous, *fields)).digest()


def check(entries: Iterable[tuple[Sequence[bytes], bytes]]) -> bytes:
    """Follow a chain from its start.

    A chain cut off at its end still holds: compare the head with one that was
    kept elsewhere.

    Args:
        entries: each entry's fields and the link that was stored with it.

    Returns:
        The head, which is the last link, or `START` for no entries.

    Raises:
        ChainBroken: an entry does not follow from the one before.
    """
    head = START
    for index, (fields, link) in enumerate(entries):
        head = next_link(head, fields)
        if head != link:
            raise ChainBroken(index)
    return head
