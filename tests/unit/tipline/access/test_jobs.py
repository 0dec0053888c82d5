from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.databases import Stores
from tests.program import NOON, found
from tests.unit.tipline.access.desk import Console
from tipline.errors import SessionOver
from tipline.jobs import TIDIED, Clockwork

MINUTE = timedelta(minutes=1)


def test_a_turn_ends_the_sessions_that_rested_too_long_and_no_other(console: Console) -> None:
    resting, working = console.sign_in("Ada Byron"), console.sign_in("Ida Wells")
    later = NOON + console.runtime.settings.idle - MINUTE
    console.resume(working.token, now=later)

    Clockwork(console.runtime).turn(now=later + 2 * MINUTE)

    assert [row.person_id for row in console.rows()] == [working.holder.person_id]
    with pytest.raises(SessionOver):
        console.resume(resting.token, now=later + 2 * MINUTE)


def test_an_hour_is_the_longest_that_a_deleted_row_stays_in_the_journal(
    sqlite_stores: Stores, tmp_path: Path
) -> None:
    program = found(sqlite_stores)
    console = Console(program, program.runtime(tmp_path), tmp_path)
    journals = [
        Path(f"{make_url(url).database}-wal") for url in (sqlite_stores.urls.tips, sqlite_stores.urls.keys)
    ]
    clockwork = Clockwork(console.runtime)
    clockwork.turn(now=NOON)
    console.sign_in()
    written = [journal.stat().st_size > 0 for journal in journals]

    clockwork.turn(now=NOON + TIDIED - MINUTE)
    within_the_hour = [journal.stat().st_size > 0 for journal in journals]
    clockwork.turn(now=NOON + TIDIED)

    assert (written, within_the_hour) == ([True, True], [True, True])
    assert [journal.stat().st_size for journal in journals] == [0, 0]
