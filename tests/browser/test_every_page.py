"""Every page of both sites before judges that none of us wrote; a page that nobody reaches fails here too."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TypeAlias

import httpx2
import pytest
from playwright.sync_api import Browser, Page
from starlette.routing import BaseRoute

from tests.browser.conftest import Demo
from tests.browser.every_page import Seen, pages_of, walk
from tests.browser.judges import DARK, LIGHT, NARROW, WIDE, bring_axe, by_axe, by_validator
from tests.browser.made_pages import made_for_staff, made_for_visitors, tell_with_a_picture
from tests.browser.shape import Shape, shape_of
from tests.databases import SqliteSource, Stores
from tests.integration.doors import Desk, Visitor
from tests.routes import routes_of_all

pytestmark = [pytest.mark.browser, pytest.mark.processes]

EACH_LOOK = ((WIDE, LIGHT), (NARROW, LIGHT), (NARROW, DARK), (WIDE, DARK))
AS_ANOTHER = ((NARROW, LIGHT),)
"""How a page is judged that was judged in each look already, when another role sees other parts of it.

What another role sees that has the same elements in the same order is not judged again, but by html-validate.
"""


Routes: TypeAlias = dict[str, list[BaseRoute]]


@pytest.fixture(scope="module")
def routes(sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> Routes:
    """The routes of each site, whether anything leads to them or not."""
    folder = tmp_path_factory.mktemp("routes")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        return routes_of_all(stores, folder)


@pytest.fixture(scope="module")
def public_pages(demo: Demo, routes: Routes) -> list[Seen]:
    """What a visitor is shown."""
    visitor = Visitor(demo.ports.url("public"), demo.config.program)
    with closing(visitor):
        start = ("/", f"/l/{demo.config.links[0]}", f"/{demo.config.program}")
        found = walk(visitor.get, routes["public"], who="visitor", starting=start)
        return [*found, *made_for_visitors(demo, visitor)]


@pytest.fixture(scope="module")
def console_pages(demo: Demo, routes: Routes) -> list[Seen]:
    """What each of the staff is shown by the links of their role, and the answers to their deeds."""
    console = demo.ports.url("console")
    with ExitStack() as open_ones, closing(Visitor(demo.ports.url("public"), demo.config.program)) as visitor:
        desks = {}
        for role in dict.fromkeys(person.role for person in demo.config.people):
            desks[role] = open_ones.enter_context(closing(Desk(console, demo.config.person(role)))).sign_in()
        number = tell_with_a_picture(visitor, desks["coordinator"])
        found = [Seen("/sign-in", "nobody", f"{console}/sign-in", httpx2.get(f"{console}/sign-in").text)]
        found += made_for_staff(desks["coordinator"], desks["investigator"], number)
        beside = {"coordinator": [f"/tips/{number}/lost-words"], "investigator": [f"/tips/{number}/outcome"]}
        for role, desk in desks.items():
            starting = ["/", *beside.get(role, [])]
            found += walk(desk.get, routes["console"], who=role, starting=starting)
        return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-CA")
    context.set_default_timeout(30_000)
    page = context.new_page()
    bring_axe(page)
    yield page
    context.close()


def test_no_page_is_left_out(routes: Routes, public_pages: list[Seen], console_pages: list[Seen]) -> None:
    for name, pages in (("public", public_pages), ("console", console_pages)):
        wanted, seen = pages_of(routes[name]), {one.route for one in pages}

        assert len(wanted) > 5
        assert [route for route in wanted if route not in seen] == []


def test_axe_finds_nothing_on_a_public_page(page: Page, public_pages: list[Seen]) -> None:
    found = [fault for seen in public_pages for fault in by_axe(page, seen, looks=EACH_LOOK)]

    assert "\n".join(found) == ""


def test_axe_finds_nothing_on_a_page_of_the_console(page: Page, console_pages: list[Seen]) -> None:
    found, routes, shapes = [], set[str](), set[Shape]()
    for seen in console_pages:
        if (shape := shape_of(seen.html)) not in shapes:
            found += by_axe(page, seen, looks=AS_ANOTHER if seen.route in routes else EACH_LOOK)
        routes.add(seen.route)
        shapes.add(shape)

    assert "\n".join(found) == ""


def test_the_html_of_every_page_is_valid(
    public_pages: list[Seen], console_pages: list[Seen], tmp_path: Path
) -> None:
    assert "\n".join(by_validator([*public_pages, *console_pages], tmp_path)) == ""


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("<p id=a>One<p id=a>Two", "no-dup-id"),
        ("<p><div>In a paragraph</div></p>", "no-implicit-close"),
        ("<button>Nothing is said of what it does</button>", "no-implicit-button-type"),
    ],
)
def test_the_validator_sees_what_is_wrong(tmp_path: Path, broken: str, rule: str) -> None:
    page = Seen("broken", "nobody", "", f"<!doctype html><html lang=en><title>Broken</title>{broken}</html>")

    assert rule in "".join(by_validator([page], tmp_path))


def test_axe_sees_what_is_wrong(page: Page, demo: Demo) -> None:
    html = """<!doctype html><html lang="en"><title>Broken</title><main><h1>Broken</h1><input>
        <p style="color: #999; background: #fff">Too faint</p></main></html>"""
    seen = Seen("broken", "nobody", f"{demo.ports.url('public')}/broken", html)

    assert [one.split(": ")[1] for one in by_axe(page, seen, looks=[(WIDE, LIGHT)])] == [
        "color-contrast",
        "label",
    ]
