"""A console on the stores of a test, and browsers in which people are signed in."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.testclient import TestClient

from tests.program import FixedClock
from tests.unit.tipline.casework.case import ADA, Case
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import Role
from web.console.app import console_app
from web.security import Fortress

ORIGIN: Final = "https://console.example"
SOMEBODY: Final = "Some Body"


@dataclass
class Console:
    """A console, and the program that it serves."""

    case: Case
    runtime: ConsoleRuntime
    clock: FixedClock
    app: Fortress

    @contextmanager
    def browser(self, name: str | None = None) -> Iterator[TestClient]:
        """A browser, with somebody signed in or nobody."""
        with TestClient(self.app, base_url=ORIGIN, follow_redirects=False) as client:
            if name is not None:
                answer = client.post("/sign-in", data=self.credentials(name))
                assert answer.status_code == 303, answer.text
            yield client

    def credentials(self, name: str) -> dict[str, str]:
        """What somebody types to sign in."""
        person = self.case.program.people[name]
        return {
            "name": name,
            "password": person.password,
            "totp": self.case.program.code(name, self.clock.now()),
        }

    def somebody(self, role: Role) -> str:
        """A confirmed person of a role."""
        by = "Ida Wells" if role is Role.INTEGRITY else ADA
        self.case.program.add(SOMEBODY, role, confirmed_by=by)
        return SOMEBODY


def a_console(case: Case, folder: Path) -> Console:
    """A console on the stores of a case."""
    clock = FixedClock()
    runtime = case.program.runtime(folder, clock)
    return Console(case, runtime, clock, console_app(runtime))


def words(page: str) -> str:
    """What somebody reads on a page."""
    body = page[page.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def numbers(page: str) -> list[str]:
    """The tips that a queue's page lists, in order."""
    return re.findall(r'data-number="([^"]+)"', page)


def flash(page: str) -> str:
    """What a page says about something that was refused."""
    found = re.search(r'<p class="flash"[^>]*>(.*?)</p>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""
