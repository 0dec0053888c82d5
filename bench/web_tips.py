"""Tips by the web form: processor time for each, how many a second, and how long each takes."""

from collections.abc import Iterator
from typing import Final

from bench.line import Line, tip_line
from bench.orders import Measured, Order, carry_out, middle
from bench.processes import load
from bench.tables import Row, at_least, at_most
from tests.databases import Kind

TITLE: Final = "Tips by the web form (GET the form, POST it, sealed and committed before the answer)"
CLIENTS: Final = 32
RUNS: Final = 5
COUNT: Final = 1200
WARM_UP: Final = 300
ALONE: Final = 300


def rows() -> Iterator[Row]:
    """Both databases, one process each."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from _of(line)


def _of(line: Line) -> Iterator[Row]:
    server, kind = line.start("public"), line.database.kind.value
    run = _Runs(line, server)
    run.once(clients=CLIENTS, count=WARM_UP)
    crowd = [run.once(clients=CLIENTS, count=COUNT) for _ in range(RUNS)]
    alone = [run.once(clients=1, count=ALONE) for _ in range(RUNS)]
    yield at_most(f"{kind}: CPU of the web process per tip", middle(crowd, lambda m: m.server_ms), 3, "ms", digits=2)
    if line.database.postmaster is not None:
        yield Row(f"{kind}: CPU of PostgreSQL beside it", f"{middle(crowd, lambda m: m.database_ms):.2f} ms")
    yield at_most(
        f"{kind}: the same, one client alone, a commit each", middle(alone, lambda m: m.server_ms), 3, "ms", digits=2
    )
    yield at_least(f"{kind}: tips a second, {CLIENTS} clients", middle(crowd, lambda m: m.rate), 300, "/s")
    yield Row(f"{kind}: the best and the worst run", f"{max(m.rate for m in crowd):.0f}, {min(m.rate for m in crowd):.0f} /s")
    yield Row(f"{kind}: p50 of a tip, both requests", f"{middle(crowd, lambda m: m.outcome.p50) * 1000:.0f} ms")
    yield at_most(
        f"{kind}: p99 of a tip, both requests", middle(crowd, lambda m: m.outcome.p99) * 1000, 300, "ms", digits=0
    )
    yield at_most(f"{kind}: errors of {run.sent} tips", run.errors, 0, "", digits=0)
    yield Row(f"{kind}: load average, share of the load's CPU", f"{load()}, {_share(crowd):.0%} of a core")


def _share(runs: list[Measured]) -> float:
    return middle(runs, lambda m: m.outcome.own_cpu / m.outcome.seconds)


class _Runs:
    """Runs after one another against one server, none of which sends what another sent."""

    def __init__(self, line: Line, server: int) -> None:
        self._line = line
        self._server = server
        self.sent = 0
        self.errors = 0

    def once(self, *, clients: int, count: int) -> Measured:
        """Send so many."""
        order = Order(
            kind="web",
            host=f"127.0.0.1:{self._line.ports.public}",
            path=f"/{self._line.config.program}",
            clients=clients,
            count=count,
            first=self.sent,
        )
        measured = carry_out(order, server=self._server, database=self._line.database.cpu_seconds)
        self.sent += count
        self.errors += measured.outcome.errors
        return measured
