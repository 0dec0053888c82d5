"""One custodian's half of an original's key, with what tells the file apart."""

from dataclasses import dataclass, field
from typing import Final

from crypto.derive import HASH_SIZE, KEY_SIZE
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.padding import pad, unpad
from crypto.sealing import seal, unseal

FILE_SIZE_SIZE: Final = 8
HALF_HEAD_SIZE: Final = KEY_SIZE + HASH_SIZE + FILE_SIZE_SIZE
"""Half of the key (32), SHA-256 of the original (32), its exact size (8); the name follows."""


@dataclass(frozen=True, slots=True)
class OriginalHalf:
    """What one custodian holds of an original; the repr is mute."""

    half: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    size: int = field(repr=False)
    name: str = field(repr=False)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "OriginalHalf":
        """Take the parts out of an opened half.

        Raises:
            CannotOpen: too short, or the name is no UTF-8.
        """
        if len(raw) < HALF_HEAD_SIZE:
            raise CannotOpen
        digest_at, size_at = KEY_SIZE, KEY_SIZE + HASH_SIZE
        try:
            name = raw[HALF_HEAD_SIZE:].decode()
        except UnicodeDecodeError:
            raise CannotOpen from None
        size = int.from_bytes(raw[size_at:HALF_HEAD_SIZE], "big")
        return cls(raw[:digest_at], raw[digest_at:size_at], size, name)

    def to_bytes(self) -> bytes:
        """Put the parts together: `half (32) || SHA-256 (32) || size (8) || name`.

        Raises:
            ValueError: a part has not its size (a mistake in the caller).
        """
        if len(self.half) != KEY_SIZE or len(self.digest) != HASH_SIZE:
            raise ValueError(f"half and digest must be {KEY_SIZE} bytes each")
        size = self.size.to_bytes(FILE_SIZE_SIZE, "big")
        return self.half + self.digest + size + self.name.encode("utf-8")


def seal_half(half: OriginalHalf, to: PublicKey, *, context: bytes) -> bytes:
    """Seal a half to a custodian's epoch, or to a request to open the original.

    Padded first: the length of a file's name is nobody's business.

    Raises:
        MalformedKey: `to` is of low order (RFC 7748, section 6.1).
    """
    return seal(pad(half.to_bytes()), to, context=context)


def open_half(sealed: bytes, key: PrivateKey, *, context: bytes) -> OriginalHalf:
    """Open a half.

    Raises:
        CannotOpen: as `unseal`, or what is inside is no half.
    """
    return OriginalHalf.from_bytes(unpad(unseal(sealed, key, context=context)))
