"""Files as a reporter might send them, made here, with what must not come out planted in them."""

import io
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import ExifTags, Image, PngImagePlugin

from tipline.scrub.apart import scrub_apart
from tipline.scrub.kinds import HEAD_SIZE, recognise
from tipline.scrub.outcome import Limits, Scrubbed

SECRET: Final = "Wren-Ashdown-7716"
"""Stands in every comment, name and tag that is planted."""
LATITUDE: Final = (43.0, 38.0, 33.25)


@dataclass(frozen=True, slots=True)
class Came:
    """What came out of a scrubbing."""

    told: Scrubbed
    content: bytes

    def picture(self) -> Image.Image:
        """It, opened anew as the kind that it is said to be."""
        return Image.open(io.BytesIO(self.content), formats=[self.told.kind.upper()])


def scrubbed(content: bytes, *, limits: Limits | None = None, cut: int = 65_536) -> Came:
    """Send a file through the door's own two calls, in chunks of so many bytes."""
    out = bytearray()
    told = scrub_apart(chunked(content, cut), out.extend, kind=recognise(content[:HEAD_SIZE]), limits=limits)
    return Came(told, bytes(out))


def chunked(content: bytes, size: int = 65_536) -> Iterable[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def a_scene(width: int = 64, height: int = 48) -> Image.Image:
    """Four fields of colour, so that a turned or mirrored picture is told apart."""
    scene = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, corner in (
        ("red", (0, 0)),
        ("green", (half[0], 0)),
        ("blue", (0, half[1])),
        ("white", half),
    ):
        scene.paste(colour, (*corner, corner[0] + half[0], corner[1] + half[1]))
    return scene


def planted_exif(*, orientation: int = 1, thumbnail: bool = True) -> Image.Exif:
    """A place, times, a device with its serial, an author, a comment, a maker's note."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Exemplar"
    exif[ExifTags.Base.Model] = "Model 9"
    exif[ExifTags.Base.Software] = "Darkroom 3"
    exif[ExifTags.Base.DateTime] = "2026:10:31 23:58:59"
    exif[ExifTags.Base.Artist] = SECRET
    exif[ExifTags.Base.ImageDescription] = SECRET
    directory = exif.get_ifd(ExifTags.IFD.Exif)
    directory[ExifTags.Base.BodySerialNumber] = SECRET
    directory[ExifTags.Base.MakerNote] = SECRET.encode()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = LATITUDE
    return exif


def a_jpeg(scene: Image.Image | None = None, *, orientation: int = 1, quality: int = 90) -> bytes:
    out = io.BytesIO()
    (scene or a_scene()).save(
        out, "JPEG", exif=planted_exif(orientation=orientation), comment=SECRET, quality=quality
    )
    return out.getvalue()


def a_png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", f"<x xmlns:dc='d'><dc:creator>{SECRET}</dc:creator></x>")
    text.add(b"tIME", bytes([7, 234, 10, 31, 23, 58, 59]))
    out = io.BytesIO()
    a_scene().save(out, "PNG", pnginfo=text, exif=planted_exif())
    return out.getvalue()


def a_webp() -> bytes:
    out = io.BytesIO()
    a_scene().save(out, "WEBP", exif=planted_exif(), lossless=True)
    return out.getvalue()


def a_tiff(pages: int = 1) -> bytes:
    out = io.BytesIO()
    a_scene().save(
        out,
        "TIFF",
        exif=planted_exif().tobytes(),
        save_all=pages > 1,
        append_images=[a_scene()] * (pages - 1),
    )
    return out.getvalue()


def a_gif(frames: int = 3) -> bytes:
    out = io.BytesIO()
    colours = [Image.new("P", (20, 10), number % 250) for number in range(frames)]
    for number, frame in enumerate(colours):
        frame.putpalette([(7 * number + place) % 256 for place in range(768)])
    colours[0].save(
        out, "GIF", save_all=True, append_images=colours[1:], duration=120, loop=0, comment=SECRET.encode()
    )
    return out.getvalue()


def in_the_child(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a few lines behind the fence, as the child's own code runs."""
    loaded = "import errno, os, resource, socket, sys, threading\n"
    fenced = "from tipline.scrub import fence, outcome\nfence.shut(outcome.Limits())\n"
    return subprocess.run(
        [sys.executable, "-I", "-B", "-c", loaded + fenced + code, *arguments],
        capture_output=True,
        check=False,
    )
