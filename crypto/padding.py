"""Hide how long a value is: Padmé (Nikitin et al., PETS 2019, section 4)."""

from typing import Final

from crypto.errors import CannotOpen

RECORD_FLOOR: Final = 512
"""No padded record is shorter than this many bytes."""

FILE_FLOOR: Final = 65_536
"""No padded file is shorter than this many bytes."""

LENGTH_SIZE: Final = 4
"""The true length before a padded value, big endian."""

_MAX_LENGTH: Final = (1 << (8 * LENGTH_SIZE)) - 1


def padded_length(length: int, *, floor: int) -> int:
    """Round a length up so that it tells only its order of magnitude.

    The overhead is at most 12 per cent, and a value of L bytes has one of
    O(log log L) lengths instead of L.
    """
    if length <= floor:
        return floor
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(data: bytes, *, floor: int = RECORD_FLOOR) -> bytes:
    """Put the true length before the data and zeros after it.

    Returns:
        `padded_length(4 + len(data), floor=floor)` bytes:
        `length (4) || data || zeros`.

    Raises:
        ValueError: the data is 4 GiB or longer (a mistake in the caller).
    """
    if len(data) > _MAX_LENGTH:
        raise ValueError("too long to pad: seal it as a file")
    plain = len(data).to_bytes(LENGTH_SIZE, "big") + data
    return plain.ljust(padded_length(len(plain), floor=floor), b"\0")


def unpad(padded: bytes) -> bytes:
    """Give back what was padded.

    Raises:
        CannotOpen: the length does not fit, or the padding is not zeros.
    """
    length = int.from_bytes(padded[:LENGTH_SIZE], "big")
    end = LENGTH_SIZE + length
    if len(padded) < end or padded.count(0, end) != len(padded) - end:
        raise CannotOpen
    return padded[LENGTH_SIZE:end]
