"""The console by single keys alone: off at first, then the queue and a tip without a pointer."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.browser.test_live_queue import queue_of, tell

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def queue(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    for what in ("A van at the rink.", "A second van.", "A third one."):
        tell(demo, what)
    yield queue_of(context, demo)
    context.close()


def focused(page: Page) -> str:
    """What has the focus, as somebody would name it."""
    found: str = page.evaluate(
        "(() => { const at = document.activeElement; return at.id || at.value || at.textContent.trim() })()"
    )
    return found


def switch_on(page: Page, demo: Demo) -> None:
    """By keyboard alone, as everything here."""
    page.goto(f"{demo.ports.url('console')}/keys")
    page.locator("#on").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("data-keys", re.compile(r'\["down", "j"\]'))


def test_off_they_do_nothing(queue: Page, demo: Demo) -> None:
    queue.goto(f"{demo.ports.url('console')}/")
    before = queue.url

    for letter in ("j", "o", "/", "?", "b"):
        queue.keyboard.press(letter)

    assert (queue.url, queue.evaluate("document.activeElement.tagName")) == (before, "BODY")


def test_a_morning_by_keys_alone(queue: Page, demo: Demo) -> None:
    problems: list[str] = []
    queue.on("pageerror", lambda error: problems.append(str(error)))
    queue.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    switch_on(queue, demo)
    queue.keyboard.press("b")
    expect(queue).to_have_title("Queue · " + (queue.locator(".house").inner_text()))
    rows = queue.locator(".queue tbody tr a")
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()

    queue.keyboard.press("j")
    assert focused(queue) == first
    queue.keyboard.press("j")
    queue.keyboard.press("k")
    queue.keyboard.press("j")
    assert focused(queue) == second
    queue.keyboard.press("x")
    ticked = queue.locator("input[name=tip]:checked")
    assert [box.get_attribute("value") for box in ticked.all()] == [second]
    assert focused(queue) == second
    queue.keyboard.press("x")
    assert ticked.count() == 0

    queue.keyboard.press("o")
    expect(queue.locator("h1")).to_have_text(second)
    beside = queue.locator("[data-key=next]").get_attribute("href") or ""
    queue.keyboard.press("l")
    expect(queue.locator("h1")).to_have_text(beside.partition("/tips/")[2].partition("?")[0])
    queue.keyboard.press("h")
    expect(queue.locator("h1")).to_have_text(second)
    queue.keyboard.press("c")
    expect(queue.locator("#claim")).to_contain_text("You are on it until")
    queue.keyboard.press("w")
    assert focused(queue) == "disposition"
    queue.locator("h1").evaluate("all => document.activeElement.blur()")
    queue.keyboard.press("d")
    queue.wait_for_url("**/dispatch")
    queue.keyboard.press("/")
    queue.wait_for_url("**/search")
    queue.locator("h1").evaluate("all => document.activeElement.blur()")
    queue.keyboard.press("?")
    queue.wait_for_url("**/keys")
    assert problems == []


def test_nothing_happens_while_somebody_types_and_what_they_typed_is_not_lost(
    queue: Page, demo: Demo
) -> None:
    queue.goto(f"{demo.ports.url('console')}/")
    queue.keyboard.press("j")
    queue.keyboard.press("Enter")
    queue.wait_for_url("**/tips/**")
    there, note = queue.url, queue.locator("#note-text")

    queue.keyboard.press("n")
    assert focused(queue) == "note-text"
    queue.keyboard.type("job? /back")
    assert (queue.url, note.input_value()) == (there, "job? /back")
    note.evaluate("box => box.blur()")
    for letter in ("Control+j", "Alt+l", "Meta+b"):
        queue.keyboard.press(letter)
    assert queue.url == there
    for letter in ("b", "l", "d", "c", "?"):
        queue.keyboard.press(letter)
        assert (queue.url, focused(queue)) == (there, "note-text")
        note.evaluate("box => box.blur()")
    assert note.input_value() == "job? /back"
