"""An open queue hears of changes, catches up after sleep, and tells danger where a browser was allowed to."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Demo
from tests.browser.test_live_queue import SOON_MS, queue_of, tell
from tests.integration.doors import Desk, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

RINGS = """
window.rung = [];
const permission = localStorage.getItem("permission") || "default";
window.Notification = class {
  constructor(title, more) { window.rung.push([title, Object.keys(more)]); }
  static permission = permission;
  static async requestPermission() {
    window.asked = (window.asked || 0) + 1;
    localStorage.setItem("permission", window.answer);
    return (Notification.permission = window.answer);
  }
};
"""
"""A browser that writes down what it would show: at its far side stands the machine's own desktop."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def colleague(demo: Demo) -> Iterator[Desk]:
    """The second of the demo's coordinators, signed in elsewhere."""
    second = [person for person in demo.config.people if person.role == "coordinator"][1]
    desk = Desk(demo.ports.url("console"), second).sign_in()
    yield desk
    desk.close()


def places(page: Page) -> object:
    return page.locator("tr.tip").evaluate_all(
        "all => all.map(one => [one.dataset.number, one.getBoundingClientRect().top])"
    )


def test_a_change_is_told_and_moves_nothing(context: BrowserContext, demo: Demo, colleague: Desk) -> None:
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    receipt = visitor.report("Somebody paints over plates behind the rink.")
    queue = queue_of(context, demo)
    news, before = queue.locator("#news a"), places(queue)
    queue.locator("#number").fill("TOR-")
    queue.wait_for_timeout(1_500)
    assert news.count() == 0

    tip = f"/tips/{receipt.number}"
    colleague.press(tip, action=f"{tip}/sort", priority="urgent")
    expect(news).to_have_text("1 changed", timeout=SOON_MS)
    visitor.say(visitor.come_back(receipt.code), "He has a second van.")
    expect(news).to_have_text("2 changed", timeout=SOON_MS)
    tell(demo, "Another thing.")
    expect(news).to_have_text("1 new · 2 changed", timeout=SOON_MS)

    assert places(queue) == before
    assert queue.evaluate("document.activeElement.id") == "number"
    assert queue.locator("#news-said").inner_text() == "New tips have come in."
    visitor.close()


def test_a_queue_that_slept_for_an_hour_catches_up(context: BrowserContext, demo: Demo) -> None:
    queue = queue_of(context, demo)
    queue.clock.install()
    queue.goto(f"{demo.ports.url('console')}/")
    queue.wait_for_timeout(1_500)
    news = queue.locator("#news a")

    context.set_offline(True)
    tell(demo, "While nobody looked.")
    queue.clock.fast_forward("01:00:00")
    assert news.count() == 0
    context.set_offline(False)

    expect(news).to_have_text("1 new", timeout=10_000)
    tell(demo, "And once more.")
    expect(news).to_have_text("2 new", timeout=SOON_MS)


def test_a_stream_that_has_gone_dead_is_opened_again(context: BrowserContext, demo: Demo) -> None:
    """As after a sleep in which the line went away, and nobody said so."""
    queue = queue_of(context, demo)
    queue.clock.install()
    streams: list[str] = []
    queue.on("request", lambda asked: streams.append(asked.url) if "/queue/events" in asked.url else None)
    queue.add_init_script(
        """
        const Live = window.EventSource;
        window.EventSource = class extends Live {
          set onmessage(hear) { super.onmessage = (event) => window.dead || hear(event); }
        };
        """
    )
    queue.goto(f"{demo.ports.url('console')}/")
    queue.wait_for_timeout(1_500)
    assert len(streams) == 1

    queue.evaluate("window.dead = true")
    queue.clock.fast_forward("01:00:00")
    queue.evaluate("window.dead = false")

    tell(demo, "After it.")
    expect(queue.locator("#news a")).to_have_text("1 new", timeout=10_000)
    assert len(streams) >= 2


def test_who_wakes_after_the_session_is_told_so_and_asks_no_more(context: BrowserContext, demo: Demo) -> None:
    queue = queue_of(context, demo)
    queue.clock.install()
    queue.goto(f"{demo.ports.url('console')}/")
    queue.wait_for_timeout(1_500)
    context.set_offline(True)
    cookies = {one["name"]: one["value"] for one in context.cookies(demo.ports.url("console"))}
    httpx2.post(f"{demo.ports.url('console')}/sign-out", cookies=cookies)
    queue.clock.fast_forward("01:00:00")
    context.set_offline(False)

    expect(queue.locator("#news a")).to_have_text("Your session is over: sign in again", timeout=10_000)
    asked: list[str] = []
    queue.on("request", lambda request: asked.append(request.url))
    queue.clock.fast_forward("01:00:00")
    queue.evaluate("dispatchEvent(new Event('online'))")
    queue.wait_for_timeout(4_000)

    assert asked == []


def test_danger_is_told_by_the_browser_where_somebody_allowed_it(context: BrowserContext, demo: Demo) -> None:
    context.add_init_script(RINGS)
    queue = queue_of(context, demo)
    queue.goto(f"{demo.ports.url('console')}/my-alerts")
    assert queue.evaluate("window.asked") is None
    queue.evaluate("window.answer = 'denied'")
    queue.get_by_role("button", name="Also on this screen").click()
    expect(queue.locator("#screen-said")).to_contain_text("This browser does not allow it")
    queue.evaluate("window.answer = 'granted'")
    queue.get_by_role("button", name="Also on this screen").click()
    expect(queue.get_by_role("button", name="No longer on any screen")).to_be_visible()

    queue.goto(f"{demo.ports.url('console')}/")
    queue.wait_for_timeout(1_500)
    tell(demo, "He sells phones.")
    expect(queue.locator("#news a")).to_contain_text("1 new", timeout=SOON_MS)
    assert queue.evaluate("window.rung") == []
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    visitor.report("He has a knife and says he will use it now.", danger="yes")
    visitor.close()
    expect(queue.locator("#news a")).to_contain_text("2 new", timeout=SOON_MS)

    assert queue.evaluate("window.rung") == [["A tip waits", ["tag"]]]
    queue.goto(f"{demo.ports.url('console')}/my-alerts")
    queue.get_by_role("button", name="No longer on any screen").click()
    queue.goto(f"{demo.ports.url('console')}/")
    assert queue.locator("#news").get_attribute("data-bell") is None
