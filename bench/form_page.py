"""The form as a browser gets it: how large, how many requests, and no script."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.request import Request, urlopen

from bench.line import tip_line
from bench.tables import Row, at_most
from tests.databases import Kind
from tipline.languages import LANGUAGES, USUAL

TITLE: Final = "The form page, as sent"
BYTES: Final = 30_000
UNPACKED: Final = 60_000
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
        read = {tag: _read(f"{site}/{tag}/{line.config.program}") for tag in LANGUAGES}
        largest = max(read, key=lambda tag: len(read[tag]))
        page, parts = read[largest], _Parts()
        parts.feed(page.decode())
        fetched = [_read(f"{site}{address}") for address in parts.fetched]
        sent = sum(len(_read(f"{site}{address}", packed=True)) for address in parts.fetched)
    in_styles = sum(style.count(b"@import") + style.count(b"url(") for style in fetched)
    yield Row("HTML in English", f"{len(read[USUAL.tag])} bytes")
    yield Row(f"HTML in {LANGUAGES[largest].english}, the largest", f"{len(page)} bytes")
    yield Row("style sheet, packed", f"{sent} bytes")
    yield at_most("the largest with the style, as sent", len(page) + sent, BYTES, "bytes", digits=0)
    yield at_most("the same, unpacked", len(page) + sum(map(len, fetched)), UNPACKED, "bytes", digits=0)
    yield at_most("requests", 1 + len(fetched) + in_styles, REQUESTS, "", digits=0)
    yield at_most("scripts", parts.scripts, 0, "", digits=0)


def _read(address: str, *, packed: bool = False) -> bytes:
    asked = Request(address, headers={"Accept-Encoding": "gzip"} if packed else {})
    with urlopen(asked, timeout=10) as answer:
        content: bytes = answer.read()
    return content
