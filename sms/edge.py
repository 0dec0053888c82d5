"""The outermost layer of the gateway: who asks is forgotten, and what is too long is not read."""

from collections.abc import MutableMapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.log import failure

TELLTALES: Final = frozenset(
    {
        b"x-forwarded-for",
        b"forwarded",
        b"x-real-ip",
        b"cf-connecting-ip",
        b"true-client-ip",
        b"x-client-ip",
        b"via",
    }
)
"""Headers by which a proxy says whose request it passes on."""


class Edge:
    """Takes the client's address out of every request, before anything can log it."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without a trace of who sent it; a mistake is logged by its place alone."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(_without_client(scope), receive, send)
        except Exception as error:  # noqa: BLE001 - it was answered 500 inside; no server prints what it quotes
            failure(error)


def _without_client(scope: Scope) -> Scope:
    kept: MutableMapping[str, Any] = dict(scope)  # Any: that is how ASGI types a scope
    kept["client"] = None
    kept["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() not in TELLTALES]
    return kept


async def read_body(receive: Receive, *, limit: int) -> bytes | None:
    """The body of a request, or nothing where it is longer than `limit`: it is not read to its end."""
    parts: list[bytes] = []
    size = 0
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
