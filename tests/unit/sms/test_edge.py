"""Who asks is forgotten before anything can write it down."""

import pytest
from starlette.types import Receive, Scope, Send

from sms.edge import Edge

pytestmark = pytest.mark.anyio


async def test_a_mistake_is_logged_without_what_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    async def mistaken(*_: object) -> None:
        raise ValueError("+14165550142 kingfisher")

    await Edge(mistaken)({"type": "http", "client": None, "headers": []}, mistaken, mistaken)  # type: ignore[arg-type]

    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "kingfisher" not in logged


async def test_the_clients_address_and_what_proxies_say_of_it_are_gone() -> None:
    seen: list[Scope] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def nothing(*_: object) -> dict[str, object]:
        return {}

    telling = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "Via"]
    headers = [(name.lower().encode(), b"203.0.113.7") for name in telling]
    scope = {"type": "http", "client": ("203.0.113.7", 9), "headers": [*headers, (b"host", b"line.example")]}

    await Edge(inner)(scope, nothing, nothing)  # type: ignore[arg-type]

    assert seen == [{"type": "http", "client": None, "headers": [(b"host", b"line.example")]}]
