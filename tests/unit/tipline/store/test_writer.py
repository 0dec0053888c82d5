"""What waits together is committed together, nobody pays for another's mistake, and an answer means kept."""

import asyncio
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError

from tests.databases import Kind, Stores
from tests.unit.tipline.store import trouble
from tests.unit.tipline.store.samples import DAY
from tipline.errors import FormTokenUsed, StoreUnavailable
from tipline.store import writer
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.work_tables import FormTokenRow
from tipline.store.writer import Deed

TOKENS = table(FormTokenRow)


@pytest.fixture
def tips(stores: Stores) -> Store:
    return stores.tips


@pytest.fixture
def commits(tips: Store) -> list[None]:
    """One entry for every commit."""
    counted: list[None] = []
    event.listen(tips.engine, "commit", lambda _: counted.append(None))
    return counted


def test_deeds_that_wait_together_share_few_commits(tips: Store, commits: list[None]) -> None:
    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(tips.write(a_deed(number)) for number in range(200)))

    answers = asyncio.run(all_at_once())

    assert answers == list(range(200))
    assert kept(tips) == list(range(200))
    assert len(commits) <= 3


def test_behind_a_crowd_a_moment_is_given_for_others_to_come(
    tips: Store, commits: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "COMPANY_SECONDS", 2.0)

    async def crowd_and_two_more() -> None:
        let_go = threading.Event()
        held = asyncio.create_task(tips.write(lambda _: let_go.wait()))
        crowd = [asyncio.create_task(tips.write(a_deed(number))) for number in range(2)]
        await asyncio.sleep(0.1)
        let_go.set()
        await asyncio.gather(held, *crowd)
        commits.clear()
        late = [asyncio.create_task(tips.write(a_deed(2)))]
        await asyncio.sleep(0.1)
        await asyncio.gather(*late, tips.write(a_deed(3)))

    asyncio.run(crowd_and_two_more())

    assert (kept(tips), len(commits)) == ([0, 1, 2, 3], 1)


def test_who_comes_alone_waits_for_nobody(tips: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "COMPANY_SECONDS", 3600.0)

    answers = [asyncio.run(tips.write(a_deed(number))) for number in range(3)]

    assert answers == [0, 1, 2]


def test_one_deed_alone_takes_one_commit(tips: Store, commits: list[None]) -> None:
    asyncio.run(tips.write(a_deed(7)))

    assert (kept(tips), len(commits)) == ([7], 1)


def test_a_bad_deed_hurts_no_other_and_leaves_nothing(tips: Store, commits: list[None]) -> None:
    def bad(connection: Connection) -> None:
        a_deed(1000)(connection)
        raise FormTokenUsed

    async def all_at_once() -> list[object]:
        deeds: list[Deed[object]] = [a_deed(number) for number in range(200)]
        deeds[50] = deeds[120] = bad
        return await asyncio.gather(*(tips.write(deed) for deed in deeds), return_exceptions=True)

    answers = asyncio.run(all_at_once())

    good = [number for number in range(200) if number not in {50, 120}]
    assert [type(answers[50]), type(answers[120])] == [FormTokenUsed, FormTokenUsed]
    assert [answer for answer in answers if isinstance(answer, int)] == good
    assert kept(tips) == good
    assert len(commits) <= 3


def test_of_two_deeds_that_want_the_same_row_one_is_refused(tips: Store) -> None:
    async def both() -> list[object]:
        return await asyncio.gather(*(tips.write(a_deed(1)) for _ in range(2)), return_exceptions=True)

    answers = asyncio.run(both())

    assert sorted(type(answer).__name__ for answer in answers) == ["IntegrityError", "int"]
    assert kept(tips) == [1]


def test_an_answer_comes_only_after_the_commit(tips: Store, commits: list[None]) -> None:
    seen_at_answer = []

    async def ask() -> None:
        await tips.write(a_deed(1))
        seen_at_answer.append((len(commits), kept(tips)))

    asyncio.run(ask())

    assert seen_at_answer == [(1, [1])]


def test_what_was_answered_is_there_after_a_kill(tips: Store, stores: Stores) -> None:
    program = (
        "import os, signal, sys\n"
        "from tests.unit.tipline.store.test_writer import a_deed\n"
        "from tipline.store.db import open_store\n"
        "from tipline.vocabulary import StoreName\n"
        "store = open_store(StoreName.TIPS, sys.argv[1])\n"
        "for number in range(20):\n"
        "    print(store.write_now(a_deed(number)), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, stores.urls.tips], capture_output=True, check=False, text=True
    )

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert kept(tips) == [int(line) for line in ended.stdout.split()] == list(range(20))


