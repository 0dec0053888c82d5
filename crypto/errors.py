"""What can go wrong in the sealing protocol.

CryptoError
├── CannotOpen      a sealed value does not open; says nothing of why
├── MalformedKey    bytes that are no usable key
├── NotProven       a signature does not verify
├── BadShares       recovery shares that do not give back a secret
├── UnknownWords    typed words that are no reporter code (places, count)
├── BadCode         a mistyped tip number or claim code
└── ChainBroken     an entry that does not follow from the one before (index)
"""


class CryptoError(Exception):
    """Any failure of the sealing protocol that is not a mistake in the caller."""


class CannotOpen(CryptoError):
    """A sealed value does not open.

    Wrong key, wrong context, changed, short and unknown version are one error
    without a message, so that nobody can learn from it how to come closer.
    """


class MalformedKey(CryptoError):
    """Bytes that are not a key, or a key that must not be used."""


class NotProven(CryptoError):
    """A signature does not verify under this key and context."""


class BadShares(CryptoError):
    """Recovery shares that are mistyped, too few, or of different secrets."""


class UnknownWords(CryptoError):
    """Typed words that are no reporter code.

    Carries places and never words, so that it may be logged and shown.
    """

    def __init__(self, places: tuple[int, ...], count: int) -> None:
        super().__init__(places, count)
        self.places = places
        """Places, from 1, of the words that are not in the list that fits best."""
        self.count = count
        """How many words were typed."""


class BadCode(CryptoError):
    """A tip number or claim code that was mistyped."""


class ChainBroken(CryptoError):
    """A chain entry does not follow from the one before it."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index
        """Which entry, from 0."""
