import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.envelope import ENCAPSULATION_SIZE, LOCK_OVERHEAD, SEAL_OVERHEAD, TAG_SIZE, VERSION_SIZE
from crypto.errors import CannotOpen, MalformedKey
from crypto.keys import MLKEM_PUBLIC_KEY_SIZE, PrivateKey, PublicKey
from crypto.padding import RECORD_FLOOR
from crypto.sealing import (
    RECORD_OVERHEAD,
    lock,
    open_record,
    seal,
    seal_record,
    unlock,
    unseal,
)
from crypto.signing import SigningKey

READER, OTHER = PrivateKey.from_seed(b"r" * 32), PrivateKey.from_seed(b"o" * 32)
AUTHOR, STRANGER = SigningKey.from_seed(b"a" * 32), SigningKey.from_seed(b"s" * 32)
KEY = b"k" * 32
SEED = b"0123456789abcdef0123456789abcdef"
SEALED = seal(SEED, READER.public(), context=b"tip-1")
LOCKED = lock(SEED, KEY, context=b"tip-1")

LOW_ORDER = [
    bytes(32),
    b"\x01" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


def test_the_sizes_are_these() -> None:
    assert (VERSION_SIZE, ENCAPSULATION_SIZE, TAG_SIZE) == (1, 1120, 16)
    assert (SEAL_OVERHEAD, LOCK_OVERHEAD, RECORD_OVERHEAD) == (1137, 49, 1201)
    assert len(SEALED) == len(SEED) + SEAL_OVERHEAD
    assert len(LOCKED) == len(SEED) + LOCK_OVERHEAD


@settings(max_examples=30)
@given(data=st.binary(max_size=2000), context=st.binary(max_size=100))
def test_what_is_sealed_opens_with_its_key_in_its_context(data: bytes, context: bytes) -> None:
    assert unseal(seal(data, READER.public(), context=context), READER, context=context) == data


def test_equal_values_never_look_equal_sealed() -> None:
    again = seal(SEED, READER.public(), context=b"tip-1")

    assert again[1:] != SEALED[1:]
    assert not set(blocks(again[1:])) & set(blocks(SEALED[1:]))


def blocks(sealed: bytes) -> list[bytes]:
    return [sealed[at : at + 16] for at in range(0, len(sealed), 16)]


def test_a_changed_byte_anywhere_does_not_open() -> None:
    opened = [at for at in range(len(SEALED)) if opens(changed(SEALED, at))]

    assert opened == []


def opens(sealed: bytes) -> bool:
    try:
        return unseal(sealed, READER, context=b"tip-1") == SEED
    except CannotOpen:
        return False


def changed(value: bytes, at: int) -> bytes:
    return value[:at] + bytes([value[at] ^ 0x01]) + value[at + 1 :]


@pytest.mark.parametrize("length", [0, 1, 33, SEAL_OVERHEAD - 1, SEAL_OVERHEAD, len(SEALED) - 1])
def test_a_cut_value_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        unseal(SEALED[:length], READER, context=b"tip-1")


def test_a_longer_value_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        unseal(SEALED + b"\0", READER, context=b"tip-1")


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        unseal(SEALED, OTHER, context=b"tip-1")


@pytest.mark.parametrize("context", [b"", b"tip-2", b"tip-1\0", b"tip-"])
def test_another_context_does_not_open(context: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(SEALED, READER, context=context)


def test_the_version_is_bound_into_the_seal() -> None:
    # Were it not, a later version with the same suite could be passed off as this one.
    other_version = seal(SEED, READER.public(), context=b"")

    with pytest.raises(CannotOpen):
        unseal(other_version, READER, context=b"\x01")


def test_a_failed_opening_says_nothing_of_why() -> None:
    failures = [
        failure(unseal, SEALED, OTHER, b"tip-1"),
        failure(unseal, SEALED, READER, b"tip-2"),
        failure(unseal, b"", READER, b"tip-1"),
        failure(unlock, LOCKED, KEY, b"tip-2"),
        failure(unlock, b"\x02", KEY, b"tip-1"),
    ]

    assert failures == [((), None, True)] * 5


def failure(opening: object, sealed: bytes, key: object, context: bytes) -> tuple[object, object, bool]:
    assert callable(opening)
    with pytest.raises(CannotOpen) as refused:
        opening(sealed, key, context=context)
    error = refused.value
    return error.args, error.__cause__, error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize("point", LOW_ORDER)
def test_a_key_of_low_order_is_never_sealed_to(point: bytes) -> None:
    poisoned = PublicKey.from_bytes(READER.public().raw[:MLKEM_PUBLIC_KEY_SIZE] + point)

    with pytest.raises(MalformedKey):
        seal(SEED, poisoned, context=b"tip-1")


@pytest.mark.parametrize("point", LOW_ORDER)
def test_an_encapsulation_of_low_order_does_not_open(point: bytes) -> None:
    at = VERSION_SIZE + ENCAPSULATION_SIZE
    poisoned = SEALED[: at - 32] + point + SEALED[at:]

    with pytest.raises(CannotOpen):
        unseal(poisoned, READER, context=b"tip-1")


def test_a_wiped_key_opens_nothing() -> None:
    reader = PrivateKey.from_seed(READER.seed)

    reader.wipe()

    with pytest.raises(MalformedKey):
        unseal(SEALED, reader, context=b"tip-1")


@given(data=st.binary(max_size=300), key=st.binary(min_size=32, max_size=32), context=st.binary(max_size=50))
def test_what_is_locked_opens_with_its_key_in_its_context(data: bytes, key: bytes, context: bytes) -> None:
    assert unlock(lock(data, key, context=context), key, context=context) == data


@pytest.mark.parametrize("position", range(len(LOCKED)))
def test_a_changed_byte_anywhere_does_not_unlock(position: int) -> None:
    with pytest.raises(CannotOpen):
        unlock(changed(LOCKED, position), KEY, context=b"tip-1")


@pytest.mark.parametrize(
    ("key", "context"), [(b"j" * 32, b"tip-1"), (KEY, b"tip-2"), (KEY, b""), (KEY, b"\x01tip-1")]
)
def test_another_key_or_context_does_not_unlock(key: bytes, context: bytes) -> None:
    with pytest.raises(CannotOpen):
        unlock(LOCKED, key, context=context)


def test_no_two_locks_use_one_key_with_one_nonce() -> None:
    salts = {lock(SEED, KEY, context=b"tip-1")[1:33] for _ in range(50)}

    assert len(salts) == 50


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_symmetric_key_of_another_size_is_a_mistake(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        lock(SEED, bytes(size), context=b"")
    with pytest.raises(ValueError, match="32 bytes"):
        unlock(LOCKED, bytes(size), context=b"")


@settings(max_examples=30)
@given(content=st.binary(max_size=1500))
def test_a_record_opens_and_shows_its_author(content: bytes) -> None:
    sealed = seal_record(content, READER.public(), by=AUTHOR, context=b"record-1")

    opened = open_record(sealed, READER, context=b"record-1")

    assert opened.content == content
    assert opened.signed_by(AUTHOR.verify_key())
    assert not opened.signed_by(STRANGER.verify_key())


def test_records_up_to_508_bytes_have_one_length() -> None:
    lengths = {
        len(seal_record(bytes(size), READER.public(), by=AUTHOR, context=b"record-1"))
        for size in (0, 1, 100, 508)
    }

    assert lengths == {RECORD_FLOOR + RECORD_OVERHEAD} == {1713}


def test_a_record_moved_to_another_place_does_not_open() -> None:
    sealed = seal_record(b"note", READER.public(), by=AUTHOR, context=b"record-1")

    with pytest.raises(CannotOpen):
        open_record(sealed, READER, context=b"record-2")


def test_a_record_sealed_again_for_another_place_is_not_proven_there() -> None:
    opened = open_record(
        seal_record(b"note", READER.public(), by=AUTHOR, context=b"record-1"), READER, context=b"record-1"
    )
    padded = len(b"note").to_bytes(4, "big") + b"note".ljust(508, b"\0")
    moved = seal(padded + opened.signature, READER.public(), context=b"record-2")

    found = open_record(moved, READER, context=b"record-2")

    assert found.content == b"note"
    assert not found.signed_by(AUTHOR.verify_key())


@pytest.mark.parametrize("inside", [b"", b"short", bytes(63), b"\xff" * 576])
def test_a_seal_that_holds_no_record_does_not_open_as_one(inside: bytes) -> None:
    sealed = seal(inside, READER.public(), context=b"record-1")

    with pytest.raises(CannotOpen):
        open_record(sealed, READER, context=b"record-1")


def test_an_opened_record_tells_nothing_of_itself() -> None:
    sealed = seal_record(b"garage", READER.public(), by=AUTHOR, context=b"record-1")

    assert repr(open_record(sealed, READER, context=b"record-1")) == "OpenedBytes()"
