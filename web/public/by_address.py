"""The language of a page stands in its address: `/fr/toronto` is `/toronto` in French, as any page is."""

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.intake.programs import Program
from tipline.languages import LANGUAGES, USUAL
from web.tongues import ENGLISH, Tongue, tongue

TONGUE: Final = "tipline.tongue"
"""Where the language of a request stands in its scope."""


class ByAddress:
    """Takes the language off an address, so that every route is there in every language."""

    def __init__(self, app: ASGIApp, onion: str = "") -> None:
        """Stand before `app`; `onion` is the site's address inside Tor, if it has one."""
        self.app = app
        self._onion = onion.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the language, and pass on the address without it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = self._onion and scope["method"] in {"GET", "HEAD"} and not _by_onion(scope)
        where = self._onion + scope.get("raw_path", scope["path"].encode()).partition(b"?")[0]
        scope[TONGUE], scope["path"] = read_address(scope["path"])

        async def tell(message: Message) -> None:
            """Tell Tor Browser of the address inside Tor: it may go by itself, so never after a form."""
            if message["type"] == "http.response.start" and _is_page(message):
                query = b"?" + scope["query_string"] if scope["query_string"] else b""
                message = {**message, "headers": [*message["headers"], (b"onion-location", where + query)]}
            await send(message)

        await self.app(scope, receive, tell if told else send)


def _by_onion(scope: Scope) -> bool:
    host = dict(scope["headers"]).get(b"host", b"")
    return bool(host.partition(b":")[0].endswith(b".onion"))


def _is_page(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message["headers"]
    )


def read_address(path: str) -> tuple[Tongue, str]:
    """The language that an address names, English where it names none, and the rest of it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if first.lower() in LANGUAGES:
        return tongue(first.lower()), f"/{rest}" if slash else "/"
    return ENGLISH, path


def offered(program: Program | None, now: Tongue | None = None) -> tuple[Tongue, ...]:
    """The languages that a page can be had in: those that a program reads, English always, and its own."""
    if program is None:
        return tuple(map(tongue, LANGUAGES))
    return tuple(
        tongue(tag) for tag in LANGUAGES if tag in program.reads or tag in {USUAL.tag, now and now.tag}
    )


def tongue_of(request: Request) -> Tongue:
    """The language that a request's address names."""
    named: Tongue = request.scope.get(TONGUE, ENGLISH)
    return named
