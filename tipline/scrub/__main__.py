"""The child that scrubs one file: `python -m tipline.scrub KIND LIMITS`, the original in, frames out."""

import importlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Final

from tipline.scrub import fence, frames
from tipline.scrub.copies import Copy, Scrubber
from tipline.scrub.kinds import FileGroup, FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason, Scrubbed

_AT_ONCE: Final = 1 << 20
_SCRUBBERS: Final = {
    FileGroup.PICTURE: "tipline.scrub.pictures",
    FileGroup.VIDEO: "tipline.scrub.films",
    FileGroup.SOUND: "tipline.scrub.films",
    FileGroup.DOCUMENT: "tipline.scrub.documents",
}
_EXTRA: Final = "av"
"""What the extra `media` installs. Without it no video and no sound is scrubbed, and each is held."""


def main() -> None:
    """Shut the process in, read the original to its end, then answer with a copy or with a reason."""
    kind, limits = FileKind(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    try:
        scrubber = _scrubber(kind)
        fence.shut(limits)
        copy = scrubber(_original(limits), kind, limits)
        for piece in _told(copy, limits):
            _say(piece)
    except CannotScrub as refused:
        _say(frames.frame(frames.REFUSED, refused.reason.encode()))
    except MemoryError:
        _say(frames.frame(frames.REFUSED, Reason.TOO_MUCH_MEMORY.encode()))


def _scrubber(kind: FileKind) -> Scrubber:
    """Import what scrubs this kind and nothing else: no file meets a library that is not for it."""
    try:
        module = importlib.import_module(_SCRUBBERS[kind.group])
    except ModuleNotFoundError as missing:
        if missing.name != _EXTRA:
            raise
        raise CannotScrub(Reason.UNKNOWN) from None
    module.warm_up()
    scrubber: Scrubber = module.scrub
    return scrubber


def _original(limits: Limits) -> io.BytesIO:
    original = io.BytesIO()
    while piece := os.read(0, _AT_ONCE):
        if original.tell() + len(piece) > limits.original:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        original.write(piece)
    original.seek(0)
    return original


def _told(copy: Copy, limits: Limits) -> Iterator[bytes]:
    with copy.content.getbuffer() as content:
        if len(content) > limits.copy:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        for start in range(0, len(content), frames.PIECE):
            yield frames.frame(frames.COPY, content[start : start + frames.PIECE])
        size = len(content)
    if copy.still is not None:
        yield frames.frame(frames.STILL, copy.still)
    yield frames.end(
        Scrubbed(
            kind=copy.kind,
            size=size,
            found=frozenset(copy.found),
            width=copy.width,
            height=copy.height,
            duration=copy.duration,
        )
    )


def _say(said: bytes) -> None:
    rest = memoryview(said)
    while rest:
        rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    main()
