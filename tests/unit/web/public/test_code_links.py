"""The page behind a texter's link: opening spends nothing, the button does, and neither tells of anybody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.program import found
from tests.unit.web.public.reporter import NOT_KEPT, SLUG, read_page
from tests.unit.web.public.texter import Texter, a_texter, press, words_on
from tipline.errors import StoreUnavailable
from tipline.intake.code_links import any_over, forget_links
from tipline.languages import LANGUAGES
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow
from tipline.store.work_tables import CodeLinkRow
from tipline.vocabulary import StoreName
from web.security import PUBLIC_POLICY

OVER = "This link does not work any more"


@pytest.fixture
def texter(stores: Stores, tmp_path: Path) -> Texter:
    """A phone near Toronto's program, on each database in turn."""
    return a_texter(found(stores), tmp_path)


@pytest.fixture
def quick_texter(sqlite_stores: Stores, tmp_path: Path) -> Texter:
    """A phone near Toronto's program on SQLite alone: for what does not depend on the database."""
    return a_texter(found(sqlite_stores), tmp_path)


@pytest.fixture
def browser(texter: Texter) -> Iterator[TestClient]:
    with texter.site.browser() as client:
        yield client


@pytest.fixture
def quick_browser(quick_texter: Texter) -> Iterator[TestClient]:
    with quick_texter.site.browser() as client:
        yield client


def rows(texter: Texter) -> list[int]:
    with texter.site.runtime.tips.read() as session:
        kinds = (CodeLinkRow, TipKeyRow, TipGrantRow, RecordRow)
        return [len(session.connection().execute(select(table(kind))).all()) for kind in kinds]


def test_opening_it_as_often_as_one_likes_spends_nothing(texter: Texter, browser: TestClient) -> None:
    texter.text("black jeep")
    path = texter.link()
    before = rows(texter)

    opened = [browser.get(path), browser.head(path), browser.get(path.upper().replace("/C/", "/c/"))]

    assert [answer.status_code for answer in opened] == [200, 200, 200]
    assert rows(texter) == before
    assert press(browser, path).status_code == 200


def test_the_button_shows_eight_words_that_open_an_empty_page_of_the_tip(
    texter: Texter, browser: TestClient
) -> None:
    texter.text("black jeep")

    receipt = press(browser, texter.link())

    page = read_page(receipt.text)
    number = re.search(r"TOR-\w{4}-\w{4}", page.texts["tip-number"])
    assert number is not None
    back = browser.post(f"/{SLUG}/follow-up", data={"code": words_on(receipt)})
    assert (receipt.status_code, back.status_code) == (200, 200)
    assert number[0] in back.text
    assert "jeep" not in receipt.text + back.text
    assert rows(texter)[:2] == [0, 2]


def test_once_it_was_used_it_is_over_however_it_is_asked_for(texter: Texter, browser: TestClient) -> None:
    texter.text("black jeep")
    path = texter.link()
    press(browser, path)
    before = rows(texter)

    again = [browser.get(path), browser.post(path)]

    assert [(one.status_code, OVER in one.text) for one in again] == [(404, True)] * 2
    assert rows(texter) == before


def test_used_old_put_out_and_unknown_are_one_page(quick_texter: Texter, quick_browser: TestClient) -> None:
    quick_texter.text("black jeep")
    used = quick_texter.link()
    press(quick_browser, used)
    put_out = quick_texter.link()
    old = quick_texter.link()
    quick_texter.site.clock.at += timedelta(minutes=15)
    unknown = "/c/" + "a" * 26

    answers = [
        answer
        for path in (used, put_out, old, unknown, "/c/x", "/c/" + "é" * 26, "/c/" + "a" * 5_000)
        for answer in (quick_browser.get(path), quick_browser.post(path))
    ]

    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert "text CODE to the number" in answers[0].text


def test_the_pages_keep_nothing_and_lead_nowhere_else(
    quick_texter: Texter, quick_browser: TestClient
) -> None:
    quick_texter.text("black jeep")
    path = quick_texter.link()

    pages = [quick_browser.get(path), quick_browser.post(path), quick_browser.get(path)]

    for page in pages:
        headers = page.headers
        assert headers["cache-control"] == NOT_KEPT
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"] == PUBLIC_POLICY.csp
        assert not {"set-cookie", "etag", "last-modified", "location"} & set(headers)
        assert "<script" not in page.text
    assert [page.status_code for page in pages] == [200, 200, 404]


def test_the_page_that_a_phone_fetches_says_nothing_of_the_program_or_the_tip(
    quick_texter: Texter, quick_browser: TestClient
) -> None:
    quick_texter.text("black jeep")
    number = quick_texter.gateway.only_tip().number

    html = quick_browser.get(quick_texter.link()).text

    assert [word for word in ("Toronto", SLUG, number, "jeep") if word in html] == []
    assert "<title>Form</title>" in html


@pytest.mark.parametrize("tag", list(LANGUAGES))
def test_it_is_there_in_every_language_and_the_code_is_of_its_list(
    quick_texter: Texter, quick_browser: TestClient, tag: str
) -> None:
    quick_texter.text("black jeep")
    path = quick_texter.link()
    at = "" if tag == "en" else f"/{tag}"

    page = quick_browser.get(path)
    receipt = press(quick_browser, at + path)

    assert f'href="{at}{path}"' in page.text or tag == "en"
    assert f'lang="{LANGUAGES[tag].lang}"' in receipt.text
    back = quick_browser.post(f"{at}/{SLUG}/follow-up", data={"code": words_on(receipt)})
    assert back.status_code == 200


def test_a_store_that_is_away_leaves_the_link_as_it_is(
    quick_texter: Texter, quick_browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_texter.text("black jeep")
    path = quick_texter.link()
    tips = quick_texter.site.runtime.tips

    async def away(_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    with monkeypatch.context() as patched:
        patched.setattr(tips, "write", away)
        failed = quick_browser.post(path)

    assert (failed.status_code, "your link still works" in failed.text) == (503, True)
    assert read_page(failed.text).forms[-1].action == path
    assert press(quick_browser, path).status_code == 200


def test_what_is_over_is_forgotten(quick_texter: Texter, quick_browser: TestClient) -> None:
    quick_texter.text("black jeep")
    quick_texter.link()
    tips, now = quick_texter.site.runtime.tips, quick_texter.site.clock.at

    def over(minutes: int) -> bool:
        with tips.read() as session:
            return any_over(session.connection(), now=now + timedelta(minutes=minutes))

    assert [over(14), over(15)] == [False, True]
    gone = tips.write_now(lambda connection: forget_links(connection, now=now + timedelta(minutes=15)))
    assert (gone, rows(quick_texter)[0]) == (1, 0)
