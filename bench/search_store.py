"""The store that is searched: 95,000 tips whose words are in an index, 5,000 that are sealed one by one."""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import Final

from bench.line import Line
from bench.orders import percentile
from bench.seeder import fill
from bench.tables import Row, at_most
from bench.words import STORY
from cli.compose import SystemClock
from crypto.codes import code_secrets, draw_code
from tests.integration.doors import next_totp
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

OLD, NEW = 95_000, 5_000
BATCH: Final = 500
PLATES: Final = 0.001
"""Of a hundred thousand tips a hundred name the same plate."""
WARM_UP: Final = 5
TIMES: Final = 40
LINKS_MS: Final = 100


def fill_and_index(line: Line, kind: str) -> Iterator[Row]:
    """Write the index of the old tips as a coordinator would have, then let the new ones come in."""
    asyncio.run(fill(line, count=OLD))
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
