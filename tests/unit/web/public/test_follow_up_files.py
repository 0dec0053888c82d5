"""A reporter comes back with files."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.custodians import appoint_custodians
from tests.program import NOON
from tests.unit.web.public.reporter import SLUG, PublicSite, read_page, send_tip
from tests.unit.web.public.sender import JPEG, PNG, WORDS, a_picture, body_of, fields_of, left, post
from tests.unit.web.public.speakers import read_in
from tests.unit.web.public.test_files import original
from tipline.file_words import FileId
from tipline.files import FileKey, about, brought_by, told_by, written
from tipline.intake.sent_files import SentFile, sent_with
from tipline.records import Record
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import WatchedNameRow
from tipline.vocabulary import Author, RecordKind, TeamKind

URL = f"/{SLUG}/follow-up"
PDF = b"%PDF-1.7\n" + bytes(400)


@pytest.fixture
def site(quick_site: PublicSite) -> PublicSite:
    appoint_custodians(quick_site.staff.program)
    return quick_site


@pytest.fixture
def browser(site: PublicSite) -> Iterator[TestClient]:
    with site.browser() as client:
        yield client


@pytest.fixture
def code(browser: TestClient) -> str:
    return read_page(send_tip(browser, what=WORDS).text).texts["reporter-code"]


def files_said(page: Response) -> list[str]:
    """The files that a thread's page lists."""
    lists = re.findall(r'<ul class="sent-files"[^>]*>(.*?)</ul>', page.text, re.DOTALL)
    return [file for each in lists for file in re.findall(r"<li>(.*?)</li>", each)]


def add(browser: TestClient, page: Response, message: str, *files: tuple[str, bytes]) -> Response:
    """Write into the form of a thread's page, add files, send it."""
    typed = next(form.fields for form in read_page(page.text).forms if "message" in form.fields)
    typed = typed | {"message": message}
    typed.pop("files", None)
    return post(
        browser, body_of([*fields_of(typed), *(("files", name, body) for name, body in files)]), to=URL
    )


def test_files_are_added_to_a_thread_by_code(site: PublicSite, code: str) -> None:
    with site.browser() as browser:
        page = browser.post(URL, data={"code": code})
        added = add(browser, page, "Here he is.", ("a.jpg", JPEG), ("b.png", PNG))
        assert added.status_code == 200
        assert "With 2 files." in added.text
        assert files_said(added) == ["Picture 1, 1 kB", "Picture 2, 1 kB"]

    tip = site.staff.tip()
    message = next(one.record for one in tip.records if one.record.kind is RecordKind.MESSAGE)
    assert message.text == "Here he is."
    rows = {row.file_id: row for row in site.staff.rows(TipFileRow)}
    assert {file.file_id for file in brought_by(message)} == set(rows)
    assert sorted(original(site, row)[1] for row in rows.values()) == sorted([JPEG, PNG])
    assert len([one for one in tip.records if told_by(one.record)]) == 2
    assert tip.proven


def test_each_kind_is_counted_through_the_thread_by_size_and_by_no_name(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    large = a_picture("JPEG", "green") + bytes(2_345_678)
    first = add(browser, browser.post(URL, data={"code": code}), "One.", ("rashid.jpg", JPEG))
    site.clock.at += timedelta(minutes=1)
    second = add(browser, first, "Two.", ("from home.pdf", PDF), ("rashid.jpg", large))

    assert files_said(second) == ["Picture 1, 1 kB", "Document 1, 1 kB", "Picture 2, 2.4 MB"]
    assert "rashid" not in second.text
    assert "from home" not in second.text
    read_in(site, "fr")
    site.clock.at += timedelta(seconds=20)
    with site.browser() as french:
        page = french.post(f"/fr{URL}", data={"code": code})
    assert files_said(page)[2] == "Photo 2, 2,4\xa0Mo"


def test_a_record_from_before_says_how_many_files_and_no_more() -> None:
    before = Record(
        kind=RecordKind.MESSAGE,
        at=NOON,
        by=Author.REPORTER,
        fields=written([FileKey(FileId(b"f" * 16), bytes(32))]),
    )

    assert sent_with(before) == (SentFile(None, 0),)
    assert brought_by(before) == (FileKey(FileId(b"f" * 16), bytes(32)),)


@pytest.mark.parametrize(
    ("size", "told"), [(1, 1), (99, 99), (100, 100), (101, 110), (2_345_678, 2_400_000), (999_001, 1_000_000)]
)
def test_a_size_is_rounded_up_to_two_digits(size: int, told: int) -> None:
    assert about(size) == told


def test_a_file_may_come_without_words(site: PublicSite, browser: TestClient, code: str) -> None:
    added = add(browser, browser.post(URL, data={"code": code}), "", ("a.jpg", JPEG))

    assert (added.status_code, "With a file." in added.text) == (200, True)


def test_neither_words_nor_files_are_nothing(site: PublicSite, browser: TestClient, code: str) -> None:
    assert add(browser, browser.post(URL, data={"code": code}), "").status_code == 422
    assert len(site.staff.tip().records) == 1


def test_the_same_page_sent_twice_adds_once(
    site: PublicSite, browser: TestClient, code: str, tmp_path: Path
) -> None:
    page = browser.post(URL, data={"code": code})
    for _ in range(2):
        assert add(browser, page, "Here he is.", ("a.jpg", JPEG)).status_code == 200

    assert left(site, tmp_path)[:2] == (1, 1)


def test_a_file_that_is_refused_keeps_the_words_and_the_others(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    page = browser.post(URL, data={"code": code})
    refused = add(browser, page, "Here he is.", ("a.jpg", JPEG), ("b.exe", b"MZ" * 400))
    assert (refused.status_code, "of a kind that we cannot take" in refused.text) == (422, True)

    added = add(browser, refused, "Here he is.")

    assert (added.status_code, "With a file." in added.text) == (200, True)


def test_files_wait_where_the_page_was_open_for_too_long(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    page = browser.post(URL, data={"code": code})
    site.clock.at = NOON + timedelta(minutes=31)

    asked = add(browser, page, "Here he is.", ("a.jpg", JPEG))
    assert asked.status_code == 422
    typed = read_page(asked.text).forms[0].fields | {"code": code}
    added = browser.post(URL, data=typed)

    assert (added.status_code, "With a file." in added.text) == (200, True)


def test_files_go_aside_with_words_that_name_staff(site: PublicSite, code: str) -> None:
    with site.staff.stores.tips.transaction() as session:
        session.add(WatchedNameRow(program_id=site.staff.program.program_id, name="Marlowe"))
    site.clock.at = NOON + timedelta(seconds=20)
    with site.browser() as browser:
        added = add(browser, browser.post(URL, data={"code": code}), "It is Marlowe.", ("a.jpg", JPEG))
        assert added.status_code == 200

    tips = {tip.team: tip for tip in site.staff.tips()}
    (row,) = site.staff.rows(TipFileRow)
    assert row.tip_id == tips[TeamKind.INTEGRITY].tip_id
    assert len(tips[TeamKind.INBOX].records) == 1
    assert row.copy_id is not None
    assert tips[TeamKind.INTEGRITY].proven
