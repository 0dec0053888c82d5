"""The form in other languages, as somebody uses it: by keyboard, half filled, on the smallest screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo
from tests.browser.plainness import NARROWEST, faults, too_small, too_wide
from tipline.languages import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.processes]

WORDS = "They load vans behind the mill at night."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def _form(page: Page, demo: Demo, at: str = "") -> str:
    address = f"{demo.ports.url('public')}{at}/{demo.config.program}"
    page.goto(address)
    return address


def test_enter_in_a_field_shows_what_will_be_sent_and_does_not_change_its_language(
    context: BrowserContext, demo: Demo
) -> None:
    page = context.new_page()
    _form(page, demo)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("#what").fill(WORDS)
    page.locator("#when").fill("last night")
    page.locator("#when").press("Enter")

    expect(page.locator("#check")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("where", ["header", "footer"])
def test_another_language_is_pressed_and_what_was_typed_is_still_there(
    context: BrowserContext, demo: Demo, where: str
) -> None:
    page = context.new_page()
    address = _form(page, demo, "/fr")
    page.locator("#what").fill(WORDS)
    if where == "header":
        page.locator("header summary").click()
    page.locator(f"{where} .tongues").get_by_role("button", name="العربية").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url == address.replace("/fr/", "/ar/")
    assert page.locator("#what").input_value() == WORDS
    assert page.locator("button:visible", has_text="Check before sending").count() == 0


def test_leave_is_the_first_stop_of_the_keyboard(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    _form(page, demo, "/so")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.href") == "https://weather.gc.ca/"
    assert page.evaluate("document.activeElement.rel") == "noreferrer"


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_the_form_is_plain_and_fits_the_smallest_screen_in_every_language(
    context: BrowserContext, demo: Demo, tag: str
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    for path in ("", "/follow-up", "/how-anonymous", "/numbers"):
        page.goto(f"{demo.ports.url('public')}/{tag}/{demo.config.program}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert (path, faults(page), too_wide(page), too_small(page)) == (path, [], 0, [])
