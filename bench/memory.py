"""Memory of the web process while 100,000 tips come in, by real requests."""

from collections.abc import Iterator
from typing import Final

from bench.line import tip_line
from bench.processes import load, peak_mb, resident_mb
from bench.runs import web_runs
from bench.tables import Row, at_most
from tests.databases import Kind

TITLE: Final = "Memory of the web process while tips come in by real requests (SQLite, 32 clients)"
CLIENTS: Final = 32
TIPS: Final = 100_000
STEP: Final = 10_000
LIMIT_MB: Final = 150


def rows() -> Iterator[Row]:
    """A row for every step, so that a slow leak would be seen."""
    with tip_line(Kind.SQLITE) as line:
        runs = web_runs(line)
        (server,) = runs.servers
        yield Row("resident at the start", f"{resident_mb(server):.0f} MB")
        while runs.sent < TIPS:
            run = runs.once(clients=CLIENTS, count=STEP)
            resident = f"{resident_mb(server):.0f} MB; {run.rate:.0f} /s, {run.server_ms:.2f} ms each"
            yield Row(f"after {runs.sent} tips", resident)
        yield at_most(f"resident after {runs.sent} tips", resident_mb(server), LIMIT_MB, "MB", digits=0)
        yield Row("the most that it held", f"{peak_mb(server):.0f} MB")
        yield at_most("errors", runs.errors, 0, "", digits=0)
        yield Row("load average", load())
