"""What was called an illegal picture, for its unit alone: the list, the clock, and one saved after a code."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, flash, words
from tests.unit.web.console.office import Office, an_office, urls
from tests.unit.web.public.sender import JPEG
from tipline import audit
from tipline.access.specialists import name_specialists
from tipline.errors import NoSuchPerson, NoSuchTeam, Unsuitable
from tipline.store.file_tables import TakenReportRow
from tipline.vocabulary import Role

VERA, UNIT = "Vera Rubin", "Exploitation Unit"
HERE = "/handed-over"


@pytest.fixture
def office(console: Console, tmp_path: Path) -> Office:
    """On each database in turn."""
    return with_unit(an_office(console, tmp_path))


@pytest.fixture
def quick_office(quick_console: Console, tmp_path: Path) -> Office:
    return with_unit(an_office(quick_console, tmp_path))


def with_unit(office: Office) -> Office:
    """A program with a unit that is named for it."""
    case = office.console.case
    case.program.add(VERA, Role.INVESTIGATOR, unit=UNIT, confirmed_by=ADA)
    case.make_epochs()
    name(office, UNIT, days=2)
    return office


def name(office: Office, unit: str, *, days: int = 1) -> None:
    with office.console.case.program.tips.transaction() as tips:
        name_specialists(
            tips,
            program_id=office.console.case.program.program_id,
            unit=unit,
            report_days=days,
            now=NOON,
        )


def take_away(office: Office) -> tuple[str, bytes]:
    """A picture comes and is called illegal: its tip, and the scrubbed copy as it was."""
    number = office.send(("house.jpg", JPEG))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text
        (url,) = urls(page)
        copy = office.fetch(url).content
        assert f"An illegal picture goes to {UNIT} alone, sealed, and must be reported within 2 days." in (
            words(page)
        )
        file_id = re.findall(r'name="file" value="(\w+)"', page)[0]
        browser.post(f"/tips/{number}/files/illegal", data={"file": file_id})
    office.console.clock.at += timedelta(minutes=1)
    return number, copy


def code(office: Office) -> str:
    return office.console.case.program.code(VERA, office.console.clock.now())


def opened(office: Office) -> int:
    """How often the audit says that one was opened."""
    program = office.console.case.program
    with program.tips.read() as session:
        audit.verify(session, program.program_id, program.keys())
        acts = [line.action for line in audit.page(session, program.program_id)]
    return acts.count(audit.Action.TAKEN_FILE_OPENED)


def test_the_unit_saves_it_after_another_code_and_nobody_else_can(office: Office) -> None:
    number, copy = take_away(office)
    with office.signed_in(VERA) as browser:
        page = browser.get(HERE).text
        (file,) = set(re.findall(r'name="file" value="(\w+)"', page))
        wrong = browser.post(HERE, data={"file": file, "totp": "000000"})
        before = opened(office)
        office.console.clock.at = NOON + timedelta(minutes=5)
        saved = browser.post(HERE, data={"file": file, "totp": code(office)})
        again = browser.post(HERE, data={"file": file, "totp": code(office)})

    assert f"From {number} Taken away" in words(page)
    assert "2 days left" in words(page)
    assert (wrong.status_code, flash(wrong.text)[:24], before) == (403, "That code does not count", 0)
    assert (saved.status_code, saved.content, again.status_code) == (200, copy, 403)
    headers = {key: saved.headers[key] for key in ("content-type", "content-disposition")}
    assert headers == {
        "content-type": "application/octet-stream",
        "content-disposition": f'attachment; filename="{number} {file[:8]}.jpeg"',
    }
    assert (saved.headers["x-content-type-options"], saved.headers["cache-control"]) == (
        "nosniff",
        "no-store",
    )
    assert opened(office) == 1
    for other in (ADA, DANA, "Ida Wells"):
        office.console.clock.at += timedelta(minutes=5)
        with office.signed_in(other) as browser:
            totp = office.console.case.program.code(other, office.console.clock.now() + timedelta(seconds=30))
            assert browser.get(HERE).status_code == 403
            assert browser.post(HERE, data={"file": file, "totp": totp}).status_code == 404
            assert HERE not in browser.get("/").text


@pytest.mark.parametrize(
    ("days", "said"), [(2, "today is the last day"), (3, "1 day late"), (5, "3 days late")]
)
def test_the_clock_runs_on(quick_office: Office, days: int, said: str) -> None:
    take_away(quick_office)
    quick_office.console.clock.at = NOON + timedelta(days=days)
    with quick_office.signed_in(VERA) as browser:
        assert said in words(browser.get(HERE).text)


def test_what_was_handed_over_stays_when_another_unit_is_named(quick_office: Office) -> None:
    take_away(quick_office)
    name(quick_office, "51 Division")
    with quick_office.signed_in(VERA) as browser:
        assert "2 days left" in words(browser.get(HERE).text)
    with quick_office.signed_in(DANA) as browser:
        assert "Nothing was handed to your unit." in words(browser.get(HERE).text)


@pytest.mark.parametrize("file", ["", "zz", "00" * 16])
def test_what_is_not_there_is_not_opened(quick_office: Office, file: str) -> None:
    with quick_office.signed_in(VERA) as browser:
        assert browser.post(HERE, data={"file": file, "totp": "1"}).status_code == 404


def test_a_sealed_key_that_was_changed_opens_nothing(quick_office: Office) -> None:
    take_away(quick_office)
    _, taken = quick_office.rows()
    assert taken is not None
    assert taken.sealed is not None
    with quick_office.console.case.program.tips.transaction() as session:
        taken.sealed = taken.sealed[:-1] + bytes([taken.sealed[-1] ^ 1])
        session.merge(taken)
    with quick_office.signed_in(VERA) as browser:
        quick_office.console.clock.at = NOON + timedelta(minutes=5)
        answer = browser.post(HERE, data={"file": taken.file_id.hex(), "totp": code(quick_office)})

    assert (answer.status_code, flash(answer.text)[:29]) == (409, "This one cannot be opened: it")


@pytest.mark.parametrize(
    ("unit", "days", "refused"),
    [
        ("Nowhere", 1, NoSuchTeam),
        ("Inbox", 1, NoSuchTeam),
        ("Night Desk", 1, NoSuchPerson),
        (UNIT, 0, Unsuitable),
        (UNIT, 31, Unsuitable),
    ],
)
def test_who_cannot_be_named(quick_office: Office, unit: str, days: int, refused: type[Exception]) -> None:
    quick_office.console.case.program.add("Wait Er", Role.INVESTIGATOR, unit="Night Desk")

    with pytest.raises(refused):
        name(quick_office, unit, days=days)


def test_while_nobody_is_named_the_press_says_what_happens(quick_console: Console, tmp_path: Path) -> None:
    office = an_office(quick_console, tmp_path)
    number = office.send(("house.jpg", JPEG))
    with office.signed_in() as browser:
        page = words(browser.get(f"/tips/{number}").text)

    assert "Nobody is named yet to whom illegal pictures go. Press all the same: it is taken from" in page


REPORT = {"to": "National centre against abuse", "reference": "NC-4471", "day": "2026-11-20"}


def said_on(page: str) -> str:
    """What a page says, with a sentence's signs at its words."""
    return re.sub(r" ([.,:])", r"\1", words(page))


