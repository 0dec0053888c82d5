"""Files that go with a dispatch: those that were ticked, to who reads the brief, and as long as they may."""

import html
import re
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from crypto.keys import PublicKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, ROBIN, SAM, SCRUBBED, Told, texts
from tests.unit.web.console.console import Console, flash, words
from tests.unit.web.console.office import Office, an_office, urls
from tests.unit.web.console.test_dispatching_page import fields
from tests.unit.web.public.sender import JPEG, a_picture
from tipline.casework.dispatch import Order
from tipline.casework.views import RecordView
from tipline.file_words import FileId
from tipline.files import PassedFile, passing
from tipline.records import Record, seal_record
from tipline.store.file_tables import TipFileRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import Author, KeyKind, RecordId, RecordKind

PICTURES = tuple(
    (f"{name}.jpg", a_picture("JPEG", name, comment=b"from my flat")) for name in ("blue", "red", "green")
)


@pytest.fixture
def office(console: Console, tmp_path: Path) -> Office:
    """On each database in turn."""
    return an_office(console, tmp_path)


@pytest.fixture
def quick_office(quick_console: Console, tmp_path: Path) -> Office:
    return an_office(quick_console, tmp_path)


def tickable(page: str) -> list[str]:
    """The files that a page offers to send."""
    return re.findall(r'type="checkbox" name="file" value="(\w+)"', page)


def preview(office: Office, browser: TestClient, number: str, *, tick: list[str], **more: object) -> str:
    """Fill the scrub step in, tick files, and look it over."""
    address = f"/tips/{number}/dispatch"
    page = browser.get(address).text
    form: dict[str, object] = {
        "text": SCRUBBED,
        "primary": f"person:{office.console.case.person(DANA).hex()}",
        "file": tick,
    }
    return browser.post(address, data=fields(page, "scrub") | form | more | {"deed": "look"}).text


def send(browser: TestClient, number: str, looked_over: str) -> int:
    """Send what was looked over."""
    form = fields(looked_over, "send") | {"deed": "send"}
    return browser.post(f"/tips/{number}/dispatch/send", data=form).status_code


def told(office: Office, number: str) -> Told:
    """The tip, as the tests of a case name it."""
    program = office.console.case.program
    with program.tips.read() as session:
        tip_id = session.exec(select(TipRow.tip_id).where(TipRow.number == number)).one()
        key = session.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.THREAD)).one()
    return Told(tip_id, number, (key.key_id, PublicKey.from_bytes(key.public_key)), None)  # type: ignore[arg-type]  # nothing of it is read


def test_who_reads_the_brief_sees_exactly_the_files_that_were_ticked(office: Office) -> None:
    number = office.send(*PICTURES)
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}/dispatch").text
        files = tickable(page)
        looked_over = preview(office, browser, number, tick=files[2:])
        (seen,) = urls(looked_over)
        shown = office.fetch(seen).content
        assert send(browser, number, looked_over) == 303
        mine = words(browser.get(f"/tips/{number}").text)
    with office.signed_in(DANA) as browser:
        theirs = browser.get(f"/tips/{number}").text
        (url,) = urls(theirs)
        fetched = office.fetch(url)

    assert (len(files), " checked" in "".join(re.findall(r'name="file"[^>]*>', page))) == (3, False)
    assert words(page).count("taken out: a comment") == 3
    assert "as they will be numbered for them Picture 1" in words(looked_over)
    assert (fetched.status_code, fetched.content) == (200, shown)
    assert ("Picture 1" in theirs, "Picture 2" in theirs, "comment" in words(theirs)) == (True, False, False)
    assert mine.count("It went with what was passed on: who has the tip sees it.") == 1
    with office.console.case.program.tips.read() as session:
        threads = select(TipKeyRow.key_id).where(TipKeyRow.kind == KeyKind.THREAD)
        dana = office.console.case.person(DANA)
        grants = select(TipGrantRow).where(TipGrantRow.holder_id == dana)
        assert {row.key_id for row in session.exec(grants)}.isdisjoint(session.exec(threads).all())


def test_none_goes_that_was_not_ticked(quick_office: Office) -> None:
    office, number = quick_office, quick_office.send(("a.jpg", JPEG))
    with office.signed_in() as browser:
        looked_over = preview(office, browser, number, tick=[])
        assert (urls(looked_over), send(browser, number, looked_over)) == ([], 303)
    with office.signed_in(DANA) as browser:
        page = browser.get(f"/tips/{number}").text

    assert (urls(page), "Picture" in page) == ([], False)


def test_a_dispatch_that_is_withdrawn_takes_the_files_with_it_at_once(office: Office) -> None:
    number = office.send(("a.jpg", JPEG))
    case = office.console.case
    with office.signed_in() as browser:
        (file,) = tickable(browser.get(f"/tips/{number}/dispatch").text)
        send(browser, number, preview(office, browser, number, tick=[file]))
    with office.signed_in(DANA) as browser:
        (url,) = urls(browser.get(f"/tips/{number}").text)
        before = office.fetch(url).status_code
        case.withdraw(told(office, number), case.person(DANA))
        after = browser.get(f"/tips/{number}").status_code

        assert (before, office.fetch(url).status_code, after) == (200, 404, 404)


