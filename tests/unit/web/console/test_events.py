"""The stream of an open queue: what it says, to whom, for how long, and what it costs."""

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

import pytest
from sqlalchemy import event
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tests.unit.tipline.casework.test_facets import scope
from tests.unit.web.console.console import Console
from tipline.casework.arrivals import Mark, mark
from tipline.casework.changes import Seen, seen_now
from tipline.errors import TooBusy
from tipline.store.key_tables import SessionRow
from tipline.vocabulary import Role
from web.console.live import address
from web.console.watch import MOST_OF_ONE, OPENING, OVER, Listener, Watch, frame

QUICK: Final = 0.01
T = TypeVar("T")
TODAY: Final = NOON.date()
NOTHING: Final = Seen(entry=0, added=0, danger=0)


def a_listener(console: Console, name: str = ADA) -> Listener:
    """Somebody who has signed in, with the queue open."""
    with console.browser(name) as browser:
        browser.get("/")
    with console.runtime.keys_store.read() as keys:
        rows = keys.exec(select(SessionRow).where(SessionRow.person_id == console.case.person(name))).all()
    with console.runtime.tips.read() as session:
        marked = mark(session, scope(console.case, name), today=TODAY)
        seen = seen_now(session, scope(console.case, name), since=marked.since)
    return Listener(scope(console.case, name), marked, seen, rows[-1].session_id)


async def until(frames: AsyncGenerator[bytes], wanted: bytes) -> list[bytes]:
    """What a stream says until it says this, or is over."""
    heard: list[bytes] = []
    async with asyncio.timeout(10):
        async for said in frames:
            heard.append(said)
            if said == wanted:
                break
    return heard


def run(watch: Watch, listening: Coroutine[object, object, T]) -> T:
    """Listen, and wait for the look that is still being taken: it has a connection of the store."""

    async def whole() -> T:
        try:
            return await listening
        finally:
            if watch._turning is not None:
                await watch._turning

    return asyncio.run(whole())


def test_a_tip_that_comes_in_is_told_as_a_count_and_as_nothing_else(console: Console) -> None:
    listener = a_listener(console)
    watch = Watch(console.runtime, every_s=QUICK)

    async def listen() -> list[bytes]:
        frames = watch.frames(listener)
        before = await until(frames, frame(0))
        await asyncio.to_thread(console.case.tell)
        after = await until(frames, frame(1))
        await frames.aclose()
        return before + after

    heard = run(watch, listen())

    assert (heard[0], heard[1], heard[-1]) == (OPENING, frame(0), frame(1))
    assert set(heard[2:-1]) <= {frame(0)}
    assert {len(frame(count)) for count in (0, 1, 4_999, 2_000_000)} == {len(frame(0))}
    assert len(watch) == 0


def test_a_change_is_told_beside_what_is_new_in_as_many_bytes(console: Console) -> None:
    tip = console.case.tell(danger=True)
    listener, watch = a_listener(console), Watch(console.runtime, every_s=QUICK)

    async def listen() -> list[bytes]:
        frames = watch.frames(listener)
        before = await until(frames, frame(0, 0, 1))
        await asyncio.to_thread(console.case.close, tip, by=GRACE)
        after = await until(frames, frame(0, 1, 0))
        await frames.aclose()
        return before + after

    heard = run(watch, listen())

    assert heard[-1] == b"data: 000000 000001 000000\n\n"
    assert {len(frame(*counts)) for counts in ((0, 0, 0), (1, 2, 3), (9, 10**7, 10**9))} == {len(frame(0))}


def test_fifty_who_listen_cost_the_statements_of_one_and_no_thread_each(console: Console) -> None:
    listeners = [a_listener(console, name) for name in (ADA, GRACE, DANA)]
    watch = Watch(console.runtime, every_s=QUICK)
    sent: list[str] = []
    for store in (console.runtime.tips, console.runtime.keys_store):
        event.listen(store.engine, "before_cursor_execute", lambda _c, _u, text, *_: sent.append(text))

    async def listen() -> int:
        many = [watch.frames(replace(listeners[place % 3])) for place in range(50)]
        for said in [await anext(frames) for frames in many]:
            assert said == OPENING
        for _ in range(3):
            assert set(await asyncio.gather(*(anext(frames) for frames in many))) == {frame(0)}
        threads = threading.active_count()
        await asyncio.gather(*(frames.aclose() for frames in many))
        return threads

    before = threading.active_count()
    threads = run(watch, listen())

    asked = [text for text in sent if text.startswith("SELECT")]
    assert watch.looks <= 5
    assert len(asked) <= 9 * watch.looks
    assert threads - before <= 2


