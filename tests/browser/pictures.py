"""Take the README's pictures of the form and the console, from a demo made for it: `make pictures`."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.conftest import Demo, chromium_options, running_demo
from tests.integration.doors import next_totp

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
STORY: Final = "Two men carry boxes into the garage behind the laundromat every night about eleven."


def take(browser: Browser, demo: Demo) -> None:
    """The form and the receipt on a phone, the queue with a tip, and the month, on a desk's screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    form = browser.new_page(viewport=NARROW, device_scale_factor=2, locale="en-CA")
    form.goto(f"{demo.ports.url('public')}/{demo.config.program}")
    form.screenshot(path=FOLDER / "form.png")
    form.locator("textarea[name=what]").fill(STORY)
    form.locator("form:has(textarea[name=what]) button").first.click()
    form.locator("#reporter-code").wait_for()
    form.screenshot(path=FOLDER / "receipt.png")

    coordinator = demo.config.person("coordinator")
    console = browser.new_page(viewport=WIDE, locale="en-CA")
    address = demo.ports.url("console")
    console.goto(f"{address}/sign-in")
    console.locator("[name=name]").fill(coordinator.name)
    console.locator("[name=password]").fill(coordinator.password)
    console.locator("[name=totp]").fill(next_totp(coordinator.totp))
    console.locator("form:has([name=totp]) button").first.click()
    console.locator("tr.tip a").first.wait_for()
    console.goto(f"{address}/?status=under+investigation")
    console.locator("tr.tip a").first.click()
    console.locator("article.record").first.wait_for()
    console.screenshot(path=FOLDER / "console.png")
    console.goto(f"{address}/reports")
    console.locator("#total").wait_for()
    console.screenshot(path=FOLDER / "month.png")


def main() -> None:
    """Make a demo, take the pictures, and remove it."""
    with (
        tempfile.TemporaryDirectory(prefix="tipline-pictures-") as folder,
        running_demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium_options())  # type: ignore[arg-type]
        take(browser, demo)
        browser.close()
    print(f"Pictures are in {FOLDER}")


if __name__ == "__main__":
    main()
