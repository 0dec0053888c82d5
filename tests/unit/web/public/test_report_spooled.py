"""Forms that are sent while the store is away: received as ever, and in the store once it is back."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from tests.outage import PATIENCE, away, delivered
from tests.unit.web.public.reporter import (
    SLUG,
    WORDS,
    PublicSite,
    a_public_site,
    fresh_form,
    read_page,
    send_tip,
)
from tipline.errors import StoreUnavailable
from tipline.spool import Standing
from tipline.store.columns import table
from tipline.store.file_tables import LooseBlobRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import StoreName
from web.public import app as public

URL = f"/{SLUG}"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spool is looked into at once, and not after seconds."""
    monkeypatch.setattr(public, "DELIVERED_EVERY", 0.02)


@pytest.fixture
def opened(site: PublicSite, browser: TestClient) -> Iterator[dict[str, str]]:
    """A form that was opened while all was well."""
    yield fresh_form(browser) | {"what": WORDS}
    assert site.runtime.spool.names() == []


def told(answer: Response) -> tuple[str, str]:
    """The number and the code of a receipt."""
    page = read_page(answer.text)
    assert answer.status_code == 200, page.whole
    return page.texts["tip-number"].strip(), page.texts["reporter-code"]


def rows(site: PublicSite) -> tuple[int, ...]:
    """Tips, records and used tokens, seen behind the store's back."""
    kinds = (TipRow, RecordRow, FormTokenRow)
    with site.runtime.tips.engine.connect() as connection:
        return tuple(len(connection.execute(select(table(kind))).all()) for kind in kinds)


def test_a_tip_while_the_store_is_away_is_received_and_keeps_the_number_that_was_shown(
    site: PublicSite, browser: TestClient, opened: dict[str, str]
) -> None:
    with away(site.runtime.tips):
        number, code = told(browser.post(URL, data=opened | {"where": "Dundas"}))
        other, _ = told(send_tip(browser, what="Another one"))
        before = rows(site), site.runtime.spool.standing()

    delivered(site.runtime.spool)

    tips = {row.number: row for row in site.staff.rows(TipRow)}
    assert before == ((0, 0, 0), Standing(2, site.clock.at, 0))
    assert (set(tips), rows(site)) == ({number, other}, (2, 2, 2))
    assert (number.startswith("TOR-Z"), other.startswith("TOR-Z")) == (False, True)
    form = read_page(browser.get(f"{URL}/follow-up").text).forms[0]
    assert WORDS in browser.post(f"{URL}/follow-up", data=form.fields | {"code": code}).text


def test_a_turn_that_finds_nothing_does_not_take_the_store_for_back(
    site: PublicSite, browser: TestClient, opened: dict[str, str]
) -> None:
    spool = site.runtime.spool
    with away(site.runtime.tips):
        told(browser.post(URL, data=opened))
        for name in spool.names():
            spool.remove(name)  # as if another process of the folder had delivered it
        time.sleep(0.3)  # the site looks every 0.02 s
        number, _ = told(send_tip(browser, what="Another one"))

    delivered(spool)

    assert number.startswith("TOR-Z")


def test_a_second_press_while_the_store_is_away_makes_no_second_tip(
    site: PublicSite, browser: TestClient, opened: dict[str, str]
) -> None:
    with away(site.runtime.tips):
        told(browser.post(URL, data=opened))
        second = browser.post(URL, data=opened)

    delivered(site.runtime.spool)
    third = browser.post(URL, data=opened)

    assert (second.status_code, third.status_code, rows(site)) == (409, 409, (1, 1, 1))


