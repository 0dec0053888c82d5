"""Two pages of the demo: every component of the public face, also in Arabic, and every one of the console."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from cli.demo.components.samples import PERSONS, SHARED, Thread
from tipline.told import PartKind
from web.console.field_words import FILTERS
from web.public.parts import sections
from web.public.sent_files import file_lines
from web.public.wording import PHONES
from web.security import PUBLIC_POLICY
from web.styles import CONSOLE, PUBLIC
from web.templating import Pages, Stylesheet, static_route
from web.tongues import tongue

HERE: Final = Path(__file__).parent
HEADERS: Final = {
    "Content-Security-Policy": PUBLIC_POLICY.csp,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def add_components(app: Starlette) -> None:
    """Serve the two pages and their style in an application of the demo."""
    public = _Face("public", PUBLIC, ("en", "ar"))
    console = _Face("console", CONSOLE, ("en",))
    for address, face, tag in (
        ("/components", public, "en"),
        ("/ar/components", public, "ar"),
        ("/components/console", console, "en"),
    ):
        app.router.add_route(address, face.shown_in(tag), methods=["GET"])
    for face in (public, console):
        static_route(app, face.sheet)


class _Face:
    """One face of the site: its style and its templates, with a page of all its components."""

    def __init__(self, name: str, styles: tuple[str, ...], tags: tuple[str, ...]) -> None:
        self.sheet: Final = Stylesheet(name, *styles)
        self._pages: Final = Pages(
            name,
            tongues=tuple(map(tongue, tags)),
            filters={**PHONES, **FILTERS},
            beside=HERE / name,
            style=self.sheet.path,
            **SHARED,
        )

    def shown_in(self, tag: str) -> Callable[[Request], Awaitable[Response]]:
        """Its page in a language."""

        async def shown(_: Request) -> Response:
            said_in = tongue(tag)
            persons = sections(PartKind.PERSON, PERSONS, said_in)
            lines = file_lines(Thread().said, said_in)
            page = self._pages.render("components.html", tongue=said_in, persons=persons, lines=lines)
            return HTMLResponse(page, headers=HEADERS)

        return shown
