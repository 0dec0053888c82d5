"""Take the README's pictures of the form and the console, from a demo made for it: `make pictures`."""

import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.conftest import Demo, chromium_options, running_demo
from tests.browser.sending import send
from tests.integration.doors import next_totp

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
LOW: Final = ViewportSize(width=1280, height=560)
COLOURS: Final = 128
STORY: Final = "Two men carry boxes into the garage behind the laundromat every night about eleven."


def take(browser: Browser, demo: Demo) -> None:
    """The form and the receipt on a phone, the queue with a tip, and last month, on a desk's screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    form = browser.new_page(viewport=NARROW, device_scale_factor=2, locale="en-CA")
    form.goto(f"{demo.ports.url('public')}/{demo.config.program}")
    form.screenshot(path=FOLDER / "form.png")
    form.locator("textarea[name=what]").fill(STORY)
    send(form)
    form.screenshot(path=FOLDER / "receipt.png")

    console, address = _console(browser, demo, "coordinator", size=WIDE), demo.ports.url("console")
    console.goto(f"{address}/?status=under+investigation")
    console.locator("tr.tip a").first.click()
    console.locator("article.record").first.wait_for()
    console.screenshot(path=FOLDER / "console.png")
    console.goto(f"{address}/reports")
    console.goto(f"{address}{console.locator('a[rel=prev]').get_attribute('href')}")
    console.locator("#total").wait_for()
    console.screenshot(path=FOLDER / "month.png")


def take_payout(browser: Browser, demo: Demo) -> None:
    """The payout desk with an award in a teller's hand: the one whose words are on the demo's screen."""
    if demo.config.award is None:
        raise LookupError("the demo has no award to collect")
    reporter = browser.new_page(viewport=NARROW, locale="en-CA")
    reporter.goto(f"{demo.ports.url('public')}/{demo.config.program}/follow-up")
    reporter.locator("[name=code]").fill(demo.config.award.code)
    reporter.locator("main form button").first.click()
    reporter.get_by_role("button", name="Show it").click()
    reporter.locator("[name=place]").first.check()
    reporter.get_by_role("button", name="Collect it there").click()
    code = reporter.locator("#claim-code-1").inner_text()
    desk = _console(browser, demo, "teller", size=LOW)
    desk.goto(f"{demo.ports.url('console')}/payout")
    desk.locator("[name=code]").fill(code)
    desk.get_by_role("button", name="Look it up").click()
    desk.get_by_role("button", name="Hold it for ten minutes").click()
    desk.locator(".desk-word").wait_for()
    desk.screenshot(path=FOLDER / "payout.png")


def _console(browser: Browser, demo: Demo, role: str, *, size: ViewportSize) -> Page:
    """The console of the first who has this role."""
    person = demo.config.person(role)
    page = browser.new_page(viewport=size, locale="en-CA")
    page.goto(f"{demo.ports.url('console')}/sign-in")
    page.locator("[name=name]").fill(person.name)
    page.locator("[name=password]").fill(person.password)
    page.locator("[name=totp]").fill(next_totp(person.totp))
    page.locator("form:has([name=totp]) button").first.click()
    page.locator("form[action='/sign-out']").wait_for()
    return page


def shrink() -> None:
    """Keep 128 colours of each picture, which is what such pages have, and a third of its bytes."""
    for path in FOLDER.glob("*.png"):
        with Image.open(path) as taken:
            few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def main() -> None:
    """Make a demo, take the pictures, and remove it."""
    with (
        tempfile.TemporaryDirectory(prefix="tipline-pictures-") as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium_options())  # type: ignore[arg-type]
        take(browser, demo)
        take_payout(browser, demo)
        browser.close()
    shrink()
    print(f"Pictures are in {FOLDER}")


if __name__ == "__main__":
    main()
