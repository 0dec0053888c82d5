"""A reporter who sends files, as a browser does and as no browser would; and what lies where afterwards."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from httpx2 import Response
from PIL import Image
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, PublicSite, fresh_form
from tipline.store.file_tables import LooseBlobRow, TipFileRow
from tipline.store.tip_tables import TipRow

BOUNDARY: Final = "----a-browser-draws-this"
COMMENT: Final = b"from the window of my flat"
WORDS: Final = "A man sells guns from the blue house."


def a_picture(kind: str, colour: str, *, side: int = 64, comment: bytes = b"") -> bytes:
    """A picture of one colour, with what a camera may write into it."""
    buffer = BytesIO()
    extra = {"comment": comment} if comment else {}
    Image.new("RGB", (side, side), colour).save(buffer, kind, **extra)
    return buffer.getvalue()


JPEG: Final = a_picture("JPEG", "blue", comment=COMMENT)
PNG: Final = a_picture("PNG", "red")

Part = tuple[str, str | None, bytes]
"""The name of a field, that of a file where it is one, and what stands in it."""


def body_of(parts: Sequence[Part], *, end: bool = True) -> bytes:
    """A multipart body."""
    pieces: list[bytes] = []
    for name, filename, content in parts:
        file = b"" if filename is None else b'; filename="' + filename.encode() + b'"'
        head = b'Content-Disposition: form-data; name="' + name.encode() + b'"' + file
        pieces += [f"--{BOUNDARY}\r\n".encode(), head, b"\r\n\r\n", content, b"\r\n"]
    return b"".join(pieces) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def fields_of(fields: dict[str, str]) -> list[Part]:
    """Fields that are no files."""
    return [(name, None, value.encode()) for name, value in fields.items()]


def post(
    browser: TestClient, body: bytes, *, to: str = f"/{SLUG}", content_type: str | None = None
) -> Response:
    """Send a body as it is."""
    kind = content_type or f"multipart/form-data; boundary={BOUNDARY}"
    return browser.post(to, content=body, headers={"content-type": kind})


def send_files(browser: TestClient, *files: tuple[str, bytes], **typed: str) -> Response:
    """Open the form, write, add files, send it."""
    fields = fresh_form(browser) | {"what": WORDS} | typed
    fields.pop("files", None)
    return post(browser, body_of([*fields_of(fields), *(("files", name, body) for name, body in files)]))


def left(site: PublicSite, folder: Path) -> tuple[int, int, int, int]:
    """How many tips, files, loose blobs and blobs there are."""
    blobs = [path for path in (folder / "blobs").rglob("*") if path.is_file()]
    staff = site.staff
    tips, files = len(staff.rows(TipRow)), len(staff.rows(TipFileRow))
    return tips, files, len(staff.rows(LooseBlobRow)), len(blobs)
