"""Pictures that come with a text: fetched after the answer, sealed, scrubbed, once each; or said why not."""

from collections.abc import Callable
from contextlib import _GeneratorContextManager, suppress
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from sms.eraser import PICTURES_STAY
from sms.pictures import LONGEST_WAIT
from tests.custodians import appoint_custodians
from tests.material import material
from tests.unit.sms.gateway import SHARED, Gateway, a_sid
from tests.unit.sms.pictured import Left, came, copy, fetch, keys, left, media_id, original, rows, send
from tests.unit.web.public.sender import COMMENT, JPEG, PNG
from tipline import loose_blobs
from tipline.enclosures import Enclosed, Fate
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import take_erasures
from tipline.intake.texts.fetching import GIVEN_UP, GONE
from tipline.intake.texts.pictures import LEASE
from tipline.store.db import Store
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import TeamKind

pytestmark = pytest.mark.anyio

T = TypeVar("T")


def erasures(line: Gateway) -> list[tuple[str, tuple[str, ...]]]:
    """What the carrier is to forget at once: texts, with their pictures."""
    with line.stores.vault.transaction() as session:
        due = take_erasures(session.connection(), Names(line.runtime.keys), now=line.clock.at, limit=10)
    return [(one.sid, one.media) for one in due]


LATER = LONGEST_WAIT * 2


@pytest.fixture
def line(gateway: Gateway) -> Gateway:
    """A gateway whose first program has custodians."""
    appoint_custodians(gateway.toronto)
    return gateway


async def test_a_picture_comes_after_the_answer_and_is_in_the_tip_once(any_gateway: Gateway) -> None:
    line = any_gateway
    appoint_custodians(line.toronto)

    heard = await send(line, "this is him", JPEG)
    before = came(line)
    taken = [await fetch(line) for _ in range(2)]

    assert heard.said is not None
    assert (before, line.carrier.fetched, taken) == (Enclosed(1, 0, {}), line.carrier.fetched, [1, 0])
    assert came(line) == Enclosed(1, 1, {})
    (row,) = rows(line)
    assert row.tip_id == line.only_tip().tip_id
    assert original(line, row) == JPEG
    seen = copy(line, row)
    assert (seen[:3], COMMENT in JPEG, COMMENT in seen) == (b"\xff\xd8\xff", True, False)
    assert left(line) == Left(files=1, loose=0, waiting=0, blobs=2)
    assert (line.only_tip().proven, line.only_tip().unread) == (True, True)


async def test_nothing_is_asked_of_the_carrier_before_the_answer(line: Gateway) -> None:
    await send(line, "this is him", JPEG)

    assert line.carrier.fetched == []


async def test_ten_pictures_come_in_their_order(line: Gateway) -> None:
    pictures = [JPEG + bytes([number]) for number in range(10)]
    await send(line, "all of them", *pictures)

    await fetch(line)

    by_id = {row.file_id: original(line, row) for row in rows(line)}
    assert [by_id[file.file_id] for file in keys(line)] == pictures
    assert came(line) == Enclosed(10, 10, {})


@pytest.mark.parametrize(
    "name",
    ["es_gps_DSCN0010.jpg", "es_iphone11_gps.heic", "me_htc_gps.webp", "mat_dirty.png", "me_iphone6_gps.mov"],
)
async def test_what_phones_have_made_comes_whole_and_is_scrubbed(line: Gateway, name: str) -> None:
    content = material("media", name).read_bytes()
    await send(line, "look", content)

    await fetch(line)

    (row,) = rows(line)
    assert original(line, row) == content
    assert len(copy(line, row)) > 0
    assert copy(line, row) != content


async def test_a_picture_without_words_begins_a_tip_and_adds_to_one(line: Gateway) -> None:
    first, second = await send(line, "", JPEG), await send(line, "", PNG)

    while await fetch(line):
        pass

    assert first.said is not None
    assert first.said.startswith(line.only_tip().number)
    assert second.said is not None
    assert [text for text in line.only_tip().texts if text] == []
    assert sorted(original(line, row) for row in rows(line)) == sorted([JPEG, PNG])
    assert came(line) == Enclosed(2, 2, {})


async def test_what_waited_for_its_keyword_keeps_its_pictures(line: Gateway) -> None:
    await send(line, "white van", JPEG, To=SHARED)
    await send(line, "", PNG, To=SHARED)
    nothing = await fetch(line)

    await line.text("TOR", To=SHARED)
    while await fetch(line):
        pass

    assert nothing == 0
    assert [text for text in line.only_tip().texts if text] == ["white van"]
    assert came(line) == Enclosed(2, 2, {})
    assert sorted(original(line, row) for row in rows(line)) == sorted([JPEG, PNG])


