"""The surge room of a case, walked through without a script: suggested, lent, scrubbed and answered."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo
from tests.integration.doors import Visitor, next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FILED = "It was Quentin Abernathy. My cousin saw him hide two rifles in the shed."
OUTSIDE = "I know Quentin Abernathey. He has a shed full of rifles."
NOTE = "Ring the bailiff first."
THANKS = "Thank you. We have read it, and somebody works on it."


def test_a_case_that_gets_many_tips_is_worked_on_by_several(browser: Browser, demo: Demo) -> None:
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    first, second = visitor.report(FILED), visitor.report(OUTSIDE)
    console = demo.ports.url("console")
    desk, other = signed_in(browser, demo, "coordinator"), signed_in(browser, demo, "investigator")

    number = a_case(desk, console, first.number)
    read_the_index(desk, console, demo)
    desk.goto(f"{console}/cases/{number}/surge")
    expect(desk.get_by_role("region", name="Hand-over note")).to_contain_text(NOTE)
    alike = desk.get_by_role("region", name="Tips without the link")
    expect(alike).to_contain_text("It names “Quentin Abernathy”.")
    alike.get_by_role("checkbox", name=second.number).check()
    alike.get_by_role("button", name="Put the ticked ones into the case").press("Enter")
    expect(desk.get_by_role("status")).to_be_focused()
    names = desk.get_by_role("region", name="By the name that they give")
    names.get_by_role("link", name=re.compile("Quentin Abernath")).click()
    expect(desk.locator("ol.found > li")).to_have_count(2)

    desk.goto(f"{console}/cases/{number}/surge")
    scrub = desk.get_by_role("region", name="The scrub, shared")
    whom = scrub.get_by_role("combobox", name="Lend it for a day to")
    option = whom.get_by_role("option", name=re.compile(re.escape(demo.config.person("investigator").name)))
    whom.select_option(option.get_attribute("value"))
    scrub.get_by_role("button", name="Lend it").press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Lent until this time tomorrow.")

    other.goto(console)
    other.get_by_role("link", name="To scrub").click()
    other.get_by_role("button", name="Take the next").press("Enter")
    for _ in range(2):
        if other.get_by_role("button", name="Take out").count():
            other.get_by_role("button", name="Take out").first.press("Enter")
        other.get_by_role("button", name="Keep the copy, and take the next").press("Enter")
    expect(other.get_by_role("main")).to_contain_text("Nothing waits.")
    assert other.goto(f"{console}/tips/{first.number}").status == 404  # type: ignore[union-attr]

    desk.goto(f"{console}/cases/{number}/surge")
    expect(scrub).to_contain_text("2 ready to dispatch")
    scrub.get_by_role("link", name=first.number).click()
    box = desk.get_by_role("textbox", name="The copy that they will read")
    expect(box).to_have_value("It was Quentin Abernathy. […] saw him hide two rifles in the shed.")
    desk.goto(f"{console}/cases/{number}/surge")
    desk.get_by_role("link", name="Write it", exact=True).click()
    desk.get_by_role("textbox", name="The answer").first.fill(THANKS)
    desk.get_by_role("button", name="Look it over").press("Enter")
    desk.get_by_role("button", name="Send it to 2").press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("2 reporters are told.")

    threads = [visitor.come_back(receipt.code).text for receipt in (first, second)]
    visitor.close()
    assert [thread.count(THANKS) for thread in threads] == [1, 1]


def signed_in(browser: Browser, demo: Demo, role: str) -> Page:
    """The console of somebody, with scripts switched off."""
    person = demo.config.person(role)
    page = browser.new_context(java_script_enabled=False, locale="en-CA").new_page()
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.get_by_role("textbox", name="Name").fill(person.name)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("textbox", name="Code from your authenticator").fill(next_totp(person.totp))
    page.get_by_role("button", name="Sign in").press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def a_case(desk: Page, console: str, tip: str) -> str:
    """A new case with a tip in it, and a note; its number."""
    desk.goto(f"{console}/cases")
    desk.get_by_label("A new case").fill("The rifles in the shed")
    desk.get_by_role("button", name="Make it").press("Enter")
    desk.get_by_label("What whoever comes next must know").fill(NOTE)
    desk.get_by_role("button", name="Keep the note").press("Enter")
    number = desk.url.rsplit("/", 1)[1]
    desk.goto(f"{console}/tips/{tip}/related")
    desk.get_by_role("button", name="Put it into a case").press("Enter")
    desk.locator(f"input[type=radio][value='{number}']").check()
    desk.get_by_role("button", name="Put it there").press("Enter")
    return number


def read_the_index(desk: Page, console: str, demo: Demo) -> None:
    """Search once, with another second factor where many tips must be read for it."""
    desk.goto(f"{console}/search?q=rifles")
    if desk.get_by_label("Code from your authenticator").count():
        code = next_totp(demo.config.person("coordinator").totp)
        desk.get_by_label("Code from your authenticator").fill(code)
        desk.get_by_role("button", name="Read and search").press("Enter")
    expect(desk.locator("ol.found")).to_be_visible(timeout=60_000)
