"""A tip's page among 100,000 tips: opened by the coordinator, and by its reporter with the code."""

import asyncio
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

from bench.line import Line, tip_line
from bench.orders import percentile
from bench.processes import cpu_seconds, load
from bench.seeder import fill
from bench.tables import Row, at_most
from bench.words import STORY
from tests.databases import Kind
from tests.integration.doors import Desk, Visitor

TITLE: Final = "A tip's page with 100,000 tips in the store"
TIPS: Final = 100_000
WARM_UP: Final = 5
TIMES: Final = 60
P95_MS: Final = 200


def rows() -> Iterator[Row]:
    """Both databases: the page of the console, which opens the seals, and the reporter's own."""
    for kind in Kind:
        with tip_line(kind) as line:
            asyncio.run(fill(line, count=TIPS))
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    public, console = line.start("public"), line.start("console")
    visitor = Visitor(line.ports.url("public"), line.config.program)
    desk = Desk(line.ports.url("console"), line.config.person("coordinator")).sign_in()
    receipt = visitor.report(STORY)
    for name, server, look in (
        ("the coordinator's", console, lambda: desk.get(f"/tips/{receipt.number}")),
        ("the reporter's", public, lambda: visitor.come_back(receipt.code)),
    ):
        before, times = cpu_seconds(server), _look(look)
        cpu = (cpu_seconds(server) - before) / (WARM_UP + TIMES) * 1000
        yield at_most(f"{kind}: {name}: p95", percentile(times, 0.95) * 1000, P95_MS, "ms", digits=0)
        yield Row(f"{kind}: {name}: median; CPU", f"{percentile(times, 0.5) * 1000:.0f} ms; {cpu:.1f} ms")
    yield Row(f"{kind}: load average", load())
    desk.close()
    visitor.close()


def _look(look: Callable[[], object]) -> list[float]:
    """Open a page again and again: how long each took."""
    times: list[float] = []
    for number in range(WARM_UP + TIMES):
        begun = perf_counter()
        look()
        if number >= WARM_UP:
            times.append(perf_counter() - begun)
    return times
