"""By the Tab key alone: the way past the head comes first, each stop has a name, is seen, and lets go."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Demo
from tests.integration.doors import Visitor, next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MOST: Final = 400
"""Stops of the longest page."""
PARTS: Final = 8
"""Stops within one field: year, month, day, hour, minute, half of the day, and what opens a calendar."""
STOP: Final = """
() => {
  const one = document.activeElement;
  if (one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
  const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  window.stops ??= new Map();
  if (!window.stops.has(one)) window.stops.set(one, window.stops.size);
  return {
    which: window.stops.get(one),
    what: one.outerHTML.slice(0, 90),
    name: (one.ariaLabel || by || labels || one.textContent).trim(),
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    skip: one.matches("a[href='#main']"),
    leave: one.matches("a.leave"),
  };
}
"""


def walk(page: Page) -> list[str]:
    """What is wrong with the stops of a page, from its first to its last."""
    page.evaluate("() => { document.activeElement.blur(); window.stops = undefined; scrollTo(0, 0); }")
    wrong: list[str] = []
    last, again = -1, 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["which"] == 0 < last:
            return wrong if last >= 0 else ["there is no stop"]
        if stop["which"] == last and again < PARTS:
            again += 1
            continue
        if stop["which"] != last + 1:
            return [*wrong, f"a trap, or a way back: {stop['what']}"]
        last, again = stop["which"], 0
        wrong += [f"{fault}: {stop['what']}" for fault in faults(stop, first=last == 0)]
    return [*wrong, "it never ends"]


def faults(stop: dict[str, object], *, first: bool) -> Iterator[str]:
    if first and not (stop["skip"] or stop["leave"]):
        yield "the first stop is neither the way past the head nor the way out"
    if not stop["name"]:
        yield "no name"
    if not stop["shown"]:
        yield "nothing shows the focus"
    if not stop["seen"]:
        yield "out of sight"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_each_fault_of_a_stop_is_found(context: BrowserContext) -> None:
    page = context.new_page()
    shown = 'style="outline: 2px solid"'
    page.set_content(
        f'<a href="/x" style="outline: none">Off</a><button {shown}></button><p tabindex="1" {shown}>1</p>'
    )

    assert [one.split(":")[0] for one in walk(page)] == [
        "the first stop is neither the way past the head nor the way out",
        "nothing shows the focus",
        "no name",
    ]


def test_the_public_pages_are_walked_by_tab(context: BrowserContext, demo: Demo) -> None:
    page, site = context.new_page(), f"{demo.ports.url('public')}/{demo.config.program}"
    found = []
    for place in ("", "/how-anonymous", "/follow-up"):
        page.goto(f"{site}{place}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found += [f"{place or 'the form'}: {one}" for one in walk(page)]

    assert "\n".join(found) == ""


def test_the_main_pages_of_the_console_are_walked_by_tab(context: BrowserContext, demo: Demo) -> None:
    page, console = context.new_page(), demo.ports.url("console")
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    number = visitor.report("My cousin keeps a rifle in the shed on Wallace.").number
    visitor.close()
    person = demo.config.person("coordinator")
    page.goto(f"{console}/sign-in")
    page.get_by_label("Name").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_label("Code from your authenticator").fill(next_totp(person.totp))
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Console").wait_for()
    here, found = f"/tips/{number}", []
    for place in (
        "/",
        here,
        f"{here}/dispatch",
        f"{here}/reward",
        "/search?q=rifle",
        "/due",
        "/reports",
        "/roster",
        "/texting",
        "/program",
        "/program/leak",
    ):
        page.goto(f"{console}{place}")
        found += [f"{place}: {one}" for one in walk(page)]

    assert "\n".join(found) == ""
