"""Crockford's base 32, which leaves out I, L, O and U, and a check letter for it."""

from collections.abc import Iterable
from typing import Final

from crypto.errors import BadCode

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_A_LETTER: Final = 5

_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_FIELD: Final = 1 << BITS_A_LETTER
_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1, which is primitive: no two places of 31 weigh the same."""


def write(number: int, *, length: int) -> str:
    """Write a number in base 32, with leading zeros.

    Raises:
        ValueError: it does not fit (a mistake in the caller).
    """
    if not 0 <= number < 1 << (BITS_A_LETTER * length):
        raise ValueError("the number does not fit the length")
    places = reversed(range(length))
    return "".join(ALPHABET[(number >> (BITS_A_LETTER * at)) % _FIELD] for at in places)


def read(letters: str) -> list[int]:
    """Give the value of each letter, taking O for 0, and I and L for 1.

    Raises:
        BadCode: a character is no letter of the alphabet.
    """
    try:
        return [_VALUES[letter] for letter in letters.translate(_LOOK_ALIKES)]
    except KeyError:
        raise BadCode from None


def check_value(values: Iterable[int]) -> int:
    """Compute the value that makes a sum over GF(32) come out at nothing.

    Each place weighs another power of x, so every single changed letter and
    every two neighbours that change places are found, up to 31 letters.
    """
    total = 0
    for value in values:
        total = _times_x(total ^ value)
    return total


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _POLYNOMIAL if doubled & _FIELD else doubled
