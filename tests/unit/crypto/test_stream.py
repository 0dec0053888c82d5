from collections.abc import Iterator

import pytest
from cryptography.cobblestone import Cobblestone256Encryptor
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import CannotOpen
from crypto.padding import FILE_FLOOR
from crypto.stream import (
    CHUNK_SIZE,
    STREAM_HEADER_SIZE,
    TRAILER_SIZE,
    FileSealer,
    open_file,
    original_key,
    sealed_file_size,
)

KEY, CONTEXT = b"f" * 32, b"file-1"
CHUNK = CHUNK_SIZE + 16


def sealed_in_one(data: bytes, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    sealer = FileSealer(key, context=context)
    return sealer.update(data) + sealer.finalize()


def opened(sealed: bytes, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    return b"".join(open_file([sealed], key, context=context))


PICTURE = bytes(range(256)) * 300
SEALED = sealed_in_one(PICTURE)


@settings(max_examples=25, deadline=None)
@given(
    pieces=st.lists(st.binary(max_size=3000).map(lambda piece: piece * 20), max_size=6),
    size=st.integers(1, 40_000),
)
def test_a_file_opens_however_it_is_cut_into_pieces(pieces: list[bytes], size: int) -> None:
    sealer = FileSealer(KEY, context=CONTEXT)
    sealed = b"".join([*(sealer.update(piece) for piece in pieces), sealer.finalize()])
    cut = [sealed[at : at + size] for at in range(0, len(sealed), size)]

    assert b"".join(open_file(cut, KEY, context=CONTEXT)) == b"".join(pieces)


@pytest.mark.parametrize(
    "length",
    [0, 1, CHUNK_SIZE, FILE_FLOOR - TRAILER_SIZE, FILE_FLOOR - TRAILER_SIZE + 1, FILE_FLOOR, 300_000],
)
def test_a_sealed_file_has_the_size_that_is_told(length: int) -> None:
    sealed = sealed_in_one(bytes(length))

    assert len(sealed) == sealed_file_size(length)
    assert opened(sealed) == bytes(length)


def test_all_small_files_have_one_size() -> None:
    sizes = {sealed_file_size(length) for length in range(FILE_FLOOR - TRAILER_SIZE + 1)}

    assert sizes == {1 + STREAM_HEADER_SIZE + FILE_FLOOR + 5 * 16} == {65_673}


def test_equal_files_never_look_equal_sealed() -> None:
    assert sealed_in_one(PICTURE)[1:57] != SEALED[1:57]


@pytest.mark.parametrize("position", [0, 1, 24, 25, 56, 57, 57 + CHUNK, len(SEALED) // 2, len(SEALED) - 1])
def test_a_changed_byte_does_not_open(position: int) -> None:
    changed = bytearray(SEALED)

    changed[position] ^= 0x01

    with pytest.raises(CannotOpen):
        opened(bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 57, 57 + 16, 57 + CHUNK, 57 + 2 * CHUNK, len(SEALED) - 1])
def test_a_cut_file_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        opened(SEALED[:length])


@pytest.mark.parametrize(("key", "context"), [(b"g" * 32, CONTEXT), (KEY, b"file-2"), (KEY, b"")])
def test_another_key_or_context_does_not_open(key: bytes, context: bytes) -> None:
    with pytest.raises(CannotOpen):
        opened(SEALED, key, context)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        bytes(7),
        bytes(8),
        bytes(FILE_FLOOR - 8) + (FILE_FLOOR - 7).to_bytes(8, "big"),
        bytes(FILE_FLOOR) + (8).to_bytes(8, "big"),
        bytes(FILE_FLOOR - 8) + b"\xff" * 8,
    ],
)
def test_a_length_that_does_not_fit_the_padding_does_not_open(plain: bytes) -> None:
    encryptor = Cobblestone256Encryptor(KEY, b"\x01" + CONTEXT)
    sealed = b"\x01" + encryptor.update(plain) + encryptor.finalize()

    with pytest.raises(CannotOpen):
        opened(sealed)


def test_nothing_is_given_out_before_the_end_was_seen() -> None:
    given: list[bytes] = []

    with pytest.raises(CannotOpen):
        given.extend(open_file([SEALED[:-1]], KEY, context=CONTEXT))

    assert given == []


def test_a_file_that_changes_between_the_two_readings_is_not_given_out_wrong() -> None:
    given: list[bytes] = []
    stored = Exchanged([SEALED], then=[SEALED[:57], SEALED[57 + CHUNK :]])

    with pytest.raises(CannotOpen):
        given.extend(open_file(stored, KEY, context=CONTEXT))

    assert given == []


class Exchanged:
    """Stored pieces that are others when they are read again."""

    def __init__(self, first: list[bytes], *, then: list[bytes]) -> None:
        self.readings = [then, first]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readings.pop())


def test_what_can_be_read_only_once_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        open_file(iter([SEALED]), KEY, context=CONTEXT)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_a_mistake(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FileSealer(bytes(size), context=CONTEXT)
    with pytest.raises(ValueError, match="32 bytes"):
        open_file([SEALED], bytes(size), context=CONTEXT)
    with pytest.raises(ValueError, match="32 bytes"):
        original_key(bytes(32), bytes(size))


def test_the_key_of_an_original_needs_both_halves_in_order() -> None:
    ka, kb = b"a" * 32, b"b" * 32
    sealed = sealed_in_one(PICTURE, original_key(ka, kb))

    assert opened(sealed, original_key(ka, kb)) == PICTURE
    for key in (ka, kb, original_key(kb, ka)):
        with pytest.raises(CannotOpen):
            opened(sealed, key)
