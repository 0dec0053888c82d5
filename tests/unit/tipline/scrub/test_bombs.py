"""Files that are small outside and huge inside are refused, in bounded time, by a child of bounded memory."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import pikepdf
import pytest
from PIL import Image

from tests.unit.tipline.scrub import filmed, sent, written
from tests.unit.tipline.scrub.sent import scrubbed
from tipline.scrub.outcome import CannotScrub, Limits, Reason

MIB = 1 << 20
SOON = 30.0
"""Seconds, on a busy machine; alone, each takes less than two."""


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def a_png_of(width: int, height: int, *, depth: int = 8, colour: int = 6) -> bytes:
    """As many pixels as its header says, of which fifty rows are there."""
    channels = {0: 1, 2: 3, 6: 4}[colour]
    row = bytes(1 + (width * depth * channels + 7) // 8)
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(row) for _ in range(min(height, 50))) + packing.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def a_gif_of(frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0x80, 0, 0) + bytes(3) + b"\xff\xff\xff"
    frame = (
        b"\x21\xf9\x04\x00\x01\x00\x00\x00," + struct.pack("<HHHHB", 0, 0, 9, 9, 0) + b"\x02\x02\x44\x01\x00"
    )
    return head + frame * frames + b";"


def a_text_of(size: int) -> bytes:
    return written.a_docx(document=b"<w>" + b" " * size + b"</w>")


def a_pdf_with_a_picture_of(size: int) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    picture = pikepdf.Stream(pdf, zlib.compress(b"\xff\xd8" + bytes(size), 9))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def a_pdf_nested(depth: int) -> bytes:
    nested = b"[" * depth + b"]" * depth
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /N " + nested + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 4 >>\n%%EOF\n"
    )


def a_film_with(table: bytes, entry: int) -> bytes:
    """A film whose index promises four thousand million entries."""
    film = bytearray(filmed.a_film(sound=None))
    place = film.index(table) + 8 + entry
    film[place : place + 4] = b"\xff\xff\xff\xff"
    return bytes(film)


def a_film_of_boxes(depth: int) -> bytes:
    inside = b""
    for _ in range(depth):
        inside = box(b"moov", inside)
    return box(b"ftyp", b"isom\0\0\0\0isom") + inside


BOMBS = {
    "a PNG of 2,500 million pixels": lambda: a_png_of(50_000, 50_000, depth=1, colour=0),
    "a PNG that is all promise": lambda: a_png_of(10_000, 10_000),
    "a GIF of 100,000 frames": lambda: a_gif_of(100_000),
    "a part of 520 MiB": lambda: a_text_of(520 * MIB),
    "20,000 parts": lambda: written.a_zip({str(number): b"" for number in range(20_000)}),
    "a text nested 100,000 deep": lambda: written.a_docx(document=b"<w>" * 100_000),
    "a picture of 260 MiB in a PDF": lambda: a_pdf_with_a_picture_of(260 * MIB),
    "a PDF nested 300 deep": lambda: a_pdf_nested(300),
    "a film of 20,000 boxes in boxes": lambda: a_film_of_boxes(20_000),
}


@pytest.mark.parametrize("made", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_soon(made: Callable[[], bytes]) -> None:
    content = made()
    assert len(content) < 16 * MIB
    began = time.monotonic()

    with pytest.raises(CannotScrub) as refused:
        scrubbed(content, cut=MIB)

    assert refused.value.reason in {
        Reason.TOO_LARGE_INSIDE,
        Reason.DOES_NOT_DECODE,
        Reason.TOO_MUCH_MEMORY,
        Reason.UNKNOWN,
    }
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize(("table", "entry"), [(b"stsz", 4), (b"stts", 0), (b"stsc", 0), (b"stco", 0)])
def test_an_absurd_index_is_refused_or_costs_nothing(table: bytes, entry: int) -> None:
    began = time.monotonic()
    with suppress(CannotScrub):
        assert scrubbed(a_film_with(table, entry)).told.size < MIB

    assert time.monotonic() - began < SOON


def test_what_a_part_says_of_its_size_is_not_believed() -> None:
    content = bytearray(a_text_of(9 * MIB))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("word/document.xml")
    told = struct.pack("<I", entry.file_size)
    lie = bytes(content).replace(told, struct.pack("<I", 100))

    with pytest.raises(CannotScrub) as refused:
        scrubbed(lie)

    assert refused.value.reason is Reason.DOES_NOT_DECODE


def test_the_largest_picture_that_is_taken_fits_into_the_memory_that_it_is_given() -> None:
    out = io.BytesIO()
    Image.new("RGB", (12_000, 9_000), "grey").save(out, "JPEG", exif=sent.planted_exif(orientation=6))

    came = scrubbed(out.getvalue(), cut=MIB, limits=Limits(wall_seconds=300))

    assert (came.told.width, came.told.height) == (9_000, 12_000)
