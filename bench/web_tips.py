"""Tips by the web form: processor time for each, how many a second, and how long each takes."""

import asyncio
from collections.abc import Iterator
from typing import Final

from bench.limit import bare_loop
from bench.line import Line, tip_line
from bench.orders import Measured, middle
from bench.processes import load
from bench.runs import web_runs
from bench.tables import Row, at_least, at_most
from tests.databases import Kind

TITLE: Final = (
    "Tips by the web form: GET the form, POST it, everything sealed and committed before the answer"
)
CLIENTS: Final = 32
RUNS: Final = 5
COUNT: Final = 800
ALONE: Final = 200
WARM_UP: Final = 300

CPU_MS: Final = 3.0
RATE: Final = 300
P99_MS: Final = 300


def rows() -> Iterator[Row]:
    """Both databases, one web process each."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    runs = web_runs(line)
    runs.once(clients=CLIENTS, count=WARM_UP)
    line.database.learn()
    crowd = runs.several(runs=RUNS, clients=CLIENTS, count=COUNT)
    alone = runs.several(runs=RUNS, clients=1, count=ALONE)
    rates = sorted(run.rate for run in crowd)
    cpu, rate = middle(crowd, _server_ms), middle(crowd, lambda run: run.rate)
    yield at_most(f"{kind}: CPU of the web process per tip", cpu, CPU_MS, "ms", digits=2)
    if line.database.postmaster is not None:
        yield Row(f"{kind}: CPU of PostgreSQL beside it", f"{middle(crowd, _database_ms):.2f} ms")
    yield Row(f"{kind}: with one client, so a commit each", f"{middle(alone, _server_ms):.2f} ms")
    yield at_least(f"{kind}: tips a second, {CLIENTS} clients", rate, RATE, "/s")
    yield Row(f"{kind}: slowest and quickest of {RUNS} runs", f"{rates[0]:.0f} and {rates[-1]:.0f} /s")
    yield Row(f"{kind}: p50 of both requests together", f"{_milliseconds(crowd, 'p50'):.0f} ms")
    yield at_most(
        f"{kind}: p99 of both requests together", _milliseconds(crowd, "p99"), P99_MS, "ms", digits=0
    )
    yield at_most(f"{kind}: errors in {runs.sent} tips", runs.errors, 0, "", digits=0)
    bare = asyncio.run(bare_loop(line))
    yield Row(f"{kind}: bare loop, CPU; a second", f"{bare.cpu_ms:.2f} ms; {bare.rate:.0f} /s")
    yield at_most(f"{kind}: CPU of a tip in bare loops", cpu / bare.cpu_ms, 3, "", digits=2)
    yield at_most(f"{kind}: bare loops a second beside tips", bare.rate / rate, 3, "", digits=2)
    yield Row(f"{kind}: load average; CPU of the clients", f"{load()}; {_clients(crowd):.0%} of a core")


def _server_ms(run: Measured) -> float:
    return run.server_ms


def _database_ms(run: Measured) -> float:
    return run.database_ms


def _milliseconds(runs: list[Measured], which: str) -> float:
    return middle(runs, lambda run: float(getattr(run.outcome, which))) * 1000


def _clients(runs: list[Measured]) -> float:
    return middle(runs, lambda run: run.outcome.own_cpu / run.outcome.seconds)
