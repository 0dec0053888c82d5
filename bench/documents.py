"""The documents of a month with 15 years behind it: how long each takes to write, first and later."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import Final

from bench.orders import percentile
from bench.processes import load, peak_mb
from bench.tables import Row, at_most
from tests.unit.tipline.reports.documents.sample import a_table
from tipline.reports.documents.kinds import Kind, write
from tipline.reports.documents.languages import LANGUAGES
from tipline.reports.documents.report import Report
from tipline.reports.measures import Section
from tipline.reports.table import MonthTable, SectionTable

TITLE: Final = "Documents of a month with 15 years behind it, 200 links and 60 appeals"
LIMITS_MS: Final = {Kind.PDF: 1_500, Kind.XLSX: 2_000}
TIMES: Final = 10
LINKS, APPEALS, UNITS = 200, 60, 17


def rows() -> Iterator[Row]:
    """Each kind in a fresh process; the table itself is measured by `month`."""
    for kind in Kind:
        ran = subprocess.run(
            [sys.executable, "-m", "bench.documents", kind], check=True, capture_output=True, text=True
        )
        found = json.loads(ran.stdout.splitlines()[-1])
        cold, *warm = (taken * 1000 for taken in found["times"])
        for when, taken in (("first", cold), ("later, median", percentile(warm, 0.5))):
            what = f"{kind.value}: {when}"
            if kind in LIMITS_MS:
                yield at_most(what, taken, LIMITS_MS[kind], "ms", digits=0)
            else:
                yield Row(what, f"{taken:.0f} ms")
        yield Row(
            f"{kind.value}: size; memory of the process", f"{found['kb']} kB; {found['peak_mb']:.0f} MB"
        )
    yield Row("load average", load())


def main(kind: Kind) -> None:
    """Write one kind of document again and again; print what was measured, as JSON."""
    report, times, size = Report(_wide(a_table())), [], 0
    for _ in range(TIMES):
        begun = perf_counter()
        size = len(write(report, kind, LANGUAGES["en"]))
        times.append(perf_counter() - begun)
    print(json.dumps({"times": times, "kb": size // 1000, "peak_mb": peak_mb(os.getpid())}))


def _wide(table: MonthTable) -> MonthTable:
    """The same with as many rows as a large program has."""
    wanted = {
        Section.LINKS: LINKS,
        Section.APPEALS: APPEALS,
        Section.ACCOUNTS: UNITS,
        Section.DIVISIONS: UNITS,
        Section.AGENCIES: UNITS,
    }
    return replace(
        table,
        sections=tuple(
            _filled(each, count=wanted[each.section]) if each.section in wanted else each
            for each in table.sections
        ),
    )


def _filled(section: SectionTable, *, count: int) -> SectionTable:
    first = section.rows[0]
    return replace(
        section,
        rows=tuple(replace(first, key=str(place), label=f"{first.label} {place}") for place in range(count)),
    )


if __name__ == "__main__":
    main(Kind(sys.argv[1]))
