"""A public site's way into the store, beside another one's: what waits, who delivers it, and what follows."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.custodians import appoint_custodians
from tests.databases import Stores
from tests.outage import away
from tests.program import NOON
from tests.unit.tipline.intake.readers import Staff, a_reporter, a_staff
from tipline.file_words import BlobId
from tipline.intake import receive
from tipline.intake.form_tokens import TokenHash
from tipline.intake.reception import TRIED_AGAIN, Reception
from tipline.intake.report import Report
from tipline.intake.spooled_form import (
    Spooled,
    SpooledBlob,
    SpooledStep,
    lock_spooled,
)
from tipline.intake.uploading import ArrivingFile, KeptFile, draw_name
from tipline.scrub.kinds import HEAD_SIZE
from tipline.spool import Spool
from tipline.store.file_tables import TipFileRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ID_SIZE, Channel, ProgramId, TipId

pytestmark = pytest.mark.anyio

KEY: Final = bytes(range(32))
GIF: Final = b"GIF89a" + bytes(HEAD_SIZE)


@pytest.fixture
def staff(sqlite_stores: Stores) -> Staff:
    return a_staff(sqlite_stores)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", megabytes=10)


def a_site(staff: Staff, spool: Spool) -> Reception:
    """One of the sites that share a folder."""
    return Reception(staff.stores.tips, Spool(spool.folder, megabytes=10), key=KEY)


def sealed(staff: Staff, text: str = "Black jeep", *files: KeptFile) -> receive.SealedTip:
    report = Report(channel=Channel.WEB, text=text, files=files)
    return receive.prepare(report, desk=staff.desk(), author=a_reporter(staff).author, now=NOON)


async def take(
    site: Reception, tip: receive.SealedTip, then: Callable[[], None] = lambda: None
) -> str | None:
    token = TokenHash(secrets.token_bytes(ID_SIZE))
    receipt = await site.take(tip, token=token, now=NOON, then=then)
    return None if receipt is None else receipt.number


def numbers(staff: Staff) -> list[str]:
    return [str(row.number) for row in staff.rows(TipRow)]


async def test_a_file_of_the_folder_that_was_given_another_name_is_no_tip(staff: Staff, spool: Spool) -> None:
    site, tip = a_site(staff, spool), sealed(staff)
    with away(staff.stores.tips):
        await take(site, tip)
    (name,) = spool.names()
    (spool.folder / name).rename(spool.folder / f"{name[:-1]}x")

    delivered = await site.turn(now=NOON)

    assert (delivered, numbers(staff), spool.standing().aside) == (0, [], 1)


def test_what_waits_does_not_say_by_its_size_what_it_is_about() -> None:
    program_id = ProgramId(bytes(ID_SIZE))
    waiting: tuple[Spooled, ...] = (
        SpooledBlob(program_id, BlobId(bytes(ID_SIZE))),
        SpooledStep(program_id, TipId(bytes(ID_SIZE))),
        SpooledStep(program_id, TipId(bytes(2 * ID_SIZE))),
    )

    assert len({len(lock_spooled(one, key=KEY, name="1-a")) for one in waiting}) == 1


async def test_a_tip_that_the_store_does_not_take_waits_ten_minutes_and_keeps_no_other_out(
    staff: Staff, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, jeep, van = a_site(staff, spool), sealed(staff), sealed(staff, "White van")
    tips = staff.stores.tips
    with away(tips):
        first, second = await take(site, jeep), await take(site, van)
    write, refused = tips.write, [spool.names()[0]]

    async def mistake_once(deed: object) -> object:
        if refused:
            refused.pop()
            raise ValueError
        return await write(deed)  # type: ignore[arg-type]  # whatever deed it is

    monkeypatch.setattr(tips, "write", mistake_once)

    turns = [await site.turn(now=NOON), await site.turn(now=NOON + TRIED_AGAIN - timedelta(seconds=1))]
    waiting = len(spool.names())
    turns.append(await site.turn(now=NOON + TRIED_AGAIN))

    assert (turns, waiting) == ([1, 0, 1], 1)
    assert set(numbers(staff)) == {first, second}


async def test_what_follows_a_tip_is_done_as_soon_as_it_is_delivered_and_once(
    staff: Staff, spool: Spool
) -> None:
    done: list[str] = []
    site, tip = a_site(staff, spool), sealed(staff)
    with away(staff.stores.tips):
        await take(site, tip, lambda: done.append("scrubbed"))
        waiting = done.copy()

    await site.turn(now=NOON)
    delivered = done.copy()
    await site.turn(now=NOON)

    assert (waiting, delivered, done) == ([], ["scrubbed"], ["scrubbed"])


async def test_what_follows_a_tip_is_done_by_its_site_though_another_one_delivered_it(
    staff: Staff, spool: Spool
) -> None:
    done: list[str] = []
    site, other, tip = a_site(staff, spool), a_site(staff, spool), sealed(staff)
    with away(staff.stores.tips):
        await take(site, tip, lambda: done.append("scrubbed"))

    delivered = await other.turn(now=NOON)
    before = done.copy()
    await site.turn(now=NOON)
    await site.turn(now=NOON)

    assert (delivered, before, done) == (1, [], ["scrubbed"])


async def test_while_another_site_of_the_folder_delivers_this_one_does_not(
    staff: Staff, spool: Spool
) -> None:
    site, tip = a_site(staff, spool), sealed(staff)
    with away(staff.stores.tips):
        number = await take(site, tip)

    with spool.turn() as theirs:
        meanwhile = await site.turn(now=NOON), numbers(staff)

    assert (theirs, meanwhile) == (True, (0, []))
    assert (await site.turn(now=NOON), numbers(staff)) == (1, [number])


async def test_a_tip_whose_file_was_announced_in_the_folder_alone_waits_behind_that(
    staff: Staff, spool: Spool
) -> None:
    appoint_custodians(staff.program)
    names = draw_name()
    with away(staff.stores.tips):
        before = a_site(staff, spool)
        await before.announce(names.original_id, program_id=staff.program.program_id, now=NOON)
    arriving = ArrivingFile(names, program_id=staff.program.program_id, name="a.gif", place=1)
    arriving.take(GIF)

    again = a_site(staff, spool)  # begun when the store was back, and it has not looked yet
    number = await take(again, sealed(staff, "Black jeep", arriving.end(now=NOON)))
    waiting = [name[0] for name in spool.names()]
    delivered = await again.turn(now=NOON)

    assert (waiting, delivered, numbers(staff)) == (["1", "2"], 2, [number])
    assert [row.original_id for row in staff.rows(TipFileRow)] == [names.original_id]
