"""A process is killed between each step of keeping a tip in the spool, and of delivering it."""

import asyncio
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from tests.databases import Stores
from tests.integration.killed import DONE
from tests.program import NOON
from tests.unit.tipline.intake.readers import Staff, a_reporter, a_staff
from tipline.intake import receive
from tipline.intake.form_tokens import TokenHash
from tipline.intake.reception import Reception
from tipline.intake.report import Report
from tipline.intake.spooled_form import SpooledTip, lock_spooled
from tipline.spool import Kind, Spool
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import Channel, TipNumber

pytestmark = pytest.mark.processes

KEY: Final = bytes(range(32))
NAME: Final = f"{Kind.TIP}-0123"
NUMBER: Final = TipNumber("TOR-Z000-0000")
SAID: Final = "Two men sell guns from the blue house."


@pytest.fixture
def staff(stores: Stores) -> Staff:
    return a_staff(stores)


def a_locked_tip(staff: Staff) -> bytes:
    sealed = receive.prepare(
        Report(channel=Channel.WEB, text=SAID), desk=staff.desk(), author=a_reporter(staff).author, now=NOON
    )
    return lock_spooled(SpooledTip(sealed, NUMBER, TokenHash(bytes(16)), NOON), key=KEY, name=NAME)


def killed(deed: str, step: int, *args: str) -> bool:
    """Do it in a process of its own; whether that was killed on the way."""
    command = [sys.executable, "-m", "tests.integration.killed", deed, str(step), *args]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) in {(0, DONE), (-9, "")}, done.stderr
    return done.returncode != 0


def kept(staff: Staff) -> tuple[int, ...]:
    """How many rows there are of each kind that a tip has."""
    return tuple(len(staff.rows(kind)) for kind in (TipRow, TipKeyRow, TipGrantRow, RecordRow, FormTokenRow))


def test_killed_at_any_step_of_keeping_a_tip_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20
    (tmp_path / "content").write_bytes(content)
    seen = []
    for step in count(1):
        spool = Spool(tmp_path / f"spool-{step}", megabytes=1)
        if not killed("put", step, str(spool.folder), NAME, str(tmp_path / "content")):
            break
        names = spool.names()
        seen.append(len(names))
        assert [spool.read(name) for name in names] == [content] * len(names)
        again = spool.put(NAME, content, now=NOON)  # what was not acknowledged is sent again
        assert (again, spool.read(NAME)) == (not names, content)

    # Not there until it is linked, and there from then on.
    assert (seen == sorted(seen), set(seen), len(seen) >= 7) == (True, {0, 1}, True)


def test_killed_at_any_step_of_delivering_a_tip_is_in_the_store_once_under_its_number(
    staff: Staff, tmp_path: Path
) -> None:
    spool = Spool(tmp_path / "spool", megabytes=1)
    url = staff.stores.urls.tips
    spool.put(NAME, a_locked_tip(staff), now=NOON)
    before_commit = after_commit = 0
    for step in count(1):
        if not killed("deliver", step, str(spool.folder), url, KEY.hex()):
            break
        waiting = len(spool.names())
        assert kept(staff) in {(0, 0, 0, 0, 0), (1, 1, 2, 1, 1)}
        before_commit += kept(staff)[0] == 0
        after_commit += kept(staff)[0] and waiting

    asyncio.run(Reception(staff.stores.tips, spool, key=KEY).turn(now=NOON))

    (row,) = staff.rows(TipRow)
    assert (row.number, staff.tip().texts, kept(staff)) == (NUMBER, [SAID], (1, 1, 2, 1, 1))
    assert (spool.names(), after_commit > 0) == ([], True)
