"""The files of a tip in the console: shown from another origin, held, and taken away."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from crypto.keys import PrivateKey, PublicKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, GRACE
from tests.unit.web.console.console import Console, numbers, words
from tests.unit.web.console.office import FILES, Office, an_office, urls
from tests.unit.web.public.sender import COMMENT, JPEG, PNG
from tipline import audit
from tipline.access.people import find_or_make_unit
from tipline.file_words import FileId
from tipline.files import FileKey, ScrubbedFile, fields_of, written
from tipline.holdings import Holders
from tipline.records import Record, seal_record
from tipline.scrub.found import Found
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import ProgramRow
from tipline.store.tip_tables import RecordRow, TipKeyRow
from tipline.vocabulary import Author, RecordId, RecordKind, Role
from web.console.app import console_app
from web.console.shown_files import FOUND
from web.console.viewing import Tickets


@pytest.fixture
def office(quick_console: Console, tmp_path: Path) -> Office:
    return an_office(quick_console, tmp_path)


def test_a_picture_is_fetched_scrubbed_from_another_origin(office: Office) -> None:
    number = office.send(("rashid.jpg", JPEG))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}")
        (url,) = urls(page.text)
        answer = office.fetch(url)

    assert "What was sent also had a comment. The copy has not." in words(page.text)
    assert '<input class="unseen" type="checkbox" id="see-1">' in page.text
    assert f"img-src 'self' {FILES}; media-src {FILES};" in page.headers["content-security-policy"]
    assert "rashid" not in page.text
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert (answer.content[:3], COMMENT in answer.content) == (b"\xff\xd8\xff", False)
    headers = {name: answer.headers[name] for name in ("content-disposition", "x-content-type-options")}
    assert headers == {
        "content-disposition": f'inline; filename="{number} picture 1"',
        "x-content-type-options": "nosniff",
    }
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("process", ["this", "another"])
def test_a_ticket_from_before_a_bar_opens_nothing_any_more(office: Office, process: str) -> None:
    number = office.send(("house.jpg", JPEG))
    console, barring = office.console, office.console
    if process == "another":
        beside = replace(console.runtime, holders=Holders())
        barring = replace(console, runtime=beside, app=console_app(beside))
    form = {"deed": "bar", "person": console.case.person(GRACE).hex(), "reason": "A cousin."}
    with office.signed_in(GRACE) as grace, barring.browser(ADA) as ada:
        (url,) = urls(grace.get(f"/tips/{number}").text)
        before = office.fetch(url).status_code
        done = ada.post(f"/tips/{number}/barred", data=form).status_code
        after = office.fetch(url).status_code
    console.clock.at += timedelta(minutes=1)
    with office.signed_in(GRACE) as again:
        page = again.get(f"/tips/{number}")
        taken = again.post(f"/tips/{number}/files/illegal", data={"file": "00" * 16})

    assert (before, done, after) == (200, 303, 404)
    assert [(each.status_code, urls(each.text)) for each in (page, taken)] == [(404, [])] * 2
    assert office.fetch(url).status_code == 404


def test_a_stretch_of_a_file_is_served(office: Office) -> None:
    number = office.send(("house.jpg", JPEG))
    with office.signed_in() as browser:
        (url,) = urls(browser.get(f"/tips/{number}").text)
        whole = office.fetch(url).content
        part = office.fetch(url, range="bytes=10-19")
        rest = office.fetch(url, range=f"bytes={len(whole) - 5}-")
        nonsense = office.fetch(url, range="bytes=9-2")

    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    assert (rest.status_code, rest.content) == (206, whole[-5:])
    assert (nonsense.status_code, nonsense.content) == (200, whole)


def test_a_ticket_dies_with_its_time_and_with_its_session(office: Office) -> None:
    number = office.send(("house.jpg", JPEG))
    with office.signed_in() as browser:
        (url,) = urls(browser.get(f"/tips/{number}").text)
        office.console.clock.at = NOON + timedelta(minutes=11)
        assert office.fetch(url).status_code == 404
        office.console.clock.at = NOON
        assert office.fetch(url).status_code == 200
        for other in (url[:-3] + "abc", f"{FILES}/x", f"{FILES}/{'a' * 5_000}", f"{FILES}/", url + "/more"):
            assert office.fetch(other).status_code == 404
        browser.post("/sign-out")
        assert office.fetch(url).status_code == 404
    assert Office(office.console, Tickets(), office.folder).fetch(url).status_code == 404


def test_a_file_that_could_not_be_scrubbed_is_held(office: Office) -> None:
    number = office.send(("house.jpg", JPEG[:200]))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text

    assert "Held. No scrubbed copy was made of it" in words(page)
    assert urls(page) == []


def test_a_copy_that_somebody_swapped_in_the_store_is_not_shown(office: Office) -> None:
    number = office.send(("a.jpg", JPEG), ("b.png", PNG))
    with office.console.case.program.tips.transaction() as session:
        one, two = session.exec(select(TipFileRow)).all()
        one.copy_id, two.copy_id = two.copy_id, one.copy_id
        session.add_all([one, two])
    with office.signed_in() as browser:
        found = urls(browser.get(f"/tips/{number}").text)
        assert [office.fetch(url).status_code for url in found] == [404, 404]


def test_a_picture_of_who_writes_the_store_is_shown_to_nobody(office: Office) -> None:
    """They can seal to the conversation, and have a row and a blob of their own; they cannot sign."""
    number = office.send(("house.jpg", JPEG))
    program, (row, _) = office.console.case.program, office.rows()
    forged = TipFileRow(**row.model_dump() | {"file_id": FileId(b"f" * 16)})
    about = ScrubbedFile(forged.file_id, "image/jpeg", 100, ())
    with program.tips.transaction() as session:
        thread = session.exec(select(TipKeyRow)).one()
        session.add(forged)
        for place, (kind, fields) in enumerate(
            (
                (RecordKind.MESSAGE, written([FileKey(forged.file_id, bytes(32))])),
                (RecordKind.SYSTEM, fields_of(about)),
            )
        ):
            record_id = RecordId(bytes([place]) * 16)
            sealed = seal_record(
                Record(kind=kind, at=NOON, by=Author.REPORTER, text="", fields=fields),
                to=PublicKey.from_bytes(thread.public_key),
                signer=PrivateKey.generate().signing(),
                program_id=program.program_id,
                tip_id=row.tip_id,
                record_id=record_id,
            )
            session.add(
                RecordRow(
                    program_id=program.program_id,
                    record_id=record_id,
                    tip_id=row.tip_id,
                    key_id=thread.key_id,
                    kind=kind,
                    day=NOON.date(),
                    sealed=sealed,
                )
            )
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text

    assert len(urls(page)) == 1
    assert ("Picture 2" in page, "Not proven" in page) == (False, True)


def test_the_queue_shows_those_that_have_files(office: Office) -> None:
    number = office.send(("house.jpg", JPEG))
    other = office.console.case.tell()
    with office.signed_in() as browser:
        every, some = browser.get("/").text, browser.get("/?files=yes").text

    assert sorted(numbers(every)) == sorted([number, other.number])
    assert numbers(some) == [number]
    assert 'name="files" value="yes" checked' in some


def test_what_was_found_can_be_said_in_words() -> None:
    assert {word.value for word in Found} <= set(FOUND)


@pytest.mark.parametrize("named", [True, False])
def test_an_illegal_picture_is_taken_from_everybody_but_the_specialists(office: Office, named: bool) -> None:
    program = office.console.case.program
    if named:
        with program.tips.transaction() as tips:
            unit = find_or_make_unit(tips, program_id=program.program_id, name="Exploitation Unit")
            row = tips.get_one(ProgramRow, program.program_id)
            row.specialist_id, row.report_days = unit, 2
            tips.add(row)
        program.add("Vera Rubin", Role.INVESTIGATOR, unit="Exploitation Unit", confirmed_by=ADA)
        office.console.case.make_epochs()
    number = office.send(("house.jpg", JPEG))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text
        (url,) = urls(page)
        file_id = re.findall(r'name="file" value="(\w+)"', page)[0]
        answers = [browser.post(f"/tips/{number}/files/illegal", data={"file": file_id}) for _ in range(2)]
        after = browser.get(f"/tips/{number}").text
        assert (office.fetch(url).status_code, urls(after)) == (404, [])

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Taken away as an illegal picture. To be reported by" in words(after)
    file, taken = office.rows()
    assert taken is not None
    assert (file.copy_id, (taken.report_due - taken.day).days) == (None, 2 if named else 1)
    blobs = [path for path in (office.folder / "blobs").rglob("*") if path.is_file()]
    assert {path.name for path in blobs} == {
        blob.hex() for blob in (file.original_id, taken.blob_id) if blob is not None
    }
    with program.tips.read() as session:
        acts = [line.action for line in audit.page(session, program.program_id)]
        audit.verify(session, program.program_id, program.keys())
    assert acts.count(audit.Action.FILE_TAKEN) == 1


def test_only_who_may_triage_takes_a_file_away(office: Office) -> None:
    number = office.send(("house.jpg", JPEG))
    row, _ = office.rows()
    with office.signed_in("Ida Wells") as browser:
        answer = browser.post(f"/tips/{number}/files/illegal", data={"file": row.file_id.hex()})
    with office.signed_in() as browser:
        wrong = [
            browser.post(f"/tips/{number}/files/illegal", data={"file": file}).status_code
            for file in ("", "zz", "00" * 16)
        ]

    assert (answer.status_code, wrong) == (404, [404, 404, 404])
    assert office.rows()[1] is None