def test_files_go_later_without_words_and_to_those_who_have_it_already(quick_office: Office) -> None:
    office, number = quick_office, quick_office.send(*PICTURES)
    case = office.console.case
    tip = told(office, number)
    case.dispatch(tip, Order(primary=case.person(DANA), text=SCRUBBED))
    with office.signed_in() as browser:
        files = tickable(browser.get(f"/tips/{number}/dispatch").text)
        robin = f"person:{case.person(ROBIN).hex()}"
        looked_over = preview(office, browser, number, tick=files[1:2], text="", other=[robin])
        assert "Nothing is added to it." not in looked_over
        send(browser, number, looked_over)
        left = tickable(browser.get(f"/tips/{number}/dispatch").text)
        again = preview(office, browser, number, tick=files[:1], text="")
    seen = []
    for name in (DANA, ROBIN):
        with office.signed_in(name) as browser:
            seen.append(len(urls(browser.get(f"/tips/{number}").text)))

    assert (left, seen) == ([files[0], files[2]], [1, 1])
    assert "Picture 1" in words(again)
    assert "Picture 2" in words(again)
    assert [line[3] for line in case.trail() if line[0] == "dispatched"][1:] == [
        f"for information to {case.person(ROBIN).hex()}, 1 file"
    ]


def test_a_file_that_was_taken_away_goes_to_nobody_and_is_nobodys(quick_office: Office) -> None:
    office, number = quick_office, quick_office.send(*PICTURES[:2])
    with office.signed_in() as browser:
        one, two = tickable(browser.get(f"/tips/{number}/dispatch").text)
        both = preview(office, browser, number, tick=[one, two])
        browser.post(f"/tips/{number}/files/illegal", data={"file": two})
        late = browser.post(f"/tips/{number}/dispatch/send", data=fields(both, "send") | {"deed": "send"})
        send(browser, number, preview(office, browser, number, tick=[one]))
        with office.signed_in(DANA) as reader:
            (url,) = urls(reader.get(f"/tips/{number}").text)
            browser.post(f"/tips/{number}/files/illegal", data={"file": one})
            after = reader.get(f"/tips/{number}").text

            assert (office.fetch(url).status_code, urls(after)) == (404, [])

    assert (late.status_code, flash(late.text)[:41]) == (409, "One of the files that you ticked is not t")
    assert "Taken away as an illegal picture." in words(after)


@pytest.mark.parametrize("tick", ["zz", "00" * 16])
def test_a_file_that_is_none_of_the_tip_is_not_sent(quick_office: Office, tick: str) -> None:
    office, number = quick_office, quick_office.send(("a.jpg", JPEG))
    with office.signed_in() as browser:
        answer = preview(office, browser, number, tick=[tick])

    refused = "One of the files that you ticked is not there to be sent any more." in html.unescape(answer)
    assert (refused, urls(answer)) == (tick != "zz", [])


def test_a_recipient_can_show_the_others_no_picture_of_their_own(quick_office: Office) -> None:
    """They have the brief's key and their own signature, and here a key of a file and the store too."""
    office, number = quick_office, quick_office.send(("a.jpg", JPEG))
    case, program = office.console.case, office.console.case.program
    tip = told(office, number)
    case.dispatch(tip, Order(primary=case.person(DANA), others=(case.person(SAM),), text=SCRUBBED))
    with program.tips.transaction() as session, program.keys_store.read() as keys:
        brief = session.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.BRIEF)).one()
        row = session.exec(select(TipFileRow)).one()
        key = case.by(DANA).holdings.tip_key(session, keys, brief.key_id)
        record_id = RecordId(b"r" * 16)
        for by in (DANA, ADA):
            record = Record(
                kind=RecordKind.BRIEF,
                at=NOON,
                by=Author.STAFF,
                person=case.person(by),
                fields=passing([PassedFile(FileId(row.file_id), bytes(32), "image/jpeg", 100)]),
            )
            sealed = seal_record(
                record,
                to=key.public(),
                signer=case.by(DANA).holdings.signing(),
                program_id=program.program_id,
                tip_id=row.tip_id,
                record_id=record_id,
            )
            session.add(
                RecordRow(
                    program_id=program.program_id,
                    tip_id=row.tip_id,
                    record_id=record_id,
                    key_id=brief.key_id,
                    kind=RecordKind.BRIEF,
                    day=NOON.date(),
                    sealed=sealed,
                )
            )
            record_id = RecordId(b"s" * 16)
    with office.signed_in(SAM) as browser:
        assert urls(browser.get(f"/tips/{number}").text) == []


def test_danger_passes_everything_on_as_before(quick_office: Office) -> None:
    office, number = quick_office, quick_office.send(*PICTURES[:2], danger="yes")
    case = office.console.case
    with office.signed_in() as browser:
        looked_over = preview(office, browser, number, tick=[], unscrubbed="yes")
        assert send(browser, number, looked_over) == 303
    with office.signed_in(DANA) as browser:
        page = browser.get(f"/tips/{number}").text

    assert len(urls(page)) == 2
    assert "Every file too." in words(looked_over)
    assert texts(case.look(told(office, number), by=DANA)) != []


def test_one_file_of_a_dispatch_is_a_line_of_the_brief_and_no_thread(quick_office: Office) -> None:
    """The keys of the others are in nothing that the recipient can open."""
    office, number = quick_office, quick_office.send(*PICTURES)
    case = office.console.case
    with office.signed_in() as browser:
        files = tickable(browser.get(f"/tips/{number}/dispatch").text)
        send(browser, number, preview(office, browser, number, tick=files[:1]))
    view = case.look(told(office, number), by=DANA)

    cards = [
        record.card for desk in view.brief.desks for record in desk.records if isinstance(record, RecordView)
    ]
    assert (view.threads, cards) == ((), [{}])
