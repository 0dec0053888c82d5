"""Search over 100,000 tips of which 5,000 are new to the index: the first time, and later ones.

The 95,000 stand in the store as rows and in the index as words; the 5,000 are sealed one by one, and read.
"""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from time import perf_counter, sleep
from typing import Final
from urllib.parse import quote

from bench.line import Line, tip_line
from bench.orders import percentile
from bench.processes import cpu_seconds, load, peak_mb, resident_mb
from bench.seeder import fill
from bench.tables import Row, at_most
from bench.words import STORY
from cli.compose import SystemClock
from crypto.codes import code_secrets, draw_code
from tests.databases import Kind
from tests.integration.doors import Desk, next_totp
from tests.integration.pages import Page
from tipline.access.sessions import sign_in
from tipline.casework.search.index import Entry, Index
from tipline.casework.search.index_file import place_of, write_index
from tipline.casework.search.links import Link, links_of
from tipline.casework.search.rooms import Room
from tipline.casework.search.sources import Source, buckets, current, sources_of
from tipline.holdings import Holder
from tipline.intake.programs import Programs
from tipline.intake.receive import prepare, store
from tipline.intake.report import Report
from tipline.key_files import PUBLIC, load_public
from tipline.keyring import Keyring
from tipline.runtime import ConsoleRuntime, open_console
from tipline.store.db import open_store
from tipline.vocabulary import Channel, StoreName, TipId

TITLE: Final = "Search over 100,000 tips of which 5,000 are new to the index, as the coordinator"
OLD, NEW = 95_000, 5_000
BATCH: Final = 500
QUERIES: Final = {
    "two words": "swallow rusty",
    "a phrase": '"grey van"',
    "a word that most tips have": "the",
    "a word that few have": "baba",
    "words and fields": "van status:closed offence:drugs",
    "one letter": "a",
    "fields alone": "status:new channel:text",
}
PLATES: Final = 0.001
"""Of a hundred thousand tips a hundred name the same plate."""
WARM_UP: Final = 5
TIMES: Final = 40
FIRST_S: Final = 6
LATER_MS: Final = 150
LINKS_MS: Final = 100


def rows() -> Iterator[Row]:
    """Both databases."""
    for kind in Kind:
        with tip_line(kind) as line:
            asyncio.run(fill(line, count=OLD))
            yield from _prepare(line, kind.value)
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    server = line.start("console")
    desk = Desk(line.ports.url("console"), line.config.person("coordinator")).sign_in()
    before = resident_mb(server)
    asked = desk.page("/search?q=rusty").form(having="totp")
    code = next_totp(desk.person.totp)
    begun, used = perf_counter(), cpu_seconds(server)
    desk.send(asked, totp=code)
    while not Page((answer := desk.get("/search?q=rusty")).text).of_class("found"):
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(answer.status_code)
        sleep(0.1)
    yield at_most(f"{kind}: first search, from the second factor", perf_counter() - begun, FIRST_S, "s")
    yield Row(f"{kind}: CPU of the console for it", f"{cpu_seconds(server) - used:.1f} s")
    for name, query in QUERIES.items():
        used = cpu_seconds(server)
        times = _look(line, desk, query)
        cpu = (cpu_seconds(server) - used) / (WARM_UP + TIMES) * 1000
        yield at_most(f"{kind}: {name}: p95", percentile(times, 0.95) * 1000, LATER_MS, "ms", digits=0)
        yield Row(f"{kind}: {name}: median; CPU", f"{percentile(times, 0.5) * 1000:.0f} ms; {cpu:.0f} ms")
    yield Row(
        f"{kind}: memory before; with the index; most",
        f"{before:.0f} MB; {resident_mb(server):.0f} MB; {peak_mb(server):.0f} MB",
    )
    yield Row(f"{kind}: load average", load())
    desk.close()


def _look(line: Line, desk: Desk, query: str) -> list[float]:
    times: list[float] = []
    connection = HTTPConnection("127.0.0.1", line.ports.console, timeout=20)
    for number in range(WARM_UP + TIMES):
        begun = perf_counter()
        connection.request("GET", f"/search?q={quote(query)}", headers={"Cookie": desk.cookie})
        answer = connection.getresponse()
        page = answer.read()
        if number >= WARM_UP:
            times.append(perf_counter() - begun)
        if answer.status != HTTPStatus.OK or b"data-number" not in page:
            raise AssertionError(answer.status)
    connection.close()
    return times


