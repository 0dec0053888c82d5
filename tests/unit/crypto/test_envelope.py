from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.envelope import (
    LOCK_OVERHEAD,
    LOCK_SALT_SIZE,
    PASSPHRASE_OVERHEAD,
    PASSPHRASE_SALT_SIZE,
    SEAL_OVERHEAD,
    SIGNATURE_SIZE,
    VERSION,
    Locked,
    PassphraseLocked,
    Signed,
    join_locked,
    join_passphrase,
    join_sealed,
    join_signed,
    split_locked,
    split_passphrase,
    split_sealed,
    split_signed,
    without_version,
)
from crypto.errors import CannotOpen
from crypto.originals import OriginalHalf

PARSERS: list[Callable[[bytes], object]] = [
    split_sealed,
    split_locked,
    split_signed,
    split_passphrase,
    OriginalHalf.from_bytes,
]


@pytest.mark.parametrize("parse", PARSERS)
@given(stored=st.binary(max_size=300) | st.binary(max_size=1300).map(lambda rest: VERSION + rest))
def test_any_bytes_are_parsed_or_cannot_be_opened(parse: Callable[[bytes], object], stored: bytes) -> None:
    with suppress(CannotOpen):
        parse(stored)


@pytest.mark.parametrize(
    ("split", "least"),
    [(split_sealed, SEAL_OVERHEAD), (split_locked, LOCK_OVERHEAD), (split_passphrase, PASSPHRASE_OVERHEAD)],
)
def test_only_our_version_is_let_through(split: Callable[[bytes], object], least: int) -> None:
    opened = []
    for version in range(256):
        try:
            split(bytes([version]) + bytes(least - 1))
            opened.append(version)
        except CannotOpen:
            pass

    assert opened == [1]


@pytest.mark.parametrize(
    ("split", "least"),
    [(split_sealed, SEAL_OVERHEAD), (split_locked, LOCK_OVERHEAD), (split_passphrase, PASSPHRASE_OVERHEAD)],
)
def test_a_value_one_byte_too_short_is_not_parsed(split: Callable[[bytes], object], least: int) -> None:
    with pytest.raises(CannotOpen):
        split(VERSION + bytes(least - 2))


@given(st.binary(max_size=99))
def test_what_is_joined_is_split_into_the_same_parts(body: bytes) -> None:
    sealed, tag = body + bytes(SEAL_OVERHEAD - 1), bytes(16)
    locked = Locked(bytes(LOCK_SALT_SIZE), body + tag)
    signed = Signed(body, bytes(SIGNATURE_SIZE))
    by_passphrase = PassphraseLocked(bytes(PASSPHRASE_SALT_SIZE), 65_536, 3, body + bytes(LOCK_OVERHEAD))

    assert split_sealed(join_sealed(sealed)) == sealed
    assert split_locked(join_locked(locked)) == locked
    assert split_signed(join_signed(signed)) == signed
    assert split_passphrase(join_passphrase(by_passphrase)) == by_passphrase


@given(body=st.binary(max_size=50), sizes=st.lists(st.integers(0, 4), max_size=60))
def test_the_version_comes_off_a_stream_cut_anywhere(body: bytes, sizes: list[int]) -> None:
    rest, pieces = VERSION + body, []
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]

    assert b"".join(without_version([*pieces, rest])) == body


@pytest.mark.parametrize("pieces", [[], [b""], [b"", b"\x02abc"], [b"\x00"]])
def test_a_stream_of_nothing_or_of_another_version_is_refused(pieces: list[bytes]) -> None:
    with pytest.raises(CannotOpen):
        list(without_version(pieces))
