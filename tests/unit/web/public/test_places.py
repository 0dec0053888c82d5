import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import NOT_KEPT, SLUG, WORDS, PublicSite, read_page
from tipline.errors import StoreUnavailable
from tipline.spool_errors import SpoolUnavailable
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import StoreName
from web.who_may import declared

PAGES = [
    "/",
    f"/{SLUG}",
    f"/{SLUG}/follow-up",
    f"/{SLUG}/how-anonymous",
    "/nowhere",
    "/no/such/page",
    "/l/zzzz0000",
]


def test_the_first_page_lists_the_programs(browser: TestClient) -> None:
    answer = browser.get("/")

    assert (answer.status_code, f'<a href="/{SLUG}">Toronto Crime Stoppers</a>' in answer.text) == (200, True)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/no/such/page", "/nowhere/how-anonymous", "/%00", "/..%2f..%2fetc"]
)
def test_an_address_that_is_none_offers_the_programs(quick_browser: TestClient, path: str) -> None:
    answer = quick_browser.get(path)

    assert (answer.status_code, f'href="/{SLUG}"' in answer.text) == (404, True)
    assert "There is no such page" in read_page(answer.text).texts["error"]


def test_what_was_sent_to_a_program_that_is_none_can_be_taken_to_one(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    lost = quick_browser.post("/nowhere", data={"what": WORDS, "where": "Dundas", "token": "any"})
    kept = read_page(lost.text).forms[0]

    there = quick_browser.post(kept.action, data=kept.fields)

    form = read_page(there.text).forms[0]
    assert (lost.status_code, kept.action, there.status_code) == (404, f"/{SLUG}", 422)
    assert (form.fields["what"], form.fields["where"]) == (WORDS, "Dundas")
    assert quick_site.staff.rows(TipRow) == []
    assert quick_browser.post(f"/{SLUG}", data=form.fields).status_code == 200


def test_the_page_on_anonymity_speaks_of_every_way_to_reach_us(quick_browser: TestClient) -> None:
    text = " ".join(read_page(quick_browser.get(f"/{SLUG}/how-anonymous").text).whole.split())

    for words in (
        "If you text",
        "If you write by WhatsApp, Messenger or RCS",
        "If you came from a social app",
        "On this page",
        "A text has no such question",
    ):
        assert words in text


def test_healthz_says_well_while_what_comes_can_be_kept(
    site: PublicSite, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreUnavailable(StoreName.TIPS)

    def no_spool() -> None:
        raise SpoolUnavailable

    assert (browser.get("/healthz").status_code, browser.get("/healthz").text) == (200, "ok")
    monkeypatch.setattr(site.runtime.tips, "ping", away)
    spooling = browser.get("/healthz")
    monkeypatch.setattr(site.runtime.spool, "check", no_spool)
    neither = browser.get("/healthz")

    assert (spooling.status_code, "spool" in spooling.text, neither.status_code) == (200, True, 503)


def test_every_route_says_who_may_use_it(quick_site: PublicSite) -> None:
    routes = quick_site.app.routes

    assert [route for route in routes if declared(route) is None] == []
    assert len(routes) == 22


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_a_cookie_or_anything_of_another_origin(
    quick_browser: TestClient, path: str
) -> None:
    answer = quick_browser.get(path)

    assert not re.search(r"<script|<iframe|<img|style=|\son\w+=", answer.text)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', answer.text)
    assert re.findall(r'<link[^>]+href="([^"]+)"', answer.text)[0].startswith("/static/public.")
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == NOT_KEPT


@pytest.mark.parametrize("path", PAGES[:4])
def test_every_page_begins_with_the_emergency_line_and_has_one_heading(
    quick_browser: TestClient, path: str
) -> None:
    answer = quick_browser.get(path)

    text = " ".join(read_page(answer.text).whole.split())
    assert text.index("In danger now? Call 911.") < 100
    assert len(re.findall("<h1", answer.text)) == 1
    assert '<html lang="en" dir="ltr">' in answer.text


def test_the_style_sheet_is_kept_for_ever_under_an_address_of_its_content(quick_browser: TestClient) -> None:
    path = re.findall(r'href="(/static/[^"]+)"', quick_browser.get("/").text)[0]

    answer = quick_browser.get(path)

    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert quick_browser.get(path.replace(".css", "0.css")).status_code == 404


@pytest.mark.parametrize("path", ["/", f"/{SLUG}", "/healthz", f"/{SLUG}/follow-up"])
def test_a_head_is_answered_like_a_get_without_its_page(quick_browser: TestClient, path: str) -> None:
    answer = quick_browser.head(path)

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_with_a_page(quick_browser: TestClient, method: str) -> None:
    answer = quick_browser.request(method, f"/{SLUG}")

    assert (answer.status_code, "That cannot be done here" in answer.text) == (405, True)


def test_when_the_store_is_away_a_page_says_so_and_shows_no_fault_of_ours(
    quick_site: PublicSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    monkeypatch.setattr(quick_site.runtime.tips, "read", away)
    with quick_site.browser() as browser:
        answers = [browser.get(path) for path in ("/", f"/{SLUG}", "/l/abcd1234")]

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert all("out of order" in answer.text for answer in answers)


@pytest.fixture
def port(quick_site: PublicSite) -> Iterator[int]:
    """The site behind a real server."""
    config = uvicorn.Config(quick_site.app, port=0, access_log=False, log_config=None, proxy_headers=False)
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    running.join()


def test_a_chunked_body_without_an_end_is_answered_and_the_connection_closed(port: int) -> None:
    chunk = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            f"POST /{SLUG} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        sent = 0
        try:
            while sent < 500:
                connection.sendall(chunk)
                sent += 1
        except OSError:
            pass
        answer = b""
        try:
            while piece := connection.recv(65_536):
                answer += piece
        except OSError:
            pass

    assert sent < 500
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_that_announces_too_much_is_answered_before_it_comes(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            f"POST /{SLUG} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 1048577\r\n\r\n".encode()
        )
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"That is too much to send at once" in answer
