"""The life of a tip in a real browser, with JavaScript and without: what a newcomer does by hand."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cli.demo.config import DemoPerson
from tests.browser.conftest import Demo
from tests.browser.sending import send
from tests.integration.doors import next_totp

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TORONTO = ZoneInfo("America/Toronto")
TEXT = "Somebody sells phones out of a grey van behind the rink"
WEB = "The man in the corner unit keeps a rifle behind the freezer."
LINK = "I saw the car of your appeal in the garage on Wallace."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}, locale="en-CA"
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


def test_a_newcomer_sends_reads_answers_assigns_closes_and_counts(
    context: BrowserContext, demo: Demo
) -> None:
    site, program = demo.ports.url("public"), demo.config.program
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)

    before = _month_total(context, demo)
    text_number = _text_a_tip(context.new_page(), demo)
    reporter = context.new_page()
    web_number, code = _send_by_form(reporter, f"{site}/{program}", WEB)
    link_number, _ = _send_by_form(reporter, f"{site}/l/{demo.config.links[0]}", LINK)
    assert reporter.url == f"{site}/{program}"
    assert context.cookies() == []

    coordinator = _sign_in(context, demo, demo.config.person("coordinator"))
    for number, told in ((text_number, TEXT), (web_number, WEB), (link_number, LINK)):
        coordinator.goto(f"{demo.ports.url('console')}/")
        coordinator.locator(f"tr.tip[data-number='{number}'] a").first.click()
        expect(coordinator.locator("article.record").first).to_contain_text(told)

    coordinator.goto(f"{demo.ports.url('console')}/tips/{web_number}")
    coordinator.locator("#answer textarea").fill("Is anybody else living there?")
    coordinator.locator("#answer button[type=submit]").first.click()
    expect(coordinator.locator("article.record[data-kind=answer]")).to_contain_text("Is anybody else living")
    reporter.goto(f"{site}/{program}/follow-up")
    reporter.locator("[name=code]").fill(code)
    reporter.locator("main form button").first.click()
    expect(reporter.locator("#thread")).to_contain_text("Is anybody else living there?")
    reporter.locator("[name=message]").fill("A child, on weekends.")
    reporter.locator("form:has([name=message]) button").first.click()
    expect(reporter.locator("#thread")).to_contain_text("A child, on weekends.")

    investigator = demo.config.person("investigator")
    coordinator.reload()
    expect(coordinator.locator("body")).to_contain_text("A child, on weekends.")
    coordinator.locator("#dispatch").click()
    expect(coordinator.locator("#text")).to_have_value(f"{WEB}\n\nA child, on weekends.")
    option = coordinator.locator("#primary option", has_text=investigator.name)
    coordinator.locator("#primary").select_option(option.get_attribute("value"))
    coordinator.locator("#scrub").get_by_role("button", name="Look it over").last.click()
    coordinator.get_by_role("button", name="Send it").click()
    coordinator.locator("form[action='/sign-out'] button").click()

    desk = _sign_in(context, demo, investigator)
    desk.locator(f"tr.tip[data-number='{web_number}'] a").first.click()
    expect(desk.locator("article.record").first).to_contain_text(WEB)
    answer = desk.goto(f"{demo.ports.url('console')}/tips/{text_number}")
    assert answer is not None
    assert answer.status == 404
    desk.goto(f"{demo.ports.url('console')}/tips/{web_number}")
    desk.locator("#close select").select_option("led-to-charges")
    desk.locator("#close button[type=submit]").first.click()
    expect(desk.locator("body")).to_contain_text("Led to charges")
    desk.locator("form[action='/sign-out'] button").click()

    assert _month_total(context, demo) == before + 3
    # 404 is what the investigator is shown on purpose; a browser calls every 404 an error.
    assert [problem for problem in problems if "404" not in problem] == []


def _month_total(context: BrowserContext, demo: Demo) -> int:
    """How many tips the month has, as an analyst sees it."""
    analyst = _sign_in(context, demo, demo.config.person("analyst"))
    analyst.goto(f"{demo.ports.url('console')}/reports/{datetime.now(TORONTO):%Y-%m}")
    total = int(analyst.locator("#total").inner_text().replace(",", ""))
    analyst.locator("form[action='/sign-out'] button").click()
    return total


def _text_a_tip(phone: Page, demo: Demo) -> str:
    """Type a text on a new phone of the demo to the program's own number, and read the answer."""
    phone.goto(f"{demo.ports.url('phone')}/")
    phone.locator("form[action='/another'] button").click()
    before = phone.locator("#thread .bubble").count()
    phone.locator("#body").fill(TEXT)
    phone.locator("#send").click()
    for _ in range(20):
        if phone.locator("#thread .bubble").count() >= before + 2:
            break
        phone.wait_for_timeout(500)
        phone.goto(phone.url)
    reply = phone.locator("#thread .bubble").last.inner_text()
    number = next(word for word in reply.split() if word.startswith("TOR-"))
    return number.strip(".,:")


def _send_by_form(page: Page, address: str, what: str) -> tuple[str, str]:
    """Fill the form and send it: the number and the code."""
    page.goto(address)
    page.locator("textarea[name=what]").fill(what)
    send(page)
    number = page.locator("#tip-number").inner_text().strip()
    words = page.locator("#reporter-code").inner_text().split()
    assert len(words) == 8
    return number, " ".join(words)


def _sign_in(context: BrowserContext, demo: Demo, person: DemoPerson) -> Page:
    page = context.new_page()
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form:has([name=totp]) button").first.click()
    expect(page.locator("body")).to_contain_text(person.name)
    return page
