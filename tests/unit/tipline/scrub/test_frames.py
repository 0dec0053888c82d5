import json
import subprocess
import sys

import pytest

from tests.unit.tipline.scrub import sent
from tipline.scrub import frames
from tipline.scrub.found import Found
from tipline.scrub.frames import Answer, frame
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Reason, Scrubbed

TOLD = {"kind": "jpeg", "size": 4, "found": ["place"], "width": 2, "height": 2, "duration": None}
COPY = frame(frames.COPY, b"copy")


def an_end(**changed: object) -> bytes:
    return frame(frames.END, json.dumps(TOLD | changed).encode())


def answered(received: bytes, *, cut: int = 1 << 20) -> tuple[Scrubbed, bytes]:
    out = bytearray()
    answer = Answer(out.extend, largest=100)
    for start in range(0, len(received), cut):
        answer.feed(received[start : start + cut])
    return answer.result(), bytes(out)


@pytest.mark.parametrize("cut", [1, 3, 1 << 20])
def test_an_answer_is_read_however_it_is_cut(cut: int) -> None:
    told, copy = answered(COPY + frame(frames.STILL, b"still") + an_end(), cut=cut)

    assert copy == b"copy"
    assert told == Scrubbed(
        kind=FileKind.JPEG, size=4, found=frozenset({Found.PLACE}), width=2, height=2, still=b"still"
    )
    assert frames.end(told) == an_end()


@pytest.mark.parametrize(
    "received",
    [
        b"",
        COPY,
        COPY + an_end()[:-1],
        COPY + an_end() + b"C",
        COPY + an_end() + an_end(),
        an_end(),
        COPY + an_end(size=5),
        COPY + an_end(kind="zip"),
        COPY + an_end(kind="html"),
        COPY + an_end(found=["a street"]),
        COPY + an_end(found=3),
        COPY + an_end(width=-1),
        COPY + an_end(width="2"),
        COPY + an_end(height=1 << 40),
        COPY + an_end(duration=1),
        COPY + an_end(duration=float("nan")),
        COPY + frame(frames.END, b"[" * 100_000),
        COPY + frame(frames.END, b"{}"),
        frame(b"X", b""),
        frame(frames.STILL, b"one") + frame(frames.STILL, b"two"),
        frames.COPY + (frames.PIECE + 1).to_bytes(4, "big"),
        frame(frames.REFUSED, b"because"),
    ],
    ids=range(22),
)
def test_an_answer_that_is_none_is_taken_for_a_broken_child(received: bytes) -> None:
    with pytest.raises(CannotScrub) as refused:
        answered(received)
    assert refused.value.reason is Reason.BROKE


@pytest.mark.parametrize("reason", Reason)
def test_a_childs_own_reason_comes_through(reason: Reason) -> None:
    with pytest.raises(CannotScrub) as refused:
        answered(frame(frames.REFUSED, reason.encode()))
    assert refused.value.reason is reason


def test_a_copy_larger_than_it_may_be_is_stopped_on_its_way() -> None:
    with pytest.raises(CannotScrub) as refused:
        answered(COPY * 26)
    assert refused.value.reason is Reason.TOO_LARGE_INSIDE


@pytest.mark.parametrize(("kind", "answer"), [("mp4", b"Runknown"), ("mp3", b"Runknown"), ("jpeg", b"C")])
def test_without_the_extra_films_and_sounds_are_held_and_pictures_are_not(kind: str, answer: bytes) -> None:
    code = (
        "import runpy, sys\nsys.modules['av'] = None\n"
        f"sys.argv = ['scrub', '{kind}', '{{}}']\nrunpy.run_module('tipline.scrub', run_name='__main__')"
    )

    ran = subprocess.run(
        [sys.executable, "-I", "-B", "-c", code], input=sent.a_jpeg(), capture_output=True, check=False
    )

    assert (ran.stdout[:1] + ran.stdout[5:])[: len(answer)] == answer