def test_where_nobody_can_say_whether_the_store_kept_it_it_is_there_once_under_the_number_that_was_shown(
    site: PublicSite, browser: TestClient, opened: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = site.runtime.tips.write

    async def commits_and_goes_away(deed: object) -> None:
        await write(deed)  # type: ignore[arg-type]  # whatever deed it is
        raise StoreUnavailable(StoreName.TIPS)

    with monkeypatch.context() as broken:
        broken.setattr(site.runtime.tips, "write", commits_and_goes_away)
        number, _ = told(browser.post(URL, data=opened))

    delivered(site.runtime.spool)

    assert ([row.number for row in site.staff.rows(TipRow)], rows(site)) == ([number], (1, 1, 1))


def test_under_pressure_the_step_goes_on_and_the_mark_is_taken_off_when_the_tip_is_there(
    quick_site: PublicSite, tmp_path: Path
) -> None:
    pressed = a_public_site(quick_site.staff, tmp_path, proxies=1, tips_from_one=1, tips_to_program=2)
    with pressed.browser() as browser:
        fresh_form(browser)
    with away(pressed.runtime.tips), pressed.browser() as browser:
        answer = browser.get(URL)
        for _ in range(3):
            form = fresh_form(browser) | {"what": WORDS}
            pressed.clock.at += timedelta(seconds=5)
            answer = browser.post(URL, data=form, headers={"X-Forwarded-For": "203.0.113.7"})
        step = next(one for one in read_page(answer.text).forms if one.action == f"{URL}/kept")
        pressed.clock.at += timedelta(minutes=2)
        number, _ = told(browser.post(step.action, data=step.fields))
        waiting = len(pressed.runtime.spool.names())
    with pressed.browser():
        delivered(pressed.runtime.spool)

    marks = {str(row.number): row.unfinished for row in pressed.staff.rows(TipRow)}
    assert (waiting, len(marks), marks[number], sum(marks.values())) == (4, 3, False, 1)


def test_a_number_that_is_taken_after_all_is_drawn_again_and_rings_an_alarm(
    quick_site: PublicSite, quick_browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS}
    with away(quick_site.runtime.tips):
        number, _ = told(quick_browser.post(URL, data=form))
        with quick_site.staff.stores.tips.engine.begin() as connection:  # behind the store's back
            connection.execute(insert(table(TipRow)), a_tip_row(quick_site, number))

    delivered(quick_site.runtime.spool)

    numbers = {row.number for row in quick_site.staff.rows(TipRow)}
    assert (len(numbers), number in numbers) == (2, True)
    assert '"spooled-number-taken"' in capfd.readouterr().err


def a_tip_row(site: PublicSite, number: str) -> dict[str, object]:
    """Another tip, under a number."""
    from_now = site.clock.at.date()
    return {
        "program_id": site.staff.program.program_id,
        "tip_id": bytes(16),
        "number": number,
        "team_id": bytes(16),
        "channel": "web",
        "language": "en",
        "received_day": from_now,
        "status": "new",
        "status_day": from_now,
        "offence": "other",
        "priority": "routine",
        "unread": True,
        "unfinished": False,
    }


def test_nothing_that_was_typed_and_no_code_stands_in_the_folder_or_the_log(
    quick_site: PublicSite, quick_browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS, "offence": "firearm", "danger": "yes"}
    capfd.readouterr()
    with away(quick_site.runtime.tips):
        _, code = told(quick_browser.post(URL, data=form))
        folder = quick_site.runtime.spool.folder
        (path,) = [one for one in folder.iterdir() if not one.name.startswith(".")]
        kept = path.read_bytes() + path.name.encode() + capfd.readouterr().err.encode()

    two = " ".join(code.split()[:2])  # one by itself may be a word of the log, such as "time"
    planted = [WORDS, two, "firearm", "danger", quick_site.staff.program.program_id.hex()]
    assert [word.encode() in kept for word in planted] == [False] * 5


def test_a_file_of_the_spool_that_was_cut_lies_apart_and_the_others_are_delivered(
    quick_site: PublicSite, quick_browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    fresh_form(quick_browser)
    spool = quick_site.runtime.spool
    with away(quick_site.runtime.tips):
        told(send_tip(quick_browser, what="first"))
        (cut,) = spool.names()
        told(send_tip(quick_browser, what="second"))
        spool.replace(cut, (spool.read(cut) or b"")[:-1], now=quick_site.clock.at)

    delivered(quick_site.runtime.spool)

    said = ""
    end = time.monotonic() + PATIENCE
    while '"spooled-set-aside"' not in said:  # it is told once it lies apart
        assert time.monotonic() < end
        said += capfd.readouterr().err
    assert (quick_site.staff.tip().texts, spool.standing().aside) == (["second"], 1)


def test_another_site_of_the_same_machine_delivers_what_this_one_left(quick_site: PublicSite) -> None:
    with quick_site.browser() as browser:
        fresh_form(browser)
    with away(quick_site.runtime.tips), quick_site.browser() as browser:
        number, _ = told(send_tip(browser, what=WORDS))

    again = replace(quick_site, app=public.public_app(quick_site.runtime))
    with again.browser():
        delivered(again.runtime.spool)

    assert [row.number for row in again.staff.rows(TipRow)] == [number]
    assert again.staff.rows(LooseBlobRow) == []
