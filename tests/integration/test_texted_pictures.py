"""Pictures of a text at a real gateway: none in the clear on a disk, and once each whatever is killed."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import update
from sqlmodel import select

from cli.demo import children
from cli.demo.children import Child
from tests.integration.deployment import Deployment
from tests.integration.doors import new_sid
from tests.program import FixedClock
from tests.unit.sms.media_hosts import Answer, Host
from tests.unit.web.public.sender import COMMENT, JPEG
from tipline import loose_blobs
from tipline.blobs.folder import FolderBlobs
from tipline.settings import Settings
from tipline.store.columns import table
from tipline.store.db import open_store
from tipline.store.file_tables import TipFileRow
from tipline.store.vault_tables import EnclosureRow
from tipline.vocabulary import StoreName

pytestmark = pytest.mark.processes

MARK: Final = b"THE-PLAIN-BYTES-OF-A-REPORTER-"
FILM: Final = JPEG + MARK * 100_000
"""Three megabytes, in which every stretch of 60 bytes has the mark."""
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
TRACED: Final = (
    "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,splice,openat,open,creat"
)


@pytest.fixture
def host() -> Iterator[Host]:
    with closing(Host()) as host:
        yield host


class Line:
    """A deployment whose carrier has pictures, and its stores to look into."""

    def __init__(self, deployment: Deployment, host: Host) -> None:
        self.deployment = deployment
        self.host = host
        settings = Settings.load(deployment.data)
        self.tips = open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))
        self.vault = open_store(StoreName.VAULT, settings.store_url(StoreName.VAULT))

    def start(self, *before: str) -> None:
        """Start the gateway, behind another command where one is given."""
        environment = self.deployment.environment() | {"TIPLINE_CARRIER_URL": self.host.url}
        command = [*before, sys.executable, "-m", "cli.main", "serve", "sms"]
        log = self.deployment.logs / "sms.log"
        with log.open("ab") as output:
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        child = self.deployment.running["sms"] = Child("sms", process, log)
        children.wait_until_healthy(child, self.deployment.ports.url("sms"))

    def send(self, *pictures: bytes, waits: float = 0.0) -> None:
        """Text with pictures."""
        phone, sid = self.deployment.handset("+14165550142"), new_sid().replace("SM", "MM")
        fields = phone.parameters("this is him", sid=sid) | {"NumMedia": str(len(pictures))}
        for place, picture in enumerate(pictures):
            path = f"/2010-04-01/Accounts/{phone.twilio.account_sid}/Messages/{sid}/Media/ME{place:032x}"
            self.host.answers[path] = Answer(200, body=picture, waits=waits)
            fields[f"MediaUrl{place}"] = f"{self.host.url}{path}"
        assert phone.post(fields).status_code == 200

    def files(self) -> list[TipFileRow]:
        with self.tips.read() as session:
            return list(session.exec(select(TipFileRow)).all())

    def copies(self) -> int:
        return sum(row.copy_id is not None for row in self.files())

    def due_now(self) -> None:
        """As if the lease of whoever died were over."""
        with self.vault.transaction() as session:
            session.connection().execute(update(table(EnclosureRow)).values(due=LONG_AGO))

    def waiting(self) -> int:
        """Texts whose pictures are not all settled."""
        with self.vault.read() as session:
            return len(session.exec(select(EnclosureRow)).all())

    def blobs(self) -> set[str]:
        """What lies in the place for files."""
        return {path.name for path in (self.deployment.data / "blobs").rglob("*") if path.is_file()}

    def close(self) -> None:
        """End the gateway, and let the stores go."""
        self.tips.close()
        self.vault.close()
        self.deployment.close()


@pytest.fixture
def line(made: Deployment, tmp_path: Path, host: Host) -> Iterator[Line]:
    with closing(Line(made.copy(tmp_path / "line"), host)) as line:
        yield line


def wait_for(what: str, seconds: float, truth: Callable[[], object]) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_no_plain_byte_of_a_texted_picture_is_written_to_a_disk(line: Line, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    line.start("strace", "-f", "-y", "-s", "160", "-e", f"trace={TRACED}", "-o", str(trace))
    line.send(FILM, JPEG)
    wait_for("both copies", 120, lambda: line.copies() == 2)
    wait_for("nothing waits", 30, lambda: not line.waiting())
    lines = trace.read_text(errors="replace").splitlines()

    written = [line for line in lines if re.match(r"\d+ +(p?writev?2?(64)?|send\w+)\(", line)]
    to_files = [line for line in written if re.match(r"\d+ +\w+\(\d+<(/[^>]*)>", line)]
    plain = [line for line in written if MARK.decode() in line]
    # The mark is seen where it must go, in the pipe to the child: so it would be seen in a file.
    assert any("<pipe:" in line for line in plain)
    assert any("/blobs/" in line for line in to_files)
    assert [line[:200] for line in plain if line in set(to_files)] == []
    lying = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != trace)
    assert MARK not in lying
    assert COMMENT not in lying


def test_whatever_is_killed_each_picture_is_there_once_in_the_end(line: Line) -> None:
    for kill_after in (0.0, 0.4, 0.8, 1.2, 1.6, 2.0):
        line.start()
        if kill_after == 0.0:
            line.send(FILM, JPEG, b"BEGIN:VCARD", waits=0.3)
        time.sleep(kill_after)
        line.deployment.kill("sms")
        line.due_now()

    line.start()
    wait_for("nothing waits", 120, lambda: not line.waiting())

    files = line.files()
    assert (len(files), line.copies()) == (2, 2)
    blobs = FolderBlobs(line.deployment.data / "blobs", FixedClock())
    loose_blobs.sweep(line.tips, blobs, now=datetime.now(UTC) + timedelta(days=1))
    assert line.blobs() == {blob.hex() for row in files for blob in (row.original_id, row.copy_id) if blob}
