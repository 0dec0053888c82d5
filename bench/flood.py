"""A flood of junk through the form for a minute, and genuine tips meanwhile: what arrives, and how soon."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter
from typing import Final

from sqlmodel import func, select

from bench.line import Line, tip_line
from bench.load import NUMBER, Connection, connected, request, token_of
from bench.orders import Order, percentile
from bench.processes import cpu_seconds, load
from bench.tables import Row, at_least, at_most
from bench.words import web_body
from tests.databases import Kind
from tipline.store.db import open_store
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import StoreName

TITLE: Final = "A flood of 1,000 junk tips in a minute from many addresses, and genuine ones meanwhile"
JUNK: Final = 1_000
GENUINE: Final = 30
SECONDS: Final = 60.0
ADDRESSES: Final = 200
"""Of the flood; each sends five tips, so that it spends the program's budget and not only its own."""
CLIENTS: Final = 8
SLOWLY: Final = 5.0
"""Seconds for which a genuine reporter has the form open, at least."""
KEPT: Final = b'name="kept"'
P99_MS: Final = 1_000


@dataclass(slots=True)
class Came:
    """What became of tips: how long each answer took, and what it was."""

    receipts: int = 0
    steps: int = 0
    errors: int = 0
    times: list[float] = field(default_factory=list)


def rows() -> Iterator[Row]:
    """Both databases."""
    for kind in Kind:
        with tip_line(kind) as line:
            yield from _of(line, kind.value)


def _of(line: Line, kind: str) -> Iterator[Row]:
    server = line.start(
        "public", TIPLINE_PROXIES="1", TIPLINE_TIPS_FROM_ONE="10", TIPLINE_TIPS_TO_PROGRAM="120"
    )
    order = Order("web", (f"127.0.0.1:{line.ports.public}",), f"/{line.config.program}")
    before = cpu_seconds(server)
    junk, genuine = asyncio.run(_minute(order))
    cpu = cpu_seconds(server) - before
    yield at_least(f"{kind}: junk tips kept", junk.receipts + junk.steps, JUNK, "")
    yield Row(f"{kind}: of them with a code at once", f"{junk.receipts}")
    yield at_least(f"{kind}: genuine tips acknowledged", genuine.receipts + genuine.steps, GENUINE, "")
    yield Row(f"{kind}: of them with a code at once", f"{genuine.receipts}")
    yield at_most(f"{kind}: errors", junk.errors + genuine.errors, 0, "", digits=0)
    yield at_most(
        f"{kind}: a genuine tip's answer: p99", percentile(genuine.times, 0.99) * 1000, P99_MS, "ms", digits=0
    )
    yield Row(f"{kind}: CPU of the web process for each tip", f"{cpu / (JUNK + GENUINE) * 1000:.1f} ms")
    kept, unfinished = _stored(line)
    yield at_least(f"{kind}: tips in the store", kept, JUNK + GENUINE, "")
    yield at_least(f"{kind}: of them unfinished", unfinished, junk.steps + genuine.steps, "")
    yield Row(f"{kind}: load average", load())


async def _minute(order: Order) -> tuple[Came, Came]:
    """The flood's clients, and beside them one genuine reporter after another, each from elsewhere."""
    junk, genuine = Came(), Came()
    begun = perf_counter()
    numbers = iter(range(JUNK))

    async def machine() -> None:
        connection = await _connect(order)
        for number in numbers:
            await asyncio.sleep(max(0.0, begun + number * SECONDS / JUNK - perf_counter()))
            await _send(connection, order, number, f"198.51.{number % ADDRESSES}.1", junk, wait=0)

    async def person(number: int) -> None:
        await asyncio.sleep(number * (SECONDS - SLOWLY) / GENUINE)
        await _send(await _connect(order), order, JUNK + number, f"203.0.113.{number}", genuine, wait=SLOWLY)

    await asyncio.gather(*(machine() for _ in range(CLIENTS)), *(person(number) for number in range(GENUINE)))
    return junk, genuine


async def _connect(order: Order) -> Connection:
    return await connected(order.hosts[0])


async def _send(
    connection: Connection, order: Order, number: int, address: str, came: Came, *, wait: float
) -> None:
    headers = f"X-Forwarded-For: {address}\r\n"
    _, page = await connection.ask(request("GET", order, headers=headers))
    if wait:
        await asyncio.sleep(wait)
        connection = await _connect(order)  # the server has ended one that rested for so long
    begun = perf_counter()
    body = web_body(number, token=token_of(page))
    status, answer = await connection.ask(request("POST", order, body=body, headers=headers))
    came.times.append(perf_counter() - begun)
    came.receipts += NUMBER in answer
    came.steps += KEPT in answer
    came.errors += status != HTTPStatus.OK


def _stored(line: Line) -> tuple[int, int]:
    """How many tips there are, and how many nobody finished."""
    store = open_store(StoreName.TIPS, line.settings().store_url(StoreName.TIPS))
    try:
        with store.read() as session:
            every = session.exec(select(func.count()).select_from(TipRow)).one()
            unfinished = select(func.count()).select_from(TipRow).where(TipRow.unfinished)
            return every, session.exec(unfinished).one()
    finally:
        store.close()
