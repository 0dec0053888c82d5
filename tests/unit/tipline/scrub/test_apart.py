import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.tipline.scrub import sent
from tipline.scrub.apart import scrub_apart
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

MIB = 1 << 20


@pytest.fixture(scope="module")
def noise() -> bytes:
    """Sixteen million pixels as a PNG: seconds of packing, and 64 MB for each step from file to copy."""
    content = io.BytesIO()
    Image.frombytes("RGB", (4_000, 4_000), os.urandom(48_000_000)).save(content, "PNG", compress_level=0)
    return content.getvalue()


def own_children() -> list[str]:
    """Processes that this one has started and that are not gone, also those that only wait to be asked."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.mark.parametrize("cut", [1, 7, 4_096, 1 << 22])
def test_however_the_original_is_cut_the_copy_is_the_same(cut: int) -> None:
    content = sent.a_jpeg()

    assert sent.scrubbed(content, cut=cut).content == sent.scrubbed(content).content


def test_a_large_file_passes_both_pipes_without_either_side_waiting_for_the_other() -> None:
    noise = Image.frombytes("RGB", (1500, 1000), os.urandom(4_500_000))

    came = sent.scrubbed(sent.a_jpeg(noise, quality=98))

    assert came.told.size == len(came.content) > MIB


def test_a_file_that_is_no_picture_before_it_has_all_come_does_not_hang() -> None:
    """The child reads to the end, or ends: in both cases the parent stops writing."""
    with pytest.raises(CannotScrub) as held:
        scrub_apart((b"\xff\xd8\xff" * 10_000 for _ in range(200)), bytearray().extend, kind=FileKind.JPEG)

    assert held.value.reason is Reason.DOES_NOT_DECODE


def test_what_breaks_on_this_side_comes_through_and_leaves_no_child() -> None:
    def breaks_off() -> Iterator[bytes]:
        yield sent.a_jpeg()[:300]
        raise ConnectionResetError

    def full(_: bytes) -> None:
        raise OSError(28, "no space")

    before = own_children()
    with pytest.raises(ConnectionResetError):
        scrub_apart(breaks_off(), bytearray().extend, kind=FileKind.JPEG)
    with pytest.raises(OSError, match="no space"):
        scrub_apart([sent.a_jpeg()], full, kind=FileKind.JPEG)

    assert own_children() == before


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(wall_seconds=0.02), Reason.TOO_SLOW),
        (Limits(cpu_seconds=1), Reason.TOO_SLOW),
        (Limits(memory=200 * MIB), Reason.TOO_MUCH_MEMORY),
    ],
)
def test_a_child_that_takes_too_much_is_ended(noise: bytes, limits: Limits, reason: Reason) -> None:
    before = own_children()

    with pytest.raises(CannotScrub) as held:
        sent.scrubbed(noise, limits=limits, cut=MIB)

    assert (held.value.reason, own_children()) == (reason, before)


def test_the_parent_keeps_no_more_than_a_piece_of_either() -> None:
    """What it has read of the original is bounded by the pipe, not by the file."""
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(MIB)

    with pytest.raises(CannotScrub) as held:
        scrub_apart(endless(), bytearray().extend, kind=FileKind.JPEG, limits=Limits(original=8 * MIB))

    assert (held.value.reason, asked) == (Reason.TOO_LARGE_INSIDE, 9)


def test_a_limit_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="memory"):
        Limits(memory=0)