def reported_rows(office: Office) -> int:
    with office.console.case.program.tips.read() as session:
        return len(session.exec(select(TakenReportRow)).all())


def test_a_report_that_is_written_down_ends_the_clock_for_the_unit_and_for_the_tip(office: Office) -> None:
    number, _ = take_away(office)
    office.console.clock.at = NOON + timedelta(days=4)
    with office.signed_in(VERA) as vera, office.signed_in() as ada:
        (file,) = set(re.findall(r'name="file" value="(\w+)"', vera.get(HERE).text))
        late = said_on(vera.get(HERE).text), said_on(ada.get("/").text)
        done = vera.post(f"{HERE}/reported", data=REPORT | {"file": file})
        after = (
            said_on(vera.get(HERE).text),
            said_on(ada.get("/").text),
            said_on(ada.get(f"/tips/{number}").text),
        )

    said = (
        "Reported Fri 20 November 2026 to National centre against abuse, reference NC-4471. Vera Rubin wrote "
        "it down."
    )
    assert all(f"An illegal picture from {number} is to be reported since" in page for page in late)
    assert "2 days late" in late[0]
    assert done.status_code == 303
    assert [said in page for page in after] == [True, False, True]
    assert not any("days late" in page or "is to be reported" in page for page in after)
    assert not any("To be reported by" in page for page in after)
    lines = office.console.case.trail()
    assert [line[3] for line in lines if line[0] == "taken-file-reported"] == [f"{file} 2026-11-20"]
    with office.console.case.program.tips.read() as session:
        kept = session.exec(select(TakenReportRow)).all()
    assert len(kept) == 2
    assert not any(b"NC-4471" in row.sealed or b"National" in row.sealed for row in kept)


