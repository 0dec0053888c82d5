"""A console with the origin of its files, and tips whose files came by a public site on its stores."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from tests.custodians import appoint_custodians
from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.intake.readers import Staff
from tests.unit.web.console.console import Console
from tests.unit.web.public.reporter import a_public_site
from tests.unit.web.public.sender import send_files
from tipline.store.file_tables import TakenFileRow, TipFileRow
from tipline.store.tip_tables import TipRow
from web.console.app import console_app
from web.console.files_app import files_app
from web.console.viewing import Tickets

FILES: Final = "http://127.0.0.1:8004"


@dataclass
class Office:
    """A console and its files' origin, with tips that came by a public site on the same stores."""

    console: Console
    tickets: Tickets
    folder: Path

    def send(self, *files: tuple[str, bytes], **typed: str) -> str:
        """A tip with files; its number."""
        case = self.console.case
        site = a_public_site(Staff(case.program.stores, case.program), self.folder)
        with site.browser() as browser:
            assert send_files(browser, *files, **typed).status_code == 200
        with case.program.tips.read() as session:
            return session.exec(select(TipRow.number)).one()

    @contextmanager
    def signed_in(self, name: str = ADA) -> Iterator[TestClient]:
        with self.console.browser(name) as browser:
            yield browser

    def fetch(self, url: str, **headers: str) -> Response:
        """What the files' origin answers."""
        app = files_app(self.console.runtime, self.tickets)
        with TestClient(app, base_url=FILES, raise_server_exceptions=False) as browser:
            return browser.get(url, headers=headers)

    def rows(self) -> tuple[TipFileRow, TakenFileRow | None]:
        with self.console.case.program.tips.read() as session:
            return session.exec(select(TipFileRow)).one(), session.exec(select(TakenFileRow)).one_or_none()


def an_office(console: Console, folder: Path) -> Office:
    """An office over a console."""
    appoint_custodians(console.case.program)
    tickets = Tickets()
    return Office(replace(console, app=console_app(console.runtime, tickets)), tickets, folder)


def urls(page: str) -> list[str]:
    """Where a page fetches copies."""
    return re.findall(rf'(?:src|href)="({FILES}/[^"]+)"', page)
