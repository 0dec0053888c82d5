import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import CannotOpen
from crypto.padding import FILE_FLOOR, LENGTH_SIZE, RECORD_FLOOR, pad, padded_length, unpad


@given(st.binary(max_size=5000))
def test_what_is_padded_comes_back(data: bytes) -> None:
    assert unpad(pad(data)) == data


@given(st.integers(1, 2**40))
def test_padding_adds_at_most_twelve_per_cent(length: int) -> None:
    assert length <= padded_length(length, floor=1) <= length * 1.12


@given(st.integers(2, 2**40))
def test_a_padded_length_keeps_only_the_bits_that_padme_allows(length: int) -> None:
    padded = padded_length(length, floor=1)
    exponent = math.floor(math.log2(length))
    significant = math.floor(math.log2(exponent)) + 1 if exponent else 1

    assert padded % (1 << (exponent - significant)) == 0


@given(st.integers(0, 2**40), st.integers(0, 2**40))
def test_a_longer_value_is_never_padded_to_less(one: int, two: int) -> None:
    assert padded_length(min(one, two), floor=512) <= padded_length(max(one, two), floor=512)


@pytest.mark.parametrize(
    ("length", "floor", "padded"),
    [
        (0, RECORD_FLOOR, 512),
        (512, RECORD_FLOOR, 512),
        (513, RECORD_FLOOR, 544),
        (1000, RECORD_FLOOR, 1024),
        (20_000, RECORD_FLOOR, 20_480),
        (1, FILE_FLOOR, 65_536),
        (65_537, FILE_FLOOR, 67_584),
        (1_000_000, FILE_FLOOR, 1_015_808),
    ],
)
def test_padded_lengths_are_these(length: int, floor: int, padded: int) -> None:
    assert padded_length(length, floor=floor) == padded


def test_all_short_records_have_one_length() -> None:
    lengths = {len(pad(bytes(length))) for length in range(RECORD_FLOOR - LENGTH_SIZE + 1)}

    assert lengths == {RECORD_FLOOR}


@given(st.binary(max_size=700))
def test_any_bytes_give_a_value_or_cannot_be_opened(padded: bytes) -> None:
    try:
        content = unpad(padded)
    except CannotOpen:
        return
    assert padded[LENGTH_SIZE : LENGTH_SIZE + len(content)] == content
