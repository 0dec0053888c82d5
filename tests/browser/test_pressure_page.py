"""The page of a tip under pressure in a browser, with its script and without; and what no page may do."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.every_page import Seen
from tests.browser.judges import DARK, LIGHT, NARROW, WIDE, bring_axe, by_axe, by_validator
from tests.browser.sending import check
from tests.databases import SqliteSource, Stores
from tests.integration.doors import Visitor
from tests.unit.tipline.intake.readers import a_staff
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, a_public_site
from tipline.languages import LANGUAGES
from tipline.store.tip_tables import TipRow

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PATIENCE = 60_000
"""Milliseconds for the work, on a machine that does much else."""
KEPT_HERE = """async () => [
  document.cookie.length,
  localStorage.length,
  sessionStorage.length,
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length,
]"""
PATHS = ["/", "", "/follow-up", "/how-anonymous", "/numbers", "/nowhere", "/kept"]


@contextmanager
def served(site: PublicSite) -> Iterator[str]:
    """Serve a site on a free port of this machine; its address."""
    server = uvicorn.Server(uvicorn.Config(site.app, port=0, log_config=None, server_header=False))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join()


@pytest.fixture(scope="module")
def site(sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    """A site that has enough with its second tip."""
    folder = tmp_path_factory.mktemp("pressed")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        yield a_public_site(a_staff(stores), folder, tips_to_program=2)


@pytest.fixture(scope="module")
def address(site: PublicSite) -> Iterator[str]:
    """Where it is served."""
    with served(site) as found:
        yield found


def opened(browser: Browser, **options: bool) -> tuple[BrowserContext, Page, list[str]]:
    """A page in a browser of its own, and everything that it complains of or asks another host for."""
    context = browser.new_context(locale="en-CA", **options)  # type: ignore[arg-type]
    page, found = context.new_page(), list[str]()
    # Each browser names the powers that it does not know, and we deny those of every browser.
    page.on(
        "console",
        lambda message: found.append(message.text) if "Permissions-Policy" not in message.text else None,
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda asked: found.append(asked.url) if urlsplit(asked.url).hostname != "localhost" else None,
    )
    return context, page, found


def send(page: Page, address: str, tag: str = "en") -> None:
    """Send a tip, which comes under pressure."""
    page.goto(f"{address}{'' if tag == 'en' else f'/{tag}'}/{SLUG}")
    page.fill("#what", WORDS)
    check(page)
    page.locator("form#tip button:not([name])").click()


def test_the_work_is_done_by_itself_and_brings_the_code(
    browser: Browser, site: PublicSite, address: str
) -> None:
    context, page, found = opened(browser)

    send(page, address)
    page.locator("#reporter-code").wait_for(timeout=PATIENCE)

    assert len(page.locator("#reporter-code").inner_text().split()) == 8
    assert (found, context.cookies(), sum(page.evaluate(KEPT_HERE))) == ([], [], 0)
    assert [row.unfinished for row in site.staff.rows(TipRow)].count(True) == 0
    context.close()


def test_without_script_the_button_brings_it_after_a_minute_and_not_before(
    browser: Browser, site: PublicSite, address: str
) -> None:
    context, page, _ = opened(browser, java_script_enabled=False)

    send(page, address)
    told = page.inner_text("main")
    page.locator("main form button").click()
    early = page.inner_text("#error")
    site.clock.at += timedelta(minutes=1)
    page.locator("main form button").click()

    assert "Your tip is kept." in told
    assert "goes on by itself" not in told
    assert "Wait 60 more seconds" in early
    assert len(page.locator("#reporter-code").inner_text().split()) == 8
    context.close()


def test_nobody_sees_or_hears_of_the_box_for_machines(browser: Browser, address: str) -> None:
    context, page, _ = opened(browser)
    page.goto(f"{address}/{SLUG}")

    assert not page.locator("#homepage").is_visible()
    assert "Leave this box empty" not in page.locator("body").aria_snapshot()
    assert page.locator("#homepage").get_attribute("autocomplete") == "off"
    context.close()


def test_judges_find_nothing_on_the_page_in_any_language(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    seen = []
    with closing(Visitor(address, SLUG)) as visitor:
        for tag in LANGUAGES:
            _, filled = visitor.fill(page=f"/{SLUG}", what=WORDS)
            asked = visitor.post(f"/{tag}/{SLUG}", filled)
            seen.append(Seen(f"the step in {tag}", "visitor", f"{address}/{SLUG}", asked.text))
    assert all(
        f'<html lang="{LANGUAGES[tag].lang}"' in one.html and 'name="kept"' in one.html
        for tag, one in zip(LANGUAGES, seen, strict=True)
    )

    context, page, _ = opened(browser)
    bring_axe(page)
    looks = ((WIDE, LIGHT), (NARROW, LIGHT), (NARROW, DARK))
    # Judged as it is without its script, which would go on to the receipt.
    bare = [replace(one, html=one.html.replace("<script ", '<script type="not-run" ')) for one in seen]
    assert [fault for one in bare for fault in by_axe(page, one, looks=looks)] == []
    assert by_validator(seen, tmp_path) == []
    context.close()


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_no_public_page_asks_another_host_or_keeps_anything(browser: Browser, address: str, tag: str) -> None:
    context, page, found = opened(browser)
    at = "" if tag == "en" else f"/{tag}"

    kept = []
    for path in PATHS:
        page.goto(f"{address}{at}{path if path in {'/', '/nowhere'} else f'/{SLUG}{path}'}")
        kept.append(page.evaluate(KEPT_HERE))
    page.goto(f"{address}{at}/{SLUG}/follow-up")
    page.fill("[name=code]", "no such words")
    page.locator("main form button").first.click()
    kept.append(page.evaluate(KEPT_HERE))

    assert kept == [[0] * 6] * len(kept)
    assert context.cookies() == []
    assert [one for one in found if "404" not in one and "422" not in one] == []
    context.close()
