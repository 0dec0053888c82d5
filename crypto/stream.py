"""Seal a file piece by piece, and open it only once it is known to be whole.

Cobblestone-256 (C2SP chunked-encryption: AES-256-GCM over chunks of 16,384 bytes
under keys that HKDF-Expand with SHA-512 derives) inside our version byte.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from crypto.derive import KEY_SIZE, extract
from crypto.envelope import TAG_SIZE, VERSION, VERSION_SIZE, without_version
from crypto.errors import CannotOpen
from crypto.padding import FILE_FLOOR, padded_length

STREAM_SALT_SIZE: Final = 24
COMMITMENT_SIZE: Final = 32
STREAM_HEADER_SIZE: Final = STREAM_SALT_SIZE + COMMITMENT_SIZE
"""Salt (24), key commitment (32)."""

CHUNK_SIZE: Final = 16_384

TRAILER_SIZE: Final = 8
"""The file's true length, big endian: last, since a stream does not know it first."""

_ZEROS: Final = bytes(65_536)


def sealed_file_size(length: int) -> int:
    """Compute what a file of this length takes up sealed.

    Version (1), header (56), the padded plaintext, and a tag (16) for each full
    chunk of 16,384 bytes and for the shorter one, perhaps empty, that ends it.
    """
    plain = padded_length(length + TRAILER_SIZE, floor=FILE_FLOOR)
    chunks = plain // CHUNK_SIZE + 1
    return VERSION_SIZE + STREAM_HEADER_SIZE + plain + TAG_SIZE * chunks


class FileSealer:
    """Encrypts one file under a key of its own, as its bytes come in.

    Raises:
        ValueError: the key is not 32 bytes (a mistake in the caller).
    """

    __slots__ = ("_encryptor", "_length", "_pending")

    def __init__(self, key: bytes, *, context: bytes) -> None:
        if len(key) != KEY_SIZE:
            raise ValueError(f"the key must be {KEY_SIZE} bytes")
        self._encryptor = Cobblestone256Encryptor(key, VERSION + context)
        self._length = 0
        self._pending = VERSION

    def update(self, data: bytes) -> bytes:
        """Take the file's next bytes and give what can be stored of them."""
        self._length += len(data)
        return self._take_pending() + self._encryptor.update(data)

    def finalize(self) -> bytes:
        """Pad the file to its Padmé length, at least 64 KiB, and give the rest.

        Inside the seal are `file || zeros || true length (8)`.
        """
        plain = padded_length(self._length + TRAILER_SIZE, floor=FILE_FLOOR)
        missing = plain - self._length - TRAILER_SIZE
        zeros = (_ZEROS[: missing - at] for at in range(0, missing, len(_ZEROS)))
        trailer = self._length.to_bytes(TRAILER_SIZE, "big")
        padded = b"".join(self._encryptor.update(piece) for piece in (*zeros, trailer))
        return self._take_pending() + padded + self._encryptor.finalize()

    def _take_pending(self) -> bytes:
        pending, self._pending = self._pending, b""
        return pending


def open_file(chunks: Iterable[bytes], key: bytes, *, context: bytes) -> Iterator[bytes]:
    """Verify a sealed file to its end, then give out its bytes.

    Nothing is given out, and no answer begun, before the whole has been read
    once: Cobblestone would give plaintext before it knows that the end is there.

    Args:
        chunks: the sealed bytes, in pieces of any size; gone through twice, so
            it must start afresh each time, as a list does and a generator does not.

    Raises:
        CannotOpen: another key or context, changed, cut, longer, or of an
            unknown version.
        TypeError: `chunks` can be gone through only once (a mistake in the caller).
        ValueError: the key is not 32 bytes (a mistake in the caller).
    """
    if isinstance(chunks, Iterator):
        raise TypeError("chunks must be something that can be gone through twice")
    if len(key) != KEY_SIZE:
        raise ValueError(f"the key must be {KEY_SIZE} bytes")

    total, trailer = 0, b""
    for plain in _decrypted(chunks, key, context=context):
        total += len(plain)
        trailer = (trailer + plain)[-TRAILER_SIZE:]
    length = int.from_bytes(trailer, "big")
    if len(trailer) < TRAILER_SIZE or total != padded_length(length + TRAILER_SIZE, floor=FILE_FLOOR):
        raise CannotOpen
    return _first(length, _decrypted(chunks, key, context=context))


def original_key(ka: bytes, kb: bytes) -> bytes:
    """Join the two custodians' halves to the key of an original.

    Either half alone tells nothing of it: HKDF-Extract with the one as salt
    and the other as input (RFC 5869, section 2.2).

    Returns:
        32 bytes.

    Raises:
        ValueError: a half is not 32 bytes (a mistake in the caller).
    """
    if len(ka) != KEY_SIZE or len(kb) != KEY_SIZE:
        raise ValueError(f"each half must be {KEY_SIZE} bytes")
    return extract(ka, kb)


def _decrypted(chunks: Iterable[bytes], key: bytes, *, context: bytes) -> Iterator[bytes]:
    decryptor = Cobblestone256Decryptor(key, VERSION + context)
    try:
        for chunk in without_version(chunks):
            yield decryptor.update(chunk)
        yield decryptor.finalize()
    except InvalidTag:
        raise CannotOpen from None


def _first(length: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    left = length
    for piece in pieces:
        if left and piece:
            yield piece[:left]
        left = max(0, left - len(piece))
