"""A reporter sends files with a tip: what comes of them, and what is said where one cannot be taken."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crypto.originals import OriginalHalf, open_half
from crypto.stream import open_file, original_key
from tests.custodians import WHO, appoint_custodians
from tests.program import NOON
from tests.unit.web.public.reporter import SLUG, PublicSite, fresh_form, read_page
from tests.unit.web.public.sender import (
    BOUNDARY,
    COMMENT,
    JPEG,
    PNG,
    WORDS,
    body_of,
    fields_of,
    left,
    post,
    send_files,
)
from tipline import loose_blobs
from tipline.files import Part, brought_by, place_of, place_of_half, told_by
from tipline.store.file_tables import TipFileRow
from tipline.vocabulary import RecordKind, TeamKind, team_id


@pytest.fixture
def site(quick_site: PublicSite) -> PublicSite:
    appoint_custodians(quick_site.staff.program)
    return quick_site


@pytest.fixture
def browser(site: PublicSite) -> Iterator[TestClient]:
    with site.browser() as client:
        yield client


def halves(site: PublicSite, row: TipFileRow) -> dict[TeamKind, OriginalHalf]:
    program = site.staff.program
    found = {}
    with site.staff.stores.keys.read() as keys:
        for team, sealed, epoch in (
            (TeamKind.CUSTODIAN_A, row.half_a, row.epoch_a),
            (TeamKind.CUSTODIAN_B, row.half_b, row.epoch_b),
        ):
            key = program.holder(WHO[team]).holdings.epoch_key(keys, epoch)
            assert key is not None
            place = place_of_half(team, program_id=program.program_id, tip_id=row.tip_id, file_id=row.file_id)
            found[team] = open_half(sealed, key, context=place)
    return found


def original(site: PublicSite, row: TipFileRow) -> tuple[str, bytes]:
    """The original, as both custodians together read it, and its name."""
    a, b = halves(site, row).values()
    place = place_of(Part.ORIGINAL, program_id=row.program_id, file_id=row.file_id)
    key = original_key(a.half, b.half)
    return a.name, b"".join(open_file(site.runtime.blobs.read(row.original_id), key, context=place))


def test_a_file_comes_with_a_tip_and_custodians_together_read_it_as_it_was(
    site: PublicSite, browser: TestClient, tmp_path: Path
) -> None:
    answer = send_files(browser, ("my house.jpg", JPEG))

    assert answer.status_code == 200
    assert read_page(answer.text).texts["files-kept"] == "Your file came with it."
    (row,) = site.staff.rows(TipFileRow)
    assert original(site, row) == ("my house.jpg", JPEG)
    assert WORDS in site.staff.tip().texts


def test_what_staff_read_leads_to_the_scrubbed_copy_alone(site: PublicSite, tmp_path: Path) -> None:
    with site.browser() as browser:
        send_files(browser, ("a.jpg", JPEG), ("b.png", PNG))
    # Leaving the site waits for what is being scrubbed.
    tip = site.staff.tip()
    report, *told = sorted((one.record for one in tip.records), key=lambda record: record.kind.value)
    files = brought_by(report)
    rows = {row.file_id: row for row in site.staff.rows(TipFileRow)}

    assert tip.proven
    assert [record.kind for record in told] == [RecordKind.SYSTEM] * 2
    assert {one.file_id for one in map(told_by, told) if one} == set(rows) == {file.file_id for file in files}
    first = rows[files[0].file_id]
    assert first.copy_id is not None
    place = place_of(Part.COPY, program_id=first.program_id, file_id=first.file_id)
    copy = b"".join(open_file(site.runtime.blobs.read(first.copy_id), files[0].key, context=place))
    assert (copy[:3], COMMENT in JPEG, COMMENT in copy) == (b"\xff\xd8\xff", True, False)
    told_of = {one.file_id: one for one in map(told_by, told) if one}[first.file_id]
    assert (told_of.media_type, told_of.size, told_of.found) == ("image/jpeg", len(copy), ("comment",))
    assert left(site, tmp_path) == (1, 2, 0, 4)


def test_a_file_that_cannot_be_scrubbed_is_held(site: PublicSite, tmp_path: Path) -> None:
    with site.browser() as browser:
        assert send_files(browser, ("a.jpg", JPEG[:200])).status_code == 200

    (row,) = site.staff.rows(TipFileRow)
    assert row.copy_id is None
    assert original(site, row)[1] == JPEG[:200]
    assert left(site, tmp_path) == (1, 1, 0, 1)


def test_names_and_bytes_stand_nowhere_in_the_clear(site: PublicSite, tmp_path: Path) -> None:
    with site.browser() as browser:
        send_files(browser, ("uncle-rashid.jpg", JPEG))

    lying = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert bytes(site.staff.tip().tip_id) in lying
    assert b"uncle-rashid" not in lying
    assert COMMENT not in lying


def test_files_are_not_lost_with_a_mistake_in_the_form(
    site: PublicSite, browser: TestClient, tmp_path: Path
) -> None:
    again = send_files(browser, ("a.jpg", JPEG), what="")
    assert again.status_code == 422
    assert left(site, tmp_path) == (0, 0, 1, 1)
    fields = read_page(again.text).forms[0].fields
    fields.pop("files")

    sent = post(browser, body_of([*fields_of(fields | {"what": WORDS}), ("files", "b.png", PNG)]))

    assert read_page(sent.text).texts["files-kept"] == "Your 2 files came with it."
    kept = sorted(original(site, row) for row in site.staff.rows(TipFileRow))
    assert kept == [("a.jpg", JPEG), ("b.png", PNG)]
    assert left(site, tmp_path)[2] <= 2  # copies may be on their way


def test_files_that_waited_for_an_hour_are_asked_for_again_and_swept(
    site: PublicSite, browser: TestClient, tmp_path: Path
) -> None:
    fields = read_page(send_files(browser, ("a.jpg", JPEG), what="").text).forms[0].fields
    fields.pop("files")
    site.clock.at = NOON + timedelta(hours=1, seconds=1)

    late = post(browser, body_of(fields_of(fields | {"what": WORDS})))

    assert (late.status_code, "Please add the files again" in late.text) == (409, True)
    assert WORDS in late.text
    assert loose_blobs.sweep(site.runtime.tips, site.runtime.blobs, now=NOON + timedelta(hours=3)) == 1
    assert left(site, tmp_path) == (0, 0, 0, 0)


def test_a_reference_of_files_is_used_once(site: PublicSite, browser: TestClient) -> None:
    fields = read_page(send_files(browser, ("a.jpg", JPEG), what="").text).forms[0].fields
    fields.pop("files")
    first = post(browser, body_of(fields_of(fields | {"what": WORDS})))
    fresh = fresh_form(browser)

    second = post(browser, body_of(fields_of(fields | {"what": WORDS, "token": fresh["token"]})))

    assert (first.status_code, second.status_code) == (200, 409)
    assert len(site.staff.tips()) == 1


def test_a_program_without_custodians_takes_no_files(quick_site: PublicSite, tmp_path: Path) -> None:
    with quick_site.browser() as browser:
        page = browser.get(f"/{SLUG}").text
        answer = send_files(browser, ("a.jpg", JPEG))

    assert "Pictures and files" not in page
    assert (answer.status_code, "We cannot take files here" in answer.text) == (422, True)
    assert left(quick_site, tmp_path) == (0, 0, 0, 0)


def test_the_form_says_what_not_to_send(browser: TestClient) -> None:
    page = browser.get(f"/{SLUG}").text

    assert "Do not send pictures of a child being abused. Tell us where they are." in page
    assert 'enctype="multipart/form-data"' in page


def test_an_original_key_needs_both_halves(site: PublicSite, browser: TestClient) -> None:
    send_files(browser, ("a.jpg", JPEG))
    (row,) = site.staff.rows(TipFileRow)

    teams = {team_id(row.program_id, kind) for kind in WHO}
    holders = [site.staff.program.holder(name) for name in ("Ada Byron", "Grace Hopper", "Ida Wells")]

    assert all(len(holder.teams & teams) < 2 for holder in holders)
    assert BOUNDARY not in (row.half_a + row.half_b).decode("latin-1")
