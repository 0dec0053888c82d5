"""The parameters before a stream of H.264 or HEVC, without the messages (SEI) that encoders sign there."""

import re
from collections.abc import Iterator
from typing import Final

_START_CODE: Final = re.compile(rb"\x00\x00\x01")
_OF_H264: Final = frozenset({6, 12})
_OF_HEVC: Final = frozenset({38, 39, 40})
"""Messages and filler (ITU-T H.264 and H.265, table 7-1 of each)."""
_BOXED: Final = 1
"""The first byte of the form that MP4 keeps; the other begins with a start code."""
_ARRAYS_AT: Final = 22


def without_messages_of_h264(extradata: bytes) -> bytes:
    """Parameters with start codes lose their messages; the form of MP4 has no place for any."""
    if extradata[:1] == bytes([_BOXED]):
        return extradata
    return b"".join(unit for unit in _units(extradata) if unit[3] & 0x1F not in _OF_H264)


def without_messages_of_hevc(extradata: bytes) -> bytes:
    """Parameters in either form lose their messages.

    Raises:
        ValueError: the form of MP4 (ISO/IEC 14496-15, 8.3.3.1) is broken.
    """
    if extradata[:1] == bytes([_BOXED]):
        arrays = [array for kind, array in _arrays(extradata) if kind not in _OF_HEVC]
        return extradata[:_ARRAYS_AT] + bytes([len(arrays)]) + b"".join(arrays)
    return b"".join(unit for unit in _units(extradata) if unit[3] >> 1 & 0x3F not in _OF_HEVC)


def _units(extradata: bytes) -> Iterator[bytes]:
    starts = [match.start() for match in _START_CODE.finditer(extradata)]
    for start, end in zip(starts, [*starts[1:], len(extradata)], strict=True):
        if end - start > len(b"\0\0\1"):
            yield extradata[start:end]


def _arrays(extradata: bytes) -> Iterator[tuple[int, bytes]]:
    place = _ARRAYS_AT + 1
    for _ in range(extradata[_ARRAYS_AT]):
        start = place
        kind, count = extradata[place] & 0x3F, int.from_bytes(extradata[place + 1 : place + 3], "big")
        place += 3
        for _ in range(count):
            place += 2 + int.from_bytes(extradata[place : place + 2], "big")
        if place > len(extradata):
            raise ValueError("an array longer than its box")
        yield kind, extradata[start:place]
