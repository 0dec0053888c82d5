"""From danger that is heard to the month that is closed: by roles, names, the keyboard and the focus."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.by_ear import Listener
from tests.browser.conftest import Demo
from tests.integration.doors import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOLD = (
    "My cousin will shoot his wife tonight. He has a rifle in the shed on Wallace. Call me at 416-555-0134."
)
LEFT = "[…] will shoot his wife tonight. He has a rifle in the shed on Wallace. […] […]."


@pytest.fixture
def leaving() -> Iterator[ExitStack]:
    with ExitStack() as leaving:
        yield leaving


def test_danger_is_heard_acted_on_scrubbed_dispatched_answered_for_and_the_month_closed(
    browser: Browser, demo: Demo, leaving: ExitStack
) -> None:
    with closing(Visitor(demo.ports.url("public"), demo.config.program)) as visitor:
        number = visitor.report(TOLD, danger="yes").number
    investigator = demo.config.person("investigator")
    coordinator = Listener(browser, demo, demo.config.person("coordinator"))
    leaving.callback(coordinator.leave)
    coordinator.go_to("Queue")
    _hear_the_danger(coordinator, number)
    _pass_on(coordinator)
    _scrub(coordinator, number)
    coordinator.choose("Who has the outcome", option=investigator.name)
    coordinator.press("Look it over")
    assert coordinator.heading() == f"Look it over {number}"
    seen = coordinator.page.get_by_role("region", name="What they will see")
    expect(seen).to_contain_text(LEFT)
    coordinator.press("Send it")
    assert coordinator.heard() == "It is sent."
    expect(coordinator.page.get_by_role("region", name="Desk")).to_contain_text(
        f"{investigator.name} has the outcome"
    )

    other = Listener(browser, demo, investigator)
    leaving.callback(other.leave)
    _say_what_became_of_it(other, number)
    _close_the_month(coordinator)


def _hear_the_danger(listener: Listener, number: str) -> None:
    """Danger to life is first in the table, and each row says its own."""
    table = listener.page.get_by_role("table", name="Tips, danger to life first, then the newest day")
    row = table.get_by_role("row", name=re.compile(number))
    expect(row).to_contain_text("Danger")
    listener.follow(number, within=row)
    assert listener.heading() == number


def _pass_on(listener: Listener) -> None:
    box = listener.page.get_by_role("region", name="Danger to life: pass on now")
    expect(box.get_by_role("term").first).to_be_visible()
    listener.press("I am on it", within=box)
    assert listener.heard() == "You are on it."
    for field, words in (
        ("What is happening", "A man is going to shoot his wife."),
        ("Where", "The house with the shed on Wallace."),
        ("When", "Tonight."),
        ("Whom you told", "The desk of 51 Division"),
        ("Their event number", "E-1177"),
    ):
        listener.write(field, words)
    listener.press("I have told them: keep it")
    assert listener.heard() == "What you told them is kept in the file. The scrub is owed within a day."
    expect(box).to_contain_text("It was passed on before it was scrubbed.")


def _scrub(listener: Listener, number: str) -> None:
    listener.follow("Scrub it, and dispatch")
    assert listener.heading() == f"Scrub and dispatch {number}"
    marks = listener.page.get_by_role("region", name=re.compile(r"marked in the copy"))
    heard = []
    while (first := marks.get_by_role("listitem").first).count():
        first.get_by_role("button", name=re.compile("^Take out “")).press("Enter")
        heard.append(listener.heard())
        if heard[-1].endswith("read it once more."):
            break
    assert len(heard) == 3
    expect(listener.page.get_by_role("textbox", name="The copy that they will read")).to_have_value(LEFT)


def _say_what_became_of_it(listener: Listener, number: str) -> None:
    listener.go_to("My tips")
    listener.follow(number)
    listener.follow("Say what became of it")
    assert listener.heading() == f"What became of {number}?"
    first = listener.page.get_by_role("group", name="1. What became of it")
    first.get_by_role("radio", name="Led to arrest").press("Space")
    second = listener.page.get_by_role("group", name=re.compile(r"^2\. In numbers"))
    second.get_by_role("textbox", name="Arrests").fill("1")
    listener.press("That is the outcome")
    assert listener.heard() == "The outcome is kept. Thank you."


def _close_the_month(listener: Listener) -> None:
    """The oldest that is open: the page of any other leads to it by its name."""
    listener.go_to("Month")
    listener.follow("Month before")
    closing_ = listener.page.get_by_role("region", name="Close the month")
    if closing_.get_by_role("link").count():
        listener.follow(re.compile(r"^\w+ \d{4}$"), within=closing_)
    month = listener.heading()
    listener.page.get_by_role("checkbox", name="I have looked at these numbers").press("Space")
    listener.press(f"Close {month}")
    assert listener.heard() == "The month is closed."
    assert listener.heading() == month
