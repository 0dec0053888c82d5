"""The pages on which somebody is barred, and every page that must be silent to them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.program import NOON
from tests.unit.tipline.casework import folders
from tests.unit.tipline.casework.barred import WHY, everything_that_opens
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, SCRUBBED
from tests.unit.web.console.console import Console, flash, numbers, words
from tipline.casework.dispatch import Order
from tipline.casework.due import begin
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Role

GUNS = "Viktor Lind sells guns from a grey van, plate CKLM 214."
SAME = "The grey van CKLM 214 again."
LIA = "Lia Moreau"


@contextmanager
def sitting(console: Console, name: str) -> Iterator[TestClient]:
    """Somebody signs in, a minute after whoever did so last: a code of theirs counts once."""
    console.clock.at += timedelta(minutes=1)
    with console.browser(name) as browser:
        yield browser


def bars(console: Console, address: str, name: str, *, by: str = ADA) -> int:
    with sitting(console, by) as browser:
        form = {"deed": "bar", "person": console.case.person(name).hex(), "reason": WHY}
        return browser.post(f"{address}/barred", data=form).status_code


def test_a_coordinator_bars_somebody_and_lets_them_in_again(console: Console) -> None:
    told = console.case.tell(GUNS)
    address = f"/tips/{told.number}"

    with sitting(console, ADA) as browser:
        asked = words(browser.get(f"{address}/barred").text)
        tip = browser.get(address).text
        empty = browser.post(
            f"{address}/barred",
            data={"deed": "bar", "person": console.case.person(GRACE).hex(), "reason": " "},
        )
        nobody = browser.post(f"{address}/barred", data={"deed": "bar", "reason": WHY})
        assert bars(console, address, GRACE) == 303
        after = words(browser.get(f"{address}/barred").text)
        notes = words(browser.get(address).text)
        browser.post(f"{address}/barred", data={"deed": "let-in", "person": console.case.person(GRACE).hex()})
        again = words(browser.get(f"{address}/barred").text)

    assert f'href="{address}/barred"' in tip
    assert "Barred Nobody." in asked
    assert "it cannot be taken back" in asked
    assert (empty.status_code, nobody.status_code) == (422, 422)
    assert flash(nobody.text) == "Choose somebody, and what shall be done. Nothing was done."
    assert "Grace Hopper Coordinator, since" in after
    assert f"Grace Hopper is barred from this tip. {WHY}" in notes
    assert "Barred Nobody." in again


def test_the_session_of_who_is_barred_ends_and_what_it_held_is_wiped(console: Console) -> None:
    told = console.case.tell(GUNS)

    with sitting(console, GRACE) as browser:
        before = browser.get(f"/tips/{told.number}").status_code
        bars(console, f"/tips/{told.number}", GRACE)
        after = browser.get("/", follow_redirects=False)

    assert (before, console.runtime.holders.count()) == (200, 1)  # of Ada, who has barred them
    assert (after.status_code, after.headers.get("location")) == (303, "/sign-in")


def test_no_page_tells_who_is_barred_of_the_tip(console: Console) -> None:
    case = console.case
    told, other, danger = case.tell(GUNS), case.tell(SAME), case.tell("He has a knife.", danger=True)
    number = folders.make(case, told, other, danger)
    with sitting(console, ADA) as ada, sitting(console, GRACE) as grace:
        for browser in (ada, grace):
            assert told.number in browser.get("/search?q=CKLM").text
        ada.post(f"/tips/{other.number}/related", data={"deed": "relate", "other": told.number})
        assert told.number in grace.get(f"/tips/{other.number}").text
        assert bars(console, f"/tips/{told.number}", GRACE) == 303
        assert bars(console, f"/tips/{danger.number}", GRACE) == 303
        found = ada.get("/search?q=CKLM").text

    with sitting(console, GRACE) as browser:
        pages = {
            place: browser.get(place)
            for place in (
                "/",
                "/search?q=CKLM",
                "/search?q=channel:web",
                f"/search?q=number:{told.number}",
                "/audit",
                "/due",
                f"/tips/{other.number}",
                f"/tips/{other.number}/related",
                f"/tips/{other.number}/history",
                f"/cases/{number}",
                "/cases",
            )
        }
        statuses = [
            browser.get(f"/tips/{told.number}{beside}").status_code
            for beside in ("", "/dispatch", "/history", "/related", "/barred", "/outcome", "/reward")
        ]
        many = browser.post("/many", data={"tip": [told.number, other.number], "deed": "spam"})
        into = browser.post("/cases", data={"tip": [told.number], "case": number})

    assert told.number in found
    assert [place for place, page in pages.items() if page.status_code != 200] == []
    assert [
        place
        for place, page in pages.items()
        if told.number in page.text.replace(f"number:{told.number}", "")
    ] == []
    assert [place for place, page in pages.items() if "Danger to life:" in page.text] == []
    assert numbers(pages["/"].text) == [other.number]
    assert "1 tip 1 open" in words(pages["/cases"].text)
    assert statuses == [404] * len(statuses)
    assert case.row(other).status.open
    assert (many.status_code, into.status_code) == (404, 404)


def test_an_auditor_reads_of_the_bar_and_who_is_barred_does_not(console: Console) -> None:
    told = console.case.tell(GUNS)
    bars(console, f"/tips/{told.number}", GRACE)
    name = console.somebody(Role.AUDITOR)

    with sitting(console, name) as browser:
        auditor = words(browser.get("/audit").text)
    with sitting(console, GRACE) as browser:
        barred = words(browser.get("/audit").text)
    with sitting(console, ADA) as browser:
        browser.post(
            f"/tips/{told.number}/barred",
            data={"deed": "let-in", "person": console.case.person(GRACE).hex()},
        )
    with sitting(console, GRACE) as browser:
        later = words(browser.get("/audit").text)

    assert f"Ada Byron Barred {told.number} Grace Hopper" in auditor
    assert "Barred" not in barred
    assert ("Barred" in later, "Let in" in later) == (False, False)


def test_somebody_is_barred_from_a_case_and_a_tip_that_comes_later_is_shut_to_them(console: Console) -> None:
    case = console.case
    told, later = case.tell(GUNS), case.tell(SAME)
    number = folders.make(case, told)
    assert bars(console, f"/cases/{number}", GRACE) == 303

    with sitting(console, GRACE) as grace, sitting(console, ADA) as ada:
        assert grace.get(f"/cases/{number}").status_code == 404
        assert grace.get(f"/tips/{later.number}").status_code == 200
        ada.post("/cases", data={"tip": [later.number], "case": number})
        signed_out = grace.get("/", follow_redirects=False).status_code
        page = words(ada.get(f"/cases/{number}/barred").text)
        case_page = words(ada.get(f"/cases/{number}").text)

    assert signed_out == 303
    assert everything_that_opens(case, later, by=GRACE) == []
    assert "Grace Hopper Coordinator" in page
    assert f"Grace Hopper: {WHY}" in page
    assert "1 barred: conflict of interest" in case_page


def test_a_liaison_bars_one_of_their_unit_and_an_investigator_nobody(console: Console) -> None:
    case = console.case
    case.program.add(LIA, Role.UNIT_LIAISON, unit="51 Division", confirmed_by=ADA)
    told = case.tell(GUNS)
    case.dispatch(told, Order(primary=case.division(), text=SCRUBBED))

    with sitting(console, LIA) as browser:
        tip = browser.get(f"/tips/{told.number}").text
        page = words(browser.get(f"/tips/{told.number}/barred").text)
    with sitting(console, DANA) as browser:
        refused = browser.get(f"/tips/{told.number}/barred").status_code
    barred = bars(console, f"/tips/{told.number}", DANA, by=LIA)

    assert "/barred" in tip
    assert ("Sam Okafor, investigator" in page, "Grace Hopper" in page) == (True, False)
    assert (refused, barred) == (403, 303)
    assert everything_that_opens(case, told, by=DANA) == []


def test_somebody_bars_themselves_and_is_signed_out(quick_console: Console) -> None:
    told = quick_console.case.tell(GUNS)

    assert bars(quick_console, f"/tips/{told.number}", ADA) == 303

    with sitting(quick_console, ADA) as browser:
        assert browser.get(f"/tips/{told.number}").status_code == 404


@pytest.mark.parametrize("deed", ["bar", "let-in", "nonsense"])
def test_an_id_that_is_none_changes_nothing(quick_console: Console, deed: str) -> None:
    told = quick_console.case.tell(GUNS)

    with sitting(quick_console, ADA) as browser:
        answers = [
            browser.post(
                f"/tips/{told.number}/barred", data={"deed": deed, "person": typed, "reason": WHY}
            ).status_code
            for typed in ("", "xyz", "00" * 16, "é", "0" * 1000)
        ]

    assert set(answers) <= {404, 422}
    assert [line for line in quick_console.case.trail() if line[0] in {"barred", "let-in"}] == []


def test_what_is_due_of_a_tip_is_not_told_to_who_is_barred(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell(GUNS)
    with case.at_work() as (tips, _):
        row = tips.get_one(TipRow, (case.program.program_id, told.tip_id))
        begin(tips, row, day=NOON.date().replace(year=2026, month=1))
    with sitting(quick_console, GRACE) as browser:
        before = told.number in browser.get("/due").text
    bars(quick_console, f"/tips/{told.number}", GRACE)
    with sitting(quick_console, GRACE) as browser:
        after = told.number in browser.get("/due").text

    assert (before, after) == (True, False)