async def test_what_nobody_claimed_keeps_its_pictures(line: Gateway) -> None:
    await send(line, "", JPEG, To=SHARED)

    line.clock.at += timedelta(hours=2)
    await line.texting.settle(now=line.clock.at)
    await fetch(line)

    assert (came(line), [original(line, row) for row in rows(line)]) == (Enclosed(1, 1, {}), [JPEG])


async def test_a_picture_of_a_text_that_names_staff_goes_with_it_to_integrity(line: Gateway) -> None:
    await line.text("white van")
    await send(line, "Ada Byron takes money", JPEG)

    await fetch(line)

    (row,) = rows(line)
    teams = {tip.tip_id: tip.team for tip in line.tips()}
    assert teams[row.tip_id] is TeamKind.INTEGRITY


async def test_who_texts_stop_with_a_picture_is_forgotten_and_the_picture_is_not(line: Gateway) -> None:
    heard = await send(line, "STOP", JPEG)

    await fetch(line)

    assert heard.said is not None
    assert line.vault_rows() == (0, 0, 0, 0)
    assert [original(line, row) for row in rows(line)] == [JPEG]


async def test_a_text_that_is_brought_twice_has_its_picture_once(line: Gateway) -> None:
    sid = a_sid().replace("SM", "MM")
    await send(line, "this is him", JPEG, sid=sid)
    await send(line, "this is him", JPEG, sid=sid)
    await fetch(line)
    await line.text("STOP")

    line.begin_again()
    await send(line, "this is him", JPEG, sid=sid)
    await fetch(line)

    assert (len(rows(line)), left(line).waiting, left(line).loose) == (1, 0, 0)
    assert len(line.carrier.fetched) == 1


async def test_a_picture_that_breaks_off_is_missing_until_it_comes_and_leaves_nothing(line: Gateway) -> None:
    line.carrier.away = True
    await send(line, "this is him", JPEG)

    await fetch(line)
    missing, empty = came(line), left(line)
    line.carrier.away = False
    early = await fetch(line)
    await fetch(line, after=LATER)

    assert (missing.missing, early) == (1, 0)
    assert empty == Left(files=0, loose=0, waiting=1, blobs=0)
    assert (came(line), left(line)) == (Enclosed(1, 1, {}), Left(files=1, loose=0, waiting=0, blobs=2))


async def test_one_that_does_not_come_keeps_no_other_waiting(line: Gateway) -> None:
    await send(line, "both", None, PNG)

    await fetch(line)

    assert (came(line).missing, came(line).came, left(line).waiting) == (1, 1, 1)


@pytest.mark.parametrize(("away", "patience"), [(False, GONE), (True, GIVEN_UP)])
async def test_after_its_time_the_tip_says_that_it_could_not_be_fetched(
    line: Gateway, away: bool, patience: timedelta
) -> None:
    line.carrier.away = away
    await send(line, "this is him", JPEG if away else None)
    await fetch(line)

    await fetch(line, after=patience - timedelta(minutes=5))
    before = came(line)
    await fetch(line, after=timedelta(hours=2))

    assert (before.missing, before.not_taken) == (1, {})
    assert came(line) == Enclosed(1, 0, {Fate.LOST: 1})
    assert left(line) == Left(files=0, loose=0, waiting=0, blobs=0)


@pytest.mark.parametrize(
    ("picture", "fate"),
    [(b"BEGIN:VCARD", Fate.UNKNOWN), (b"", Fate.EMPTY), (JPEG + bytes(1_000_000), Fate.LARGE)],
)
async def test_what_is_no_file_of_ours_is_told_by_its_kind(line: Gateway, picture: bytes, fate: Fate) -> None:
    settings = line.runtime.settings.model_copy(update={"files_megabytes": 1})
    small = line.on(settings=settings)
    await send(small, "look", picture)

    await fetch(small)

    assert came(line) == Enclosed(1, 0, {fate: 1})
    assert left(line) == Left(files=0, loose=0, waiting=0, blobs=0)


async def test_a_program_without_custodians_takes_none_and_asks_for_none(gateway: Gateway) -> None:
    await send(gateway, "this is him", JPEG)

    await fetch(gateway)

    assert came(gateway) == Enclosed(1, 0, {Fate.NOBODY: 1})
    assert gateway.carrier.fetched == []
    assert left(gateway).waiting == 0


