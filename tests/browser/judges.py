"""Two judges of pages that none of us wrote: axe-core in the browser, html-validate over what was sent.

Both come from npm, pinned with their hashes; `tools/page_judges.sh` brings them before the tests run.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize

from tests.browser.every_page import Seen

NPM: Final = Path(__file__).parents[2] / "tools" / "judges"
AXE: Final = NPM / "node_modules" / "axe-core" / "axe.min.js"
VALIDATOR: Final = NPM / "node_modules" / ".bin" / "html-validate"
MISSING: Final = (
    "axe-core and html-validate are not installed: "
    "sh tools/page_judges.sh brings them, and needs node and npm."
)

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
LIGHT, DARK = "light", "dark"

EVERY_RULE: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OF_COLOUR: Final = ["color-contrast", "link-in-text-block"]
"""All that can differ in the dark: its colours stand in tokens.css, and nothing else asks for it."""

ASK_AXE: Final = """
([rules, only]) => axe.run(document, {
  resultTypes: ["violations"],
  runOnly: only ? { type: "rule", values: only } : { type: "tag", values: rules },
}).then((told) => told.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.html.slice(0, 120)}`)))
"""


class NoJudge(Exception):
    """What npm brings is not there; a test that would then pass would say nothing."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def bring_axe(page: Page) -> None:
    """Have axe in each document that is shown from now on.

    Raises:
        NoJudge: axe-core is not installed.
    """
    if not AXE.exists():
        raise NoJudge
    page.add_init_script(path=AXE)


def show(page: Page, seen: Seen) -> None:
    """Show a page as it was sent, at its own address, with its own style: also the answer to a form."""
    page.unroute_all()
    page.route(
        seen.address, lambda route: route.fulfill(body=seen.html, content_type="text/html; charset=utf-8")
    )
    page.goto(seen.address)


def by_axe(page: Page, seen: Seen, *, looks: Iterable[tuple[ViewportSize, str]]) -> list[str]:
    """What axe finds on a page in each look, by its rules for WCAG 2.2 A and AA and its best practices."""
    show(page, seen)
    found = []
    for size, scheme in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="dark" if scheme == DARK else "light")
        told = page.evaluate(ASK_AXE, [EVERY_RULE, OF_COLOUR if scheme == DARK else None])
        found += [f"{seen}, {size['width']} wide, {scheme}: {one}" for one in told]
    return found


def by_validator(pages: Iterable[Seen], folder: Path) -> list[str]:
    """What html-validate finds in pages, by the rules of `tools/judges/.htmlvalidate.mjs`.

    Raises:
        NoJudge: html-validate is not installed.
    """
    if not VALIDATOR.exists():
        raise NoJudge
    files = {}
    for number, seen in enumerate(pages):
        file = folder / f"{number}.html"
        file.write_text(seen.html, "utf-8")
        files[str(file)] = seen
    # Into a file: what it writes to a pipe is cut off where the pipe is full.
    told = folder / "told.json"
    command: list[str | Path] = [
        VALIDATOR,
        "--config",
        NPM / ".htmlvalidate.mjs",
        "--formatter",
        f"json={told}",
        *files,
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=NPM)
    if not told.exists():
        raise AssertionError(ended.stderr)
    return [
        f"{files[one['filePath']]}: {said['ruleId']}, line {said['line']}: {said['message']}"
        for one in json.loads(told.read_text())
        for said in one["messages"]
    ]
