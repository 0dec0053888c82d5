"""A page as somebody hears it: places by role and name, the keyboard, and where the focus is.

No selector and no position: what cannot be found so cannot be found by a screen reader either.
"""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from cli.demo.config import DemoPerson
from tests.browser.conftest import Demo
from tests.integration.doors import next_totp


class Listener:
    """One of the staff, who hears the console and has a keyboard."""

    def __init__(self, browser: Browser, demo: Demo, person: DemoPerson) -> None:
        """Sign in, field by field."""
        self._console = demo.ports.url("console")
        self.page: Page = browser.new_context(java_script_enabled=False, locale="en-CA").new_page()
        self.page.set_default_timeout(30_000)
        self.page.goto(f"{self._console}/sign-in")
        self.write("Name", person.name)
        # A field for a password has no role of its own.
        self.page.get_by_label("Password", exact=True).fill(person.password)
        self.write("Code from your authenticator", next_totp(person.totp))
        self.press("Sign in")
        expect(self.page.get_by_role("navigation", name="Console")).to_be_visible()

    def go_to(self, place: str) -> None:
        """Follow the link of the console's rail that is called so."""
        rail = self.page.get_by_role("navigation", name="Console")
        rail.get_by_role("link", name=place, exact=True).press("Enter")

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press Enter on the first link of this name."""
        (within or self.page).get_by_role("link", name=name).first.press("Enter")

    def write(self, name: str, words: str) -> None:
        """Type into the field of this name."""
        self.page.get_by_role("textbox", name=name, exact=True).fill(words)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press Enter on the button of this name."""
        (within or self.page).get_by_role("button", name=name, exact=True).press("Enter")

    def choose(self, name: str, *, option: str) -> None:
        """Choose from the list of this name what begins so."""
        box = self.page.get_by_role("combobox", name=name, exact=True)
        found = box.get_by_role("option", name=re.compile(f"^{re.escape(option)}"))
        box.select_option(found.get_attribute("value"))

    def heard(self) -> str:
        """What is said first when a page has come: what has the focus, a status or an alert."""
        said = (
            self.page.get_by_role("status")
            .or_(self.page.get_by_role("alert"))
            .and_(self.page.locator(":focus"))
        )
        expect(said).to_have_count(1)
        return said.inner_text()

    def heading(self) -> str:
        """The first heading."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def leave(self) -> None:
        """Close the browser's window."""
        self.page.context.close()
