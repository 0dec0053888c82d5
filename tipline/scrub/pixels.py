"""From an opened picture to bare pixels: upright, in sRGB, in an image that came from no file."""

import io
from typing import Final

from PIL import Image, ImageCms, ImageOps

from tipline.scrub.outcome import CannotScrub, Limits, Reason

_EIGHT_BITS: Final = frozenset({"1", "L", "LA", "RGB", "RGBA"})
_DEEP: Final = 1 / 256
_TRANSPARENT: Final = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})


def within(picture: Image.Image, limits: Limits) -> int:
    """How many pixels it has, before one of them is decoded.

    Raises:
        CannotScrub: more than a picture may have.
    """
    pixels = picture.width * picture.height
    if pixels > limits.pixels:
        raise CannotScrub(Reason.TOO_LARGE_INSIDE)
    return pixels


def bare(picture: Image.Image) -> Image.Image:
    """The picture as it is meant to be seen, in mode 1, L, LA, RGB or RGBA, and nothing else of it.

    The copy is a new image, so that no `info` of the old one (a comment, a profile, EXIF) can reach a file.
    """
    profile = picture.info.get("icc_profile")
    transparent = picture.mode in _TRANSPARENT or "transparency" in picture.info
    upright = ImageOps.exif_transpose(picture)
    plain = _in_srgb(upright, profile, transparent=transparent)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return clean


def jpeg(picture: Image.Image, *, quality: int = 80) -> bytes:
    """A small JPEG of a picture that is made here."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def opaque(picture: Image.Image) -> Image.Image:
    """The same on white, for a kind of file that knows no transparency; grey stays grey."""
    if picture.mode in {"1", "L"}:
        return picture.convert("L")
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _in_srgb(picture: Image.Image, profile: bytes | None, *, transparent: bool) -> Image.Image:
    if picture.mode.startswith(("I", "F")):
        return picture.point(lambda value: value * _DEEP).convert("L")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        picture = _by_profile(picture, profile)
    if transparent:
        return picture.convert("RGBA")
    return picture if picture.mode in _EIGHT_BITS else picture.convert("RGB")


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Through the profile that the picture brings; one that is broken is as good as none."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode == mode:
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), inPlace=True)
            return picture
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return turned or picture
