"""Which codecs of video and sound are passed on, and what is taken out of their own data."""

import re
from collections.abc import Callable
from typing import Final

from tipline.scrub import nal_units
from tipline.scrub.jpeg_segments import without_segments

# Of each codec the units that are picture; left out is what is free text, telemetry or filler: SEI and
# whatever a maker has put into reserved types (ITU-T H.264 table 7-1, H.265 table 7-1, AV1 6.2.2).
VIDEO: Final = {
    "h264": "filter_units=pass_types=1-5|7-11|13",
    "hevc": "filter_units=pass_types=0-9|16-21|32-37",
    "av1": "filter_units=pass_types=1-4|6-8",
    "mjpeg": "null",
    "vp8": "null",
    "vp9": "null",
    "mpeg4": "null",
    "h263": "null",
}
SOUND: Final = frozenset(
    {"aac", "mp3", "mp2", "opus", "vorbis", "flac", "alac", "ac3", "eac3", "amr_nb", "amr_wb"}
    | {"pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"}
)
MP4_TAKES: Final = frozenset(
    {"h264", "hevc", "av1", "mpeg4", "aac", "mp3", "alac", "ac3", "eac3", "opus", "flac"}
)
"""What a MOV holds when an MP4 can hold it too, which every browser plays."""

# ISO/IEC 14496-2, 6.2.1: user data runs from its start code to the next one. It names the encoder.
_USER_DATA: Final = re.compile(rb"\x00\x00\x01\xb2.*?(?=\x00\x00\x01|$)", re.DOTALL)


def without_user_data(content: bytes) -> bytes:
    """A piece of MPEG-4 Part 2 without what its encoder wrote beside the picture."""
    return _USER_DATA.sub(b"", content)


def without_vorbis_comments(extradata: bytes) -> bytes:
    """The three headers of Vorbis, the middle one (maker, title, artist …) empty, in Xiph's lacing.

    Raises:
        ValueError: it is no such header.
    """
    if extradata[:1] != b"\x02":
        raise ValueError("not three packets")
    sizes, place = [], 1
    for _ in range(2):
        size = 0
        while (step := extradata[place]) == _MORE:
            size, place = size + step, place + 1
        sizes.append(size + step)
        place += 1
    first, last = extradata[place : place + sizes[0]], extradata[place + sum(sizes) :]
    return b"\x02" + _laced(len(first)) + _laced(len(_NO_COMMENTS)) + first + _NO_COMMENTS + last


_MORE: Final = 255
_NO_COMMENTS: Final = b"\x03vorbis" + bytes(4) + bytes(4) + b"\x01"
"""Vorbis I, section 5: type, name, a maker of no letters, no comments, the framing bit."""


def _laced(size: int) -> bytes:
    return bytes([_MORE]) * (size // _MORE) + bytes([size % _MORE])


IN_EXTRADATA: Final[dict[str, Callable[[bytes], bytes]]] = {
    "h264": nal_units.without_messages_of_h264,
    "hevc": nal_units.without_messages_of_hevc,
    "mpeg4": without_user_data,
    "vorbis": without_vorbis_comments,
}
IN_PACKETS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "mjpeg": without_segments,
    "mpeg4": without_user_data,
}
