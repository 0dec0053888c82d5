"""The month's page, its PDF and its workbook, by a signed-in coordinator over HTTP: cold, warm, memory."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bench.line import Line
from bench.processes import load, peak_mb, resident_mb
from bench.tables import Row, at_most
from bench.watch import Browser, Watch
from tests.integration.doors import Desk
from tipline.reports.months import step, written
from tipline.vocabulary import Month

TIMES: Final = 20
FILES: Final = 6
WARM_MS: Final = 300
COLD_MS: Final = 2_000
LIMITS: Final = {"pdf": 1_500, "xlsx": 2_000}
"""Milliseconds for a file."""
MEMORY_MB: Final = 150


def looked_at(line: Line, month: Month, kind: str, *, forget: Callable[[], None]) -> Iterator[Row]:
    """A fresh console whose store was forgotten by the system, then the same again."""
    server = line.start("console")
    desk = Desk(line.ports.url("console"), line.config.person("coordinator")).sign_in()
    browser = Browser(line.ports.console, desk.cookie)
    for name, which in (("last month, open", month), ("a year ago, closed", step(month, months=-12))):
        path, what = f"/reports/{written(which)}", f"{kind}: page of {name}"
        forget()
        first, warm = Watch(server), Watch(server)
        size = len(first.time(partial(browser.get, path)).body)
        for _ in range(TIMES):
            warm.time(partial(browser.get, path))
        yield at_most(f"{what}: cold", first.times[0] * 1000, COLD_MS, "ms", digits=0)
        yield from warm.rows(f"{what}: warm", limit=WARM_MS)
        yield Row(f"{what}: HTML", f"{size / 1000:.0f} kB")
    yield at_most(f"{kind}: memory of the console", peak_mb(server), MEMORY_MB, "MB", digits=0)
    for ending, limit in LIMITS.items():
        watch = Watch(server)
        for _ in range(FILES):
            watch.time(partial(browser.get, f"/reports/{written(month)}.{ending}"))
        yield from watch.rows(f"{kind}: {ending}", limit=limit)
    yield Row(f"{kind}: memory after the files", f"{resident_mb(server):.0f} MB; load {load()}")
    desk.close()
    line.stop()
