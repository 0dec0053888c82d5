"""A public site on the stores of a test, a reporter who reads its pages, and the eyes of staff."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from sqlalchemy import select
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.program import FixedClock, FoundedProgram, found
from tipline.holdings import Holdings
from tipline.key_files import new_public_keys
from tipline.keyring import Keyring
from tipline.records import OpenedRecord, is_proven, open_record
from tipline.runtime import PublicRuntime
from tipline.settings import Settings
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipKeyRow, TipRow
from tipline.vocabulary import KeyId, RecordId, TeamKind, TipId, team_id
from web.public.app import public_app
from web.security import Fortress

SLUG: Final = "toronto-crime-stoppers"
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
        if not self.page.forms:
            return
        fields = self.page.forms[-1].fields
        if tag == "input" and given.get("type") in {"radio", "checkbox"}:
            if "checked" in given:
                fields[given["name"]] = given["value"]
        elif tag == "input":
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


@dataclass(frozen=True)
class ReadTip:
    """A tip as those who may read it see it."""

    tip_id: TipId
    row: Mapping[str, object]
    team: TeamKind
    records: tuple[OpenedRecord, ...]
    proven: bool


@dataclass
class PublicSite:
    """The site, its program, its clock."""

    stores: Stores
    program: FoundedProgram
    runtime: PublicRuntime
    clock: FixedClock
    app: Fortress

    @contextmanager
    def browser(self) -> Iterator[TestClient]:
        """A browser, while the site runs."""
        with TestClient(self.app, follow_redirects=False, raise_server_exceptions=False) as client:
            yield client

    def tips(self) -> list[ReadTip]:
        """Every tip, opened by the inbox or by integrity."""
        with self.stores.tips.read() as session:
            rows = session.connection().execute(select(table(TipRow))).mappings().all()
            return [self._tip(dict(row)) for row in rows]

    def tip(self) -> ReadTip:
        """The only tip."""
        (tip,) = self.tips()
        return tip

    def rows(self, row: type) -> list[Mapping[str, object]]:
        """All rows of a table."""
        with self.stores.tips.read() as session:
            return [dict(one) for one in session.connection().execute(select(table(row))).mappings()]

    def reader(self, kind: TeamKind) -> Holdings:
        """Somebody who may read the tips of a team."""
        return self.program.holder("Ada Byron" if kind is TeamKind.INBOX else "Ida Wells").holdings

    def _tip(self, row: Mapping[str, object]) -> ReadTip:
        kinds = {
            team_id(self.program.program_id, kind): kind for kind in (TeamKind.INBOX, TeamKind.INTEGRITY)
        }
        kind, tip_id = kinds[row["team_id"]], TipId(row["tip_id"])  # type: ignore[index,arg-type]
        with self.stores.tips.read() as tips, self.stores.keys.read() as keys:
            connection, program_keys = tips.connection(), self.program.keys()
            key_row = connection.execute(
                select(table(TipKeyRow)).where(table(TipKeyRow).c.tip_id == tip_id)
            ).one()
            key = self.reader(kind).tip_key(tips, keys, KeyId(key_row.key_id))
            opened = [
                open_record(
                    one.sealed,
                    key=key,
                    program_id=self.program.program_id,
                    tip_id=tip_id,
                    record_id=RecordId(one.record_id),
                    kind=one.kind,
                )
                for one in connection.execute(
                    select(table(RecordRow)).where(table(RecordRow).c.tip_id == tip_id)
                )
            ]
        from crypto.signing import VerifyKey

        verify = VerifyKey(key_row.verify_key) if key_row.verify_key else None
        opened.sort(key=lambda one: one.record.at)
        proven = all(is_proven(one, reporter=verify, keys=program_keys) for one in opened)
        return ReadTip(tip_id, row, kind, tuple(opened), proven)


def a_public_site(stores: Stores, folder: Path) -> PublicSite:
    """Toronto's public site."""
    clock = FixedClock()
    program = found(stores, now=clock.at)
    runtime = PublicRuntime(
        settings=Settings(data=folder, roots=program.roots),
        clock=clock,
        tips=stores.tips,
        keyring=Keyring(program.roots),
        keys=new_public_keys(),
    )
    return PublicSite(stores, program, runtime, clock, public_app(runtime))
