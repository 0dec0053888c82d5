"""Video and sound: the streams that are seen and heard go into a new file, and nothing else does.

They are not coded again: a face in the distance stays as sharp as it came. Left behind are places, times,
names, covers, chapters, subtitles, data tracks, attachments, whatever else a container holds, and what
encoders write between the pictures. The first frame of each stream is decoded, which proves it and makes
the still.
"""

import importlib
import io
import pkgutil
from typing import Final, TypeAlias

import av
from av import BitStreamFilterContext, Packet
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from tipline.scrub import codecs, pixels
from tipline.scrub.copies import Copy
from tipline.scrub.film_marks import in_film, is_cover
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

_ISO: Final = "mov"
_DEMUXERS: Final = {
    FileKind.MP4: _ISO,
    FileKind.MOV: _ISO,
    FileKind.THREE_GP: _ISO,
    FileKind.M4A: _ISO,
    FileKind.WEBM: "matroska",
    FileKind.MATROSKA: "matroska",
    FileKind.MP3: "mp3",
    FileKind.WAV: "wav",
    FileKind.OGG: "ogg",
    FileKind.FLAC: "flac",
    FileKind.AMR: "amr",
}
_MUXERS: Final = {
    FileKind.MP4: "mp4",
    FileKind.MOV: "mov",
    FileKind.THREE_GP: "3gp",
    FileKind.M4A: "ipod",
    FileKind.WEBM: "webm",
    FileKind.MATROSKA: "matroska",
    FileKind.MP3: "mp3",
    FileKind.WAV: "wav",
    FileKind.OGG: "ogg",
    FileKind.FLAC: "flac",
    FileKind.AMR: "amr",
}
_ISO_MUXING: Final = {"empty_hdlr_name": "1", "movflags": "use_metadata_tags"}
"""No name of a handler, and no empty list of iTunes, which says Apple."""
_MUXING: Final = {
    FileKind.MP4: _ISO_MUXING,
    FileKind.MOV: _ISO_MUXING,
    FileKind.THREE_GP: _ISO_MUXING,
    FileKind.M4A: _ISO_MUXING,
    FileKind.MP3: {"write_xing": "0", "id3v2_version": "0"},
}
_NEVER_USED: Final = ("__main__", "datasets")
_BIT_EXACT: Final = 0x0400
"""AVFMT_FLAG_BITEXACT of libavformat/avformat.h: no name of the writer, no random number."""
_Packet: TypeAlias = "Packet[Stream]"
_MOST_STREAMS: Final = 8
_STILL_SIDE: Final = 640
_MICROSECONDS: Final = 1_000_000
_NOT_DECODED: Final = (FFmpegError, ValueError, LookupError, ArithmeticError, UnicodeError)


