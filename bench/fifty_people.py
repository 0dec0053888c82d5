"""Fifty people at one console: each opens the queue, a tip, a search and an answer, and thinks in between.

All of them hold the inbox, so they share one search index over 100,000 tips; each has a queue open that
listens. Nobody waits for anybody: whoever has read thinks on, for as long as chance says.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import CONFLICT
from statistics import median
from threading import Lock
from time import perf_counter, sleep
from typing import Final
from urllib.parse import quote

from bench.line import Line, tip_line
from bench.listening import listening
from bench.orders import percentile
from bench.processes import MB, cpu_seconds, load, own_mb, peak_mb, resident_mb, waited_seconds
from bench.search_store import fill_and_index
from bench.staff import more_coordinators
from bench.tables import Row, at_most
from bench.watch import Browser
from cli.demo.config import DemoPerson
from tests.databases import Kind
from tests.integration.doors import next_totp
from tests.integration.pages import Page
from tipline.casework.search.index_file import FOLDER

TITLE: Final = "Fifty people signed in at one console, with 100,000 tips in the store"
PEOPLE: Final = 50
AT_THE_DOOR: Final = 3
"""Who sign in at the same time: two pass at once, and on a slow machine a longer queue is sent away."""
ROUNDS: Final = 4
THINK_S: Final = 10.0
"""Between two pages, on the average."""
P95_MS: Final = 400
BESIDE_MB: Final = 400
SIGN_IN: Final = "sign in"
SEARCHES: Final = ("swallow rusty", '"grey van"', "baba", "van status:new", "status:new channel:text")


def rows() -> Iterator[Row]:
    """Both databases."""
    for kind in Kind:
        with tip_line(kind) as line:
            for _ in fill_and_index(line, kind.value):
                pass
            yield from _of(line, kind.value, more_coordinators(line, PEOPLE))


def _of(line: Line, kind: str, people: list[DemoPerson]) -> Iterator[Row]:
    server, took = line.start("console"), _Took()
    yield Row(f"{kind}: memory of the empty console; its own", _memory(server))
    with ThreadPoolExecutor(PEOPLE) as threads, ExitStack() as open_queues:
        with ThreadPoolExecutor(AT_THE_DOOR) as door:
            browsers = list(door.map(lambda person: _come_in(line, person, took), people))
        yield Row(f"{kind}: all signed in; most", f"{_memory(server)}; {peak_mb(server):.0f} MB")
        _read_the_new(browsers[0], people[0])
        index = max(file.stat().st_size for file in (line.data / FOLDER).iterdir()) / MB
        yield Row(
            f"{kind}: with the index, of {index:.0f} MB; most", f"{_memory(server)}; {peak_mb(server):.0f} MB"
        )
        numbers = _numbers(browsers[0])
        for browser in browsers:
            open_queues.enter_context(listening(browser))
        begun, used, waited = perf_counter(), cpu_seconds(server), waited_seconds(server)
        for done in [
            threads.submit(_work, browser, place, numbers, took) for place, browser in enumerate(browsers)
        ]:
            done.result()
        spent, clock = cpu_seconds(server) - used, perf_counter() - begun
        waited = waited_seconds(server) - waited
    yield from took.rows(kind)
    asked = PEOPLE * ROUNDS * 4
    yield Row(
        f"{kind}: requests a second; CPU of each", f"{asked / clock:.1f}; {spent / asked * 1000:.0f} ms"
    )
    yield Row(f"{kind}: waited for a core, each", f"{waited / asked * 1000:.0f} ms")
    yield Row(f"{kind}: memory afterwards; its own; most", f"{_memory(server)}; {peak_mb(server):.0f} MB")
    yield at_most(f"{kind}: beside the index", resident_mb(server) - index, BESIDE_MB, "MB", digits=0)
    yield Row(f"{kind}: load average", load())


class _Took:
    """How long each kind of request took, by the clock, whoever asked."""

    def __init__(self) -> None:
        self._times: defaultdict[str, list[float]] = defaultdict(list)
        self._lock = Lock()

    def add(self, what: str, begun: float) -> None:
        with self._lock:
            self._times[what].append(perf_counter() - begun)

    def rows(self, kind: str) -> Iterator[Row]:
        """Signing in waits for its turn, and has no reach of its own."""
        for what, times in self._times.items():
            found = percentile(times, 0.95) * 1000
            name = f"{kind}: {what}: p95"
            yield (
                Row(name, f"{found:.0f} ms")
                if what == SIGN_IN
                else at_most(name, found, P95_MS, "ms", digits=0)
            )
            yield Row(
                f"{kind}: {what}: median, slowest", f"{median(times) * 1000:.0f}, {max(times) * 1000:.0f} ms"
            )


def _come_in(line: Line, person: DemoPerson, took: _Took) -> Browser:
    browser = Browser(line.ports.console)
    fields = {"name": person.name, "password": person.password, "totp": next_totp(person.totp)}
    begun = perf_counter()
    browser.cookie = browser.post("/sign-in", fields).cookie
    took.add(SIGN_IN, begun)
    if not browser.cookie:
        raise AssertionError(person.role)
    return browser


def _read_the_new(browser: Browser, person: DemoPerson) -> None:
    """The first of them brings the index up to date, as somebody does every morning."""
    form = Page(browser.get("/search?q=rusty").body.decode()).form(having="totp")
    browser.post(form.action, form.filled(totp=next_totp(person.totp)))
    while not Page(browser.get("/search?q=rusty").body.decode()).of_class("found"):
        sleep(0.2)


def _numbers(browser: Browser) -> list[str]:
    """Tips that open: the ones that were sealed one by one, as a search finds them."""
    found = []
    for page in range(1, 6):
        rows = Page(browser.get(f"/search?q=status:new+rusty&page={page}").body.decode()).elements
        found += [row.attributes["data-number"] for row in rows if "data-number" in row.attributes]
    return found


def _work(browser: Browser, place: int, numbers: list[str], took: _Took) -> None:
    chance = random.Random(place)
    for _ in range(ROUNDS):
        tip = f"/tips/{chance.choice(numbers)}"
        page = chance.choice(("/", "/", "/?page=2", "/?status=new", "/?page=1000"))
        for what, path in (
            ("the queue", page),
            ("a tip", tip),
            ("a search", f"/search?q={quote(chance.choice(SEARCHES))}"),
        ):
            sleep(chance.expovariate(1 / THINK_S))
            begun = perf_counter()
            browser.get(path)
            took.add(what, begun)
        sleep(chance.expovariate(1 / THINK_S))
        begun = perf_counter()
        said = {"text": "Thank you. Which way did it go?", "box": "answer"}
        browser.post(f"{tip}/answer", said, allowed=[CONFLICT])  # two may want the same tip at once
        took.add("an answer", begun)


def _memory(server: int) -> str:
    return f"{resident_mb(server):.0f}; {own_mb(server):.0f} MB"
