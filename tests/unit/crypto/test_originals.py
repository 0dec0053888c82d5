import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.envelope import SEAL_OVERHEAD
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.originals import HALF_HEAD_SIZE, OriginalHalf, open_half, seal_half
from crypto.sealing import seal

CUSTODIAN = PrivateKey.from_seed(b"c" * 32)
HALF = OriginalHalf(b"h" * 32, b"d" * 32, 4_000_000, "IMG_2041.jpg")

HALVES = st.builds(
    OriginalHalf,
    half=st.binary(min_size=32, max_size=32),
    digest=st.binary(min_size=32, max_size=32),
    size=st.integers(0, 2**64 - 1),
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
)


@given(HALVES)
def test_a_half_comes_back_from_its_bytes(half: OriginalHalf) -> None:
    assert OriginalHalf.from_bytes(half.to_bytes()) == half


def test_a_half_opens_for_its_custodian_in_its_place() -> None:
    sealed = seal_half(HALF, CUSTODIAN.public(), context=b"file-1 a")

    assert open_half(sealed, CUSTODIAN, context=b"file-1 a") == HALF
    with pytest.raises(CannotOpen):
        open_half(sealed, CUSTODIAN, context=b"file-1 b")
    with pytest.raises(CannotOpen):
        open_half(sealed, PrivateKey.generate(), context=b"file-1 a")


def test_the_length_of_a_name_does_not_show() -> None:
    sizes = {
        len(seal_half(OriginalHalf(bytes(32), bytes(32), 1, "n" * length), CUSTODIAN.public(), context=b""))
        for length in (0, 1, 100, 512 - 4 - HALF_HEAD_SIZE)
    }

    assert sizes == {SEAL_OVERHEAD + 512}
    assert HALF_HEAD_SIZE == 72


@pytest.mark.parametrize(
    "inside", [b"", bytes(512), b"\0\0\0\x47" + bytes(508), b"\0\0\0\x49" + b"\xff" * 73 + bytes(435)]
)
def test_a_seal_that_holds_no_half_does_not_open_as_one(inside: bytes) -> None:
    sealed = seal(inside, CUSTODIAN.public(), context=b"file-1 a")

    with pytest.raises(CannotOpen):
        open_half(sealed, CUSTODIAN, context=b"file-1 a")


@pytest.mark.parametrize(("half", "digest"), [(b"", b"d" * 32), (b"h" * 32, b"d" * 31)])
def test_a_part_of_another_size_is_a_mistake(half: bytes, digest: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        OriginalHalf(half, digest, 1, "").to_bytes()


def test_a_half_tells_nothing_of_itself() -> None:
    assert repr(HALF) == "OriginalHalf()"
