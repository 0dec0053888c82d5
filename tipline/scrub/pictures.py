"""Pictures are made anew from their pixels; of the file that came in nothing is kept."""

import io
import struct
from typing import Final

from pi_heif.as_plugin import register_heif_opener
from PIL import Image

from tipline.scrub import pixels
from tipline.scrub.copies import Copy
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason
from tipline.scrub.picture_marks import in_picture

_READERS: Final = {
    FileKind.JPEG: ("JPEG", "MPO"),
    FileKind.PNG: ("PNG",),
    FileKind.GIF: ("GIF",),
    FileKind.WEBP: ("WEBP",),
    FileKind.TIFF: ("TIFF",),
    FileKind.HEIC: ("HEIF",),
}
# What Pillow and its plugins raise over bytes that are no picture of the kind that they were taken for.
_NOT_DECODED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    struct.error,
)
_AS_SEEN: Final = {"quality": 92, "subsampling": 0}
"""Of a JPEG: a plate that could be read stays readable."""
_ONE_PICTURE: Final = frozenset({FileKind.JPEG, FileKind.HEIC})
"""Kinds whose further pictures are depth, gain and previews of the first."""
_BY_ONE: Final = {FileKind.HEIC: FileKind.JPEG, FileKind.TIFF: FileKind.PNG}
"""What a single picture becomes, where it does not stay what it is: browsers show neither."""


def warm_up() -> None:
    """Load what is loaded late, while files may still be opened."""
    Image.init()
    register_heif_opener(decode_threads=1)
    for writer in ("JPEG", "PNG", "GIF", "WEBP", "TIFF"):
        Image.new("RGB", (1, 1)).save(io.BytesIO(), writer)


def scrub(original: io.BytesIO, kind: FileKind, limits: Limits) -> Copy:
    """Make a picture anew, upright and in sRGB.

    JPEG, PNG, GIF and WebP stay what they are, moving or not; a HEIC becomes a JPEG, which every browser
    shows; a TIFF of one page becomes a PNG, one of several stays a TIFF. A moving picture is kept whole or
    not at all: its first frame alone would look like all that was sent.

    Raises:
        CannotScrub: it does not decode, or is larger inside than it may be.
    """
    try:
        with Image.open(original, formats=_READERS[kind]) as picture:
            pixels.within(picture, limits)
            with original.getbuffer() as content:
                found = in_picture(picture, kind, content)
            frames, durations = _frames(picture, 1 if kind in _ONE_PICTURE else limits.frames + 1, limits)
            loop = picture.info.get("loop")
    except Image.DecompressionBombError:
        raise CannotScrub(Reason.TOO_LARGE_INSIDE) from None
    except _NOT_DECODED:
        raise CannotScrub(Reason.DOES_NOT_DECODE) from None
    made = _BY_ONE.get(kind, kind) if len(frames) == 1 else kind
    first = frames[0]
    return Copy(
        kind=made,
        content=_written(frames, made, {"duration": durations, "loop": loop}),
        found=found,
        width=first.width,
        height=first.height,
    )


def _frames(picture: Image.Image, most: int, limits: Limits) -> tuple[list[Image.Image], list[int]]:
    """Up to so many frames, and for how many milliseconds each is shown."""
    frames: list[Image.Image] = []
    durations: list[int] = []
    in_all = 0
    for number in range(most):
        try:
            picture.seek(number)
        except EOFError:
            break
        in_all += pixels.within(picture, limits)
        if number == limits.frames or in_all > limits.pixels_in_all:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        frames.append(pixels.bare(picture))
        durations.append(int(picture.info.get("duration", 0)))
    return frames, durations


def _written(frames: list[Image.Image], kind: FileKind, timing: dict[str, object]) -> io.BytesIO:
    content = io.BytesIO()
    first, *others = frames
    several = {"save_all": True, "append_images": others} if others else {}
    moving = several | {name: told for name, told in timing.items() if told is not None} if others else {}
    match kind:
        case FileKind.JPEG:
            pixels.opaque(first).save(content, "JPEG", **_AS_SEEN)
        case FileKind.TIFF:
            first.save(content, "TIFF", compression="tiff_lzw", **several)
        case FileKind.WEBP:
            first.save(content, "WEBP", quality=92, **moving)
        case FileKind.GIF:
            first.save(content, "GIF", disposal=2, **moving)
        case _:
            first.save(content, "PNG", **moving)
    return content
