"""A year of a real program's size, counted in the program's own time."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from tests.databases import Stores
from tests.material import material
from tests.unit.tipline.reports.office import Counted, an_office
from tipline.reports.measures import Measure
from tipline.reports.periods import Column
from tipline.store.columns import table
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Month

DECEMBER_2009 = Month(200912)
TORONTO = ZoneInfo("America/Toronto")


def received(folder: Path) -> list[datetime]:
    """When each tip of the history came; its generator is a script that writes a file."""
    script, out = material("history", "gen_history.py"), folder / "tips.jsonl.gz"
    arguments = ["--start", "2008-12", "--months", "13", "--out", str(out)]
    subprocess.run([sys.executable, str(script), *arguments], check=True, capture_output=True)
    with gzip.open(out, "rt") as lines:
        return [datetime.fromisoformat(json.loads(line)["received_utc"]) for line in lines]


def fill(office: Counted, days: list[date]) -> None:
    """As many tips as there are days: one that came in before, under other ids."""
    tip = table(TipRow)
    office.case.tell(now=datetime(2006, 6, 1, tzinfo=UTC))
    with office.case.program.tips.transaction() as session:
        row = dict(session.connection().execute(select(tip)).mappings().one())
        rows = [
            row | {"tip_id": place.to_bytes(16, "big"), "number": f"T{place}", "received_day": day}
            for place, day in enumerate(days)
        ]
        session.connection().execute(insert(tip), rows)


def test_2009_has_10300_tips_in_torontos_time_and_another_number_in_utc(
    sqlite_stores: Stores, tmp_path: Path
) -> None:
    moments = received(tmp_path)
    office = an_office(sqlite_stores)

    fill(office, [moment.astimezone(TORONTO).date() for moment in moments])
    report = office.table(DECEMBER_2009, today=date(2010, 1, 1))
    row = report.row(Measure.TIPS)

    assert row is not None
    assert row.values[Column.YEAR_TO_DATE] == 10_300
    assert sum(moment.year == 2009 for moment in moments) != 10_300