def warm_up() -> None:
    """Load what is loaded late, while files may still be opened."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith(_NEVER_USED):
            importlib.import_module(module.name)
    pixels.jpeg(Image.new("RGB", (1, 1)))


def scrub(original: io.BytesIO, kind: FileKind, limits: Limits) -> Copy:
    """Put the streams of picture and sound into a new file.

    A MOV whose streams an MP4 can hold becomes one, which browsers play; a file of sound alone is called one.

    Raises:
        CannotScrub: it does not decode, or a stream is in a codec that is not on the list.
    """
    try:
        with av.open(original, "r", format=_DEMUXERS[kind], metadata_errors="replace") as film:
            kept = _kept(film)
            still, size = _proven(film, kept, limits)
            found = in_film(film)
            length = film.duration
        original.seek(0)
        made = _kind_of_copy(kind, kept)
        with av.open(original, "r", format=_DEMUXERS[kind], metadata_errors="replace") as film:
            content, left_out = _remuxed(film, [film.streams[number] for number in kept], made)
    except av.error.MemoryError:
        raise MemoryError from None
    except _NOT_DECODED:
        raise CannotScrub(Reason.DOES_NOT_DECODE) from None
    return Copy(
        kind=made,
        content=content,
        found=found | left_out,
        width=size[0] if size else None,
        height=size[1] if size else None,
        duration=max(0, length) / _MICROSECONDS if length is not None else None,
        still=still,
    )


def _codec(stream: Stream) -> str:
    return stream.codec_context.codec.canonical_name


def _kept(film: InputContainer) -> dict[int, str]:
    """The numbers of the streams that are seen and heard, and their codecs."""
    kept = {
        stream.index: _codec(stream)
        for stream in [*film.streams.video, *film.streams.audio]
        if not is_cover(stream)
    }
    if not kept:
        raise CannotScrub(Reason.DOES_NOT_DECODE)
    if len(kept) > _MOST_STREAMS:
        raise CannotScrub(Reason.TOO_LARGE_INSIDE)
    if kept.values() - codecs.VIDEO.keys() - codecs.SOUND:
        raise CannotScrub(Reason.UNKNOWN)
    return kept


def _kind_of_copy(kind: FileKind, kept: dict[int, str]) -> FileKind:
    seen = bool(codecs.VIDEO.keys() & kept.values())
    if kind in {FileKind.MOV, FileKind.MP4, FileKind.M4A} and codecs.MP4_TAKES.issuperset(kept.values()):
        return FileKind.MP4 if seen else FileKind.M4A
    return kind


def _proven(
    film: InputContainer, kept: dict[int, str], limits: Limits
) -> tuple[bytes | None, tuple[int, int] | None]:
    """Decode the first frame of each stream; return a still of the first video, and its size as shown."""
    streams = [film.streams[number] for number in kept]
    for stream in streams:
        if isinstance(stream, VideoStream) and stream.width * stream.height > limits.pixels:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        stream.codec_context.thread_count = 1
    unproven = set(kept)
    still, size = None, None
    for packet in film.demux(streams):
        if not unproven:
            break
        if packet.stream.index not in unproven:
            continue
        for frame in packet.decode()[:1]:
            unproven.remove(packet.stream.index)
            if isinstance(frame, VideoFrame) and still is None:
                shown = _upright(frame)
                size = shown.size
                shown.thumbnail((_STILL_SIDE, _STILL_SIDE))
                still = pixels.jpeg(shown)
    if unproven:
        raise CannotScrub(Reason.DOES_NOT_DECODE)
    return still, size


def _upright(frame: VideoFrame) -> Image.Image:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call] # published without its type
    return picture.rotate(frame.rotation, expand=True)


def _remuxed(film: InputContainer, kept: list[Stream], kind: FileKind) -> tuple[io.BytesIO, frozenset[Found]]:
    content = io.BytesIO()
    before = after = 0
    with av.open(content, "w", format=_MUXERS[kind], options=_MUXING.get(kind, {})) as copy:
        copy.flags |= _BIT_EXACT
        lanes = {stream.index: _Lane(stream, copy) for stream in kept}
        for packet in film.demux(kept):
            before += packet.size
            for passed in lanes[packet.stream.index].through(packet):
                after += passed.size
                copy.mux_one(passed)
    return content, frozenset({Found.OTHER_METADATA} if after < before else ())


class _Lane:
    """One stream on its way into the copy."""

    def __init__(self, stream: Stream, copy: OutputContainer) -> None:
        self._codec = _codec(stream)
        self._time_base = stream.time_base
        self._to = copy.add_stream_from_template(stream, opaque=True)
        context = self._to.codec_context
        filtering = codecs.VIDEO.get(self._codec, "null")
        self._filter = BitStreamFilterContext(filtering, stream, self._to) if filtering != "null" else None
        if self._filter is not None:
            context.codec_tag = "hvc1" if self._codec == "hevc" and "mp4" in copy.format.name else "\0\0\0\0"
        cleaned = codecs.IN_EXTRADATA.get(self._codec)
        if cleaned and context.extradata:
            context.extradata = cleaned(context.extradata)

    def through(self, packet: _Packet) -> list[_Packet]:
        """What of a packet goes into the copy; the last one, which is empty, flushes the filter."""
        last = packet.dts is None and not packet.size
        if self._filter is None:
            passed = [] if last else [self._plain(packet)]
        else:
            passed = self._filter.filter(None if last else packet)
        for one in passed:
            if self._time_base is not None:
                one.time_base = self._time_base
            one.stream = self._to
        return [one for one in passed if one.size]

    def _plain(self, packet: _Packet) -> _Packet:
        without = codecs.IN_PACKETS.get(self._codec)
        if without is None:
            return packet
        clean: _Packet = Packet(without(bytes(packet)))
        clean.pts, clean.dts, clean.duration = packet.pts, packet.dts, packet.duration
        clean.is_keyframe = packet.is_keyframe
        return clean
