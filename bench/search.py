"""Search over 100,000 tips of which 5,000 are new to the index: the first time, and later ones.

The 95,000 stand in the store as rows and in the index as words; the 5,000 are sealed one by one, and read.
"""

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from time import perf_counter, sleep
from typing import Final
from urllib.parse import quote

from bench.line import Line, tip_line
from bench.orders import percentile
from bench.processes import cpu_seconds, load, peak_mb, resident_mb
from bench.search_store import fill_and_index
from bench.tables import Row, at_most
from tests.databases import Kind
from tests.integration.doors import Desk, next_totp
from tests.integration.pages import Page

TITLE: Final = "Search over 100,000 tips of which 5,000 are new to the index, as the coordinator"
QUERIES: Final = {
    "two words": "swallow rusty",
    "a phrase": '"grey van"',
    "a word that most tips have": "the",
    "a word that few have": "baba",
    "words and fields": "van status:closed offence:drugs",
    "one letter": "a",
    "fields alone": "status:new channel:text",
}
WARM_UP: Final = 5
TIMES: Final = 40
FIRST_S: Final = 6
LATER_MS: Final = 150


def rows() -> Iterator[Row]:
    """Both databases."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from fill_and_index(line, kind.value)
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    server = line.start("console")
    desk = Desk(line.ports.url("console"), line.config.person("coordinator")).sign_in()
    before = resident_mb(server)
    asked = desk.page("/search?q=rusty").form(having="totp")
    code = next_totp(desk.person.totp)
    begun, used = perf_counter(), cpu_seconds(server)
    desk.send(asked, totp=code)
    while not Page((answer := desk.get("/search?q=rusty")).text).of_class("found"):
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(answer.status_code)
        sleep(0.1)
    yield at_most(f"{kind}: first search, from the second factor", perf_counter() - begun, FIRST_S, "s")
    yield Row(f"{kind}: CPU of the console for it", f"{cpu_seconds(server) - used:.1f} s")
    for name, query in QUERIES.items():
        used = cpu_seconds(server)
        times = _look(line, desk, query)
        cpu = (cpu_seconds(server) - used) / (WARM_UP + TIMES) * 1000
        yield at_most(f"{kind}: {name}: p95", percentile(times, 0.95) * 1000, LATER_MS, "ms", digits=0)
        yield Row(f"{kind}: {name}: median; CPU", f"{percentile(times, 0.5) * 1000:.0f} ms; {cpu:.0f} ms")
    yield Row(
        f"{kind}: memory before; with the index; most",
        f"{before:.0f} MB; {resident_mb(server):.0f} MB; {peak_mb(server):.0f} MB",
    )
    yield Row(f"{kind}: load average", load())
    desk.close()


def _look(line: Line, desk: Desk, query: str) -> list[float]:
    times: list[float] = []
    connection = HTTPConnection("127.0.0.1", line.ports.console, timeout=20)
    for number in range(WARM_UP + TIMES):
        begun = perf_counter()
        connection.request("GET", f"/search?q={quote(query)}", headers={"Cookie": desk.cookie})
        answer = connection.getresponse()
        page = answer.read()
        if number >= WARM_UP:
            times.append(perf_counter() - begun)
        if answer.status != HTTPStatus.OK or b"data-number" not in page:
            raise AssertionError(answer.status)
    connection.close()
    return times
