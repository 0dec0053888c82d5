"""Lighthouse's judgement of every public page: how fast, usable, clean and plain to a search engine it is."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.line import tip_line
from bench.tables import Row, at_least
from tests.databases import Kind

TITLE: Final = "Lighthouse, of 100, as a phone on a slow network"
FOLDER: Final = Path(__file__).parents[1] / "tools" / "lighthouse"
LEAST: Final = 98
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
PAGES: Final = ("", "/how-anonymous", "/follow-up")
LEFT_OUT: Final = ("robots-txt",)
"""It fetches /robots.txt from within the page, which the page's own policy forbids."""


class NoLighthouse(Exception):
    """npm ended, and it is not there."""


def rows() -> Iterator[Row]:
    """The four scores of each page.

    Raises:
        NoLighthouse: npm or chromium is missing.
    """
    program = _installed()
    with tip_line(Kind.SQLITE) as line, tempfile.TemporaryDirectory() as folder:
        line.start("public")
        site, slug = line.ports.url("public"), line.config.program
        for address in ("/", *(f"/{slug}{page}" for page in PAGES)):
            scores = _judge(program, site + address, Path(folder))
            for name, score in scores.items():
                yield at_least(f"{address.replace(slug, '…')}, {name}", score, LEAST, "", digits=0)


def _installed() -> Path:
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True, env=_without_download())
    if not program.exists():
        raise NoLighthouse
    return program


def _judge(program: Path, address: str, folder: Path) -> dict[str, float]:
    told = folder / "told.json"
    subprocess.run(
        [
            program,
            address,
            "--quiet",
            "--output=json",
            f"--output-path={told}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--skip-audits={','.join(LEFT_OUT)}",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        check=True,
        capture_output=True,
        env=_without_download() | {"CHROME_PATH": shutil.which("chromium") or ""},
    )
    found = json.loads(told.read_text("utf-8"))["categories"]
    return {name: round(100 * found[name]["score"]) for name in CATEGORIES}


def _without_download() -> dict[str, str]:
    return os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
