"""The recovery secret on paper: SLIP-39 shares, any k of n."""

from typing import Final

from shamir_mnemonic import (
    MnemonicError,
    Share,
    combine_mnemonics,
    generate_mnemonics,
)

from crypto.context import Purpose, context
from crypto.derive import expand
from crypto.errors import BadShares
from crypto.keys import PrivateKey
from crypto.signing import SigningKey

SECRET_SIZE: Final = 32
SHARE_WORDS: Final = 33
"""Id, flags and exponent (2), group and member parameters (2), 256 bits (26), checksum (3)."""

MIN_THRESHOLD: Final = 2
MAX_SHARES: Final = 16

_EXPONENT: Final = 0
"""PBKDF2 cost of the passphrase, of which there is none."""


def split(secret: bytes, *, threshold: int, count: int) -> list[str]:
    """Split the recovery secret so that any `threshold` of `count` shares give it back.

    Fewer tell nothing of it. Each share carries a checksum that finds up to
    three mistyped words.

    Returns:
        `count` shares of 33 English words.

    Raises:
        ValueError: the secret is not 32 bytes, or the numbers are not
            2 <= threshold <= count <= 16 (a mistake in the caller).
    """
    if len(secret) != SECRET_SIZE:
        raise ValueError(f"the secret must be {SECRET_SIZE} bytes")
    if not MIN_THRESHOLD <= threshold <= count <= MAX_SHARES:
        raise ValueError("the threshold must be from 2 to the count, and the count at most 16")
    groups = generate_mnemonics(1, [(threshold, count)], secret, iteration_exponent=_EXPONENT)
    return list(groups[0])


def combine(shares: list[str]) -> bytes:
    """Put the recovery secret together from enough of its shares.

    More than enough are welcome, in any order, repeated, in any case.

    Raises:
        BadShares: a share is mistyped, they are of different secrets, or too few.
    """
    try:
        read = {Share.from_mnemonic(share) for share in shares}
        needed = max((share.member_threshold for share in read), default=0)
        chosen = sorted(read, key=_place)[:needed]
        if len({share.common_parameters() for share in read}) != 1:
            raise BadShares
        secret = combine_mnemonics([share.mnemonic() for share in chosen])
    except MnemonicError:
        raise BadShares from None
    if len(secret) != SECRET_SIZE:
        raise BadShares
    return bytes(secret)


def root_key(secret: bytes) -> SigningKey:
    """Derive the key that signs a program's first certificates."""
    return SigningKey.from_seed(expand(secret, context(Purpose.ROOT)))


def recovery_key(secret: bytes) -> PrivateKey:
    """Derive the key that everything live is granted to in case all others are lost."""
    return PrivateKey.from_seed(expand(secret, context(Purpose.RECOVERY)))


def _place(share: Share) -> int:
    return int(share.index)
