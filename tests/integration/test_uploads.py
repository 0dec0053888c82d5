"""Files at a real process: none in the clear on a disk, none left of what broke, none lost that was kept."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import SQLModel, select

from tests.integration.lone_site import LoneSite, fresh_stores, make_site
from tests.program import FixedClock
from tests.unit.web.public.sender import COMMENT, JPEG
from tipline import loose_blobs
from tipline.blobs.folder import FolderBlobs
from tipline.store.file_tables import LooseBlobRow, TipFileRow
from tipline.store.tip_tables import TipRow

Row = TypeVar("Row", bound=SQLModel)

pytestmark = pytest.mark.processes

MARK = b"THE-PLAIN-BYTES-OF-A-REPORTER-"
FILM = JPEG + MARK * 200_000
"""Six megabytes, in which every stretch of 60 bytes has the mark."""
LATER = timedelta(hours=4)
TRACED = (
    "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,splice,openat,open,creat"
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LoneSite]:
    with closing(fresh_stores(tmp_path)) as stores:
        yield make_site(tmp_path, stores)


def rows(site: LoneSite, row: type[Row]) -> list[Row]:
    with site.program.tips.read() as session:
        return list(session.exec(select(row)).all())


def wait_for(what: str, seconds: float, truth: Callable[[], object]) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_no_plain_byte_of_a_file_is_written_to_a_disk(site: LoneSite, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    strace = ("strace", "-f", "-y", "-s", "160", "-e", f"trace={TRACED}", "-o", str(trace))
    with site.running(*strace):
        page = site.send([*site.form(), ("files", "a.jpg", FILM), ("files", "b.jpg", JPEG)])
        assert "Your 2 files came with it." in page
        # Both: the files of a tip are scrubbed in no order, and only one of them has the mark.
        wait_for(
            "two copies", 60, lambda: [bool(row.copy_id) for row in rows(site, TipFileRow)] == [True, True]
        )
    lines = trace.read_text(errors="replace").splitlines()

    written = [line for line in lines if re.match(r"\d+ +(p?writev?2?(64)?|send\w+)\(", line)]
    to_files = [line for line in written if re.match(r"\d+ +\w+\(\d+<(/[^>]*)>", line)]
    plain = [line for line in written if MARK.decode() in line]
    # The mark is seen where it must go, in the pipe to the child: so it would be seen in a file.
    assert any("<pipe:" in line for line in plain)
    assert any("/blobs/" in line for line in to_files)
    assert [line[:200] for line in plain if line in set(to_files)] == []
    opened = [line for line in lines if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|creat\(", line)]
    paths = {match[1] for line in opened if (match := re.search(r'"([^"]*)"', line)) and "= -1" not in line}
    assert paths
    assert {path for path in paths if not path.startswith((str(tmp_path), "/dev/null"))} == set()
    lying = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != trace)
    assert MARK not in lying
    assert COMMENT not in lying


def test_an_upload_that_is_killed_half_way_leaves_nothing(site: LoneSite, tmp_path: Path) -> None:
    with site.running(), site.send_half([*site.form(), ("files", "a.jpg", FILM)]):
        wait_for("a blob", 30, site.blobs)
    assert (len(site.blobs()), len(rows(site, LooseBlobRow))) == (1, 1)

    blobs = FolderBlobs(tmp_path / "blobs", FixedClock())
    now = datetime.now(UTC)
    assert loose_blobs.sweep(site.program.tips, blobs, now=now + timedelta(hours=1)) == 0
    assert loose_blobs.sweep(site.program.tips, blobs, now=now + LATER) == 1

    assert (site.blobs(), rows(site, LooseBlobRow), rows(site, TipRow)) == ([], [], [])


def test_an_upload_that_breaks_off_leaves_nothing_at_once(site: LoneSite) -> None:
    with site.running():
        with site.send_half([*site.form(), ("files", "a.jpg", FILM)]):
            wait_for("a blob", 30, site.blobs)
        wait_for("no blob", 30, lambda: not site.blobs() and not rows(site, LooseBlobRow))

    assert rows(site, TipRow) == []


def test_a_broken_chunk_leaves_nothing(site: LoneSite) -> None:
    with site.running():
        connection = site.send_half([*site.form(), ("files", "a.jpg", FILM)], chunked=True)
        wait_for("a blob", 30, site.blobs)
        connection.sendall(b"ZZ\r\nno chunk begins so\r\n")
        wait_for("no blob", 30, lambda: not site.blobs() and not rows(site, LooseBlobRow))
        connection.close()

    assert rows(site, TipRow) == []


def test_nothing_that_was_acknowledged_is_lost(site: LoneSite, tmp_path: Path) -> None:
    for number in range(3):
        with site.running():
            page = site.send([*site.form(), ("files", "a.jpg", FILM + bytes([number]))])
            assert "Your file came with it." in page
    blobs = FolderBlobs(tmp_path / "blobs", FixedClock())

    files = rows(site, TipFileRow)
    loose_blobs.sweep(site.program.tips, blobs, now=datetime.now(UTC) + LATER)

    assert len(files) == 3
    assert all(b"".join(blobs.read(row.original_id)) for row in files)
    assert {path.name for path in site.blobs()} == {
        blob.hex() for row in files for blob in (row.original_id, row.copy_id) if blob
    }
