"""The public site inside this process, spoken to without a network: to count what one tip does."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp

from bench.line import Line
from bench.load import NUMBER, token_of
from bench.words import web_body
from cli.compose import SystemClock
from tipline.runtime import PublicRuntime, open_public
from web.public.app import public_app


@dataclass(frozen=True, slots=True)
class Inside:
    """An application that is asked as its server would ask it."""

    app: ASGIApp
    path: str

    async def ask(self, method: str, body: bytes = b"") -> tuple[int, bytes]:
        """One request: the status and the body of its answer."""
        answer = bytearray()
        status = 0

        async def receive() -> MutableMapping[str, Any]:  # a message as ASGI has it
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:  # as above
            nonlocal status
            status = message.get("status", status)
            answer.extend(message.get("body", b""))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (b"host", b"127.0.0.1"),
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"content-length", str(len(body)).encode()),
            ],
            "client": None,
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        await self.app(scope, receive, send)
        return status, bytes(answer)

    async def form(self) -> str:
        """Ask for the form, and give its token."""
        _, page = await self.ask("GET")
        return token_of(page)

    async def tip(self, number: int) -> None:
        """Fill the form in and send it, or stop."""
        status, receipt = await self.ask("POST", web_body(number, token=await self.form()))
        if status != HTTPStatus.OK or NUMBER not in receipt:
            raise AssertionError(status)


@contextmanager
def inside(line: Line) -> Iterator[tuple[Inside, PublicRuntime]]:
    """The public site of a tip line, and what it runs on."""
    runtime = open_public(line.settings(), SystemClock())
    try:
        yield Inside(public_app(runtime), f"/{line.config.program}"), runtime
    finally:
        runtime.close()
