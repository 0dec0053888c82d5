"""A tip that attacks whoever reads it, sent by the public form: in a browser with scripts, where it acts."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.browser.conftest import Demo
from tests.browser.plainness import too_wide
from tests.integration.doors import Visitor, next_totp
from tests.unit.web.console.test_hostile_tips import hostile_texts
from tests.unit.web.console.test_long_tips import ONE_LINE

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MADE = """() => [
  ...[...document.querySelectorAll(".said *, textarea *, .snippet *")]
    .filter((one) => !one.matches("mark, bdi, .snippet > b")),
  ...document.querySelectorAll("iframe, object, embed, img, video, base, main style, main script, main link"),
  ...document.querySelectorAll("[onclick], [onerror], [onload], [onfocus], [onmouseover], [style]"),
  ...document.querySelectorAll("a[href^='javascript:' i], a[href^='data:' i], main a[href^='http' i]"),
].map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_nothing_of_a_hostile_tip_acts_anywhere(context: BrowserContext, demo: Demo) -> None:
    numbers = report(demo, hostile_texts())
    page = signed_in(context, demo)
    console = demo.ports.url("console")
    dialogs, elsewhere, wrong = list[str](), list[str](), list[str]()

    def hear(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    page.on("request", lambda one: None if one.url.startswith(f"{console}/") else elsewhere.append(one.url))

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wrong.extend(f"{name}: {one}" for one in page.evaluate(MADE))

    for number in numbers:
        here = f"{console}/tips/{number}"
        page.goto(here)
        look("tip")
        page.locator("form[action$='/print'] button").click()
        expect(page.locator("#printed")).to_be_visible()
        look("print")
        page.goto(f"{here}/dispatch")
        look("scrub")
        page.get_by_role("combobox", name="Who has the outcome").select_option(index=1)
        page.get_by_role("button", name="Look it over").last.click()
        look("preview")
    page.goto(f"{console}/search?q=alert")
    if page.get_by_label("Code from your authenticator").count():
        code = next_totp(demo.config.person("coordinator").totp)
        page.get_by_label("Code from your authenticator").fill(code)
        page.get_by_role("button", name="Read and search").press("Enter")
    expect(page.locator("ol.found mark").first).to_be_visible(timeout=60_000)
    look("search")

    assert (dialogs, elsewhere, wrong) == ([], [], [])


def test_what_would_act_is_seen(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content("""<main><p class=said><b>x</b></p><img alt=""><a href="javascript:x">x</a>
        <p onclick="x">x</p><p class=snippet><bdi><mark>kept</mark></bdi></p></main>""")

    assert [one.split()[0][:4] for one in page.evaluate(MADE)] == ["<b>x", "<img", "<p", "<a"]


def test_twenty_thousand_letters_in_one_line_push_no_page_sideways(
    context: BrowserContext, demo: Demo
) -> None:
    (number,) = report(demo, [ONE_LINE])
    page = signed_in(context, demo)
    here = f"{demo.ports.url('console')}/tips/{number}"

    page.goto(here)
    widths = [too_wide(page)]
    page.locator("form[action$='/print'] button").click()
    expect(page.locator("#printed")).to_be_visible()
    widths.append(too_wide(page))
    page.goto(f"{here}/dispatch")
    widths.append(too_wide(page))

    assert widths == [0, 0, 0]


def report(demo: Demo, texts: list[str]) -> list[str]:
    """Send tips by the public form; their numbers."""
    with closing(Visitor(demo.ports.url("public"), demo.config.program)) as visitor:
        return [visitor.report(text).number for text in texts]


def signed_in(context: BrowserContext, demo: Demo) -> Page:
    """The console of a coordinator, with its scripts."""
    person, page = demo.config.person("coordinator"), context.new_page()
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.get_by_role("textbox", name="Name").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("textbox", name="Code from your authenticator").fill(next_totp(person.totp))
    page.get_by_role("button", name="Sign in").press("Enter")
    expect(page.get_by_role("navigation", name="Console")).to_be_visible()
    return page
