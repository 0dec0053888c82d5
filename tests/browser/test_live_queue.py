"""The open queue: a tip that comes in is told within two seconds, and nothing else on the page changes."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo
from tests.integration.doors import Visitor, next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SOON_MS = 2_000


def queue_of(context: BrowserContext, demo: Demo) -> Page:
    """The coordinator's queue, signed in."""
    page, person = context.new_page(), demo.config.person("coordinator")
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form button").click()
    page.locator("tr.tip a").first.wait_for()
    return page


@pytest.fixture(scope="module")
def queue(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield queue_of(context, demo)
    context.close()


def tell(demo: Demo, what: str) -> None:
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    visitor.report(what)
    visitor.close()


def test_a_new_tip_is_told_soon_moves_nothing_and_waits_to_be_asked_for(queue: Page, demo: Demo) -> None:
    problems: list[str] = []
    queue.on("pageerror", lambda error: problems.append(str(error)))
    queue.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    queue.goto(f"{demo.ports.url('console')}/")
    news, rows = queue.locator("#news a"), queue.locator("tr.tip")
    queue.locator("#number").fill("TOR-")
    queue.wait_for_timeout(1_500)
    before = rows.evaluate_all("all => all.map(one => [one.dataset.number, one.getBoundingClientRect().top])")
    assert news.count() == 0

    tell(demo, "Somebody sells tools out of a van behind the rink.")
    expect(news).to_have_text("1 new", timeout=SOON_MS)
    tell(demo, "He has a second van now.")
    expect(news).to_have_text("2 new", timeout=SOON_MS)

    after = rows.evaluate_all("all => all.map(one => [one.dataset.number, one.getBoundingClientRect().top])")
    assert after == before
    assert queue.evaluate("document.activeElement.id") == "number"
    assert queue.locator("#news-said").inner_text() == "New tips have come in."
    news.click()
    queue.wait_for_load_state()
    assert queue.locator("#news a").count() == 0
    shown = rows.evaluate_all("all => all.map(one => one.dataset.number)")
    assert len(set(shown) - {number for number, _ in before}) == 2 or len(shown) == 50
    assert problems == []


def test_a_session_that_is_over_is_said_and_not_asked_about_again(queue: Page, demo: Demo) -> None:
    queue.goto(f"{demo.ports.url('console')}/")
    queue.wait_for_timeout(1_200)
    asked: list[str] = []
    queue.on("request", lambda request: asked.append(request.url) if "/queue/events" in request.url else None)
    cookies = {one["name"]: one["value"] for one in queue.context.cookies(demo.ports.url("console"))}
    answer = httpx2.post(f"{demo.ports.url('console')}/sign-out", cookies=cookies)
    assert answer.status_code == 303

    expect(queue.locator("#news a")).to_have_text("Your session is over: sign in again", timeout=SOON_MS)
    queue.wait_for_timeout(4_000)

    assert asked == []
    assert queue.locator("#news a").get_attribute("href") == "/sign-in"
    assert queue.locator("#news-said").inner_text() == "Your session is over: sign in again"
