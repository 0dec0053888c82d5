import pytest

from crypto.errors import MalformedKey
from crypto.keys import (
    EXPANDED_SEED_SIZE,
    MLKEM_PUBLIC_KEY_SIZE,
    PUBLIC_KEY_SIZE,
    SEED_SIZE,
    PrivateKey,
    PublicKey,
    fingerprint,
)

KEY = PrivateKey.from_seed(bytes(range(32)))


def test_the_sizes_are_these() -> None:
    assert (SEED_SIZE, PUBLIC_KEY_SIZE, EXPANDED_SEED_SIZE) == (32, 1216, 96)
    assert len(KEY.public().raw) == PUBLIC_KEY_SIZE


def test_one_seed_gives_one_key_pair() -> None:
    again = PrivateKey.from_seed(KEY.seed)

    assert again.public() == KEY.public()
    assert again.signing().verify_key() == KEY.signing().verify_key()


def test_two_drawn_keys_differ() -> None:
    assert PrivateKey.generate().public() != PrivateKey.generate().public()


def test_the_key_pair_is_computed_once() -> None:
    assert KEY.public() is KEY.public()
    assert KEY.loaded is KEY.loaded
    assert KEY.signing() is KEY.signing()


@pytest.mark.parametrize("size", [0, 31, 33, 96])
def test_a_seed_of_another_size_is_malformed(size: int) -> None:
    with pytest.raises(MalformedKey):
        PrivateKey.from_seed(bytes(size))


def test_a_public_key_comes_back_from_its_bytes() -> None:
    loaded = PublicKey.from_bytes(KEY.public().raw)

    assert loaded == KEY.public()
    assert hash(loaded) == hash(KEY.public())
    assert loaded != KEY.public().raw


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        KEY.public().raw[:-1],
        KEY.public().raw + b"\0",
        KEY.public().raw[:MLKEM_PUBLIC_KEY_SIZE],
        b"\xff" * PUBLIC_KEY_SIZE,
    ],
)
def test_bytes_that_are_no_public_key_are_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedKey):
        PublicKey.from_bytes(raw)


def test_a_wiped_key_is_of_no_use() -> None:
    key = PrivateKey.generate()
    key.public()
    key.signing()

    key.wipe()

    for use in (key.public, key.signing, lambda: key.seed, lambda: key.loaded):
        with pytest.raises(MalformedKey):
            use()


def test_wiping_leaves_no_seed_where_it_lay() -> None:
    key = PrivateKey.generate()
    lies_in = key._seed

    key.wipe()

    assert bytes(lies_in) == b""


def test_wiping_twice_does_no_harm() -> None:
    key = PrivateKey.generate()

    key.wipe()
    key.wipe()

    assert repr(key) == "PrivateKey(…)"


def test_a_private_key_tells_nothing_of_itself() -> None:
    shown = f"{KEY} {KEY!r} {[KEY]}"

    assert KEY.seed.hex()[:8] not in shown
    assert shown == "PrivateKey(…) PrivateKey(…) [PrivateKey(…)]"


def test_a_fingerprint_is_five_groups_of_four_letters() -> None:
    shown = fingerprint(KEY.public(), KEY.signing().verify_key())

    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4, 4]
    assert set(shown) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_a_fingerprint_covers_both_keys() -> None:
    other = PrivateKey.generate()

    shown = {
        fingerprint(key.public(), signer.signing().verify_key())
        for key in (KEY, other)
        for signer in (KEY, other)
    }

    assert len(shown) == 4