def _prepare(line: Line, kind: str) -> Iterator[Row]:
    """Write the index of the old tips as a coordinator would have, then let the new ones come in."""
    runtime = open_console(line.settings(), SystemClock())
    try:
        yield from _write(line, runtime, kind)
    finally:
        runtime.close()
    asyncio.run(_tell(line))


def _write(line: Line, runtime: ConsoleRuntime, kind: str) -> Iterator[Row]:
    now = datetime.now(UTC)
    person = line.config.person("coordinator")
    holder = sign_in(
        runtime, name=person.name, password=person.password, totp=next_totp(person.totp), now=now
    ).holder
    program = runtime.keyring.of(runtime.tips, holder.program_id, now=now)
    with runtime.keys_store.read() as keys:
        principals = holder.holdings.principals(keys)
    with runtime.tips.read() as session:
        source = sources_of(session, principals, by=holder, program=program)[0]
        begun = perf_counter()
        there = current(session, source)
        yield Row(f"{kind}: comparing {len(there):,} tips with the store", f"{perf_counter() - begun:.2f} s")
        begun = perf_counter()
        counts = buckets(session, source)
        yield Row(f"{kind}: counting what may have changed", f"{(perf_counter() - begun) * 1000:.0f} ms")
    index = Index.empty()
    chance = random.Random(1)
    tips = list(there.items())
    for start in range(0, len(tips), BATCH):
        index.put(
            Entry(TipId(tip_id), tip.day, tip.state, _story(chance), "")
            for tip_id, tip in tips[start : start + BATCH]
        )
    index.know(source.held, counts)
    yield from _links(runtime, source, index, holder, kind)
    if source.team_id is None:
        raise AssertionError
    path = place_of(runtime.settings.data, source.team_id)
    begun = perf_counter()
    write_index(path, index, team_id=source.team_id, by=holder, program=program, now=now)
    took = perf_counter() - begun
    yield Row(f"{kind}: sealing and writing the file", f"{took:.2f} s, {path.stat().st_size / 1e6:.0f} MB")
    index.close()


def _links(runtime: ConsoleRuntime, source: Source, index: Index, holder: Holder, kind: str) -> Iterator[Row]:
    """What opening a tip with three clues costs beside the page, one of them in a hundred other tips."""
    room = Room(source, index=index)
    text = "Plate ABCD 123 behind 45 Finch Avenue, he texts from (416) 555-0142"
    times = []
    found: tuple[Link, ...] = ()
    for _ in range(WARM_UP + TIMES):
        begun = perf_counter()
        with runtime.tips.read() as session:
            found = links_of(session, [(source, room)], tip_id=TipId(bytes(16)), text=text, by=holder)
        times.append(perf_counter() - begun)
    if not found:
        raise AssertionError
    yield at_most(f"{kind}: links of a tip: p95", percentile(times[WARM_UP:], 0.95) * 1000, LINKS_MS, "ms")


async def _tell(line: Line) -> None:
    settings = line.settings()
    pepper = load_public(settings.key_folder(PUBLIC)).code_pepper
    tips = open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))
    chance = random.Random(2)
    try:
        desk = await Programs(tips, Keyring(settings.roots)).by_slug(
            line.config.program, now=datetime.now(UTC)
        )
        for start in range(0, NEW, BATCH):
            with tips.transaction() as session:
                for _ in range(start, start + BATCH):
                    author = code_secrets(draw_code("en"), pepper=pepper, program=desk.program.program_id)
                    report = Report(channel=Channel.TEXT, text=_story(chance))
                    store(
                        session.connection(),
                        prepare(report, desk=desk, author=author, now=datetime.now(UTC)),
                    )
    finally:
        tips.close()


def _story(chance: random.Random) -> str:
    """Seventy words as people use them: few that all use, many that hardly anybody does."""
    common = chance.choices(STORY.split(), k=45)
    rare = [_rare(chance) for _ in range(25)]
    plate = ["plate abcd123"] if chance.random() < PLATES else []
    return " ".join([*common, *rare, *plate, "rusty swallow grey van"[chance.randrange(6) :]])


def _rare(chance: random.Random) -> str:
    """A word of two to four syllables, the short ones far more often."""
    length = chance.choices((2, 3, 4), (6, 3, 1))[0]
    return "".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(length))
