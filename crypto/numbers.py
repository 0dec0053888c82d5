"""Numbers and passwords that people read out and type: drawn, checked, read leniently."""

import secrets
import unicodedata
from typing import Final

from crypto import crockford, words
from crypto.errors import BadCode

NUMBER_BITS: Final = 35
CLAIM_DIGITS: Final = 12
CLAIM_MATERIAL_SIZE: Final = 16
"""Bytes; against 12 digits no code is likelier than another by more than 2^-88."""
PASSWORD_WORDS: Final = 7
"""77 bits, as each word of the list is worth 11."""

PREFIX_MAX: Final = 12

_BODY: Final = NUMBER_BITS // crockford.BITS_A_LETTER + 1
_HALF: Final = _BODY // 2
_REST: Final = _BODY - 2
"""Letters between the first and the check letter, of any value."""
_REST_BITS: Final = _REST * crockford.BITS_A_LETTER
_OFFLINE: Final = crockford.ALPHABET.index("Z")
_PREFIX_LOOK_ALIKES: Final = str.maketrans("01", "OI")

_UNSEEN: Final = frozenset({"Pd", "Cf"})
"""Dashes, and format characters that come along when text is copied."""

# Damm's quasigroup of order 10 (H. M. Damm, dissertation, Marburg 2004): finds every
# single changed digit and every two neighbours that change places.
_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def draw_number(prefix: str, *, offline: bool = False) -> str:
    """Draw a tip number such as `TOR-4F7K-92QX`.

    Random, so it says nothing of how many tips there are or when one came; it
    opens nothing. The check letter covers the prefix too.

    Args:
        prefix: two to twelve letters of the program.
        offline: drawn without the store, which the first letter Z shows.

    Raises:
        ValueError: the prefix is not A to Z, or too long (a mistake in the caller).
    """
    if not (1 <= len(prefix) <= PREFIX_MAX and prefix.isascii() and prefix.isalpha()):
        raise ValueError("a prefix is 1 to 12 letters from A to Z")
    drawn = secrets.randbelow(_OFFLINE << _REST_BITS)  # one call to the system gives all letters
    first = _OFFLINE if offline else drawn >> _REST_BITS
    rest = crockford.write(drawn & (1 << _REST_BITS) - 1, length=_REST)
    return _written(prefix.upper(), [first, *crockford.read(rest)])


def read_number(typed: str) -> str:
    """Read a tip number as people type it.

    Case, spaces and dashes do not matter; O is taken for 0, I and L for 1, and
    in the prefix the other way round.

    Returns:
        The number as it was drawn.

    Raises:
        BadCode: it is no tip number, or a letter was changed.
    """
    letters = _bare(typed)
    prefix = letters[:-_BODY].translate(_PREFIX_LOOK_ALIKES)
    if not (1 <= len(prefix) <= PREFIX_MAX and prefix.isascii() and prefix.isalpha()):
        raise BadCode
    *values, check = crockford.read(letters[-_BODY:])
    number = _written(prefix, values)
    if number[-1] != crockford.ALPHABET[check]:
        raise BadCode
    return number


def draw_claim_code() -> str:
    """Draw a claim code, 12 digits and a check digit: `4821-0937-55128`."""
    digits = [secrets.randbelow(10) for _ in range(CLAIM_DIGITS)]
    return _written_claim([*digits, _damm(digits)])


def claim_code_of(material: bytes) -> str:
    """Give the claim code that 16 or more uniform bytes lead to, always the same one.

    Raises:
        ValueError: fewer than 16 bytes, which would favour some codes (a
            mistake in the caller).
    """
    if len(material) < CLAIM_MATERIAL_SIZE:
        raise ValueError(f"a claim code needs {CLAIM_MATERIAL_SIZE} bytes")
    number = int.from_bytes(material, "big") % 10**CLAIM_DIGITS
    digits = [int(digit) for digit in f"{number:0{CLAIM_DIGITS}}"]
    return _written_claim([*digits, _damm(digits)])


def read_claim_code(typed: str) -> str:
    """Read a claim code as people type it.

    Returns:
        The code as it was drawn.

    Raises:
        BadCode: it is no claim code, or a digit was changed.
    """
    bare = _bare(typed)
    if len(bare) != CLAIM_DIGITS + 1 or not (bare.isascii() and bare.isdigit()):
        raise BadCode
    digits = [int(digit) for digit in bare]
    if _damm(digits) != 0:
        raise BadCode
    return _written_claim(digits)


def draw_password() -> str:
    """Draw a password of seven words, 77 bits."""
    english = words.word_list("en").words
    return " ".join(secrets.choice(english) for _ in range(PASSWORD_WORDS))


def _bare(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in folded if not (c.isspace() or unicodedata.category(c) in _UNSEEN))


def _written(prefix: str, values: list[int]) -> str:
    letters = [ord(letter) - ord("A") for letter in prefix]
    check = crockford.check_value([*letters, *values])
    body = "".join(crockford.ALPHABET[value] for value in [*values, check])
    return f"{prefix}-{body[:_HALF]}-{body[_HALF:]}"


def _written_claim(digits: list[int]) -> str:
    text = "".join(str(digit) for digit in digits)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def _damm(digits: list[int]) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][digit]
    return interim
