"""Sign and verify: Ed25519 (RFC 8032), always over a context and a message."""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from crypto.errors import MalformedKey, NotProven

SIGNING_SEED_SIZE: Final = 32
VERIFY_KEY_SIZE: Final = 32

_CONTEXT_LENGTH_SIZE: Final = 4


class VerifyKey:
    """The public half of a signing key.

    Raises:
        MalformedKey: the bytes are no Ed25519 key.
    """

    __slots__ = ("_loaded", "raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != VERIFY_KEY_SIZE:
            raise MalformedKey
        try:
            self._loaded = Ed25519PublicKey.from_public_bytes(raw)
        except ValueError:
            raise MalformedKey from None
        self.raw: Final = bytes(raw)

    def verify(self, signature: bytes, message: bytes, *, context: bytes) -> None:
        """Check that the holder of this key signed the message in this context.

        Raises:
            NotProven: they did not, or what is checked was changed.
        """
        try:
            self._loaded.verify(signature, _signed_bytes(message, context=context))
        except InvalidSignature:
            raise NotProven from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VerifyKey) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"VerifyKey({self.raw.hex()})"


class SigningKey:
    """A key that signs; its repr is mute."""

    __slots__ = ("_loaded", "_verify_key")

    def __init__(self, loaded: Ed25519PrivateKey) -> None:
        self._loaded = loaded
        self._verify_key: VerifyKey | None = None

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Load a signing key from its 32 secret bytes (RFC 8032, section 5.1.5).

        Raises:
            MalformedKey: not 32 bytes.
        """
        if len(seed) != SIGNING_SEED_SIZE:
            raise MalformedKey
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, message: bytes, *, context: bytes) -> bytes:
        """Sign a message in a context.

        Signed are the context's length (4 bytes), the context and the message,
        so that no message can pass for the end of another's context.

        Returns:
            64 bytes.
        """
        return self._loaded.sign(_signed_bytes(message, context=context))

    def verify_key(self) -> VerifyKey:
        """Give the public half, which is computed once."""
        if self._verify_key is None:
            self._verify_key = VerifyKey(self._loaded.public_key().public_bytes_raw())
        return self._verify_key

    def __repr__(self) -> str:
        return "SigningKey(…)"


def _signed_bytes(message: bytes, *, context: bytes) -> bytes:
    return len(context).to_bytes(_CONTEXT_LENGTH_SIZE, "big") + context + message
