"""How the child answers: frames of one letter, a length of four bytes and a body, and nothing after the last.

`C` a piece of the copy, `S` the still of a video, then once `E` (done: what the copy is) or `R` (the reason
why there is none). The parent takes nothing on trust: a frame that is too long, unknown, out of order or
untrue makes the whole answer `broke`.
"""

import json
from collections.abc import Callable
from typing import Final

from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Reason, Scrubbed

PIECE: Final = 1 << 18
"""Bytes of the longest body of a frame: 256 KiB."""
HEADER_SIZE: Final = 1 + 4
COPY: Final = b"C"
STILL: Final = b"S"
END: Final = b"E"
REFUSED: Final = b"R"
_SIDE: Final = 1 << 20
_DAYS: Final = 100 * 86_400.0


def frame(letter: bytes, body: bytes | memoryview) -> bytes:
    """One frame."""
    return letter + len(body).to_bytes(4, "big") + body


def end(scrubbed: Scrubbed) -> bytes:
    """The last frame of a copy that was made."""
    told = {
        "kind": scrubbed.kind,
        "size": scrubbed.size,
        "found": sorted(scrubbed.found),
        "width": scrubbed.width,
        "height": scrubbed.height,
        "duration": scrubbed.duration,
    }
    return frame(END, json.dumps(told).encode())


class Answer:
    """The child's answer as it comes in, however it is cut; `write` gets the copy piece by piece.

    It keeps at most one unfinished frame and one still, whatever the child sends.
    """

    def __init__(self, write: Callable[[bytes], None], *, largest: int) -> None:
        self._write = write
        self._largest = largest
        self._unread = bytearray()
        self._size = 0
        self._still: bytes | None = None
        self._end: Scrubbed | Reason | None = None

    def feed(self, received: bytes) -> None:
        """Take what came.

        Raises:
            CannotScrub: broke, if it is no answer; too large inside, if the copy is larger than it may be.
        """
        self._unread += received
        while len(self._unread) >= HEADER_SIZE:
            length = int.from_bytes(self._unread[1:HEADER_SIZE], "big")
            if length > PIECE or self._end is not None:
                raise CannotScrub(Reason.BROKE)
            if len(self._unread) < HEADER_SIZE + length:
                return
            letter = bytes(self._unread[:1])
            body = bytes(self._unread[HEADER_SIZE : HEADER_SIZE + length])
            del self._unread[: HEADER_SIZE + length]
            self._take(letter, body)

    def result(self) -> Scrubbed:
        """What the copy is, when the child has ended well.

        Raises:
            CannotScrub: the child's own reason, or broke, if it left without saying the end.
        """
        if isinstance(self._end, Reason):
            raise CannotScrub(self._end)
        if self._end is None or self._unread:
            raise CannotScrub(Reason.BROKE)
        return self._end

    @property
    def refused(self) -> bool:
        """Whether the child has given a reason why there is no copy."""
        return isinstance(self._end, Reason)

    def _take(self, letter: bytes, body: bytes) -> None:
        if letter == COPY:
            self._size += len(body)
            if self._size > self._largest:
                raise CannotScrub(Reason.TOO_LARGE_INSIDE)
            self._write(body)
        elif letter == STILL and self._still is None:
            self._still = body
        elif letter == END:
            self._end = self._read_end(body)
        elif letter == REFUSED:
            self._end = _read_reason(body)
        else:
            raise CannotScrub(Reason.BROKE)

    def _read_end(self, body: bytes) -> Scrubbed:
        try:
            told = json.loads(body)
            scrubbed = Scrubbed(
                kind=FileKind(told["kind"]),
                size=told["size"],
                found=frozenset(map(Found, told["found"])),
                width=_pixels(told["width"]),
                height=_pixels(told["height"]),
                duration=_seconds(told["duration"]),
                still=self._still,
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            raise CannotScrub(Reason.BROKE) from None
        if scrubbed.size != self._size or scrubbed.kind is FileKind.ZIP:
            raise CannotScrub(Reason.BROKE)
        return scrubbed


def _read_reason(body: bytes) -> Reason:
    try:
        return Reason(body.decode())
    except ValueError:
        return Reason.BROKE


def _pixels(told: object) -> int | None:
    if told is not None and (type(told) is not int or not 0 < told <= _SIDE):
        raise ValueError("a side that cannot be")
    return told


def _seconds(told: object) -> float | None:
    if told is not None and (type(told) is not float or not 0 <= told <= _DAYS):
        raise ValueError("a duration that cannot be")
    return told
