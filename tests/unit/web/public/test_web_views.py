from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, PublicSite, fresh_form
from web.public.app import public_app
from web.public.web_views import Opened, host_of, opened_in

AGENTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "agents.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
INSIDE = [(agent, app, system == "Android") for app, system, agent in AGENTS if app != "none"]
ELSEWHERE = [agent for app, _, agent in AGENTS if app == "none"]
TOR = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
ONION = f"http://{'a2' * 28}.onion"


def _request(agent: str, host: str = "tips.example.org") -> Request:
    headers = [(b"user-agent", agent.encode()), (b"host", host.encode())]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(("agent", "app", "android"), INSIDE)
def test_the_web_views_of_social_apps_are_known(agent: str, app: str, android: bool) -> None:
    assert opened_in(_request(agent)) == Opened(app=app, android=android)


@pytest.mark.parametrize("agent", ELSEWHERE)
def test_every_other_browser_is_ordinary(agent: str) -> None:
    assert opened_in(_request(agent)) == Opened()


def test_tor_browser_is_guessed_by_its_name_and_known_by_the_onion_address() -> None:
    assert opened_in(_request(TOR)) == Opened(tor=True)
    assert opened_in(_request("curl", ONION.removeprefix("http://"))) == Opened(tor=True, by_onion=True)


@pytest.mark.parametrize("host", ['"><script>', "a/b", "evil.example#", "x" * 300, "a b"])
def test_a_host_that_is_none_is_not_shown(host: str) -> None:
    assert host_of(_request("", host)) == ""


@pytest.mark.parametrize(("agent", "app", "android"), INSIDE)
def test_the_notice_stands_before_the_form_with_the_ways_out(
    quick_browser: TestClient, agent: str, app: str, android: bool
) -> None:
    page = quick_browser.get(f"/{SLUG}", headers={"User-Agent": agent}).text

    notice = page.partition('id="web-view"')[2].partition("<form")[0]
    assert f"This page is open inside {app}." in notice
    assert (f"intent://testserver/{SLUG}#Intent;scheme=https;" in notice) is android
    assert f">https://testserver/{SLUG}</p>" in notice
    assert 'href="tel:18002228477"' in notice


def test_nothing_of_where_it_was_opened_is_kept_with_the_tip(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    inside = {"User-Agent": INSIDE[3][0]}
    quick_browser.post(f"/{SLUG}", data=fresh_form(quick_browser) | {"what": "Look there."}, headers=inside)

    tip = quick_site.staff.tip()
    assert (tip.texts, tip.typed) == (["Look there."], {})
    assert "Instagram" not in str(tip.row)


def test_the_onion_address_is_told_in_a_header_and_as_text_and_never_as_a_link(
    quick_site: PublicSite,
) -> None:
    runtime = quick_site.runtime
    runtime = replace(runtime, settings=runtime.settings.model_copy(update={"onion_origin": ONION}))
    with TestClient(public_app(runtime), follow_redirects=False) as browser:
        page = browser.get(f"/{SLUG}?l=abcd1234", headers={"User-Agent": TOR})
        explained = browser.get(f"/{SLUG}/how-anonymous").text
        sent = browser.post(f"/{SLUG}", data={"what": "x"})
        inside = browser.get(f"/{SLUG}", headers={"Host": ONION.removeprefix("http://")})
        style = browser.get(page.text.partition('stylesheet" href="')[2].partition('"')[0])

    assert page.headers["onion-location"] == f"{ONION}/{SLUG}?l=abcd1234"
    assert (f"{ONION}/{SLUG}</p>" in page.text, f'href="{ONION}' in page.text) == (True, False)
    assert (f"{ONION}/{SLUG}</p>" in explained, f'href="{ONION}' in explained) == (True, False)
    assert [answer.headers.get("onion-location") for answer in (sent, inside, style)] == [None] * 3
    assert "You are inside Tor." in inside.text