def test_a_stream_ends_with_its_session_and_does_not_lengthen_it(console: Console) -> None:
    idle, out = a_listener(console), a_listener(console, GRACE)
    watch = Watch(console.runtime, every_s=QUICK)
    with console.runtime.keys_store.transaction() as keys:
        keys.delete(keys.exec(select(SessionRow).where(SessionRow.session_id == out.session_id)).one())

    async def listen() -> tuple[list[bytes], list[bytes]]:
        frames, gone = watch.frames(idle), watch.frames(out)
        ended = await until(gone, b"")
        await until(frames, frame(0))
        console.clock.at = NOON + timedelta(minutes=31)
        return ended, await until(frames, b"")

    ended, rested = run(watch, listen())

    assert ended == [OPENING, OVER]
    assert (rested[-1], set(rested[:-1]) <= {frame(0)}) == (OVER, True)
    with console.runtime.keys_store.read() as keys:
        assert [row.seen_at for row in keys.exec(select(SessionRow)).all()] == [NOON]
    assert len(watch) == 0


def test_streams_end_with_the_process_and_when_a_store_is_gone(quick_console: Console) -> None:
    listener = a_listener(quick_console)
    watch, blind = (Watch(quick_console.runtime, every_s=QUICK) for _ in range(2))

    async def listen(ends: Watch) -> list[bytes]:
        frames = ends.frames(listener)
        await until(frames, frame(0))
        ends.end()
        return await until(frames, b"")

    async def stumble() -> list[bytes]:
        return await until(blind.frames(Listener(listener.scope, Mark(TODAY, -1), NOTHING, b"")), b"")

    assert set(run(watch, listen(watch))) <= {frame(0)}
    assert run(blind, stumble()) == [OPENING, OVER]
    quick_console.runtime.tips.engine.dispose()
    with quick_console.runtime.tips.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE tip RENAME TO gone")
    assert run(blind, until(blind.frames(listener), b"")) == [OPENING]
    assert (len(watch), len(blind)) == (0, 0)


def test_one_session_has_so_many_streams_and_no_more(quick_console: Console) -> None:
    listener = a_listener(quick_console)
    watch = Watch(quick_console.runtime, every_s=QUICK)

    async def listen() -> None:
        many = [watch.frames(replace(listener)) for _ in range(MOST_OF_ONE)]
        for frames in many:
            watch.require_room(listener.session_id)
            await anext(frames)
        with pytest.raises(TooBusy):
            watch.require_room(listener.session_id)
        watch.require_room(bytes(32))
        for frames in many:
            await frames.aclose()
        watch.require_room(listener.session_id)

    run(watch, listen())


def test_who_is_signed_in_no_longer_is_told_so_in_the_stream_and_is_not_led_on(
    quick_console: Console,
) -> None:
    with quick_console.browser() as browser:
        nobody = browser.get(address(Mark(TODAY, 0), NOTHING))
    with quick_console.browser(ADA) as browser:
        quick_console.clock.at = NOON + timedelta(hours=1)
        slept = browser.get(address(Mark(TODAY, 0), NOTHING))

    for answer in (nobody, slept):
        assert (answer.status_code, answer.content) == (200, OVER)
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?since=2026-11-20",
        "?since=2026-11-20&seen=1",
        "?since=2026-11-20&seen=1&entry=-1&added=0",
        "?since=2026-11-20&seen=1&entry=0&added=x",
        "?seen=1",
        "?since=2026-11-40&seen=1&entry=0&added=0",
        "?since=2026-11-16&seen=1&entry=0&added=0",
        "?since=2026-11-20&seen=-1&entry=0&added=0",
        "?since=2026-11-20&seen=1234567890&entry=0&added=0",
        "?since=2026-11-20&seen=٣&entry=0&added=0",
    ],
)
def test_an_address_that_says_nothing_is_not_asked_again(quick_console: Console, query: str) -> None:
    with quick_console.browser(ADA) as browser:
        assert browser.get(f"/queue/events{query}").status_code == 204


def test_who_reads_no_tips_hears_of_none(quick_console: Console) -> None:
    with quick_console.browser(quick_console.somebody(Role.ANALYST)) as browser:
        assert browser.get(address(Mark(TODAY, 0), NOTHING)).status_code == 403
        assert "/queue/events" not in browser.get("/").text


def test_a_page_says_where_it_listens_and_what_it_had_and_nothing_to_who_has_no_script(
    quick_console: Console,
) -> None:
    quick_console.case.tell()
    with quick_console.browser(ADA) as browser:
        page, filtered = browser.get("/").text, browser.get("/?channel=text").text
        scripts = re.findall(r'<script src="([^"]+)" defer></script>', page)
        served = [browser.get(path) for path in scripts]

    news = re.search(r'<p class="news"[^>]*></p>', page)
    assert news
    assert (
        'data-events="/queue/events?since=2026-11-19&amp;seen=1&amp;entry=11&amp;added=0" data-here="/"'
        in news[0]
    )
    assert "data-where" not in news[0]
    assert 'data-where="in the whole queue"' in filtered
    assert [answer.headers["cache-control"] for answer in served] == ["public, max-age=31536000, immutable"]
    assert sum(len(answer.content) for answer in served) < 8_000