def test_a_coordinator_writes_it_down_too_and_corrects_it(quick_office: Office) -> None:
    number, _ = take_away(quick_office)
    to = f"/tips/{number}/files/reported"
    with quick_office.signed_in() as ada, quick_office.signed_in(VERA) as vera:
        file = re.findall(r'name="file" value="(\w+)"', ada.get(f"/tips/{number}").text)[0]
        first = ada.post(to, data=REPORT | {"file": file})
        again = ada.post(to, data=REPORT | {"file": file, "reference": ""})
        unit = said_on(vera.get(HERE).text)

    assert ("reference NC-4471" in said_on(first.text), first.status_code) == (True, 200)
    assert "to National centre against abuse. Ada Byron wrote it down." in said_on(again.text)
    assert ("NC-4471" in unit, "to National centre against abuse" in unit) == (False, True)
    assert reported_rows(quick_office) == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"to": " "},
        {"to": "x" * 201},
        {"reference": "x" * 201},
        {"day": "2026-11-19"},
        {"day": "2026-11-21"},
        {"day": ""},
    ],
)
def test_a_report_to_nobody_or_on_a_day_that_cannot_be_is_refused(
    quick_office: Office, typed: dict[str, str]
) -> None:
    number, _ = take_away(quick_office)
    with quick_office.signed_in(VERA) as vera, quick_office.signed_in() as ada:
        (file,) = set(re.findall(r'name="file" value="(\w+)"', vera.get(HERE).text))
        answers = [
            vera.post(f"{HERE}/reported", data=REPORT | {"file": file} | typed),
            ada.post(f"/tips/{number}/files/reported", data=REPORT | {"file": file} | typed),
        ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Nothing was written down: say to whom" in flash(answer.text) for answer in answers)
    assert reported_rows(quick_office) == 0


def test_nobody_else_writes_down_that_it_was_reported(quick_office: Office) -> None:
    number, _ = take_away(quick_office)
    with quick_office.signed_in(VERA) as vera:
        (file,) = set(re.findall(r'name="file" value="(\w+)"', vera.get(HERE).text))
        at_a_tip = vera.post(f"/tips/{number}/files/reported", data=REPORT | {"file": "00" * 16})
    with quick_office.signed_in(DANA) as dana, quick_office.signed_in("Ida Wells") as ida:
        answers = [
            dana.post(f"{HERE}/reported", data=REPORT | {"file": file}),
            dana.post(f"/tips/{number}/files/reported", data=REPORT | {"file": file}),
            ida.post(f"/tips/{number}/files/reported", data=REPORT | {"file": file}),
        ]

    assert [answer.status_code for answer in (at_a_tip, *answers)] == [404, 403, 404, 404]
    assert reported_rows(quick_office) == 0


def test_a_day_that_somebody_changed_in_the_store_is_not_proven(quick_office: Office) -> None:
    take_away(quick_office)
    with quick_office.signed_in(VERA) as vera:
        (file,) = set(re.findall(r'name="file" value="(\w+)"', vera.get(HERE).text))
        vera.post(f"{HERE}/reported", data=REPORT | {"file": file})
        before = said_on(vera.get(HERE).text)
        _, taken = quick_office.rows()
        assert taken is not None
        with quick_office.console.case.program.tips.transaction() as session:
            taken.reported_day = NOON.date() - timedelta(days=1)
            session.merge(taken)
        after = said_on(vera.get(HERE).text)

    assert ("Not proven" in before, "Not proven" in after) == (False, True)
