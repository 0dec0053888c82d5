"""Somebody who texts a program whose public site runs: both doors on one set of stores."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from httpx2 import Response
from starlette.testclient import TestClient

from tests.program import FoundedProgram
from tests.unit.sms.gateway import Gateway, Programs, a_gateway
from tests.unit.tipline.intake.readers import Staff
from tests.unit.web.public.reporter import PublicSite, a_public_site, read_page

ORIGIN: Final = "https://tips.example"
NUMBER: Final = "+14165550100"


@dataclass
class Texter:
    """A phone, and the browser on it."""

    site: PublicSite
    gateway: Gateway

    def text(self, body: str) -> str:
        """Text the program's own number, and read what is answered."""
        return asyncio.run(self.gateway.text(body, To=NUMBER)).said or ""

    def link(self) -> str:
        """Ask for a page: the path of the link that comes."""
        said = self.text("CODE")
        found = re.match(rf"{ORIGIN}(/\S+) ", said)
        assert found is not None, said
        return found[1]


def a_texter(program: FoundedProgram, folder: Path) -> Texter:
    """A phone near a program, whose doors know each other's addresses."""
    gateway = a_gateway(program.stores, folder, Programs(program, program))
    settings = gateway.runtime.settings
    gateway.runtime.settings = settings.model_copy(update={"public_origin": ORIGIN})
    site = a_public_site(Staff(program.stores, program), folder)
    gateway.clock = gateway.runtime.clock = site.clock
    return Texter(site, gateway)


def words_on(page: Response) -> str:
    """The eight words that a receipt shows."""
    return " ".join(read_page(page.text).texts["reporter-code"].split())


def press(browser: TestClient, path: str) -> Response:
    """Open a link and press its button."""
    (form,) = read_page(browser.get(path).text).forms
    return browser.post(form.action, data=form.fields)
