"""What a browser writes to disk of a reporter's visit: its profile is searched after it is closed."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.conftest import Demo, chromium_options
from tests.browser.sending import check, send_checked

pytestmark = [pytest.mark.browser, pytest.mark.processes]

MARKER = "The blue container behind the curling rink"
KEPT_AFTER = 4_000
"""Milliseconds after which chromium has written down what it keeps of a page."""
UNGUARDED = "for (const field of document.querySelectorAll('[name=unkept]')) field.remove()"


@pytest.mark.parametrize("guarded", [True, False])
def test_neither_the_code_nor_the_tip_is_in_the_browsers_files(
    playwright: Playwright, demo: Demo, tmp_path: Path, guarded: bool
) -> None:
    code = _visit(playwright, demo, tmp_path / "profile", guarded=guarded)

    written = [path.read_bytes() for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    found = {
        name
        for name, text in {"tip": MARKER, "code": " ".join(code), "sent code": "+".join(code)}.items()
        for encoded in (text.encode(), text.encode("utf-16-le"))
        if any(encoded in content for content in written)
    }
    assert bool(found) is not guarded, found


def _visit(playwright: Playwright, demo: Demo, profile: Path, *, guarded: bool) -> list[str]:
    """Send a tip and come back with its code, in a browser with a profile; without the guard as a control."""
    options = chromium_options()
    arguments = options.pop("args")
    context = playwright.chromium.launch_persistent_context(
        profile,
        headless=True,
        args=[*arguments, "--headless=new"],  # type: ignore[misc]
        ignore_default_args=["--headless", "--headless=old"],
        **options,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{demo.ports.url('public')}/{demo.config.program}")
    if not guarded:
        page.evaluate(UNGUARDED)
    page.locator("textarea[name=what]").fill(MARKER)
    check(page)
    if not guarded:
        page.evaluate(UNGUARDED)
    send_checked(page)
    code = page.locator("#reporter-code").inner_text().split()
    page.goto(f"{demo.ports.url('public')}/{demo.config.program}/follow-up")
    if not guarded:
        page.evaluate(UNGUARDED)
    page.locator("[name=code]").fill(" ".join(code))
    page.locator("main form button").first.click()
    page.locator("#thread").wait_for()
    page.wait_for_timeout(KEPT_AFTER)
    context.close()
    return code
