"""The limits of files that a program has set for itself: said on its pages, and kept by them."""

from datetime import timedelta

import pytest

from tests.custodians import appoint_custodians
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, read_page, send_tip
from tests.unit.web.public.sender import JPEG, PNG, a_picture, send_files
from tests.unit.web.public.test_follow_up_files import add
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import ProgramRow

URL = f"/{SLUG}/follow-up"
GREEN = a_picture("PNG", "green")


@pytest.fixture
def site(quick_site: PublicSite) -> PublicSite:
    appoint_custodians(quick_site.staff.program)
    return quick_site


def limit(site: PublicSite, *, most: int | None, megabytes: int | None = None) -> None:
    with site.staff.stores.tips.transaction() as session:
        row = session.get_one(ProgramRow, site.staff.program.program_id)
        row.files_most, row.files_megabytes = most, megabytes
        session.add(row)


def test_the_pages_say_what_can_be_added(site: PublicSite) -> None:
    limit(site, most=2, megabytes=7)
    with site.browser() as browser:
        form = browser.get(f"/{SLUG}").text
        code = read_page(send_tip(browser, what=WORDS).text).texts["reporter-code"]
        thread = browser.post(URL, data={"code": code}).text

    assert "You can add 2 files, 7 MB in all." in " ".join(form.split())
    assert "You can add 2 files, 7 MB in all." in " ".join(thread.split())


def test_what_is_too_many_for_the_program_is_refused_with_its_own_number(site: PublicSite) -> None:
    limit(site, most=2)
    with site.browser() as browser:
        refused = send_files(browser, ("a.jpg", JPEG), ("b.png", PNG), ("c.png", GREEN), what=WORDS)
        code = read_page(send_tip(browser, what=WORDS).text).texts["reporter-code"]
        thread = browser.post(URL, data={"code": code})
        too_many = add(browser, thread, "Here.", ("a.jpg", JPEG), ("b.png", PNG), ("c.png", GREEN))

    for answer in (refused, too_many):
        assert (answer.status_code, "You can send 2 files with a tip" in answer.text) == (422, True)
    assert site.staff.rows(TipFileRow) == []


def test_what_is_too_large_for_the_program_is_refused(site: PublicSite) -> None:
    limit(site, most=None, megabytes=1)
    with site.browser() as browser:
        refused = send_files(browser, ("a.jpg", JPEG + bytes(1_000_001)), what=WORDS)

    assert (refused.status_code, "All files together can have 1 MB" in refused.text) == (413, True)


def test_a_program_takes_no_more_than_its_site_and_none_where_it_says_so(site: PublicSite) -> None:
    limit(site, most=99, megabytes=3_999)
    with site.browser() as browser:
        much = " ".join(browser.get(f"/{SLUG}").text.split())
    limit(site, most=0)
    site.clock.at += timedelta(seconds=20)
    with site.browser() as browser:
        none = browser.get(f"/{SLUG}").text

    assert "You can add 10 files, 250 MB in all." in much
    assert 'type="file"' not in none


def test_one_file_is_one(site: PublicSite) -> None:
    limit(site, most=1, megabytes=5)
    with site.browser() as again:
        assert "You can add one file of up to 5 MB." in " ".join(again.get(f"/{SLUG}").text.split())
