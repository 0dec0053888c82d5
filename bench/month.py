"""The month with 1,000,000 tips over 15 years, all but two closed: its table, its page and its files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from sqlmodel import select

from bench.line import Line, tip_line
from bench.month_filler import fill
from bench.month_page import looked_at
from bench.orders import percentile
from bench.processes import load
from bench.tables import Row, at_most
from tests.databases import Kind
from tipline.reports.books import read_books
from tipline.reports.closing import digest_of
from tipline.reports.counting import count
from tipline.reports.months import between, month_of, step
from tipline.store.db import Store, open_store
from tipline.store.month_tables import FrozenMonthRow, MonthCountRow
from tipline.store.program_tables import ProgramRow
from tipline.store.statements import insert_rows
from tipline.vocabulary import Month, PersonId, ProgramId, StoreName

TITLE: Final = "The month with 1,000,000 tips over 15 years, all months but two closed"
TIPS: Final = 1_000_000
WARM_MS: Final = 300
COLD_MS: Final = 2_000
MEMORY_MB: Final = 150


def rows() -> Iterator[Row]:
    """Both databases: filled by the database itself, closed month by month, then read by a fresh process."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from _of(line, kind)


def _of(line: Line, kind: Kind) -> Iterator[Row]:
    today = datetime.now(UTC).date()
    month = step(month_of(today), months=-1)
    url = line.settings().store_url(StoreName.TIPS)
    store = open_store(StoreName.TIPS, url)
    with store.read() as session:
        program_id = (
            session.exec(select(ProgramRow).where(ProgramRow.slug == line.config.program)).one().program_id
        )
    begun = perf_counter()
    fill(store, program_id, count=TIPS, today=today)
    yield Row(f"{kind.value}: filled in", f"{perf_counter() - begun:.0f} s")
    times = _close(store, program_id, until=step(month, months=-1), today=today)
    yield Row(f"{kind.value}: one month counted anew, median", f"{percentile(times, 0.5) * 1000:.0f} ms")
    store.close()
    for name, which in (("last month, open", month), ("a year ago, closed", step(month, months=-12))):
        _forget(line.data)
        (cold, *warm), memory = _read(url, program_id, which, today)
        what = f"{kind.value}: {name}"
        yield at_most(f"{what}: cold", cold * 1000, COLD_MS, "ms", digits=0)
        yield at_most(f"{what}: warm, median", percentile(warm, 0.5) * 1000, WARM_MS, "ms", digits=0)
        yield Row(f"{what}: warm, slowest of {len(warm)}", f"{max(warm) * 1000:.0f} ms")
        yield at_most(f"{what}: memory", memory, MEMORY_MB, "MB", digits=0)
    yield Row(f"{kind.value}: load average", load())
    yield from looked_at(line, month, kind.value, forget=lambda: _forget(line.data))


def _close(store: Store, program_id: ProgramId, *, until: Month, today: date) -> list[float]:
    """Keep every month's numbers as closing does, without its search for corrections; how long each took."""
    times = []
    with store.transaction() as session:
        books = read_books(session, program_id, today=today)
        for month in between(books.counted_from, until):
            begun = perf_counter()
            counts = count(session, program_id, month)
            times.append(perf_counter() - begun)
            values = [
                {
                    "program_id": program_id,
                    "month": month,
                    "about": month,
                    "measure": measure.value,
                    "part": part,
                    "value": value,
                    "import_id": None,
                }
                for (measure, part), value in counts.items()
            ]
            insert_rows(session.connection(), MonthCountRow, values)
            session.add(
                FrozenMonthRow(
                    program_id=program_id,
                    month=month,
                    day=today,
                    person_id=PersonId(bytes(16)),
                    digest=digest_of([]),
                )
            )
    return times


def _read(url: str, program_id: ProgramId, month: Month, today: date) -> tuple[list[float], float]:
    """How long each table took in a fresh process, the first one cold, and the most memory that it held."""
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "bench.month_reader",
            url,
            program_id.hex(),
            str(month),
            today.isoformat(),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    return found["times"], found["peak_mb"]


def _forget(folder: Path) -> None:
    """Let the system forget what it holds of the files below a folder; of another's it forgets nothing."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as opened:
                os.fsync(opened.fileno())
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
