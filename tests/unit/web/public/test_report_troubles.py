"""What goes wrong on our side while a tip is sent: the words are kept, and none of them is logged."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tests.outage import delivered
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, fresh_form, read_page, send_tip
from tipline.errors import StoreUnavailable
from tipline.intake.programs import KEPT_IN_TROUBLE
from tipline.keyring import Keyring
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import StoreName
from web.public.app import public_app

URL = f"/{SLUG}"
FORM = "application/x-www-form-urlencoded"


def rows(site: PublicSite) -> tuple[int, int, int]:
    """Tips, records and used tokens."""
    staff = site.staff
    return len(staff.rows(TipRow)), len(staff.rows(RecordRow)), len(staff.rows(FormTokenRow))


def test_when_neither_store_nor_spool_can_be_written_the_page_says_not_received_and_keeps_the_words(
    quick_site: PublicSite, quick_browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS, "where": "Dundas"}

    async def away(_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    with monkeypatch.context() as broken:
        broken.setattr(quick_site.runtime.tips, "write", away)
        broken.setattr(quick_site.runtime.spool, "_limit", 0)
        answer = quick_browser.post(URL, data=form)

    page = read_page(answer.text)
    assert (answer.status_code, "NOT received" in page.texts["error"]) == (503, True)
    # The same token: had the store kept it after all, sending it again must not make a second tip.
    assert page.forms[0].fields == form
    assert quick_browser.post(URL, data=page.forms[0].fields).status_code == 200
    delivered(quick_site.runtime.spool)
    assert rows(quick_site) == (1, 1, 1)


def test_when_not_even_the_program_can_be_read_the_words_are_kept(
    quick_site: PublicSite, quick_browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS, "where": "Dundas"}
    quick_site.clock.at += KEPT_IN_TROUBLE

    def away(*_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    with monkeypatch.context() as broken:
        broken.setattr(quick_site.runtime.tips, "read", away)
        answer = quick_browser.post(URL, data=form)

    page = read_page(answer.text)
    assert (answer.status_code, "NOT received" in page.texts["error"]) == (503, True)
    assert page.forms[0].action == URL
    assert quick_browser.post(URL, data=page.forms[0].fields).status_code == 200
    assert quick_site.staff.tip().typed == {"where": "Dundas"}


def test_a_program_whose_keys_are_not_proven_takes_nothing_and_keeps_the_words(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS, "where": "Dundas"}
    runtime = replace(quick_site.runtime, keyring=Keyring({}))

    with replace(quick_site, app=public_app(runtime)).browser() as browser:
        answer = browser.post(URL, data=form)
        shown = browser.get(URL)

    page = read_page(answer.text)
    assert (answer.status_code, "NOT received" in page.texts["error"], shown.status_code) == (503, True, 503)
    assert ("out of order" in shown.text, "received" in shown.text, "is still on" in shown.text) == (
        True,
        False,
        False,
    )
    assert (page.forms[0].fields["what"], page.forms[0].fields["where"]) == (WORDS, "Dundas")
    assert rows(quick_site) == (0, 0, 0)


def test_an_error_that_nobody_foresaw_keeps_the_words_and_logs_none_of_them(
    quick_site: PublicSite,
    quick_browser: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS}

    async def broken_store(_: object) -> None:
        raise ValueError(WORDS)

    with monkeypatch.context() as broken:
        broken.setattr(quick_site.runtime.tips, "write", broken_store)
        answer = quick_browser.post(URL, data=form)

    logged = capfd.readouterr().err
    assert (answer.status_code, read_page(answer.text).forms[0].fields["what"]) == (500, WORDS)
    assert "NOT received" in read_page(answer.text).texts["error"]
    assert (WORDS in logged, "builtins.ValueError" in logged) == (False, True)


def test_no_tip_leaves_a_line_in_the_log(
    quick_site: PublicSite, quick_browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    fresh_form(quick_browser)
    capfd.readouterr()

    send_tip(quick_browser, what=WORDS)
    quick_browser.post(URL, data={"what": ""})

    assert capfd.readouterr() == ("", "")
