"""Files of a form that is sent while the store is away."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import delete
from starlette.testclient import TestClient

from tests.custodians import appoint_custodians
from tests.outage import PATIENCE, away, delivered
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, fresh_form, read_page
from tests.unit.web.public.sender import JPEG, body_of, fields_of, left, post
from tipline.store.columns import table
from tipline.store.file_tables import LooseBlobRow, TipFileRow
from tipline.store.tip_tables import TipRow
from web.public import app as public
from web.public.form_page import KEPT

URL = f"/{SLUG}"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spool is looked into at once, and not after seconds."""
    monkeypatch.setattr(public, "DELIVERED_EVERY", 0.02)


@pytest.fixture
def site(quick_site: PublicSite) -> PublicSite:
    appoint_custodians(quick_site.staff.program)
    return quick_site


@pytest.fixture
def browser(site: PublicSite) -> Iterator[TestClient]:
    with site.browser() as client:
        yield client


@pytest.fixture
def opened(browser: TestClient) -> dict[str, str]:
    """A form that was opened while all was well."""
    fields = fresh_form(browser) | {"what": WORDS}
    fields.pop("files", None)
    return fields


def number_of(answer: Response) -> str:
    """The number of a receipt."""
    page = read_page(answer.text)
    assert answer.status_code == 200, page.whole
    return page.texts["tip-number"].strip()


def test_a_file_that_comes_while_the_store_is_away_comes_with_its_tip(
    site: PublicSite, browser: TestClient, opened: dict[str, str], tmp_path: Path
) -> None:
    with away(site.runtime.tips):
        number = number_of(post(browser, body_of([*fields_of(opened), ("files", "a.jpg", JPEG)])))
        waiting = [name[0] for name in site.runtime.spool.names()]

    delivered(site.runtime.spool)
    end = time.monotonic() + PATIENCE
    while not all(row.copy_id for row in site.staff.rows(TipFileRow)):
        assert time.monotonic() < end
        time.sleep(0.1)

    # The original, and the scrubbed copy that could be made only now.
    assert (waiting, left(site, tmp_path)) == (["1", "2"], (1, 1, 0, 2))
    assert [row.number for row in site.staff.rows(TipRow)] == [number]


def test_the_files_of_a_tip_that_waits_are_not_swept_however_long_it_takes(
    site: PublicSite, browser: TestClient, opened: dict[str, str], tmp_path: Path
) -> None:
    checked = post(browser, body_of([*fields_of(opened | {"step": "check"}), ("files", "a.jpg", JPEG)]))
    form = next(one for one in read_page(checked.text).forms if KEPT in one.fields)
    with away(site.runtime.tips):
        number_of(browser.post(URL, data=form.fields))
    site.clock.at += timedelta(hours=9)

    with site.browser():  # as any start, it sweeps at once
        delivered(site.runtime.spool)

    assert left(site, tmp_path)[:3] == (1, 1, 0)


def test_a_file_that_is_gone_keeps_no_tip_out(
    site: PublicSite,
    browser: TestClient,
    opened: dict[str, str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    checked = post(browser, body_of([*fields_of(opened | {"step": "check"}), ("files", "a.jpg", JPEG)]))
    form = next(one for one in read_page(checked.text).forms if KEPT in one.fields)
    with away(site.runtime.tips):
        number = number_of(browser.post(URL, data=form.fields))
        with site.runtime.tips.engine.begin() as connection:  # behind the store's back
            connection.execute(delete(table(LooseBlobRow)))

    delivered(site.runtime.spool)

    assert ([row.number for row in site.staff.rows(TipRow)], left(site, tmp_path)[1]) == ([number], 0)
    assert '"spooled-files-gone"' in capfd.readouterr().err
