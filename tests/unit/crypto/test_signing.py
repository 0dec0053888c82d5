import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.envelope import SIGNATURE_SIZE
from crypto.errors import MalformedKey, NotProven
from crypto.signing import SigningKey, VerifyKey

SIGNER = SigningKey.from_seed(bytes(range(32)))


@given(message=st.binary(max_size=99), context=st.binary(max_size=99))
def test_what_is_signed_verifies(message: bytes, context: bytes) -> None:
    signature = SIGNER.sign(message, context=context)

    SIGNER.verify_key().verify(signature, message, context=context)

    assert len(signature) == SIGNATURE_SIZE == 64


@given(both=st.binary(min_size=1, max_size=40), one=st.integers(0, 40), two=st.integers(0, 40))
def test_no_byte_moves_between_context_and_message(both: bytes, one: int, two: int) -> None:
    one, two = min(one, len(both)), min(two, len(both))
    signature = SIGNER.sign(both[one:], context=both[:one])

    if one != two:
        with pytest.raises(NotProven):
            SIGNER.verify_key().verify(signature, both[two:], context=both[:two])


@pytest.mark.parametrize("position", range(SIGNATURE_SIZE))
def test_a_changed_byte_anywhere_does_not_verify(position: int) -> None:
    signature = bytearray(SIGNER.sign(b"message", context=b"context"))

    signature[position] ^= 0x01

    with pytest.raises(NotProven):
        SIGNER.verify_key().verify(bytes(signature), b"message", context=b"context")


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_size_is_malformed(size: int) -> None:
    with pytest.raises(MalformedKey):
        VerifyKey(bytes(size))
    with pytest.raises(MalformedKey):
        SigningKey.from_seed(bytes(size))


def test_verify_keys_are_equal_by_their_bytes() -> None:
    same = VerifyKey(SIGNER.verify_key().raw)
    other = SigningKey.from_seed(bytes(32)).verify_key()

    assert same == SIGNER.verify_key()
    assert hash(same) == hash(SIGNER.verify_key())
    assert other != same
    assert same != same.raw


def test_a_signing_key_tells_nothing_of_itself() -> None:
    assert repr(SIGNER) == "SigningKey(…)"
