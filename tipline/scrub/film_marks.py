"""What a container of video and sound carries beside what is seen and heard."""

from typing import Final

from av.container import InputContainer
from av.stream import Disposition, Stream

from tipline.scrub import marks
from tipline.scrub.found import Found

# Fields that say how a stream is stored, as FFmpeg names them.
_TECHNICAL: Final = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "language", "vendor_id", "duration", "timecode"}
)
_EMPTY: Final = frozenset({"", "und", "[0][0][0][0]"})


def in_film(film: InputContainer) -> frozenset[Found]:
    """What its fields, its other streams and its chapters give away."""
    fields = dict(film.metadata)
    found = set()
    for stream in film.streams:
        fields |= stream.metadata
        if is_cover(stream):
            found.add(Found.EMBEDDED_PICTURE_DATA)
        elif stream.type not in {"video", "audio"}:
            found.add(Found.HIDDEN_STREAM)
    if film.chapters():
        found.add(Found.COMMENT)
    told = [
        name
        for name, value in fields.items()
        if name.lower() not in _TECHNICAL and value.strip() not in _EMPTY
    ]
    return frozenset(found) | marks.in_names(told)


def is_cover(stream: Stream) -> bool:
    """Whether a stream is one picture that belongs to the file: a cover, a thumbnail."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    return bool(stream.disposition & still)
