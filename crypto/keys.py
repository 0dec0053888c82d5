"""Key pairs that things are sealed to: X-Wing, ML-KEM-768 with X25519.

A private key is a seed of 32 bytes and nothing else is ever stored of it
(draft-connolly-cfrg-xwing-kem, section 5.2).
"""

import secrets
from hashlib import sha256, shake_256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import (
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)

from crypto import crockford
from crypto.context import Purpose, context
from crypto.derive import expand
from crypto.errors import MalformedKey
from crypto.signing import SigningKey, VerifyKey

SEED_SIZE: Final = 32

MLKEM_PUBLIC_KEY_SIZE: Final = 1184
X25519_PUBLIC_KEY_SIZE: Final = 32
PUBLIC_KEY_SIZE: Final = MLKEM_PUBLIC_KEY_SIZE + X25519_PUBLIC_KEY_SIZE
"""ML-KEM-768 encapsulation key (1,184), X25519 public key (32)."""

MLKEM_SEED_SIZE: Final = 64
X25519_SCALAR_SIZE: Final = 32
EXPANDED_SEED_SIZE: Final = MLKEM_SEED_SIZE + X25519_SCALAR_SIZE
"""ML-KEM seed d || z (64), X25519 scalar (32)."""

FINGERPRINT_BITS: Final = 100

_FINGERPRINT_LETTERS: Final = FINGERPRINT_BITS // crockford.BITS_A_LETTER
_GROUP: Final = 4


class PublicKey:
    """A key that anyone may seal to."""

    __slots__ = ("loaded", "raw")

    def __init__(self, raw: bytes, loaded: MLKEM768X25519PublicKey) -> None:
        self.raw: Final = raw
        self.loaded: Final = loaded

    @classmethod
    def from_bytes(cls, raw: bytes) -> "PublicKey":
        """Load a public key from its 1,216 bytes.

        A key of low order is found by `seal`, which refuses it.

        Raises:
            MalformedKey: not 1,216 bytes, or no ML-KEM-768 key (FIPS 203,
                section 7.2).
        """
        if len(raw) != PUBLIC_KEY_SIZE:
            raise MalformedKey
        try:
            loaded = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC_KEY_SIZE]),
                X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC_KEY_SIZE:]),
            )
        except ValueError:
            raise MalformedKey from None
        return cls(bytes(raw), loaded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"PublicKey({self.raw[:8].hex()}…)"


class PrivateKey:
    """A seed, and the key pair that it gives; its repr is mute.

    The pair is computed when it is first needed and kept, because that costs
    twice as much as opening a seal.
    """

    __slots__ = ("_pair", "_seed", "_signing")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_SIZE:
            raise MalformedKey
        self._seed = bytearray(seed)
        self._pair: tuple[MLKEM768X25519PrivateKey, PublicKey] | None = None
        self._signing: SigningKey | None = None

    @classmethod
    def generate(cls) -> "PrivateKey":
        """Draw a new key."""
        return cls(secrets.token_bytes(SEED_SIZE))

    @classmethod
    def from_seed(cls, seed: bytes) -> "PrivateKey":
        """Load a private key from its 32 secret bytes.

        Raises:
            MalformedKey: not 32 bytes.
        """
        return cls(seed)

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, to be sealed or locked.

        Raises:
            MalformedKey: the key was wiped.
        """
        if not self._seed:
            raise MalformedKey
        return bytes(self._seed)

    @property
    def loaded(self) -> MLKEM768X25519PrivateKey:
        """The library's own object.

        Raises:
            MalformedKey: the key was wiped.
        """
        return self._load()[0]

    def public(self) -> PublicKey:
        """Give the public half, which is computed once.

        Raises:
            MalformedKey: the key was wiped.
        """
        return self._load()[1]

    def signing(self) -> SigningKey:
        """Derive the signing key that belongs to this key, once.

        Raises:
            MalformedKey: the key was wiped.
        """
        if self._signing is None:
            self._signing = SigningKey.from_seed(expand(self.seed, context(Purpose.SIGN)))
        return self._signing

    def wipe(self) -> None:
        """Overwrite the seed and let the rest go; the key is of no use afterwards.

        Python promises nothing about copies that were made before.
        """
        self._seed[:] = bytes(len(self._seed))
        self._seed.clear()
        self._pair = self._signing = None

    def _load(self) -> tuple[MLKEM768X25519PrivateKey, PublicKey]:
        if self._pair is None:
            expanded = shake_256(self.seed).digest(EXPANDED_SEED_SIZE)
            mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED_SIZE])
            x25519 = X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED_SIZE:])
            mlkem_public, x25519_public = mlkem.public_key(), x25519.public_key()
            public = PublicKey(
                mlkem_public.public_bytes_raw() + x25519_public.public_bytes_raw(),
                MLKEM768X25519PublicKey(mlkem_public, x25519_public),
            )
            self._pair = MLKEM768X25519PrivateKey(mlkem, x25519), public
        return self._pair

    def __repr__(self) -> str:
        return "PrivateKey(…)"


def fingerprint(public: PublicKey, verify: VerifyKey) -> str:
    """Shorten a person's two public keys to what can be compared by voice.

    100 bits of SHA-256: who wants to pass off other keys must find a second
    preimage, not a collision, since the person's own keys are drawn honestly.

    Returns:
        20 letters of Crockford's base 32 in groups of four, `4F7K-92QX-…`.
    """
    digest = sha256(context(Purpose.FINGERPRINT, public.raw, verify.raw)).digest()
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - FINGERPRINT_BITS)
    letters = crockford.write(number, length=_FINGERPRINT_LETTERS)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
