"""What a reporter does with a form that is filled in: look at what will be sent, and send it."""

from playwright.sync_api import Page


def check(page: Page) -> None:
    """Press the form's own button, in any language."""
    page.locator("form#tip button[value=check]:visible").click()
    page.locator("#check").wait_for()


def send_checked(page: Page) -> None:
    """Send what the page shows; the receipt is there afterwards."""
    page.locator("form#tip button:not([name])").click()
    page.locator("#reporter-code").wait_for()


def send(page: Page) -> None:
    """Both, one after the other."""
    check(page)
    send_checked(page)
