"""Signed texts to the gateway: each from a number of its own, so each becomes a tip and is answered."""

from collections.abc import Iterator
from typing import Final

from bench.line import Line, tip_line
from bench.orders import middle
from bench.processes import load
from bench.runs import text_runs
from bench.tables import Row, at_least, at_most
from tests.databases import Kind

TITLE: Final = "Texts: signed by the carrier's own library beforehand, every one a new tip, answered in TwiML"
CLIENTS: Final = 32
RUNS: Final = 5
COUNT: Final = 1000
WARM_UP: Final = 300
RATE: Final = 400


def rows() -> Iterator[Row]:
    """Both databases, one gateway each."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    runs = text_runs(line)
    runs.once(clients=CLIENTS, count=WARM_UP)
    crowd = runs.several(runs=RUNS, clients=CLIENTS, count=COUNT)
    rates = sorted(run.rate for run in crowd)
    yield at_least(
        f"{kind}: texts a second, {CLIENTS} clients", middle(crowd, lambda run: run.rate), RATE, "/s"
    )
    yield Row(f"{kind}: slowest and quickest of {RUNS} runs", f"{rates[0]:.0f} and {rates[-1]:.0f} /s")
    yield at_most(f"{kind}: errors in {runs.sent} texts", runs.errors, 0, "", digits=0)
    yield Row(f"{kind}: CPU of the gateway per text", f"{middle(crowd, lambda run: run.server_ms):.2f} ms")
    if line.database.postmaster is not None:
        yield Row(
            f"{kind}: CPU of PostgreSQL beside it", f"{middle(crowd, lambda run: run.database_ms):.2f} ms"
        )
    yield Row(f"{kind}: p50 of a text", f"{middle(crowd, lambda run: run.outcome.p50) * 1000:.0f} ms")
    yield Row(f"{kind}: p99 of a text", f"{middle(crowd, lambda run: run.outcome.p99) * 1000:.0f} ms")
    yield Row(f"{kind}: load average", load())
