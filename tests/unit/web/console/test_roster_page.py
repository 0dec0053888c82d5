from datetime import timedelta

import pytest

from tests.program import OUTSIDE
from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.web.console.console import Console, flash, words
from tipline.store.program_tables import ProgramRow

HERE = "/roster?week=2026-W48"


def shift(console: Console, name: str = ADA) -> dict[str, str]:
    return {
        "person": console.case.person(name).hex(),
        "begins": "2026-11-23T18:00",
        "ends": "2026-11-24T06:00",
        "weeks": "0",
        "week": "2026-W48",
    }


def test_a_coordinator_puts_somebody_on_duty_and_takes_it_back(console: Console) -> None:
    with console.browser(ADA) as browser:
        answer = browser.post("/roster", data=shift(console))
        page = browser.get(HERE).text
        shift_id = page.split('name="shift" value="')[1].split('"')[0]
        gone = browser.post("/roster/remove", data={"shift": shift_id, "week": "2026-W48"})
        after = words(browser.get(HERE).text)

    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    said = words(page)
    assert "Mon 23 November 2026 23 Nov 2026, 00:00 23 Nov 2026, 18:00 nobody" in said
    assert "23 Nov 2026, 18:00 24 Nov 2026, 06:00 Ada Byron has given no address and no number" in said
    assert "7 days of this week have a gap" in said
    assert (gone.status_code, "24 Nov 2026, 06:00" in after) == (303, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"person": ""}, "Choose somebody"),
        ({"person": "zz"}, "Choose somebody"),
        ({"begins": "tomorrow"}, "A shift ends"),
        ({"ends": "2026-11-23T17:00"}, "A shift ends"),
        ({"ends": "9999-12-31T23:59"}, "A shift ends"),
        ({"weeks": "99"}, "Choose for how many"),
        ({"weeks": "1" * 4000}, "Choose for how many"),
        ({"weeks": "-1"}, "Choose for how many"),
    ],
)
def test_what_is_no_shift_is_said_beside_what_was_typed(
    quick_console: Console, changed: dict[str, str], said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/roster", data=shift(quick_console) | changed)

    assert (answer.status_code, flash(answer.text).startswith(said)) == (422, True)


@pytest.mark.parametrize("week", ["", "2026-W60", "0001-W01", "9999-W52", "x", "2026-W00"])
def test_a_week_that_is_none_is_this_one(quick_console: Console, week: str) -> None:
    with quick_console.browser(ADA) as browser:
        page = words(browser.get("/roster", params={"week": week}).text)

    assert "Week 2026-W47" in page


def test_a_coordinator_keeps_the_numbers_and_integrity_sees_them(console: Console) -> None:
    with console.browser(ADA) as browser:
        browser.post("/roster/centres", data={"place": "Peel", "number": "905-555-0100"})
        refused = browser.post("/roster/outside", data={"number": "call me"})
        browser.post("/roster/outside", data={"number": "+1 416 555 0191"})
        page = browser.get("/roster").text
    with console.browser(IDA) as browser:
        seen = words(browser.get("/roster").text)
        statuses = [
            browser.post(f"/roster/{deed}", data={"number": OUTSIDE.e164, "place": "P"}).status_code
            for deed in ("outside", "centres", "centres/remove")
        ]
    centre = page.split('name="centre" value="')[1].split('"')[0]
    console.clock.at += timedelta(minutes=1)
    with console.browser(ADA) as browser:
        browser.post("/roster/centres/remove", data={"centre": centre})
        after = words(browser.get("/roster").text)

    assert flash(refused.text).startswith("Write the number with its country")
    assert ("Peel 905-555-0100" in seen, "+14165550191" in seen, statuses) == (True, True, [403] * 3)
    assert ("Peel" in after, 'value="+14165550191"' in page) == (False, True)


def test_who_does_not_triage_has_no_roster(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        found = [browser.get("/roster").status_code, browser.post("/roster", data={}).status_code]
        rail = browser.get("/").text

    assert (found, 'href="/roster"' in rail) == ([403, 403], False)


def test_a_program_without_a_number_outside_says_so_on_every_page(quick_console: Console) -> None:
    with quick_console.runtime.tips.transaction() as session:
        row = session.get_one(ProgramRow, (quick_console.case.program.program_id,))
        row.outside = ""
        session.add(row)

    with quick_console.browser(ADA) as browser:
        page = words(browser.get("/").text)

    assert "There is no number outside" in page
