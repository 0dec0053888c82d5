"""A browser of their own for everybody who has a part in a story."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page


class Browsers:
    """Opens one for each, and closes them all at the end."""

    def __init__(self, browser: Browser, open_ones: ExitStack) -> None:
        self._browser = browser
        self._open = open_ones

    def page(self) -> Page:
        context = self._browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA")
        self._open.callback(context.close)
        context.set_default_timeout(30_000)
        return context.new_page()


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Browsers]:
    with ExitStack() as open_ones:
        yield Browsers(browser, open_ones)
