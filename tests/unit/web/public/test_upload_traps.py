"""What no browser sends, or not on purpose: each has a clear sentence, and leaves nothing behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.custodians import appoint_custodians
from tests.unit.web.public.reporter import SLUG, PublicSite, fresh_form, read_page
from tests.unit.web.public.sender import (
    BOUNDARY,
    JPEG,
    PNG,
    WORDS,
    body_of,
    fields_of,
    left,
    post,
    send_files,
)
from tests.unit.web.public.test_files import original
from tipline.blobs.folder import FolderBlobs, FolderWriter
from tipline.file_errors import BlobsUnavailable
from tipline.file_words import BlobId
from tipline.store.file_tables import TipFileRow
from web.public.app import public_app
from web.uploads import BATCH

NOTHING = (0, 0, 0, 0)
LARGE = JPEG + bytes(2 * BATCH)
"""So long that a part of it lies on the disk before its end has come."""


@pytest.fixture
def site(quick_site: PublicSite) -> PublicSite:
    appoint_custodians(quick_site.staff.program)
    return quick_site


@pytest.fixture
def browser(site: PublicSite) -> Iterator[TestClient]:
    with site.browser() as client:
        yield client


def fields(browser: TestClient) -> list[tuple[str, str | None, bytes]]:
    typed = fresh_form(browser) | {"what": WORDS}
    typed.pop("files")
    return fields_of(typed)


def test_a_hundred_thousand_parts_are_refused(site: PublicSite, browser: TestClient, tmp_path: Path) -> None:
    for one in (("x", None, b""), ("files", "a.jpg", b"\xff\xd8\xff"), ("other", "a.jpg", b"x")):
        answer = post(browser, body_of([*fields(browser), *[one] * 100_000]))

        assert answer.status_code in {400, 413, 422}
        assert "Nothing was sent" in answer.text
    assert left(site, tmp_path) == NOTHING


def test_a_part_without_an_end_leaves_nothing(site: PublicSite, browser: TestClient, tmp_path: Path) -> None:
    whole = body_of([*fields(browser), ("files", "a.jpg", LARGE)], end=False)

    for body in (whole, whole[:-2], whole[: len(whole) // 2], whole + b"--" + BOUNDARY.encode()):
        answer = post(browser, body)
        assert (answer.status_code, "The connection may have been cut" in answer.text) == (400, True)
    assert left(site, tmp_path) == NOTHING


@pytest.mark.parametrize(
    "kind",
    [
        f"multipart/form-data; boundary={BOUNDARY}; boundary=other",
        f"multipart/form-data; boundary=other; BOUNDARY={BOUNDARY}",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "b" * 300,
    ],
)
def test_two_boundaries_or_none_are_refused(
    site: PublicSite, browser: TestClient, tmp_path: Path, kind: str
) -> None:
    answer = post(browser, body_of([*fields(browser), ("files", "a.jpg", JPEG)]), content_type=kind)

    assert (answer.status_code, "We could not read that" in answer.text) == (400, True)
    assert left(site, tmp_path) == NOTHING


def test_a_field_may_come_after_the_files(site: PublicSite, browser: TestClient) -> None:
    answer = post(browser, body_of([("files", "a.jpg", LARGE), *fields(browser)]))

    assert answer.status_code == 200
    assert WORDS in site.staff.tip().texts


def test_a_file_of_no_bytes_is_pointed_at_and_the_others_are_kept(
    site: PublicSite, browser: TestClient, tmp_path: Path
) -> None:
    answer = send_files(browser, ("a.jpg", JPEG), ("b.jpg", b""), ("c.png", PNG))

    assert answer.status_code == 422
    assert "One of the files is empty" in answer.text
    assert "File number 2 has nothing in it" in answer.text
    assert (WORDS in answer.text, "We still have what you added before" in answer.text) == (True, True)
    assert left(site, tmp_path) == (0, 0, 2, 2)


@pytest.mark.parametrize("length", [40, 5_000, len(LARGE)])
def test_a_file_of_a_kind_that_we_do_not_take_is_pointed_at(
    site: PublicSite, browser: TestClient, tmp_path: Path, length: int
) -> None:
    program = (b"MZ\x90\x00" + bytes(length))[:length]
    answer = send_files(browser, ("holiday.jpg", program), ("c.png", PNG))

    assert answer.status_code == 422
    assert "We take photos, video, sound, PDF and Office files. File number 1" in answer.text
    assert "holiday" not in answer.text
    assert left(site, tmp_path) == (0, 0, 1, 1)


def test_who_adds_no_file_sends_none(site: PublicSite, browser: TestClient, tmp_path: Path) -> None:
    """A browser sends an empty field for files as a part with an empty name."""
    assert send_files(browser, ("", b"")).status_code == 200
    assert left(site, tmp_path) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "n" * 4_000 + ".jpg",
        "../../../../etc/passwd.jpg",
        "C:\\Users\\rashid\\x.jpg",
        "gpj.\u202egnp.exe",
        "\u0000\u0007.jpg",
        "<script>alert(1)</script>.jpg",
    ],
)
def test_no_name_of_a_file_does_anything(
    site: PublicSite, browser: TestClient, tmp_path: Path, name: str
) -> None:
    answer = send_files(browser, (name, JPEG), what="")

    assert answer.status_code == 422
    assert not any(part in answer.text for part in ("passwd", "rashid", "gnp", "<script", "nnnn"))
    assert send_files(browser, (name, JPEG)).status_code == 200
    (row,) = site.staff.rows(TipFileRow)
    held, body = original(site, row)
    assert (len(held) <= 255, body) == (True, JPEG)
    assert {path.parent.parent for path in (tmp_path / "blobs").rglob("*") if path.is_file()} == {
        tmp_path / "blobs"
    }


def test_a_head_of_a_part_without_an_end_is_refused(
    site: PublicSite, browser: TestClient, tmp_path: Path
) -> None:
    answer = post(browser, body_of([*fields(browser), ("files", "n" * 50_000, JPEG)]))

    assert (answer.status_code, "We could not read that" in answer.text) == (400, True)
    assert left(site, tmp_path) == NOTHING


def test_the_same_file_ten_times_is_kept_once(site: PublicSite, browser: TestClient) -> None:
    answer = send_files(browser, *[(f"{number}.jpg", JPEG) for number in range(10)])

    assert read_page(answer.text).texts["files-kept"] == "Your file came with it."
    assert len(site.staff.rows(TipFileRow)) == 1


def test_an_eleventh_file_is_left_out_and_said(site: PublicSite, browser: TestClient) -> None:
    files = [(f"{number}.jpg", JPEG + bytes([number])) for number in range(11)]

    answer = send_files(browser, *files)

    assert answer.status_code == 422
    assert "You can send 10 files with a tip, and the first 10 are still here" in answer.text
    typed = read_page(answer.text).forms[0].fields
    typed.pop("files")
    sent = post(browser, body_of(fields_of(typed)))
    assert read_page(sent.text).texts["files-kept"] == "Your 10 files came with it."


def test_files_that_are_too_large_together_are_refused_and_the_words_kept(
    site: PublicSite, tmp_path: Path
) -> None:
    settings = site.runtime.settings.model_copy(update={"files_megabytes": 1})
    runtime = replace(site.runtime, settings=settings)
    small = replace(site, runtime=runtime, app=public_app(runtime))
    with small.browser() as browser:
        answer = send_files(browser, ("a.png", PNG), ("b.jpg", LARGE), ("c.png", PNG + b"2"))

    assert answer.status_code == 413
    assert "All files together can have 1 MB" in answer.text
    assert WORDS in answer.text
    assert left(site, tmp_path)[0] == 0


def test_a_disk_that_is_full_is_said_and_the_words_kept(
    site: PublicSite, browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: FolderWriter, _data: bytes) -> None:
        raise BlobsUnavailable

    monkeypatch.setattr(FolderWriter, "write", full)
    answer = send_files(browser, ("a.jpg", JPEG))

    assert answer.status_code == 503
    assert WORDS in answer.text
    assert left(site, tmp_path) == (0, 0, 1, 0)


def test_a_place_that_is_not_there_is_said(
    site: PublicSite, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: FolderBlobs, _blob: BlobId) -> FolderWriter:
        raise BlobsUnavailable

    monkeypatch.setattr(FolderBlobs, "create", gone)

    answer = send_files(browser, ("a.jpg", JPEG))

    assert (answer.status_code, WORDS in answer.text) == (503, True)


def test_a_form_in_the_other_way_of_sending_still_comes_in(site: PublicSite, browser: TestClient) -> None:
    typed = fresh_form(browser) | {"what": WORDS}
    typed.pop("files")

    assert browser.post(f"/{SLUG}", data=typed).status_code == 200