def test_threads_may_wait_for_deeds_too(tips: Store) -> None:
    threads = [threading.Thread(target=tips.write_now, args=(a_deed(number),)) for number in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert kept(tips) == list(range(20))


def test_a_deed_may_not_wait_for_another(tips: Store) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        tips.write_now(lambda _: tips.write_now(a_deed(1)))

    assert kept(tips) == []


def test_a_deed_is_done_although_its_caller_went_away(tips: Store) -> None:
    async def go_away() -> None:
        hurry = asyncio.ensure_future(tips.write(a_deed(1)))
        await asyncio.sleep(0)
        hurry.cancel()
        await tips.write(a_deed(2))
        assert hurry.cancelled()

    asyncio.run(go_away())

    assert kept(tips) == [1, 2]


def test_deeds_outlive_the_loop_that_asked_for_them(tips: Store) -> None:
    async def leave() -> None:
        left = asyncio.ensure_future(tips.write(a_deed(1)))
        await asyncio.sleep(0)
        assert not left.done()

    asyncio.run(leave())
    tips.write_now(a_deed(2))

    assert kept(tips) == [1, 2]


def test_closing_does_what_waits_and_takes_no_more(tips: Store) -> None:
    async def then_close() -> list[int]:
        deeds = [a_slow_deed, *(a_deed(number) for number in range(50))]
        waiting = [asyncio.ensure_future(tips.write(deed)) for deed in deeds]
        await asyncio.sleep(0)
        await asyncio.to_thread(tips.close)
        assert kept(tips) == list(range(50))
        return await asyncio.gather(*waiting)

    answers = asyncio.run(then_close())

    with pytest.raises(StoreUnavailable):
        tips.write_now(a_deed(99))
    assert answers == [-1, *range(50)]
    assert kept(tips) == list(range(50))


def test_too_many_waiting_deeds_are_refused(tips: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "WAITING_LIMIT", 3)
    taken, go = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        taken.set()
        go.wait()

    async def crowd() -> list[object]:
        asking = [asyncio.ensure_future(tips.write(a_deed(number))) for number in range(5)]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*asking, return_exceptions=True)

    held = threading.Thread(target=tips.write_now, args=(hold,))
    held.start()
    taken.wait()
    answers = asyncio.run(crowd())
    held.join()

    assert [answer if isinstance(answer, int) else type(answer) for answer in answers] == [
        0,
        1,
        2,
        StoreUnavailable,
        StoreUnavailable,
    ]
    assert kept(tips) == [0, 1, 2]


def test_an_idle_writer_holds_on_to_nothing(tips: Store) -> None:
    tips.write_now(a_deed(1))

    assert len(tips._writer._waiting) == 0
    assert tips.engine.pool.status().endswith("Current Checked out connections: 0")


def test_a_store_that_goes_while_committing_is_told_as_unavailable(tips: Store, database: Kind) -> None:
    def cut(connection: Connection) -> None:
        a_deed(1)(connection)
        if database is Kind.POSTGRES:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.connection.driver_connection.close()  # type: ignore[union-attr]

    with pytest.raises(StoreUnavailable):
        tips.write_now(cut)

    assert kept(tips) == []


def test_a_waiting_deed_is_told_of_a_lock(sqlite_stores: Stores) -> None:
    with (
        trouble.locked(sqlite_stores.tips, Kind.SQLITE, sqlite_stores.urls.tips),
        pytest.raises(StoreUnavailable),
    ):
        sqlite_stores.tips.write_now(a_deed(1))


def a_deed(number: int) -> Deed[int]:
    """Keep a number, and answer with it."""

    def deed(connection: Connection) -> int:
        row = {"program_id": bytes(16), "token_hash": number.to_bytes(16, "big"), "day": DAY}
        connection.execute(insert(TOKENS), row)
        return number

    return deed


def a_slow_deed(_: Connection) -> int:
    """Take a while, and keep nothing."""
    time.sleep(0.1)
    return -1


def kept(store: Store) -> list[int]:
    with store.read() as session:
        hashes = session.connection().scalars(select(TOKENS.c.token_hash).order_by(TOKENS.c.token_hash))
        return [int.from_bytes(each, "big") for each in hashes]


def test_the_same_row_twice_is_an_integrity_error_for_a_thread(tips: Store) -> None:
    tips.write_now(a_deed(1))

    with pytest.raises(IntegrityError):
        tips.write_now(a_deed(1))
