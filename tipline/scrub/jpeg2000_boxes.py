"""A JPEG 2000 that stands inside a document, without the boxes that are no picture; its pixels stay."""

from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = b"\0\0\0\x0cjP  \r\n\x87\n"
_DROPPED: Final = frozenset({b"uuid", b"uinf", b"xml ", b"jp2i", b"asoc", b"free", b"jumb"})
_LONG: Final = 1
_TO_THE_END: Final = 0
_HEADER_SIZE: Final = 8


def without_boxes(content: bytes) -> bytes:
    """The picture without XML, UUID (EXIF, XMP, GeoTIFF) and property boxes (ISO/IEC 15444-1, annex I).

    A bare codestream has no boxes and is returned as it is.

    Raises:
        ValueError: a box is longer than the file.
    """
    if not content.startswith(_SIGNATURE):
        return content
    return b"".join(_kept(content))


def _kept(content: bytes) -> Iterator[bytes]:
    place = 0
    while place + _HEADER_SIZE <= len(content):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if length == _LONG:
            length = int.from_bytes(content[place + 8 : place + 16], "big")
        elif length == _TO_THE_END:
            length = len(content) - place
        if length < _HEADER_SIZE or place + length > len(content):
            raise ValueError("a box that cannot be")
        if name not in _DROPPED:
            yield content[place : place + length]
        place += length
