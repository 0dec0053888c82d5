import io

import av
import pytest

from tests import judge
from tests.unit.tipline.scrub import filmed
from tests.unit.tipline.scrub.sent import SECRET, scrubbed
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

FILMS = [
    ("mp4", "libx264", "aac", FileKind.MP4),
    ("mp4", "libx265", "aac", FileKind.MP4),
    ("mov", "libx264", "aac", FileKind.MP4),
    ("mov", "mjpeg", "pcm_s16le", FileKind.MOV),
    ("mp4", "mpeg4", "aac", FileKind.MP4),
    ("webm", "libvpx-vp9", "libopus", FileKind.WEBM),
    ("webm", "libvpx", "libopus", FileKind.WEBM),
    ("matroska", "libx264", "aac", FileKind.MATROSKA),
]
SOUNDS = [
    ("mp3", "libmp3lame", FileKind.MP3),
    ("ipod", "aac", FileKind.M4A),
    ("wav", "pcm_s16le", FileKind.WAV),
    ("ogg", "libopus", FileKind.OGG),
    ("flac", "flac", FileKind.FLAC),
]
# What encoders write into what they encode: their names, their settings, their versions.
ENCODERS = [b"x264 ", b"x265 ", b"Lavf6", b"Xiph", b"LAME3"]


@pytest.mark.parametrize(("container", "codec", "sound", "kind"), FILMS)
def test_a_film_comes_out_without_what_was_planted_and_still_plays(
    container: str, codec: str, sound: str, kind: FileKind
) -> None:
    content = filmed.a_film(container, codec, sound=sound)
    assert SECRET.encode() in content

    came = scrubbed(content)

    assert SECRET.encode() not in came.content
    assert filmed.PLACE.encode() not in came.content
    assert [name for name in ENCODERS if name in came.content] == []
    assert (came.told.kind, came.told.width, came.told.height) == (kind, *filmed.SIDE)
    assert came.told.found >= {Found.AUTHOR, Found.COMMENT}
    with av.open(io.BytesIO(came.content), "r") as film:
        assert len(list(film.decode(video=0))) == filmed.FRAMES
    with av.open(io.BytesIO(came.content), "r") as film:
        assert len(list(film.decode(audio=0))) > 10
    assert came.told.still is not None
    assert came.told.still.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("container", "codec", "kind"), SOUNDS)
def test_a_sound_loses_its_tags_and_still_plays(container: str, codec: str, kind: FileKind) -> None:
    content = filmed.a_sound(container, codec)
    assert SECRET.encode() in content

    came = scrubbed(content)

    assert SECRET.encode() not in came.content
    assert (came.told.kind, came.told.width, came.told.still) == (kind, None, None)
    assert came.told.duration == pytest.approx(0.5, abs=0.1)
    assert Found.AUTHOR in came.told.found
    with av.open(io.BytesIO(came.content), "r") as film:
        assert len(list(film.decode(audio=0))) > 5


def test_what_stands_between_the_pictures_is_gone() -> None:
    """A place in an SEI message is in the stream itself: a new container alone would still carry it."""
    content = filmed.with_user_data(filmed.a_film(sound=None), filmed.PLACE.encode())
    assert filmed.PLACE.encode() in content

    came = scrubbed(content)

    assert filmed.PLACE.encode() not in came.content
    assert Found.OTHER_METADATA in came.told.found
    assert filmed.first_picture(came.content).size == filmed.SIDE


@pytest.mark.parametrize("box", [b"uuid", b"free", b"skip", b"XMP_", b"meta"])
def test_boxes_beside_the_film_are_left_behind(box: bytes) -> None:
    content = filmed.with_a_box(filmed.a_film(), box, bytes(16) + SECRET.encode() * 3)

    assert SECRET.encode() not in scrubbed(content).content


def test_names_of_handlers_are_empty_and_times_are_nothing() -> None:
    left = judge.tags(scrubbed(filmed.a_film("mov")).content)

    told = {tag.name: tag.value for tag in left}
    assert told["CreateDate"] == told["TrackModifyDate"] == "0000:00:00 00:00:00"
    assert {
        "HandlerDescription",
        "HandlerVendorID",
        "Make",
        "GPSCoordinates",
        "Encoder",
    } & told.keys() == set()


def test_a_film_with_other_streams_keeps_the_film_and_the_sound_alone() -> None:
    out = io.BytesIO()
    with (
        av.open(io.BytesIO(filmed.a_film("matroska")), "r") as old,
        av.open(out, "w", format="matroska") as new,
    ):
        lanes = {stream.index: new.add_stream_from_template(stream) for stream in old.streams}
        new.add_attachment("note.txt", "text/plain", SECRET.encode())
        for packet in old.demux():
            if packet.size:
                packet.stream = lanes[packet.stream.index]
                new.mux_one(packet)
    assert SECRET.encode() in out.getvalue()

    came = scrubbed(out.getvalue())

    with av.open(io.BytesIO(came.content), "r") as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
    assert SECRET.encode() not in came.content
    assert Found.HIDDEN_STREAM in came.told.found


def test_a_film_that_does_not_decode_or_is_in_an_unknown_codec_is_held() -> None:
    whole = filmed.a_film()
    for content, reason in (
        (whole[:200], Reason.DOES_NOT_DECODE),
        (whole[:40] + bytes(len(whole)), Reason.DOES_NOT_DECODE),
        (filmed.a_film("matroska", "ffv1", sound=None), Reason.UNKNOWN),
    ):
        with pytest.raises(CannotScrub) as held:
            scrubbed(content)
        assert held.value.reason is reason


def test_a_film_of_too_many_pixels_is_held() -> None:
    with pytest.raises(CannotScrub) as held:
        scrubbed(filmed.a_film(), limits=Limits(pixels=1_000))
    assert held.value.reason is Reason.TOO_LARGE_INSIDE
