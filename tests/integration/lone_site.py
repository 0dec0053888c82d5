"""A public site as one real process, on a founded program with custodians; and who sends files to it, raw."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.custodians import appoint_custodians
from tests.databases import Stores, StoreUrls
from tests.program import FoundedProgram, found
from tests.unit.web.public.reporter import SLUG, read_page
from tests.unit.web.public.sender import BOUNDARY, Part, body_of, fields_of
from tipline import key_files
from tipline.settings import Settings, write_roots
from tipline.store.schema import migrate
from tipline.vocabulary import StoreName

PATIENCE: Final = 60.0


@dataclass
class LoneSite:
    """A folder with everything that a public site needs."""

    folder: Path
    program: FoundedProgram
    port: int

    @property
    def url(self) -> str:
        """Of the program's form."""
        return f"http://127.0.0.1:{self.port}/{SLUG}"

    @contextmanager
    def running(self, *before: str) -> Iterator[subprocess.Popen[bytes]]:
        """The process, behind another command where one is given; killed in the end."""
        environment = {**os.environ, "TIPLINE_DATA": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [*before, sys.executable, "-m", "cli.main", "serve", "public", "--port", str(self.port)]
        with (self.folder / "serve.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            try:
                self._wait(process)
                yield process
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()

    def form(self) -> list[Part]:
        """The fields of a fresh form, filled in."""
        with urllib.request.urlopen(self.url, timeout=PATIENCE) as answer:
            typed = read_page(answer.read().decode()).forms[0].fields
        typed.pop("files")
        return fields_of(typed | {"what": "A man sells guns from the blue house."})

    def send(self, parts: Sequence[Part]) -> str:
        """Send a form, and read the answer."""
        request = urllib.request.Request(self.url, data=body_of(parts), headers=_headers())
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            page: str = answer.read().decode()
        return page

    def send_half(self, parts: Sequence[Part], *, chunked: bool = False) -> socket.socket:
        """Send the first half of a form and then nothing; the connection stays open."""
        body = body_of(parts)
        half = body[: len(body) // 2]
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        head = [f"POST /{SLUG} HTTP/1.1", "Host: 127.0.0.1", _length(len(body), chunked=chunked)]
        head += [f"{name}: {value}" for name, value in _headers().items()]
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        connection.sendall(f"{len(half):X}\r\n".encode() + half + b"\r\n" if chunked else half)
        return connection

    def blobs(self) -> list[Path]:
        """What lies in the folder of blobs."""
        return [path for path in (self.folder / "blobs").rglob("*") if path.is_file()]

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "serve.log").read_text()[-2_000:])


def make_site(folder: Path, stores: Stores) -> LoneSite:
    """Found a program in stores that are migrated, and write what a public site reads."""
    program = found(stores)
    appoint_custodians(program)
    settings = Settings(data=folder)
    key_files.write_public(settings.key_folder(key_files.PUBLIC), key_files.new_public_keys())
    write_roots(settings.roots_file, program.roots)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return LoneSite(folder, program, port)


def fresh_stores(folder: Path) -> Stores:
    """Migrated stores in a folder."""
    urls = StoreUrls(lambda name: f"sqlite:///{folder / name.value}.db")
    for name in StoreName:
        migrate(name, urls.of(name))
    return Stores(urls)


def _length(size: int, *, chunked: bool) -> str:
    return "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"


def _headers() -> dict[str, str]:
    return {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
