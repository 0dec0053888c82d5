import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms

from tests import judge
from tests.unit.tipline.scrub import sent
from tests.unit.tipline.scrub.sent import SECRET, scrubbed
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

PLANTED = {
    Found.PLACE,
    Found.TIME,
    Found.DEVICE,
    Found.DEVICE_SERIAL,
    Found.AUTHOR,
    Found.SOFTWARE,
    Found.COMMENT,
    Found.MAKER_NOTE,
}
TELLING = {
    "GPSLatitude",
    "Make",
    "Model",
    "Artist",
    "SerialNumber",
    "ModifyDate",
    "ImageDescription",
    "Software",
}
# What a picture without any metadata says: how it is coded.
PLAIN = {"XResolution", "YResolution", "ResolutionUnit", "JFIFVersion", "ImageSize", "Megapixels"}


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (sent.a_jpeg, FileKind.JPEG),
        (sent.a_png, FileKind.PNG),
        (sent.a_webp, FileKind.WEBP),
        (sent.a_tiff, FileKind.PNG),
    ],
)
def test_a_picture_comes_out_without_what_was_planted_and_still_shows_the_same(
    made: Callable[[], bytes], kind: FileKind
) -> None:
    content = made()
    assert judge.telling(content) >= TELLING

    came = scrubbed(content)

    assert judge.telling(came.content) & TELLING == set()
    assert SECRET.encode() not in came.content
    assert (came.told.kind, came.told.width, came.told.height) == (kind, 64, 48)
    assert came.told.size == len(came.content)
    assert came.told.found >= PLANTED
    assert near(came.picture().convert("RGB").getpixel((10, 10)), (255, 0, 0))
    assert near(came.picture().convert("RGB").getpixel((50, 40)), (255, 255, 255))


def test_a_jpeg_says_nothing_but_how_it_is_coded() -> None:
    assert judge.telling(scrubbed(sent.a_jpeg()).content) <= PLAIN


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_without_the_tag_that_says_how_it_was_held(orientation: int) -> None:
    turned = {1: (64, 48), 2: (64, 48), 3: (64, 48), 4: (64, 48)}.get(orientation, (48, 64))
    first = {1: "red", 2: "green", 3: "white", 4: "blue", 5: "red", 6: "blue", 7: "white", 8: "green"}

    came = scrubbed(sent.a_jpeg(orientation=orientation))

    assert (came.told.width, came.told.height) == turned == came.picture().size
    wanted = Image.new("RGB", (1, 1), first[orientation]).getpixel((0, 0))
    assert near(came.picture().getpixel((8, 8)), wanted)


def test_a_moving_picture_stays_whole_and_loses_its_comment() -> None:
    came = scrubbed(sent.a_gif(frames=5))

    picture = came.picture()
    assert (came.told.kind, getattr(picture, "n_frames", 1), picture.info["duration"]) == (
        FileKind.GIF,
        5,
        120,
    )
    assert SECRET.encode() not in came.content
    assert came.told.found == {Found.COMMENT}


def test_a_tiff_of_several_pages_keeps_them_all() -> None:
    came = scrubbed(sent.a_tiff(pages=3))

    assert (came.told.kind, getattr(came.picture(), "n_frames", 1)) == (FileKind.TIFF, 3)
    assert judge.telling(came.content) & TELLING == set()


def test_what_is_hung_on_after_the_end_of_a_picture_is_found_and_gone() -> None:
    for made in (sent.a_jpeg, sent.a_png):
        came = scrubbed(made() + b"\0\0\0\x18ftypmp42" + SECRET.encode())

        assert Found.HIDDEN_STREAM in came.told.found
        assert SECRET.encode() not in came.content
    assert Found.HIDDEN_STREAM not in scrubbed(sent.a_jpeg()).told.found


def test_a_colour_profile_is_applied_and_not_carried() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    sent.a_scene().save(out, "JPEG", icc_profile=lab)

    came = scrubbed(out.getvalue())

    assert came.told.found == {Found.COLOUR_PROFILE}
    assert "icc_profile" not in came.picture().info


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_depth_come_through(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (9, 7)).save(out, "PNG")

    assert scrubbed(out.getvalue()).picture().size == (9, 7)


def test_a_picture_that_ends_too_soon_is_held() -> None:
    content = sent.a_jpeg(sent.a_scene(640, 480))
    for broken in (content[: len(content) // 2], content[:40], b"\xff\xd8\xff" + b"\0" * 400):
        with pytest.raises(CannotScrub) as held:
            scrubbed(broken)
        assert held.value.reason is Reason.DOES_NOT_DECODE


@pytest.mark.parametrize(
    "limits",
    [
        Limits(pixels=3_000),
        Limits(frames=2),
        Limits(pixels_in_all=500),
        Limits(copy=20),
        Limits(original=100),
    ],
)
def test_a_picture_beyond_a_limit_is_held(limits: Limits) -> None:
    content = sent.a_gif(frames=5) if limits.pixels == Limits().pixels else sent.a_jpeg()
    with pytest.raises(CannotScrub) as held:
        scrubbed(content, limits=limits)
    assert held.value.reason is Reason.TOO_LARGE_INSIDE


def near(told: object, wanted: object) -> bool:
    """A JPEG of a flat field is off by a few steps."""
    assert isinstance(told, tuple)
    assert isinstance(wanted, tuple)
    return all(abs(one - other) < 12 for one, other in zip(told, wanted, strict=True))
