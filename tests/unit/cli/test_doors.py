import time
from datetime import timedelta
from pathlib import Path

from cli.doors.console import Sweeper
from tests.databases import Stores
from tests.program import NOON, FixedClock, found
from tipline.access import sessions


def test_a_console_that_nobody_uses_forgets_what_was_opened(sqlite_stores: Stores, tmp_path: Path) -> None:
    program, clock = found(sqlite_stores), FixedClock()
    runtime = program.runtime(tmp_path, clock)
    ada = program.people["Ada Byron"]
    sessions.sign_in(
        runtime, name="Ada Byron", password=ada.password, totp=program.code("Ada Byron"), now=NOON
    )

    clock.at = NOON + timedelta(minutes=31)
    sweeper = Sweeper(runtime, every_s=0.01)
    deadline = time.monotonic() + 10
    while runtime.holders.count() and time.monotonic() < deadline:
        time.sleep(0.01)
    sweeper.close()

    assert runtime.holders.count() == 0
