"""A page that does not say whom it is for is a page that nobody has thought about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sms.webhook import gateway_app
from tests.databases import Stores
from tests.fakes import FakeCarrier
from tests.program import FixedClock, found
from tipline.key_files import new_public_keys
from tipline.keyring import Keyring
from tipline.runtime import GatewayRuntime, PublicRuntime
from tipline.settings import Settings
from web.console.app import console_app
from web.public.app import public_app
from web.who_may import declared, who_may


def routes_of(app: object) -> list[BaseRoute]:
    """The routes of an application, through whatever is wrapped around it."""
    while not hasattr(app, "routes"):
        inside = [each for each in (getattr(app, name, None) for name in ("app", "_app")) if each is not None]
        (app,) = inside
    return list(walked(app.routes))


def walked(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """Every route, those of routers and mounts too."""
    for route in routes:
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", None
        )
        if inner:
            yield from walked(inner)
        else:
            yield route


@pytest.fixture
def apps(sqlite_stores: Stores, tmp_path: Path) -> dict[str, list[BaseRoute]]:
    """The routes of the three applications."""
    program = found(sqlite_stores)
    settings = Settings(data=tmp_path, roots=program.roots, sms_public_url="https://sms.example")
    keyring, clock = Keyring(program.roots), FixedClock()
    public = PublicRuntime(
        settings, clock, sqlite_stores.tips, sqlite_stores.ledger, keyring, new_public_keys()
    )
    gateway = GatewayRuntime(
        settings, clock, sqlite_stores.tips, sqlite_stores.vault, keyring, program.gateway, FakeCarrier()
    )
    return {
        "public": routes_of(public_app(public)),
        "console": routes_of(console_app(program.runtime(tmp_path))),
        "gateway": routes_of(gateway_app(gateway)),
    }


@pytest.mark.parametrize("name", ["public", "console", "gateway"])
def test_every_route_declares_who_may(apps: dict[str, list[BaseRoute]], name: str) -> None:
    silent = [getattr(route, "path", repr(route)) for route in apps[name] if not declared(route)]

    assert silent == []
    assert len(apps[name]) >= 2


def test_the_console_has_the_pages_that_it_should(apps: dict[str, list[BaseRoute]]) -> None:
    pages = {
        (method, route.path)
        for route in apps["console"]
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
        if method != "HEAD" and not route.path.startswith("/static/")
    }

    assert pages == {
        ("GET", "/healthz"),
        ("GET", "/sign-in"),
        ("POST", "/sign-in"),
        ("POST", "/sign-out"),
        ("GET", "/"),
        ("POST", "/many"),
        ("POST", "/views"),
        ("GET", "/due"),
        *((method, f"/tips/{{number}}/{place}") for method in ("GET", "POST") for place in BESIDE),
        ("POST", "/tips/{number}/still-working"),
        ("POST", "/tips/{number}/lost-words/make"),
        *((method, place) for method in ("GET", "POST") for place in BROUGHT),
        *(("GET", f"{place}/template.csv") for place in ("/reports/import", "/rewards/brought")),
        *(("POST", f"/reports/import/{deed}") for deed in ("keep", "undo")),
        *(("POST", f"/rewards/brought/{deed}") for deed in ("keep", "sign", "undo")),
        ("GET", "/cases"),
        ("POST", "/cases"),
        ("POST", "/cases/choose"),
        ("GET", "/cases/{number}"),
        ("POST", "/cases/{number}"),
        ("GET", "/search"),
        ("POST", "/search"),
        ("GET", "/queue/events"),
        ("GET", "/tips"),
        ("GET", "/tips/{number}"),
        *(("POST", f"/tips/{{number}}/{deed}") for deed in DEEDS),
        ("POST", "/tips/{number}/figures"),
        ("GET", "/tips/{number}/dispatch"),
        ("POST", "/tips/{number}/dispatch"),
        ("GET", "/tips/{number}/history"),
        *(("POST", f"/tips/{{number}}/{deed}") for deed in TALK),
        ("GET", "/answers"),
        ("POST", "/answers"),
        *(("POST", f"/tips/{{number}}/dispatch/{deed}") for deed in ("send", "keep-back")),
        ("GET", "/reports"),
        ("GET", "/reports/{name}.{end}"),
        ("GET", "/reports/{address}"),
        ("GET", "/reports/{address}/part"),
        *(("POST", f"/reports/{{address}}/{deed}") for deed in ("close", "marks", "marks/remove")),
        ("GET", "/publishing"),
        *(("POST", f"/publishing/{deed}") for deed in ("on", "off", "publish")),
        ("GET", "/keys"),
        ("POST", "/keys"),
        ("GET", "/people"),
        ("POST", "/people"),
        ("GET", "/rewards"),
        ("GET", "/rewards/funds"),
        ("POST", "/rewards/funds"),
        *(("POST", f"/rewards/funds/{deed}") for deed in ("entries", "close", "verify")),
        ("GET", "/rewards/journal"),
        ("GET", "/rewards/journal/{written}"),
        ("GET", "/rewards/entries/{written}"),
        ("POST", "/rewards/entries/{written}/take-back"),
        ("GET", "/rewards/books.{kind}"),
        ("GET", "/tips/{number}/reward"),
        ("POST", "/tips/{number}/reward"),
        ("POST", "/tips/{number}/reward/propose"),
        ("GET", "/rewards/meetings"),
        ("POST", "/rewards/meetings"),
        ("GET", "/rewards/meetings/{written}"),
        ("POST", "/rewards/meetings/{written}/present"),
        ("POST", "/rewards/meetings/{written}/close"),
        ("GET", "/rewards/meetings/{written}/minutes"),
        ("GET", "/rewards/meetings/{written}/minutes.pdf"),
        ("GET", "/rewards/meetings/{written}/awards/{letter}"),
        ("POST", "/rewards/meetings/{written}/awards/{letter}"),
        ("GET", "/rewards/scoring"),
        ("POST", "/rewards/scoring"),
        ("GET", "/rewards/scoring/new"),
        ("GET", "/rewards/scoring/{written}"),
        ("GET", "/audit"),
        ("POST", "/tips/{number}/told"),
        ("GET", "/roster"),
        ("POST", "/roster"),
        *(("POST", f"/roster/{deed}") for deed in ("remove", "outside", "centres", "centres/remove")),
        ("GET", "/my-alerts"),
        ("POST", "/my-alerts"),
        ("POST", "/audit/verify"),
        ("GET", "/payout"),
        ("POST", "/payout"),
        *{("POST", f"/payout/{step}") for step in ("hold", "paid", "kept", "another-day", "undo")},
        ("GET", "/desks"),
        *{("POST", f"/desks/{step}") for step in ("open", "describe", "carry", "count", "close", "confirm")},
        *{("POST", f"/desks/{step}") for step in ("release", "return")},
    }


BESIDE = ("outcome", "related", "lost-words")
BROUGHT = ("/reports/import", "/rewards/brought", "/rewards/lost-words", "/rewards/rules")
TALK = ("claim", "give", "named", "named/show", "propose", "not-asked", "sentence", "print")
DEEDS = ("answer", "note", "recipient", "start", "sort", "close", "spam")


def test_a_route_that_says_nothing_is_found() -> None:
    async def silent(_: Request) -> Response:
        return Response()

    @who_may("anyone")
    async def spoken(_: Request) -> Response:
        return Response()

    assert [declared(Route("/", endpoint)) for endpoint in (silent, spoken)] == [None, "anyone"]
