"""The load, as a process of its own: clients that keep their connections and send one request after another.

It is told what to do in a line of JSON, prepares all of it, says `ready`, waits for a line, runs, and prints
what it saw. Nothing that it prepares falls into the time that is measured.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from time import perf_counter, process_time
from typing import Final, TypeAlias

import uvloop

from bench.orders import Order, Outcome, percentile
from bench.words import text_requests, web_body

TOKEN: Final = b'name="token" value="'
NUMBER: Final = b'id="tip-number"'
ANSWERED: Final = b"<Message "

_LENGTH: Final = b"content-length: "


@dataclass(slots=True)
class Connection:
    """One connection that is kept: requests go out whole, answers come by their length."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, sent: bytes) -> tuple[int, bytes]:
        """Send a request and read its answer: the status and the body."""
        self.writer.write(sent)
        head = await self.reader.readuntil(b"\r\n\r\n")
        start = head.index(_LENGTH) + len(_LENGTH)
        length = int(head[start : head.index(b"\r\n", start)])
        return int(head[9:12]), await self.reader.readexactly(length)


async def connected(where: str) -> Connection:
    """A connection to `host:port`."""
    host, _, port = where.partition(":")
    return Connection(*await asyncio.open_connection(host, int(port)))


Deed: TypeAlias = Callable[[Connection], Awaitable[bool]]


def request(method: str, order: Order, *, body: bytes = b"", headers: str = "") -> bytes:
    """A request as it goes over the wire."""
    lines = f"{method} {order.path} HTTP/1.1\r\nHost: {order.hosts[0]}\r\n{headers}"
    if body:
        lines += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return lines.encode() + b"\r\n" + body


def token_of(page: bytes) -> str:
    """The token of a form."""
    start = page.index(TOKEN) + len(TOKEN)
    return page[start : page.index(b'"', start)].decode()


async def web_tip(connection: Connection, *, order: Order, number: int) -> bool:
    """Two requests: the form, and what was written into it. Whether it was received."""
    status, page = await connection.ask(request("GET", order))
    filled = request("POST", order, body=web_body(number, token=token_of(page)))
    sent, receipt = await connection.ask(filled)
    return (status, sent) == (HTTPStatus.OK, HTTPStatus.OK) and NUMBER in receipt


async def text(connection: Connection, *, sent: bytes) -> bool:
    """One signed request. Whether it was answered with a text."""
    status, twiml = await connection.ask(sent)
    return status == HTTPStatus.OK and ANSWERED in twiml


def prepared(order: Order) -> Iterator[Deed]:
    """Everything that an order asks for, signatures too."""
    if order.kind == "web":
        for number in range(order.first, order.first + order.count):
            yield partial(web_tip, order=order, number=number)
    else:
        for body, signature in text_requests(order):
            signed = f"X-Twilio-Signature: {signature}\r\n"
            yield partial(text, sent=request("POST", order, body=body, headers=signed))


async def run(order: Order) -> None:
    """Prepare, wait to be told, and send everything through so many clients at once."""
    deeds = iter(list(prepared(order)))
    clients = [await connected(order.hosts[place % len(order.hosts)]) for place in range(order.clients)]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    taken: list[float] = []
    errors = 0

    async def client(connection: Connection) -> None:
        nonlocal errors
        for deed in deeds:
            begun = perf_counter()
            try:
                done = await deed(connection)
            except (OSError, ValueError, asyncio.IncompleteReadError):
                errors += 1
                return  # the connection is of no more use
            errors += not done
            taken.append(perf_counter() - begun)

    used, begun = process_time(), perf_counter()
    await asyncio.gather(*(client(connection) for connection in clients))
    seconds = perf_counter() - begun
    outcome = Outcome(
        done=len(taken),
        errors=errors,
        seconds=seconds,
        p50=percentile(taken, 0.50),
        p99=percentile(taken, 0.99),
        own_cpu=process_time() - used,
    )
    print(json.dumps(asdict(outcome)), flush=True)
    for connection in clients:
        connection.writer.close()


if __name__ == "__main__":
    uvloop.run(run(Order(**json.loads(sys.stdin.readline()))))
