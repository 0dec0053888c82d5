"""A large upload: how fast it is sealed and kept, and what the web process holds while it comes."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.processes import MB, cpu_seconds, load, resident_mb
from bench.tables import Row, at_least, at_most
from tests.integration.lone_site import LoneSite, fresh_stores, make_site
from tests.unit.web.public.reporter import SLUG
from tests.unit.web.public.sender import BOUNDARY, JPEG, body_of

TITLE: Final = "A file of 100 MB with a tip: POST over loopback, sealed and on the disk before the answer"
SIZE: Final = 100 * MB
RUNS: Final = 5
PIECE: Final = 1_048_576
LOOK_SECONDS: Final = 0.01

RATE: Final = 150
MEMORY_MB: Final = 30


def rows() -> Iterator[Row]:
    """One web process, one sender; the smallest upload warms it up."""
    with TemporaryDirectory() as folder, closing(fresh_stores(Path(folder))) as stores:
        site = make_site(Path(folder), stores)
        with site.running() as process:
            _upload(site, JPEG, waiting=process.pid)
            runs = [_upload(site, JPEG + os.urandom(SIZE), waiting=process.pid) for _ in range(RUNS)]
    rates = sorted(run[0] for run in runs)
    yield at_least("megabytes a second, the middle run", rates[RUNS // 2], RATE, "MB/s")
    yield Row("slowest and quickest run", f"{rates[0]:.0f} and {rates[-1]:.0f} MB/s")
    yield at_most(
        "memory that an upload adds to the web process, the worst run",
        max(r[1] for r in runs),
        MEMORY_MB,
        "MB",
    )
    yield Row("CPU of the web process for 100 MB", f"{sorted(r[2] for r in runs)[RUNS // 2]:.2f} s")
    yield Row("load average", load())


def _upload(site: LoneSite, content: bytes, *, waiting: int) -> tuple[float, float, float]:
    """Megabytes a second, memory added, seconds of processor time."""
    _until_idle(waiting)
    body = body_of([*site.form(), ("files", "a.jpg", content)])
    before, spent = resident_mb(waiting), cpu_seconds(waiting)
    most, done = [before], threading.Event()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            most[0] = max(most[0], resident_mb(waiting))

    looking = threading.Thread(target=look)
    looking.start()
    begun = time.perf_counter()
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        head = (
            f"POST /{SLUG} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        )
        connection.sendall(head.encode())
        for at in range(0, len(body), PIECE):
            connection.sendall(body[at : at + PIECE])
        first = connection.recv(PIECE)
        seconds = time.perf_counter() - begun
    done.set()
    looking.join()
    assert b" 200 " in first[:20], first[:200]
    return len(body) / MB / seconds, most[0] - before, cpu_seconds(waiting) - spent


def _until_idle(pid: int) -> None:
    """Wait until the process scrubs nothing any more."""
    before = -1.0
    while (now := cpu_seconds(pid)) != before:
        before = now
        time.sleep(1)
