"""A page that does not say whom it is for is a page that nobody has thought about."""

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tests.databases import Stores
from tests.routes import routes_of_all
from web.who_may import declared, who_may


@pytest.fixture
def apps(sqlite_stores: Stores, tmp_path: Path) -> dict[str, list[BaseRoute]]:
    """The routes of the three applications."""
    return routes_of_all(sqlite_stores, tmp_path)


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
        ("GET", "/cases/{number}/barred"),
        ("POST", "/cases/{number}/barred"),
        ("POST", "/cases/{number}"),
        *(
            (method, f"/cases/{{number}}/surge{place}")
            for method in ("GET", "POST")
            for place in ("", "/answer")
        ),
        ("GET", "/cases/{number}/surge/named/{mark}"),
        ("GET", "/scrub"),
        *((method, "/scrub/{number}") for method in ("GET", "POST")),
        ("GET", "/search"),
        ("POST", "/search"),
        ("GET", "/queue/events"),
        ("GET", "/tips"),
        ("GET", "/tips/{number}"),
        *(("POST", f"/tips/{{number}}/{deed}") for deed in DEEDS),
        ("POST", "/tips/{number}/figures"),
        ("POST", "/tips/{number}/files/illegal"),
        ("POST", "/tips/{number}/files/reported"),
        ("GET", "/handed-over"),
        ("POST", "/handed-over"),
        ("POST", "/handed-over/reported"),
        ("GET", "/tips/{number}/dispatch"),
        ("POST", "/tips/{number}/dispatch"),
        ("GET", "/tips/{number}/history"),
        *(("POST", f"/tips/{{number}}/{deed}") for deed in TALK),
        ("GET", "/answers"),
        ("POST", "/answers"),
        ("GET", "/languages"),
        ("POST", "/languages"),
        ("GET", "/program"),
        ("POST", "/program"),
        ("GET", "/program/leak"),
        ("POST", "/program/leak"),
        ("POST", "/answers/unsent"),
        ("GET", "/apps"),
        ("POST", "/apps"),
        ("GET", "/texting"),
        ("POST", "/texting/hours"),
        ("POST", "/texting/words"),
        *(("POST", f"/tips/{{number}}/dispatch/{deed}") for deed in ("send", "keep-back")),
        ("GET", "/reports"),
        ("GET", "/reports/{name}.{end}"),
        ("GET", "/reports/{address}"),
        ("GET", "/reports/{address}/part"),
        *(("POST", f"/reports/{{address}}/{deed}") for deed in ("close", "marks", "marks/remove")),
        ("GET", "/publishing"),
        *(("POST", f"/publishing/{deed}") for deed in ("on", "off", "publish")),
        ("POST", "/my-alerts/screen"),
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


BESIDE = ("outcome", "related", "lost-words", "barred")
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
