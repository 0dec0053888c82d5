"""Lighthouse's judgement of every public page: how fast, usable, clean and plain to a search engine it is."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, TypeAlias

import httpx2

from bench.line import Line, tip_line
from bench.tables import Row, at_least
from tests.databases import Kind
from tests.integration.doors import Handset, Visitor
from web.public.pressure import YOUNG

TITLE: Final = "Lighthouse, of 100, as a phone on a slow network"
FOLDER: Final = Path(__file__).parents[1] / "tools" / "lighthouse"
LEAST: Final = 98
TOLD: Final = "Two men carry boxes into the garage behind the laundromat every night about eleven."
TIP_FORM: Final = "form#tip button[value=check]"
SEND: Final = "form#tip button:not([name])"
CODE_FORM: Final = "main form:has(#link-hint) button"

Step: TypeAlias = dict[str, str | dict[str, str]]
"""As `tools/lighthouse/steps.mjs` reads it; one with a name is judged."""


class NoLighthouse(Exception):
    """npm ended, and it is not there."""


def rows() -> Iterator[Row]:
    """The four scores of each page.

    Raises:
        NoLighthouse: npm or chromium is missing.
    """
    _install()
    with tip_line(Kind.SQLITE, with_history=True) as line:
        line.start("public")
        line.start("sms")
        for step in (*_opened(line), *_sent(line), *_by_text(line)):
            yield from _judge(step)
        line.stop()
        line.start("public", TIPLINE_TIPS_TO_PROGRAM="2")
        yield from _judge(_pressed(line))


def _opened(line: Line) -> Iterator[list[Step]]:
    """The pages that an address leads to."""
    site, here = line.ports.url("public"), f"/{line.config.program}"
    for address in ("/", here, f"{here}/how-anonymous", f"{here}/numbers", f"{here}/follow-up"):
        name = address.replace(line.config.program, "…")
        yield [{"address": site + address, "sees": "h1", "name": name}]


def _sent(line: Line) -> Iterator[list[Step]]:
    """What is looked over, the receipt, the thread, its page for paper, and an award."""
    form = f"{line.ports.url('public')}/{line.config.program}"
    looked: Step = {"address": form, "fill": {"#what": TOLD}, "press": TIP_FORM, "sees": "#check"}
    yield [looked | {"name": "the tip looked over"}]
    yield [looked, {"press": SEND, "sees": "#reporter-code", "name": "the receipt"}]
    with closing(Visitor(line.ports.url("public"), line.config.program)) as visitor:
        thread = _with_code(form, visitor.report(TOLD).code)
    yield [thread | {"name": "the thread"}]
    yield [thread, {"press": "#paper button", "sees": "#hide", "name": "the thread, for paper"}]
    if line.config.award is not None:
        award = _with_code(form, line.config.award.code)
        yield [award, {"press": "#award button", "sees": "#award-1", "name": "an award"}]


def _with_code(form: str, code: str) -> Step:
    return {
        "address": f"{form}/follow-up",
        "fill": {"#code": code},
        "press": "form#open button",
        "sees": "#thread",
    }


def _by_text(line: Line) -> Iterator[list[Step]]:
    """The page behind a texter's link, and the code that its button shows."""
    with closing(httpx2.Client(timeout=20, trust_env=False)) as client:
        phone = Handset("+14165550142", line.ports.url("sms"), line.config.twilio, client)
        phone.text(TOLD)
        (answer,) = phone.text("CODE")
    button: Step = {"address": answer.split()[0], "sees": "#link-hint"}
    yield [button | {"name": "the link of who texted"}]
    shown: Step = {"sees": "#reporter-code", "name": "the code of who texted"}
    yield [button | {"press": CODE_FORM} | shown]


def _pressed(line: Line) -> list[Step]:
    """The page of a tip under pressure: its script works while it is judged, and it does not go on."""
    site, program = line.ports.url("public"), line.config.program
    with closing(Visitor(site, program)) as visitor:
        path, filled = visitor.fill(what=TOLD)
        time.sleep(YOUNG.total_seconds())  # a younger one is not paid for out of the budget
        visitor.post(path, filled)
    looked: Step = {
        "address": f"{site}/{program}",
        "fill": {"#what": TOLD},
        "press": TIP_FORM,
        "sees": "#check",
    }
    kept: Step = {"press": SEND, "sees": "[data-challenge]", "hold": "/kept", "name": "a tip under pressure"}
    return [looked, kept]


def _judge(steps: list[Step]) -> Iterator[Row]:
    """The scores of the last of some pages that lead from one to the next: the one that has a name.

    One at a time: Lighthouse asks for /robots.txt from within a page that it has judged, which the page's
    policy forbids, and would hold that against the next.
    """
    told = subprocess.run(
        ["node", "steps.mjs", shutil.which("chromium") or ""],
        input=json.dumps(steps),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=FOLDER,
    ).stdout
    for page, scores in json.loads(told).items():
        for name, score in scores.items():
            yield at_least(f"{page}, {name}", score, LEAST, "", digits=0)


def _install() -> None:
    program = FOLDER / "node_modules" / "lighthouse"
    if not program.exists():
        environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
        subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True, env=environment)
    if not program.exists():
        raise NoLighthouse
