"""A process of its own that asks for a month's table: the first time cold, then again and again."""

import json
import os
import sys
from datetime import date
from time import perf_counter
from typing import Final

from bench.processes import peak_mb
from tipline.reports.measures import Measure
from tipline.reports.month_table import month_table
from tipline.reports.periods import Column
from tipline.store.db import open_store
from tipline.vocabulary import Month, ProgramId, Role, StoreName

TIMES: Final = 20


def main(url: str, program: str, month: str, today: str) -> None:
    """Print what was measured, as JSON."""
    store = open_store(StoreName.TIPS, url)
    times, tips = [], None
    for _ in range(TIMES):
        begun = perf_counter()
        with store.read() as session:
            table = month_table(
                session,
                program_id=ProgramId(bytes.fromhex(program)),
                month=Month(int(month)),
                by=Role.BOARD,
                today=date.fromisoformat(today),
            )
        times.append(perf_counter() - begun)
        tips = table.value(Measure.TIPS, Column.INCEPTION)
    store.close()
    print(json.dumps({"times": times, "peak_mb": peak_mb(os.getpid()), "tips": tips}))


if __name__ == "__main__":
    main(*sys.argv[1:])
