"""Every page can be used without seeing it, by keyboard alone, and on a screen of 320 pixels."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo
from tests.browser.plainness import NARROWEST, faults, too_small, too_wide, unseen_stops
from tests.browser.sending import check, send_checked
from tests.integration.doors import next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

WORDS = "Two men carry long boxes into the garage behind the laundromat every night about eleven."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def _look(page: Page, name: str, *, public: bool) -> list[str]:
    found = [*faults(page), *(f"nothing shows the focus on {one}" for one in unseen_stops(page))]
    if by := too_wide(page):
        found.append(f"{by} pixels too wide at 320")
    if public:
        found += too_small(page)
    return [f"{name}: {one}" for one in found]


def _press(page: Page) -> None:
    page.locator("main form button[type=submit]:visible").first.click()


BAD_PAGE = """<!doctype html><html><title> </title><header>Head</header>
<h1 id=twice>One</h1><h3 id=twice>Three</h3><nav>Places</nav>
<input name=what aria-describedby=nothing><fieldset></fieldset><table><tr><th>Column</th></tr></table>
<a href="/" style="display: block; width: 900px; height: 20px; outline: none"></a>"""


def test_each_fault_is_found(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(BAD_PAGE)

    assert [fault.split(":")[0] for fault in faults(page)] == [
        "no language",
        "no title",
        "0 of main",
        "no way past the head",
        "a heading that skips a level",
        "a field without a label",
        "nothing to call it by",
        "an id used twice",
        "an id used twice",
        "aria-describedby names what is not there",
        "a table without a name",
        "a head of a table that says not whose",
        "a group without a question",
        "a list of places without a name",
    ]
    assert too_wide(page) == 900 + 8 - NARROWEST
    assert [one.split()[0] for one in too_small(page)] == ["<a", "<input"]
    assert [one.split()[0] for one in unseen_stops(page)] == ["<input", "<a"]


def test_each_public_page_is_plain(context: BrowserContext, demo: Demo) -> None:
    page, site = context.new_page(), demo.ports.url("public")
    program = f"{site}/{demo.config.program}"
    found = []
    for name, address in (
        ("programs", site),
        ("form", program),
        ("form by link", f"{site}/l/{demo.config.links[0]}"),
        ("how anonymous", f"{program}/how-anonymous"),
        ("code", f"{program}/follow-up"),
        ("no such page", f"{site}/nowhere-at-all"),
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found += _look(page, name, public=True)

    page.goto(program)
    page.locator("#what").fill(f"My neighbour saw it. {WORDS}")
    check(page)
    found += _look(page, "review", public=True)
    send_checked(page)
    found += _look(page, "receipt", public=True)
    code = " ".join(page.locator("#reporter-code li").all_inner_texts())
    page.goto(f"{program}/follow-up")
    page.locator("#code").fill(code)
    _press(page)
    page.locator("#thread").wait_for()
    found += _look(page, "thread", public=True)
    page.evaluate("document.getElementById('paper').open = true")
    page.locator("#paper button").click()
    page.locator("#hide").wait_for()
    found += _look(page, "thread for paper", public=True)
    page.locator("[name=back]").click()
    page.locator("#withdraw").wait_for()
    page.evaluate("document.getElementById('withdraw').open = true")
    page.locator("#withdraw [name=sure]").check()
    page.locator("#withdraw button").click()
    expect(page.locator("h1")).to_have_text("You have taken back your tip.")
    found += _look(page, "withdrawn", public=True)

    assert found == []


def test_what_is_wrong_is_read_first_and_leads_to_its_box(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    program = f"{demo.ports.url('public')}/{demo.config.program}"
    for address, box, typed in (
        (program, "what", " "),
        (f"{program}/follow-up", "code", "only three words"),
    ):
        page.goto(address)
        page.locator(f"#{box}").fill(typed)
        _press(page)
        page.locator("#error").wait_for()

        wrong = page.locator(f"#{box}")
        assert page.evaluate("document.activeElement.id") == "error"
        assert page.title().startswith("Look again")
        assert (wrong.get_attribute("aria-invalid"), wrong.get_attribute("aria-describedby")) == (
            "true",
            f"{box}-hint error-words",
        )
        assert _look(page, f"{box} with an error", public=True) == []
        page.locator("#error a").click()
        assert page.evaluate("location.hash") == f"#{box}"


def test_each_page_of_the_console_is_plain(context: BrowserContext, demo: Demo) -> None:
    page, console = context.new_page(), demo.ports.url("console")
    person = demo.config.person("coordinator")
    page.goto(f"{console}/sign-in")
    found = _look(page, "sign-in", public=True)
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form button").click()
    page.locator("tr.tip a").first.wait_for()
    tip = page.locator("tr.tip a").first.get_attribute("href")

    for name, address in (
        ("queue", "/"),
        ("rewards", "/rewards"),
        ("funds", "/rewards/funds"),
        ("scoring", "/rewards/scoring"),
        ("scoring, a new version", "/rewards/scoring/new"),
        ("queue that is empty", "/?status=spam&channel=phone&offence=arson"),
        ("tip", str(tip)),
        ("scrub step", f"{str(tip).partition('?')[0]}/dispatch"),
        ("history of a tip", f"{str(tip).partition('?')[0]}/history"),
        ("answers", "/answers"),
        ("texting", "/texting"),
        ("texting, in Arabic", "/texting?language=ar"),
        ("program", "/program"),
        ("leak", "/program/leak"),
        ("people", "/people"),
        ("audit", "/audit"),
        ("nothing here", "/tips/TOR-NONE-0000"),
    ):
        page.goto(f"{console}{address}")
        found += _look(page, name, public=False)
    page.goto(f"{console}/reports")
    found += _look(page, "month", public=False)
    month, before = page.url, str(page.locator("a[rel=prev]").get_attribute("href"))
    page.goto(f"{month}?with={before.removeprefix('/reports/')}")
    found += _look(page, "two months", public=False)
    page.goto(f"{month}/part?of=tips-by-channel&key=web")
    found += _look(page, "part of the month", public=False)

    assert found == []


def test_the_demos_phone_is_plain(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.goto(f"{demo.ports.url('phone')}/")

    assert _look(page, "phone", public=True) == []