async def test_more_than_are_taken_at_once_are_told_of(line: Gateway) -> None:
    few = line.on(settings=line.runtime.settings.model_copy(update={"files_most": 1}))
    await send(few, "two", JPEG, PNG)

    await fetch(few)

    assert came(line) == Enclosed(2, 1, {Fate.MANY: 1})


async def test_a_programs_own_limits_hold_for_texts_too(line: Gateway) -> None:
    with line.stores.tips.transaction() as session:
        session.get_one(ProgramRow, line.toronto.program_id).files_most = 1
    await send(line, "two", JPEG, PNG)

    await fetch(line)

    assert came(line) == Enclosed(2, 1, {Fate.MANY: 1})


@pytest.mark.parametrize(
    "changed",
    [
        {"MediaUrl0": "https://evil.example/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"},
        {"MediaUrl0": "http://127.0.0.1/secret"},
        {"MediaUrl0": ""},
    ],
)
async def test_a_picture_that_is_not_at_the_carriers_is_never_asked_for(
    line: Gateway, changed: dict[str, str]
) -> None:
    await send(line, "look", JPEG, **changed)

    await fetch(line)

    assert (line.carrier.fetched, came(line)) == ([], Enclosed(1, 0, {Fate.LOST: 1}))


class _Stopped(Exception):
    """The process is gone."""


class _Steps:
    """Counts the writes of a process, and ends it before the one that is named."""

    def __init__(self, last: int) -> None:
        self.left = last

    def take(self) -> None:
        if self.left == 0:
            raise _Stopped
        self.left -= 1


class _Mortal(Store):
    """A store whose process dies before one of its writes."""

    def __init__(self, store: Store, steps: _Steps) -> None:
        self.name = store.name
        self._store = store
        self._steps = steps

    def look(self) -> _GeneratorContextManager[Connection]:
        return self._store.look()

    def read(self) -> _GeneratorContextManager[Session]:
        return self._store.read()

    async def write(self, deed: Callable[[Connection], T]) -> T:
        self._steps.take()
        return await self._store.write(deed)

    def write_now(self, deed: Callable[[Connection], T]) -> T:
        self._steps.take()
        return self._store.write_now(deed)


@pytest.mark.parametrize("step", range(7))
async def test_wherever_a_process_dies_there_is_one_file_with_one_copy_in_the_end(
    line: Gateway, step: int
) -> None:
    await send(line, "this is him", JPEG)
    steps = _Steps(step)
    dying = line.on(tips=_Mortal(line.stores.tips, steps), vault=_Mortal(line.stores.vault, steps))

    with suppress(_Stopped):
        await fetch(dying)
    assert steps.left == 0
    line.begin_again()
    await fetch(line, after=LEASE * 2)
    await fetch(line, after=LEASE * 2)

    assert came(line) == Enclosed(1, 1, {})
    (row,) = rows(line)
    assert original(line, row) == JPEG
    assert copy(line, row)
    assert left(line).waiting == 0
    loose_blobs.sweep(line.stores.tips, line.runtime.blobs, now=line.clock.at + timedelta(days=1))
    assert left(line) == Left(files=1, loose=0, waiting=0, blobs=2)


async def test_two_gateways_fetch_it_once(any_gateway: Gateway) -> None:
    appoint_custodians(any_gateway.toronto)
    await send(any_gateway, "this is him", JPEG)
    other = any_gateway.beside()

    counts = [await fetch(any_gateway), await fetch(other)]

    assert (counts, len(any_gateway.carrier.fetched)) == ([1, 0], 1)


async def test_the_carrier_must_forget_a_text_only_once_its_pictures_are_settled(
    any_gateway: Gateway,
) -> None:
    line = any_gateway
    appoint_custodians(line.toronto)
    sid = a_sid().replace("SM", "MM")
    line.carrier.away = True
    await send(line, "both", JPEG, PNG, sid=sid)
    await fetch(line)
    before = erasures(line)

    line.carrier.away = False
    await fetch(line, after=LATER)

    assert (before, erasures(line)) == ([], [(sid, (media_id(0), media_id(1)))])


def test_a_picture_is_given_up_before_the_carrier_is_made_to_forget_it() -> None:
    assert GIVEN_UP + LONGEST_WAIT * 2 < PICTURES_STAY
