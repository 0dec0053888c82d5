"""What a picture's container carries beside the picture."""

import re
from collections.abc import Iterator
from typing import Final

from PIL import ImageFile, IptcImagePlugin

from tipline.scrub import marks
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind

_PNG_PICTURE: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
    | {b"acTL", b"fcTL", b"fdAT", b"hIST", b"cICP"}
)
_PNG_CHUNKS: Final = {b"tIME": Found.TIME, b"iCCP": Found.COLOUR_PROFILE, b"eXIf": None}
_PNG_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_JPEG_MARKER: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_START_OF_IMAGE: Final = 0xD8
_END_OF_IMAGE: Final = 0xD9
_JPEG_SEGMENTS: Final = {
    b"http://ns.adobe.com/xmp/extension/": Found.OTHER_METADATA,
    b"MPF\0": Found.EMBEDDED_PICTURE_DATA,
    b"JFXX\0": Found.THUMBNAIL,
    b"JP": Found.HIDDEN_STREAM,
}
_COMMENT: Final = 0xFE
_APPLICATION: Final = range(0xE0, 0xF0)
_APPLICATION_RECORD: Final = 2
_LEAST_TAIL: Final = 16
"""Bytes after the end of a picture that are no padding any more."""


def in_picture(picture: ImageFile.ImageFile, kind: FileKind, content: bytes | memoryview) -> frozenset[Found]:
    """What stands in an opened picture, as the library tells it and as its container shows it."""
    found = set(marks.in_exif(picture.getexif()))
    info = picture.info
    for name in ("xmp", "XML:com.adobe.xmp"):
        packet = info.get(name)
        found |= marks.in_xmp(packet.encode() if isinstance(packet, str) else packet or b"")
    datasets = IptcImagePlugin.getiptcinfo(picture) or {}
    found |= marks.in_iptc([number for record, number in datasets if record == _APPLICATION_RECORD])
    if info.get("icc_profile"):
        found.add(Found.COLOUR_PROFILE)
    if info.get("comment"):
        found.add(Found.COMMENT)
    if info.get("thumbnails"):
        found.add(Found.THUMBNAIL)
    if info.get("depth_images") or info.get("aux"):
        found.add(Found.EMBEDDED_PICTURE_DATA)
    if kind is FileKind.JPEG:
        found.update(_in_jpeg(content))
    elif kind is FileKind.PNG:
        found.update(_in_png(content))
    return frozenset(found)


def _in_jpeg(content: bytes | memoryview) -> Iterator[Found]:
    """Its segments, and what follows its end: a second picture or a film, where telephones put one."""
    place = 2
    while match := _JPEG_MARKER.search(content, place):
        marker, place = match[1][0], match.end()
        if marker == _END_OF_IMAGE:
            break
        if marker == _START_OF_IMAGE:
            continue
        length = int.from_bytes(content[place : place + 2], "big")
        body = bytes(content[place + 2 : place + 40])
        if marker == _COMMENT:
            yield Found.COMMENT
        elif marker in _APPLICATION:
            yield from (kind for beginning, kind in _JPEG_SEGMENTS.items() if body.startswith(beginning))
        place += length
    if len(content) - place >= _LEAST_TAIL:
        yield Found.HIDDEN_STREAM


def _in_png(content: bytes | memoryview) -> Iterator[Found]:
    place = 8
    while place + 8 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name = bytes(content[place + 4 : place + 8])
        place += 12 + length
        if name in _PNG_TEXTS:
            keyword = bytes(content[place - 4 - length : place - 4]).partition(b"\0")[0]
            yield from marks.in_names([keyword.decode("latin-1")])
        elif name in _PNG_CHUNKS:
            yield from filter(None, [_PNG_CHUNKS[name]])
        elif name not in _PNG_PICTURE:
            yield Found.OTHER_METADATA
        if name == b"IEND":
            break
    if len(content) - place >= _LEAST_TAIL:
        yield Found.HIDDEN_STREAM
