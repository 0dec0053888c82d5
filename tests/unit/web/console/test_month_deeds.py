from datetime import UTC, datetime

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, flash, words
from tests.unit.web.console.months import bring_years
from tipline.vocabulary import Month, Role, Status

DECEMBER = datetime(2026, 12, 3, 17, tzinfo=UTC)
JANUARY = datetime(2027, 1, 3, 17, tzinfo=UTC)


def test_a_coordinator_closes_a_month_once_they_say_that_they_are_sure(console: Console) -> None:
    told = console.case.tell()
    console.clock.at = DECEMBER

    with console.browser(ADA) as browser:
        before = words(browser.get("/reports/2026-11").text)
        hasty = browser.post("/reports/2026-11/close")
        closed = browser.post("/reports/2026-11/close", data={"sure": "yes"})
        row = console.case.row(told)
        row.status = Status.SPAM
        console.case.write(row)
        after = words(browser.get("/reports/2026-11").text)
        twice = browser.post("/reports/2026-11/close", data={"sure": "yes"})
        early = browser.post("/reports/2026-12/close", data={"sure": "yes"})

    assert "Not closed yet: counted anew on Thu 3 December 2026." in before
    assert "Closing November 2026 keeps every number of this page as it is today" in before
    assert (hasty.status_code, flash(hasty.text)) == (
        422,
        "Nothing was closed: tick the box first, since it cannot be undone.",
    )
    assert (closed.status_code, closed.headers["location"]) == (303, "/reports/2026-11?done=month")
    assert "Closed on Thu 3 December 2026: these numbers stay." in after
    assert "Close the month" not in after
    assert "The numbers of November 2026 stay as they are" in words(twice.text)
    assert "December 2026 is not over, and can be closed when it is. Nothing was done." in words(early.text)
    assert (twice.status_code, early.status_code) == (409, 409)


def test_what_is_found_later_stands_as_a_correction_in_the_month_closed_next(quick_console: Console) -> None:
    told = quick_console.case.tell()
    quick_console.clock.at = JANUARY

    with quick_console.browser(ADA) as browser:
        first = words(browser.get("/reports/2026-12").text)
        refused = browser.post("/reports/2026-12/close", data={"sure": "yes"})
        browser.post("/reports/2026-11/close", data={"sure": "yes"})
        row = quick_console.case.row(told)
        row.status = Status.SPAM
        quick_console.case.write(row)
        browser.post("/reports/2026-12/close", data={"sure": "yes"})
        december = words(browser.get("/reports/2026-12").text)
        november = words(browser.get("/reports/2026-11").text)

    assert "Before December 2026, the first open one is to be closed: November 2026" in first
    assert "Close November 2026 first, then December 2026. Nothing was done." in words(refused.text)
    assert "Corrections of earlier months What Of Difference Spam November 2026 +1" in december
    assert "A month closed later carries a correction of it." in november


def test_marks_are_set_beside_the_line_and_taken_away(console: Console) -> None:
    bring_years(console)

    with console.browser(ADA) as browser:
        set_one = browser.post(
            "/reports/2026-11/marks", data={"month": "2009-03", "label": " The  subway <appeal> "}
        )
        page = browser.get("/reports/2026-11").text
        mark_id = page.split('name="mark" value="')[1].split('"')[0]
        gone = browser.post("/reports/2026-11/marks/remove", data={"mark": mark_id})
        after = browser.get("/reports/2026-11").text

    assert (set_one.status_code, set_one.headers["location"]) == (303, "/reports/2026-11#marks")
    assert page.count("The subway &lt;appeal&gt;") == 3  # in the picture, in the list, on the button's name
    assert (gone.status_code, "subway" in after) == (303, False)
    assert [line[0] for line in console.case.trail()][-2:] == ["month-marked"] * 2


def test_everybody_who_sees_the_month_sees_its_marks_and_only_a_coordinator_their_buttons(
    quick_console: Console,
) -> None:
    with quick_console.browser(ADA) as browser:
        browser.post("/reports/2026-11/marks", data={"month": "2026-11", "label": "Radio campaign"})
    with quick_console.browser(quick_console.somebody(Role.BOARD)) as browser:
        page = browser.get("/reports/2026-11").text

    assert "Nov 2026 Radio campaign" in words(page)
    assert ("Remove" in page, "Set the mark" in page) == (False, False)


@pytest.mark.parametrize(
    ("month", "label", "said"),
    [
        ("x", "An appeal", "That is no month. Write it as 2026-10. Nothing was kept."),
        ("0001-01", "An appeal", "That is no month. Write it as 2026-10. Nothing was kept."),
        (
            "2026-12",
            "An appeal",
            "A mark stands beside a month from November 2026 to November 2026. Nothing was kept.",
        ),
        (
            "2009-03",
            "An appeal",
            "A mark stands beside a month from November 2026 to November 2026. Nothing was kept.",
        ),
        ("2026-11", " ", "Write what the mark stands for, in 80 letters or fewer. Nothing was kept."),
        ("2026-11", "A" * 81, "Write what the mark stands for, in 80 letters or fewer. Nothing was kept."),
        ("2026-11", "A\u202eB", "Write what the mark stands for, in 80 letters or fewer. Nothing was kept."),
    ],
)
def test_a_mark_that_cannot_stand_there_is_refused_and_what_was_typed_is_kept(
    quick_console: Console, month: str, label: str, said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/reports/2026-11/marks", data={"month": month, "label": label})
        page = browser.get("/reports/2026-11").text

    assert (answer.status_code, flash(answer.text)) == (422, said)
    assert f'autocomplete="off" value="{label}"' in answer.text
    assert 'class="flag"' not in page


@pytest.mark.parametrize("mark", ["", "x", "00" * 16])
def test_a_mark_that_is_not_there_is_not_taken_away(quick_console: Console, mark: str) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/reports/2026-11/marks/remove", data={"mark": mark})

    assert answer.status_code == 404
    assert quick_console.case.trail()[-1][0] == "signed-in"


def test_deeds_on_a_month_that_is_none_are_answered_in_words(quick_console: Console) -> None:
    form = {"sure": "yes", "month": str(Month(202611)), "label": "x", "mark": "x"}

    with quick_console.browser(ADA) as browser:
        found = [
            browser.post(f"/reports/{address}/{deed}", data=form).status_code
            for address in ("x", "0001-01")
            for deed in ("close", "marks", "marks/remove")
        ]

    assert found == [404] * 6
