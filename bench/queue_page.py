"""The coordinator's queue with 100,000 tips in the store: time and size of the page, signed in and warm.

And again with a flood of 400 tips of today, and with one of 5,000 beside it.
"""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from time import perf_counter
from typing import Final

from bench.line import Line, tip_line
from bench.orders import percentile
from bench.processes import cpu_seconds, load, resident_mb
from bench.seeder import fill
from bench.tables import Row, at_most
from tests.databases import Kind
from tests.integration.doors import Desk
from tipline.vocabulary import Offence

TITLE: Final = "The queue with 100,000 tips in the store, signed in as the coordinator, warm"
TIPS: Final = 100_000
PAGES: Final = {
    "newest": "/",
    "page 1,000": "/?page=1000",
    "new": "/?status=new",
    "closed, by text": "/?status=closed&channel=text",
}
FLOODED: Final = {"a flood of 400": 400, "a flood of 5,000 too": 5_000}
WARM_UP: Final = 10
TIMES: Final = 100
P95_MS: Final = 150
BYTES: Final = 60_000


def rows() -> Iterator[Row]:
    """Both databases: the first page, a late one and two that filters give."""
    for kind in Kind:
        with tip_line(kind) as line:
            asyncio.run(fill(line, count=TIPS))
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    server = line.start("console")
    desk = Desk(line.ports.url("console"), line.config.person("coordinator")).sign_in()
    for name, path in PAGES.items():
        yield from _measured(line, desk, server, f"{kind}: {name}", path)
    for place, (name, count) in enumerate(FLOODED.items()):
        asyncio.run(fill(line, count=count, flood=tuple(Offence)[place]))
        for page in ("/", "/?page=1000"):
            yield from _measured(line, desk, server, f"{kind}: {name}: {page}", page)
    yield Row(f"{kind}: memory of the console", f"{resident_mb(server):.0f} MB")
    yield Row(f"{kind}: load average", load())
    desk.close()


def _measured(line: Line, desk: Desk, server: int, name: str, path: str) -> Iterator[Row]:
    before, times, size = cpu_seconds(server), *_look(line, desk, path)
    cpu = (cpu_seconds(server) - before) / (WARM_UP + TIMES) * 1000
    yield at_most(f"{name}: p95", percentile(times, 0.95) * 1000, P95_MS, "ms", digits=0)
    yield Row(f"{name}: median; CPU", f"{percentile(times, 0.5) * 1000:.0f} ms; {cpu:.1f} ms")
    yield at_most(f"{name}: HTML", size, BYTES, "bytes", digits=0)


def _look(line: Line, desk: Desk, path: str) -> tuple[list[float], int]:
    """Open a page again and again over one connection: how long each took, and how large it is."""
    times: list[float] = []
    size = 0
    connection = HTTPConnection("127.0.0.1", line.ports.console, timeout=20)
    for number in range(WARM_UP + TIMES):
        begun = perf_counter()
        connection.request("GET", path, headers={"Cookie": desk.cookie})
        answer = connection.getresponse()
        page = answer.read()
        if number >= WARM_UP:
            times.append(perf_counter() - begun)
        if answer.status != HTTPStatus.OK or page.count(b"data-number") == 0:
            raise AssertionError(answer.status)
        size = len(page)
    connection.close()
    return times, size
