"""The whole way of a text in a browser: told, pictured, answered when it is safe, moved to a page."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Demo
from tests.browser.own_browsers import Browsers, browsers
from tests.integration.doors import next_totp

__all__ = ["browsers"]

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TOLD = "Somebody loads bicycles into a white van behind the arena on Sundays."
WITH_IT = "this is the van"
QUESTION = "Thank you. Do you remember on which days you saw this?"
LATER = "Thank you. That helps. Write again if it changes."
ON_THE_PAGE = "It was every Sunday in October."


def test_a_text_is_read_answered_when_it_is_safe_and_led_to_a_page(browsers: Browsers, demo: Demo) -> None:
    phone = browsers.page()
    phone.goto(f"{demo.ports.url('phone')}/")
    phone.locator("form[action='/another'] button").click()

    text(phone, TOLD)
    expect(newest(phone)).to_contain_text("Delivered")
    number = re.findall(r"TOR-[0-9A-Z]{4}-[0-9A-Z]{4}", newest(phone).inner_text())[0]
    phone.locator("#picture").set_input_files(
        {"name": "van.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
    )
    text(phone, WITH_IT)
    expect(phone.locator("#thread .shot img")).to_be_visible()

    desk = coordinator(browsers, demo)
    desk.goto(f"{demo.ports.url('console')}/tips/{number}")
    expect(desk.locator("#thread-1, main").first).to_contain_text(WITH_IT)
    assert width_of_the_picture(desk) == 64

    answer(desk, QUESTION, when_safe=True)
    expect(newest(phone)).to_contain_text("Reply OK when it is safe")
    assert QUESTION not in phone.locator("#thread").inner_text()
    text(phone, "OK")
    expect(newest(phone)).to_contain_text(QUESTION)
    expect(newest(phone)).to_contain_text("Delivered")

    text(phone, "CODE")
    link = newest(phone).locator("a")
    expect(link).to_have_attribute("href", re.compile(re.escape(demo.ports.url("public")) + "/c/.+"))
    page = browsers.page()
    page.goto(link.get_attribute("href") or "")
    page.get_by_role("button", name="Show my code").click()
    words = " ".join(page.locator("#reporter-code").inner_text().split())
    page.goto(f"{demo.ports.url('public')}/{demo.config.program}/follow-up")
    page.locator("[name=code]").fill(words)
    page.locator("#open button").click()
    page.locator("[name=message]").fill(ON_THE_PAGE)
    page.locator("form:has([name=message]) button").first.click()
    expect(page.locator("#thread")).to_contain_text(ON_THE_PAGE)
    desk.reload()
    expect(desk.locator("main")).to_contain_text(ON_THE_PAGE)

    expect(phone.locator("#thread .trace").last).to_have_text("erased at the carrier", timeout=60_000)
    traces = phone.locator("#thread .trace")
    expect(traces).to_have_text(["erased at the carrier"] * traces.count(), timeout=60_000)


def test_staff_read_why_an_answer_did_not_arrive(browsers: Browsers, demo: Demo) -> None:
    phone = browsers.page()
    phone.goto(f"{demo.ports.url('phone')}/")
    phone.locator("form[action='/another'] button").click()
    text(phone, TOLD)
    expect(newest(phone)).to_contain_text("Delivered")
    number = re.findall(r"TOR-[0-9A-Z]{4}-[0-9A-Z]{4}", newest(phone).inner_text())[0]
    desk = coordinator(browsers, demo)
    desk.goto(f"{demo.ports.url('console')}/tips/{number}")

    phone.get_by_role("switch", name="This phone is out of reach").press("Space")
    answer(desk, LATER, when_safe=False)

    expect(newest(phone)).to_contain_text("Did not arrive: out of reach (30003)")
    for _ in range(20):
        if "switched off or has no reception" in desk.locator("main").inner_text():
            break
        desk.wait_for_timeout(500)
        desk.reload()
    expect(desk.locator("main")).to_contain_text("the phone is switched off or has no reception")


def text(phone: Page, words: str) -> None:
    """Type a text and send it by the keyboard alone; it has been answered, or not, when this returns."""
    count = phone.locator("#thread .bubble").count()
    phone.locator("#body").fill(words)
    phone.locator("#body").press("Enter")
    expect(phone.locator("#thread .bubble").nth(count)).to_contain_text(words)


def newest(phone: Page) -> Locator:
    """The newest message on the screen."""
    return phone.locator("#thread .bubble").last


def answer(desk: Page, words: str, *, when_safe: bool) -> None:
    """Answer as staff do."""
    desk.locator("#answer textarea").fill(words)
    desk.locator("#answer [name=question]").set_checked(when_safe)
    desk.locator("#answer [name=safe]").set_checked(when_safe)
    desk.locator("#answer").get_by_role("button", name="Send to the reporter").click()
    expect(desk.locator("article.record[data-kind=answer]").last).to_contain_text(words)


def width_of_the_picture(desk: Page) -> int:
    """How wide the scrubbed copy is in the viewer, once it is there."""
    for _ in range(60):
        if desk.locator("#files img").count():
            break
        desk.wait_for_timeout(1_000)
        desk.reload()
    desk.locator("#files .veil label").click()
    picture = desk.locator("#files img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    width: int = picture.evaluate("picture => picture.naturalWidth")
    return width


def coordinator(browsers: Browsers, demo: Demo) -> Page:
    """The coordinator, signed in."""
    person, page = demo.config.person("coordinator"), browsers.page()
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form:has([name=totp]) button").first.click()
    expect(page.locator("body")).to_contain_text(person.name)
    return page


def a_picture() -> bytes:
    """A photograph, as good as any."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 140, 160)).save(made, "JPEG")
    return made.getvalue()
