"""The living pages of components: each component stands on them, and what judges pages judges them too."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cli.demo.components import add_components
from tests.browser.every_page import Seen
from tests.browser.judges import DARK, LIGHT, NARROW, WIDE, bring_axe, by_axe, by_validator
from tests.browser.plainness import faults, too_wide
from web.templating import TEMPLATES

pytestmark = pytest.mark.browser

HOST: Final = "http://components.test"
ADDRESSES: Final = ("/components", "/ar/components", "/components/console")
SHOWN: Final = Path(__file__).parents[2] / "cli" / "demo" / "components"


@pytest.fixture(scope="module")
def served() -> TestClient:
    app = Starlette()
    add_components(app)
    return TestClient(app, base_url=HOST)


@pytest.fixture
def page(browser: Browser, served: TestClient) -> Iterator[Page]:
    def answer(route: Route) -> None:
        found = served.get(route.request.url.removeprefix(HOST))
        route.fulfill(
            status=found.status_code, body=found.content, content_type=found.headers["content-type"]
        )

    context = browser.new_context(locale="en-CA")
    context.route("**/*", answer)
    page = context.new_page()
    bring_axe(page)
    yield page
    context.close()


def test_each_component_stands_on_a_page() -> None:
    pages = "".join(one.read_text("utf-8") for one in SHOWN.glob("*/components.html"))
    components = sorted(one.name for one in (TEMPLATES / "components").glob("*.html"))

    assert len(components) > 10
    assert [name for name in components if f'"components/{name}"' not in pages] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_judges_find_nothing(page: Page, served: TestClient, address: str, tmp_path: Path) -> None:
    seen = Seen(address, "a developer", HOST + address, served.get(address).text)
    page.goto(seen.address)

    assert [*faults(page), too_wide(page)] == [0]
    assert by_axe(page, seen, looks=[(WIDE, LIGHT), (NARROW, LIGHT), (NARROW, DARK)]) == []
    assert by_validator([seen], tmp_path) == []


def test_the_words_of_a_component_are_those_of_its_language(served: TestClient) -> None:
    arabic = served.get("/ar/components").text

    assert re.search(r'<html lang="ar" dir="rtl">', arabic)
    assert "اكتبها" in arabic or "الورق" in arabic or "ورقة" in arabic
