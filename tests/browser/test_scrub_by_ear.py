"""A tip is scrubbed and dispatched by what a screen reader tells alone: roles, names, the focus."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.integration.doors import Desk, Visitor, next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOLD = "My cousin hides two rifles in the shed on Wallace. Call me at 416-555-0134. He goes out at nine."
LEFT = "[…] hides two rifles in the shed on Wallace. […] […]. He goes out at nine."


def test_a_tip_is_scrubbed_by_a_list_of_marks_and_dispatched_by_keyboard_and_ear(
    browser: Browser, demo: Demo
) -> None:
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    number = visitor.report(TOLD).number
    visitor.close()
    context = browser.new_context(java_script_enabled=False, locale="en-CA")
    page = context.new_page()
    _sign_in(page, demo)

    page.goto(f"{demo.ports.url('console')}/tips/{number}")
    page.get_by_role("link", name="Scrub it, and dispatch").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Scrub and dispatch {number}")
    marks = page.get_by_role("region", name=re.compile(r"marked in the copy"))
    expect(marks.get_by_role("listitem").first).to_contain_text(
        "“My cousin”: it says who the reporter is to somebody: family, a partner or a friend."
    )
    heard = []
    for said in ("“My cousin”", "“Call me at”", "“416-555-0134”"):
        page.get_by_role("button", name=f"Take out {said}").press("Enter")
        expect(page.get_by_role("status")).to_be_focused()
        heard.append(page.get_by_role("status").inner_text())
    expect(page.get_by_role("textbox", name="The copy that they will read")).to_have_value(LEFT)

    investigator = demo.config.person("investigator").name
    whom = page.get_by_role("combobox", name="Who has the outcome")
    option = whom.get_by_role("option", name=re.compile(re.escape(investigator)))
    whom.select_option(option.get_attribute("value"))
    page.get_by_role("button", name="Look it over").press("Enter")
    seen = page.get_by_role("region", name="What they will see")
    expect(seen).to_contain_text("privileged. Not for any file, brief or warrant.")
    expect(seen).to_contain_text(LEFT)
    page.get_by_role("button", name="Send it").press("Enter")
    expect(page.get_by_role("region", name="Desk")).to_contain_text(f"{investigator} has the outcome")
    context.close()

    assert heard == [
        "“My cousin” is taken out. 2 are still marked.",
        "“Call me at” is taken out. One is still marked.",
        "“416-555-0134” is taken out. No words are marked. The list misses much: read it once more.",
    ]
    desk = Desk(demo.ports.url("console"), demo.config.person("investigator")).sign_in()
    text = desk.page(f"/tips/{number}").text
    desk.close()
    assert (LEFT in text, "cousin" in text) == (True, False)


def _sign_in(page: Page, demo: Demo) -> None:
    person = demo.config.person("coordinator")
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.get_by_role("textbox", name="Name").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("textbox", name="Code from your authenticator").fill(next_totp(person.totp))
    page.get_by_role("button", name="Sign in").press("Enter")
    expect(page.get_by_role("link", name="Queue").first).to_be_visible()
