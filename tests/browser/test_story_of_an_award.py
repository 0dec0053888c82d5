"""The whole way of an award in a real browser: told, proposed, met over, agreed by two, collected once."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cli.demo.config import DemoPerson
from tests.browser.conftest import Demo
from tests.browser.own_browsers import Browsers, browsers
from tests.browser.sending import send
from tests.integration.doors import next_totp

__all__ = ["browsers"]

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOLD = "He keeps two pistols in a toolbox under the stairs of the arena and sells them on Fridays."
WAITING = "Something is waiting for you"
CASE = "Two firearms were taken from somebody who sold them. One arrest."


def test_an_award_is_proposed_agreed_by_two_and_collected_once(browsers: Browsers, demo: Demo) -> None:
    site, console = f"{demo.ports.url('public')}/{demo.config.program}", demo.ports.url("console")
    coordinator, *_ = _people(demo, "coordinator")
    first, second, third, *_ = _people(demo, "board")
    teller, other, *_ = _people(demo, "teller")

    reporter = browsers.page()
    number, words = _tell(reporter, site)
    desk = _sign_in(browsers, console, coordinator)
    _propose(desk, f"{console}/tips/{number}/reward")
    expect(desk.locator(".outcome")).to_contain_text("waits sealed for the board")

    chair = _sign_in(browsers, console, first)
    chair.goto(f"{console}/rewards/meetings")
    for member in (first, second, third):
        chair.get_by_label(member.name).check()
    _press(chair, "Open the meeting")
    meeting = chair.url
    letter = _approve(chair, meeting)
    assert WAITING not in _come_back(reporter, site, words)
    another = _sign_in(browsers, console, second)
    assert _approve(another, meeting) == letter
    expect(_line(another, letter)).to_contain_text("Approved")

    assert WAITING in _come_back(reporter, site, words)
    _press(reporter, "Show it")
    expect(reporter.locator("#award-1")).to_contain_text("$1,050")
    _pick(reporter)
    code = reporter.locator("#claim-code-1").inner_text()
    paying, beside = _sign_in(browsers, console, teller), _sign_in(browsers, console, other)
    _look_up(paying, console, code)
    expect(paying.locator(".sum")).to_have_text("$1,050")
    _press(paying, "Hold it for ten minutes")
    word = paying.locator(".desk-word").inner_text()
    _look_up(beside, console, code)
    expect(beside.locator("main")).to_contain_text(f"Their desk word is “{word}”. Pay nothing")
    _press(paying, "I have handed it over")
    receipt = paying.get_by_label("Receipt")
    expect(receipt).to_contain_text("$1,050")
    expect(receipt).to_contain_text("No name was asked and none is kept.")
    _look_up(beside, console, code)
    expect(beside.locator("main")).to_contain_text("Paid already. Pay nothing.")

    _come_back(reporter, site, words)
    _press(reporter, "Show it")
    expect(reporter.locator("#award-1")).to_contain_text("Your award was collected")


def test_the_words_on_the_demos_screen_open_an_award_and_its_books_are_whole(
    browsers: Browsers, demo: Demo
) -> None:
    site, console = f"{demo.ports.url('public')}/{demo.config.program}", demo.ports.url("console")
    assert demo.config.award is not None
    words = demo.config.award.code

    reporter = browsers.page()
    said = _come_back(reporter, site, words)
    _press(reporter, "Show it")
    _pick(reporter)
    auditor = _sign_in(browsers, console, demo.config.person("auditor"))
    auditor.goto(f"{console}/rewards/funds")
    _press(auditor, "Verify the books")

    assert words in demo.screen.read_text()
    assert (demo.config.award.number in said, WAITING in said) == (True, True)
    expect(reporter.locator("#claim-code-1")).to_have_text(re.compile(r"^[0-9 ]{15}$"))
    expect(auditor.locator("main")).to_contain_text("The books are whole")


def _people(demo: Demo, role: str) -> list[DemoPerson]:
    return [person for person in demo.config.people if person.role == role]


def _tell(page: Page, site: str) -> tuple[str, str]:
    """Send a tip by the form: its number and the eight words."""
    page.goto(site)
    page.locator("textarea[name=what]").fill(TOLD)
    send(page)
    number = page.locator("#tip-number").inner_text().strip()
    return number, " ".join(page.locator("#reporter-code").inner_text().split())


def _come_back(page: Page, site: str, words: str) -> str:
    """Open the reporter's page with their words: what it says."""
    page.goto(f"{site}/follow-up")
    page.locator("[name=code]").fill(words)
    page.locator("main form button").first.click()
    page.locator("#thread").wait_for()
    return page.locator("main").inner_text()


def _propose(page: Page, address: str) -> None:
    """Score it, write the case, look it over, and propose it."""
    page.goto(address)
    for factor, level in (("seriousness", 2), ("risk", 1), ("value", 2)):
        page.locator(f"[name=factor-{factor}]").select_option(str(level))
    page.locator("[name=factor-arrests]").fill("1")
    page.locator("[name=factor-weapons]").fill("2")
    page.locator("[name=summary]").fill(CASE)
    for box in page.locator("[name^=ruled-out-]").all():
        box.check()
    _press(page, "Add it up and look it over")
    expect(page.locator("main")).to_contain_text("You propose $1,050")
    _press(page, "Propose it")


def _approve(page: Page, meeting: str) -> str:
    """Find the case on the meeting's list, as a member would, and approve it: its letter."""
    page.goto(meeting)
    letters = page.locator("table.agenda tbody th").all_inner_texts()
    for letter in letters:
        page.goto(f"{meeting}/awards/{letter}")
        if CASE in page.locator("main").inner_text():
            _press(page, "Approve $1,050")
            return letter
    raise AssertionError(letters)


def _pick(page: Page) -> None:
    """Pick the first desk."""
    page.locator("[name=place]").first.check()
    _press(page, "Collect it there")


def _line(page: Page, letter: str) -> Locator:
    return page.locator("table.agenda tbody tr", has=page.get_by_role("rowheader", name=letter, exact=True))


def _look_up(page: Page, console: str, code: str) -> None:
    page.goto(f"{console}/payout")
    page.locator("[name=code]").fill(code)
    _press(page, "Look it up")


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def _sign_in(browsers: Browsers, console: str, person: DemoPerson) -> Page:
    page = browsers.page()
    page.goto(f"{console}/sign-in")
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form:has([name=totp]) button").first.click()
    expect(page.locator("body")).to_contain_text(person.name)
    return page
