"""Videos and sounds as a telephone might send them, made here, with places and names planted in them."""

import io
import math
import struct
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import av
from av.container import OutputContainer
from av.video.frame import VideoFrame
from PIL import Image

from tests.unit.tipline.scrub.sent import SECRET, a_scene

PLACE: Final = "+43.6426-079.3871+076.000/"
SIDE: Final = (64, 48)
FRAMES: Final = 12


def a_film(container: str = "mp4", codec: str = "libx264", *, sound: str | None = "aac") -> bytes:
    """Twelve frames and half a second of a tone, with fields of its own in the file and in each stream."""
    out = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if container in {"mp4", "mov"} else {}
    with av.open(out, "w", format=container, options=options) as film:
        film.metadata.update(
            {
                "com.apple.quicktime.location.ISO6709": PLACE,
                "com.apple.quicktime.make": "Exemplar",
                "artist": SECRET,
                "comment": SECRET,
                "creation_time": "2026-10-31T23:58:59Z",
            }
        )
        picture: Any = film.add_stream(codec, rate=10)
        picture.width, picture.height = SIDE
        picture.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        picture.time_base = Fraction(1, 10)
        picture.metadata["handler_name"] = SECRET
        heard = film.add_stream(sound, rate=48_000) if sound else None
        scene = [VideoFrame.from_image(a_scene(*SIDE)) for _ in range(FRAMES)]  # type: ignore[no-untyped-call]
        for number, frame in enumerate(scene):
            frame.pts = number
        _encoded(film, picture, scene)
        if heard is not None:
            _encoded(film, heard, _tone())
    return out.getvalue()


def a_sound(container: str, codec: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as sound:
        sound.metadata.update({"title": SECRET, "artist": SECRET, "comment": SECRET, "date": "2026"})
        _encoded(sound, sound.add_stream(codec, rate=48_000), _tone())
    return out.getvalue()


def _encoded(file: OutputContainer, stream: Any, frames: Sequence[object]) -> None:  # noqa: ANN401 - of any kind
    for frame in [*frames, None]:
        file.mux(stream.encode(frame))


def with_user_data(film: bytes, note: bytes) -> bytes:
    """The film with an SEI message before its first picture, as a drone writes where it is (H.264, D.1.7)."""
    payload = bytes(range(16)) + note
    unit = b"\x06\x05" + bytes([len(payload)]) + payload + b"\x80"
    out = io.BytesIO()
    with av.open(io.BytesIO(film), "r") as old, av.open(out, "w", format="mp4") as new:
        stream = new.add_stream_from_template(old.streams.video[0])
        for number, packet in enumerate(old.demux(video=0)):
            if packet.dts is None:
                continue
            content = (struct.pack(">I", len(unit)) + unit if number == 0 else b"") + bytes(packet)
            again = av.Packet(content)
            again.pts, again.dts, again.duration = packet.pts, packet.dts, packet.duration
            again.time_base, again.is_keyframe = packet.time_base, packet.is_keyframe
            again.stream = stream
            new.mux_one(again)
    return out.getvalue()


def with_a_box(film: bytes, name: bytes, content: bytes) -> bytes:
    """The film with one more box at its end."""
    return film + struct.pack(">I", 8 + len(content)) + name + content


def first_picture(film: bytes) -> Image.Image:
    with av.open(io.BytesIO(film), "r") as opened:
        picture: Image.Image = next(opened.decode(video=0)).to_image()  # type: ignore[no-untyped-call]
        return picture


def _tone() -> list[av.AudioFrame]:
    frames = []
    for number in range(24):
        frame = av.AudioFrame(format="s16", layout="mono", samples=1_024)
        times = range(number * 1_024, (number + 1) * 1_024)
        samples = [int(9_000 * math.sin(2 * math.pi * 440 * time / 48_000)) for time in times]
        frame.planes[0].update(struct.pack("<1024h", *samples))
        frame.sample_rate, frame.pts = 48_000, number * 1_024
        frames.append(frame)
    return frames
