"""The whole form without a script: a person more, a look at what will be sent, a change, and the way back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Demo
from tests.browser.sending import check, send_checked

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOLD = "Two men load boxes behind the mill. My cousin knows them."
CHANGED = "Two men load boxes behind the mill."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-CA"
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_a_person_more_a_mark_a_change_the_receipt_and_the_way_back(
    context: BrowserContext, demo: Demo
) -> None:
    page, address = context.new_page(), f"{demo.ports.url('public')}/{demo.config.program}"
    page.goto(address)
    page.locator("#what").fill(TOLD)
    page.get_by_text("Who", exact=True).click()
    page.locator("#person-1-hair").fill("red")
    page.get_by_role("button", name="Add another person").click()
    expect(page.locator("#person-2-name")).to_be_focused()
    page.keyboard.type("Slim")
    page.locator("#person-2-age").fill("the year 0")

    check(page)
    expect(page.locator("mark")).to_have_text(["My cousin1"])
    expect(page.locator("#marks")).to_contain_text("This says that somebody is your family")
    page.get_by_role("button", name="Change something").click()
    expect(page.locator("#what")).to_have_value(TOLD)
    expect(page.locator("#person-2-name")).to_have_value("Slim")
    page.locator("#what").fill(CHANGED)
    check(page)
    expect(page.locator("mark")).to_have_count(0)
    send_checked(page)

    code = page.locator("#reporter-code").inner_text()
    assert (page.url, context.cookies()) == (address, [])
    page.goto(f"{address}/follow-up")
    page.locator("[name=code]").fill(code)
    page.locator("main form button").first.click()
    for words in (CHANGED, "Person 1", "red", "Person 2", "Slim", "the year 0"):
        expect(page.locator("#thread")).to_contain_text(words)
    expect(page.locator("#thread")).not_to_contain_text("cousin")
