"""What holds for each field, form and address of every public page that a route or a form leads to."""

from contextlib import closing

import pytest

from tests.browser.conftest import Demo
from tests.browser.every_page import Seen, pages_of, walk
from tests.browser.form_faults import faults_of
from tests.browser.made_pages import made_for_visitors
from tests.databases import SqliteSource, Stores
from tests.integration.doors import Visitor
from tests.routes import routes_of_all

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def pages(demo: Demo, sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """Every page of the public site, and those that answer a form."""
    folder = tmp_path_factory.mktemp("routes")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        routes = routes_of_all(stores, folder)["public"]
    with closing(Visitor(demo.ports.url("public"), demo.config.program)) as visitor:
        start = ("/", f"/l/{demo.config.links[0]}", f"/{demo.config.program}")
        found = [*walk(visitor.get, routes, who="visitor", starting=start), *made_for_visitors(demo, visitor)]
    missing = set(pages_of(routes)) - {one.route for one in found}
    assert missing == set()
    return found


def test_every_field_is_named_every_form_posts_and_no_onion_is_a_link(pages: list[Seen]) -> None:
    found = [f"{seen}: {fault}" for seen in pages for fault in faults_of(seen.html)]

    assert "\n".join(found) == ""
    assert sum(seen.html.count("<form ") for seen in pages) > 20
    assert sum("<textarea" in seen.html for seen in pages) > 5
