"""A reporter changes with their code who should get a reward."""

from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, read_page, send_tip
from tipline.records import EVENT, WISHED
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, RecordKind

URL = f"/{SLUG}/follow-up"


def come_back(browser: TestClient, **typed: str) -> Response:
    receipt = read_page(send_tip(browser, what=WORDS, **typed).text)
    return browser.post(URL, data={"code": " ".join(receipt.texts["reporter-code"].split())})


def choosing(answer: Response) -> dict[str, str]:
    return next(
        form.fields
        for form in read_page(answer.text).forms
        if set(form.fields) <= {"unkept", "ticket", "wish"}
    )


def test_a_wish_is_changed_and_the_last_one_stands(site: PublicSite, browser: TestClient) -> None:
    thread = come_back(browser, wish="yes")
    assert choosing(thread)["wish"] == "yes"

    site.clock.at += timedelta(minutes=1)
    changed = browser.post(URL, data=choosing(thread) | {"wish": "no"})
    site.clock.at += timedelta(minutes=1)
    again = browser.post(URL, data=choosing(changed) | {"wish": "community"})

    assert (changed.status_code, choosing(changed)["wish"]) == (200, "no")
    assert choosing(again)["wish"] == "community"
    assert "It counts from now on" in read_page(again.text).texts["wished"]
    tip = site.staff.tip()
    kinds = [(one.record.kind, one.record.by, one.record.fields.get(EVENT)) for one in tip.records]
    assert kinds[1:] == [(RecordKind.SYSTEM, Author.REPORTER, WISHED)] * 2
    assert (tip.texts[0], tip.proven, tip.row.unread) == (WORDS, True, True)
    assert (choosing(thread)["wish"], "wished" in read_page(thread.text).texts) == ("yes", False)


def test_who_never_said_has_nothing_chosen(quick_site: PublicSite, quick_browser: TestClient) -> None:
    assert "wish" not in choosing(come_back(quick_browser))


@pytest.mark.parametrize("wish", ["", "gold", "YES", "x" * 50_000])
def test_a_wish_that_is_none_changes_nothing(
    quick_site: PublicSite, quick_browser: TestClient, wish: str
) -> None:
    thread = come_back(quick_browser, wish="no")

    answer = quick_browser.post(URL, data=choosing(thread) | {"wish": wish})

    assert (answer.status_code, len(quick_site.staff.rows(RecordRow))) == (200, 1)
    assert choosing(answer)["wish"] == "no"


def test_after_the_tip_was_taken_back_no_wish_is_written(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    thread = come_back(quick_browser)
    back = next(form.fields for form in read_page(thread.text).forms if "withdraw" in form.fields)
    quick_browser.post(URL, data=back | {"sure": "yes"})

    answer = quick_browser.post(URL, data=choosing(thread) | {"wish": "no"})

    assert (answer.status_code, len(quick_site.staff.rows(TipRow))) == (422, 1)
    assert len(quick_site.staff.rows(RecordRow)) == 2
