"""What the makers of vectors share: fixed bytes, and the ways in which sealed ones are spoilt."""

from collections.abc import Iterator, Mapping
from hashlib import shake_256
from typing import Final, TypeAlias

from crypto.keys import PrivateKey

Vector: TypeAlias = dict[str, object]

CANNOT_OPEN: Final = "cannot-open"


def some(name: str, size: int = 32) -> bytes:
    """Bytes that look random and are the same each time."""
    return shake_256(f"tipline vector: {name}".encode()).digest(size)


def an_id(name: str) -> bytes:
    """A random-looking id."""
    return some(f"id {name}", 16)


def a_key(name: str) -> PrivateKey:
    """A key pair."""
    return PrivateKey.from_seed(some(f"seed {name}"))


def positive(name: str, expect: str, given: Mapping[str, object], out: Mapping[str, object]) -> Vector:
    """A vector that must come out as told."""
    return {"name": name, "expect": expect, "in": dict(given), "out": dict(out)}


def negative(name: str, expect: str, given: Mapping[str, object]) -> Vector:
    """A vector that must fail."""
    return {"name": name, "expect": expect, "in": dict(given)}


def spoilt(sealed: bytes, *, tail: int) -> Iterator[tuple[str, bytes]]:
    """Ways to change stored bytes, of which none may open.

    Args:
        tail: where the last part (ciphertext and tag) begins.
    """
    yield "version 0", b"\x00" + sealed[1:]
    yield "version 2", b"\x02" + sealed[1:]
    yield "first byte after the version changed", flipped(sealed, 1)
    yield "byte in the middle changed", flipped(sealed, len(sealed) // 2)
    yield "first byte of the ciphertext changed", flipped(sealed, tail)
    yield "last byte changed", flipped(sealed, len(sealed) - 1)
    yield "cut by one byte", sealed[:-1]
    yield "longer by one byte", sealed + b"\0"
    yield "without its version", sealed[1:]
    yield "version alone", sealed[:1]
    yield "nothing", b""


def flipped(value: bytes, at: int) -> bytes:
    """The value with one bit changed."""
    changed = bytearray(value)
    changed[at] ^= 0x01
    return bytes(changed)
