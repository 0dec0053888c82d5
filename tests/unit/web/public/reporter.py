"""A public site on the stores of a test, a reporter who reads its pages, and the eyes of staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from httpx2 import Response
from starlette.testclient import TestClient

from tests.program import FixedClock
from tests.unit.tipline.intake.readers import Staff
from tipline.blobs.folder import FolderBlobs
from tipline.key_files import new_public_keys
from tipline.keyring import Keyring
from tipline.runtime import PublicRuntime
from tipline.settings import Settings
from web.public.app import public_app
from web.security import Fortress

NOT_KEPT: Final = "no-store, no-cache, private, no-transform, must-revalidate"
SLUG: Final = "toronto-crime-stoppers"
NO_PRESSURE: Final = {"tips_from_one": 1_000_000, "tips_by_link": 1_000_000, "tips_to_program": 1_000_000}
WORDS: Final = "A man sells guns from the blue house."


@dataclass
class Page:
    """A page as a browser has it: its forms, and what stands in its elements."""

    forms: list["PageForm"] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    whole: str = ""


@dataclass
class PageForm:
    """A form: where it goes, and what it would send untouched."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Reads forms and the texts of elements with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[tuple[str, str | None]] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in {"meta", "link", "input", "br", "img"}:
            self._open.append((tag, given.get("id")))
            if "id" in given:
                self.page.texts.setdefault(given["id"], "")
        if tag == "form":
            self.page.forms.append(PageForm(given["action"]))
        if self.page.forms:
            self._field(tag, given, self.page.forms[-1].fields)

    def _field(self, tag: str, given: dict[str, str], fields: dict[str, str]) -> None:
        if tag == "input" and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            fields[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
            fields[self._select] = ""
        elif tag == "option" and self._select and "selected" in given:
            fields[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "textarea" and self._area:
            fields = self.page.forms[-1].fields
            fields[self._area] = fields[self._area].removeprefix("\n")
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.page.whole += data
        if self._area:
            self.page.forms[-1].fields[self._area] += data
        for _, name in self._open:
            if name:
                self.page.texts[name] += data


def read_page(html: str) -> Page:
    """Read a page as a browser does."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


@dataclass
class PublicSite:
    """The site, its program, its clock."""

    staff: Staff
    runtime: PublicRuntime
    clock: FixedClock
    app: Fortress

    @contextmanager
    def browser(self) -> Iterator[TestClient]:
        """A browser, while the site runs."""
        with TestClient(self.app, follow_redirects=False, raise_server_exceptions=False) as client:
            yield client


def a_public_site(staff: Staff, folder: Path, **limits: int) -> PublicSite:
    """Toronto's public site; without other limits a test may send as much as it likes."""
    clock = FixedClock()
    runtime = PublicRuntime(
        settings=Settings(data=folder, roots=staff.program.roots).model_copy(update=NO_PRESSURE | limits),
        clock=clock,
        tips=staff.stores.tips,
        ledger=staff.stores.ledger,
        keyring=Keyring(staff.program.roots),
        keys=new_public_keys(),
        blobs=FolderBlobs(folder / "blobs", clock),
    )
    return PublicSite(staff, runtime, clock, public_app(runtime))


def fresh_form(browser: TestClient) -> dict[str, str]:
    """The fields of a form that was just opened."""
    return read_page(browser.get(f"/{SLUG}").text).forms[0].fields


def send_tip(browser: TestClient, **typed: str) -> Response:
    """Open the form, fill it in, send it."""
    return browser.post(f"/{SLUG}", data=fresh_form(browser) | typed)
