"""The form as a browser gets it: how large, how many requests, and no script."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.request import urlopen

from bench.line import tip_line
from bench.tables import Row, at_most
from tests.databases import Kind

TITLE: Final = "The form page, as sent"
BYTES: Final = 30_000
REQUESTS: Final = 2


class _Parts(HTMLParser):
    """What a browser fetches for a page, and what it would run."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what is loaded."""
        given = dict(attributes)
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        address = given.get("href") if tag == "link" else given.get("src")
        if address:
            self.fetched.append(address)


def rows() -> Iterator[Row]:
    """One form, with everything that it names."""
    with tip_line(Kind.SQLITE) as line:
        line.start("public")
        site = line.ports.url("public")
        page = _read(f"{site}/{line.config.program}")
        parts = _Parts()
        parts.feed(page.decode())
        fetched = [_read(f"{site}{address}") for address in parts.fetched]
    in_styles = sum(style.count(b"@import") + style.count(b"url(") for style in fetched)
    yield Row("HTML", f"{len(page)} bytes")
    yield Row("style sheet", f"{sum(map(len, fetched))} bytes")
    yield at_most("both", len(page) + sum(map(len, fetched)), BYTES, "bytes", digits=0)
    yield at_most("requests", 1 + len(fetched) + in_styles, REQUESTS, "", digits=0)
    yield at_most("scripts", parts.scripts, 0, "", digits=0)


def _read(address: str) -> bytes:
    with urlopen(address, timeout=10) as answer:
        content: bytes = answer.read()
    return content
