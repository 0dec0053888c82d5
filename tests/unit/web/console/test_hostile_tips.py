"""Whatever a tip holds is shown as its letters on every page of a tip, and makes nothing there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.material import material
from tests.unit.tipline.casework.case import ADA, DANA, Told
from tests.unit.web.console.console import Console, numbers
from tipline.casework.dispatch import Order
from tipline.intake.normalise import clean
from tipline.intake.report import Detail

FUZZ = (
    "html_js_fuzz_HTML5sec_Injections.txt",
    "control-chars_terminal-escape-codes.txt",
    "unicode_right-to-left.txt",
    "unicode_corrupted.txt",
    "unicode_naughty-unicode.txt",
    "xss_XSSPolyglot.txt",
    "xss_html-event-attributes.txt",
    "xss_xss-other.txt",
    "xss_xss-rsnake.txt",
    "xss_xss-uri.txt",
)
OURS = """=HYPERLINK("http://evil.example","open me")
+1+cmd|' /C calc'!A0
@SUM(1+9)*cmd
[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example> **bold**
рауроrt ｊａｖａｓｃｒｉｐｔ：alert g\u200bu\u200cn\u200d rev\u202egpj.exe
\u2067isolate\u2069 \x1b[31mred\x1b[0m
{{ 7*7 }} {% include "/etc/passwd" %} ${7*7} </textarea></title><script>alert(1)</script>
" autofocus onfocus=alert(1) x="
"""
PLAIN = "Aunt Mary's cousin sells phones at nine, call 416-555-0134. The van is CKBX 204."
LINKS = {("bdi", ""), ("ul", "aria-labelledby")}
"""Of our list of what stands in other tips too, which the first tip of a test does not have."""
MOST = 15_000
"""Letters of one tip: the details say the same again."""


class Skeleton(HTMLParser):
    """What a page is made of: its elements with the names of their attributes, and every address in it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.made: set[tuple[str, str]] = set()
        self.addresses: set[str] = set()
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        self.addresses |= {
            value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}
        }
        self.said += [value or "" for name, value in attrs if name == "value"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def words(self) -> str:
        return " ".join("".join(self.said).split())


def hostile_texts() -> list[str]:
    """All strings, one a line, in as many tips as they need."""
    lines = OURS.splitlines() + json.loads(material("hostile", "blns", "blns.json").read_text("utf-8"))
    for name in FUZZ:
        lines += material("hostile", "fuzzdb", name).read_bytes().decode("utf-8", "replace").splitlines()
    texts, text = [], ""
    for line in lines:
        if len(text) + len(line) > MOST:
            texts.append(text)
            text = ""
        text += f"{line}\n"
    return [*texts, text]


def answers(console: Console, told: Told, text: str) -> Iterator[tuple[str, Response]]:
    """Every page on which words of a tip stand, from the door to the outcome."""
    here = f"/tips/{told.number}"
    case = console.case
    console.clock.at += timedelta(minutes=1)  # each code of an authenticator signs in once
    to = f"person:{case.person(DANA).hex()}"
    with console.browser(ADA) as ada:
        yield "search", ada.get("/search", params={"q": "alert phones"})
        yield "queue", ada.get("/")
        yield "scrub", ada.get(f"{here}/dispatch")
        since = {"since": "", "text": text, "word": text[:500]}
        yield "marks", ada.post(f"{here}/dispatch", data={**since, "deed": "marks", "primary": to})
        yield "preview", ada.post(f"{here}/dispatch", data={**since, "deed": "look", "primary": to})
        order = Order(primary=case.person(DANA), text=clean(text), word=clean(text[:500]), original=True)
        case.dispatch(told, order)
        yield (
            "refused answer",
            ada.post(f"{here}/answer", data={"text": f"{text}{PLAIN * 260}", "box": "answer"}),
        )
        yield "case", _a_case(ada, told, title=text[:60])
        yield "reward", ada.post(f"{here}/reward", data={"summary": text})
        with console.browser(DANA) as dana:
            dana.post(f"{here}/propose", data={"text": text, "box": "propose"})
            yield "passed on", dana.get(here)
            yield "outcome", dana.post(f"{here}/outcome", data={"outcome": text})
        yield "tip", ada.get(here)
        yield "print", ada.post(f"{here}/print")
        yield "history", ada.get(f"{here}/history")
        yield "related", ada.get(f"{here}/related")
        yield "hidden", ada.post(f"{here}/named", data={"words": text[:200], "language": "en"})


def _a_case(browser: TestClient, told: Told, *, title: str) -> Response:
    made = browser.post("/cases", data={"case": "new", "tip": told.number, "title": title})
    return browser.get(made.headers["location"])


def skeletons(console: Console, text: str) -> dict[str, Skeleton]:
    """What each page is made of when a tip, its details and what staff write about it are this text."""
    kept = clean(text)  # as every door does
    told = console.case.tell(kept, details={Detail.WHO: kept[:500], Detail.VEHICLE: kept[:500]})
    console.case.note(told, kept)
    console.case.answer(told, kept)
    found = {}
    for name, answer in answers(console, told, text):
        assert answer.status_code in {200, 422}, (name, answer.status_code)
        found[name] = Skeleton(answer.text)
    return found


def first_lost(text: str, page: Skeleton) -> str:
    """The first line of a text that is not on a page as it was written."""
    words = page.words()
    lines = (" ".join(line.split()) for line in clean(text).splitlines())
    return next((line for line in lines if line not in words), "")


def test_what_is_told_makes_no_element_no_attribute_and_no_address(quick_console: Console) -> None:
    quick_console.case.tell()  # beside which the others stand in the queue
    ours = set.union(LINKS, *(page.made for page in skeletons(quick_console, PLAIN).values()))
    texts = hostile_texts()
    assert sum(map(len, texts)) > 60_000

    for text in texts:
        for name, page in skeletons(quick_console, text).items():
            assert page.made - ours == set(), name
            assert {one for one in page.addresses if one[:1] not in {"/", "#", "?"} and one} == set(), name
            if name in {"tip", "print", "passed on", "scrub", "preview"}:
                assert first_lost(text, page) == "", name


@pytest.mark.parametrize("broken", ["<p onclick=x>", "<a href='javascript:x'>x</a>", "<iframe></iframe>"])
def test_a_page_that_something_was_made_on_is_seen(quick_console: Console, broken: str) -> None:
    with quick_console.browser(ADA) as browser:
        page = browser.get("/").text
    clean_one, other = Skeleton(page), Skeleton(page.replace("</main>", f"{broken}</main>"))

    seen = (other.made - clean_one.made) | {
        (one, "") for one in other.addresses if one[:1] not in {"/", "#", "?"}
    }

    assert numbers(page) == []
    assert seen != set()
