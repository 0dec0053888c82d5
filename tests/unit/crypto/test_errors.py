import pytest

from crypto.errors import (
    BadCode,
    BadShares,
    CannotOpen,
    ChainBroken,
    CryptoError,
    MalformedKey,
    NotProven,
    UnknownWords,
)


@pytest.mark.parametrize("error", [BadCode, BadShares, CannotOpen, MalformedKey, NotProven])
def test_an_error_carries_nothing(error: type[CryptoError]) -> None:
    assert issubclass(error, CryptoError)
    assert str(error()) == ""


def test_an_error_with_facts_carries_places_and_counts_alone() -> None:
    words, broken = UnknownWords((3, 5), 8), ChainBroken(7)

    assert (words.places, words.count, broken.index) == ((3, 5), 8, 7)
    assert isinstance(words, CryptoError)
    assert isinstance(broken, CryptoError)
    assert (repr(words), repr(broken)) == ("UnknownWords((3, 5), 8)", "ChainBroken(7)")
