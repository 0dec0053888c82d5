"""A JPEG that stands inside a document, without what is no picture in it; its pixels stay bit for bit."""

from collections.abc import Iterator
from typing import Final

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_COMMENT: Final = 0xFE
_APPLICATION: Final = range(0xE0, 0xF0)
_ADOBE: Final = 0xEE
"""Says how its colours are coded (ITU-T T.872, 6.5.3): without it a CMYK picture comes out inverted."""


def without_segments(content: bytes) -> bytes:
    """The picture without application segments (EXIF, XMP, IPTC), comments and what follows its end.

    Raises:
        ValueError: it is no JPEG.
    """
    if not content.startswith(_START):
        raise ValueError("no JPEG")
    return _START + b"".join(_kept(content))


def _kept(content: bytes) -> Iterator[bytes]:
    place = len(_START)
    while content[place : place + 1] == b"\xff":
        marker = content[place + 1 : place + 2]
        if not marker:
            break
        if marker == b"\xff":
            place += 1
            continue
        length = 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker[0] == _SCAN:
            end = content.rfind(_END)
            yield content[place:] + _END if end < place else content[place : end + len(_END)]
            return
        if marker[0] != _COMMENT and (marker[0] not in _APPLICATION or marker[0] == _ADOBE):
            yield content[place : place + length]
        place += length
    raise ValueError("no picture in it")
