import json
from collections.abc import AsyncGenerator

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from web.security import ADDRESSES, PUBLIC_POLICY, SCRIPTED, Fortress, new_app
from web.who_may import declared, who_may

SECRET = "the reporter's words"


async def look(request: Request) -> Response:
    """What an application sees of who is asking."""
    seen = {"client": request.client, "headers": dict(request.headers)}
    return PlainTextResponse(json.dumps(seen))


async def kept(_: Request) -> Response:
    headers = {
        "Cache-Control": "public, max-age=60",
        "Content-Security-Policy": "default-src *",
        "X-Mine": "1",
    }
    return PlainTextResponse("ok", headers=headers)


async def scripted(_: Request) -> Response:
    return PlainTextResponse("ok", headers={"Content-Security-Policy": SCRIPTED})


async def large(_: Request) -> Response:
    return PlainTextResponse("too much", 413)


async def broken(_: Request) -> Response:
    raise ValueError(SECRET)


async def half_sent(_: Request) -> Response:
    return StreamingResponse(breaking_off())


async def breaking_off() -> AsyncGenerator[bytes]:
    yield b"a"
    raise ValueError(SECRET)


@pytest.fixture
def browser() -> TestClient:
    app = new_app()
    for name, page in (
        ("look", look),
        ("kept", kept),
        ("scripted", scripted),
        ("large", large),
        ("broken", broken),
        ("half", half_sent),
    ):
        app.router.routes.append(Route(f"/{name}", page))
    fortress = Fortress(app, policy=PUBLIC_POLICY, trouble=lambda _: PlainTextResponse("our page", 500))
    return TestClient(fortress)


@pytest.mark.parametrize("path", ["/look", "/kept", "/broken", "/nowhere", "/docs", "/openapi.json"])
def test_every_answer_has_the_headers_errors_too(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))
    assert headers["cache-control"] == ("public, max-age=60" if path == "/kept" else PUBLIC_POLICY.kept)
    assert "set-cookie" not in headers


def test_after_a_body_that_was_too_large_the_connection_is_closed(browser: TestClient) -> None:
    assert browser.get("/large").headers["connection"] == "close"
    assert "connection" not in browser.get("/look").headers


def test_over_tls_alone_the_browser_is_told_to_come_by_tls_for_a_year(browser: TestClient) -> None:
    year = "max-age=31536000; includeSubDomains"
    plain, proxied = browser.get("/look"), browser.get("/look", headers={"X-Forwarded-Proto": "https"})
    direct = TestClient(browser.app, base_url="https://testserver").get("/nowhere")

    told = [answer.headers.get("strict-transport-security") for answer in (plain, proxied, direct)]
    assert told == [None, year, year]


def test_a_page_gets_its_script_by_asking_and_no_other_policy_than_ours(browser: TestClient) -> None:
    assert browser.get("/scripted").headers.get_list("content-security-policy") == [
        (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'; script-src 'self'; worker-src 'self'"
        )
    ]
    assert "script-src" not in browser.get("/kept").headers["content-security-policy"]


def test_a_route_keeps_its_other_headers(browser: TestClient) -> None:
    assert browser.get("/kept").headers["x-mine"] == "1"


def test_no_address_reaches_the_application(browser: TestClient) -> None:
    sent = {name.decode(): "203.0.113.7" for name in ADDRESSES} | {
        "X-Forwarded-Proto": "https",
        "Accept": "x",
    }

    seen = browser.get("/look", headers=sent).json()

    assert seen["client"] is None
    assert "203.0.113.7" not in json.dumps(seen)
    assert (seen["headers"]["accept"], seen["headers"]["x-forwarded-proto"]) == ("x", "https")


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "Via"],
)
def test_each_header_that_names_a_visitor_is_dropped(browser: TestClient, header: str) -> None:
    assert header.lower() not in browser.get("/look", headers={header: "x"}).json()["headers"]


def test_an_error_that_nobody_foresaw_is_our_page_and_its_text_is_not_logged(
    browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = browser.get("/broken")

    logged = capfd.readouterr().err
    assert (answer.status_code, answer.text) == (500, "our page")
    assert SECRET not in logged
    assert "builtins.ValueError" in logged
    assert "test_security.py" in logged


def test_an_error_after_the_answer_has_begun_is_not_logged_with_its_text_either(
    browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    assert browser.get("/half").text == "a"
    assert SECRET not in capfd.readouterr().err


def test_who_goes_away_half_way_leaves_no_line_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    async def page(request: Request) -> Response:
        return PlainTextResponse(await request.body())

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        """Nobody is there."""

    app = new_app()
    app.router.routes.append(Route("/", page, methods=["POST"]))
    fortress = Fortress(app, policy=PUBLIC_POLICY, trouble=lambda _: PlainTextResponse("our page", 500))
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}

    anyio.run(fortress, scope, gone, send)

    assert capfd.readouterr() == ("", "")


def test_the_framework_documents_and_redirects_nothing_by_itself(browser: TestClient) -> None:
    assert [browser.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json", "/look/")] == [
        404
    ] * 4


def test_a_page_says_who_may_use_it_and_one_that_does_not_is_found_out() -> None:
    @who_may("anyone")
    async def page(_: Request) -> Response:
        return Response()

    assert (declared(Route("/", page)), declared(Route("/", look))) == ("anyone", None)
