"""Outcomes that are due: who sees which, one screen of two questions, and the way there from an alert."""

from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, IDA, ROBIN, Told
from tests.unit.web.console.console import Console, flash, words
from tipline.vocabulary import Disposition, Role, Status

DUE = NOON.date() + timedelta(days=30)


def given(console: Console) -> Told:
    told = console.case.tell()
    console.case.assign(told, console.case.person(DANA))
    return told


def test_an_alert_leads_through_the_sign_in_to_two_questions(console: Console) -> None:
    told = given(console)
    console.clock.at += timedelta(days=30)

    with console.browser() as browser:
        turned_away = browser.get("/due")
        form = browser.get(turned_away.headers["location"]).text
        signed = browser.post("/sign-in", data=console.credentials(DANA) | {"to": "due"})
        listed = browser.get(signed.headers["location"]).text
        screen = words(browser.get(f"/tips/{told.number}/outcome").text)
        closed = browser.post(
            f"/tips/{told.number}/outcome",
            data={"disposition": "led-to-arrest", "outcome": "Two.", "figure-arrests": "2"},
        )
        empty = words(browser.get("/due").text)

    assert (turned_away.headers["location"], signed.headers["location"]) == ("/sign-in?to=due", "/due")
    assert '<input type="hidden" name="to" value="due">' in form
    assert f'href="/tips/{told.number}/outcome"' in listed
    assert ("1. What became of it" in screen, "2. In numbers" in screen) == (True, True)
    assert (closed.status_code, closed.headers["location"]) == (303, "/due?done=outcome")
    row = console.case.row(told)
    assert (row.status, row.disposition) == (Status.CLOSED, Disposition.LED_TO_ARREST)
    assert "Nothing is due." in empty


def test_an_address_elsewhere_is_not_followed_after_the_sign_in(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        form = browser.get("/sign-in?to=//evil.example").text
        signed = browser.post("/sign-in", data=quick_console.credentials(DANA) | {"to": "//evil.example"})

    assert ("evil" in form, signed.headers["location"]) == (False, "/")


def test_still_working_is_one_press(console: Console) -> None:
    told = given(console)
    until = (DUE + timedelta(days=20)).isoformat()

    with console.browser(DANA) as browser:
        pressed = browser.post(f"/tips/{told.number}/still-working", data={"until": until})
        screen = words(browser.get(f"/tips/{told.number}/outcome").text)

    assert pressed.status_code == 303
    assert "It can be said 2 more times." in screen


def test_a_coordinator_sees_what_is_late_and_what_to_do(console: Console) -> None:
    told = given(console)
    console.clock.at += timedelta(days=60)

    with console.browser(ADA) as browser:
        page = words(browser.get("/due").text)
        closed = browser.post(f"/tips/{told.number}/close", data={"disposition": "no-answer"})

    assert f"{told.number} Firearm {DANA} may be closed as “no answer”" in page
    assert (closed.status_code, console.case.row(told).disposition) == (303, Disposition.NO_ANSWER)


@pytest.mark.parametrize(
    ("step", "form", "said"),
    [
        ("outcome", {}, "Choose what became of the tip."),
        ("outcome", {"disposition": "no-answer"}, ""),
        ("outcome", {"disposition": "cleared", "figure-arrests": "-1"}, "cannot be that"),
        ("still-working", {"until": "tomorrow"}, "Write until when"),
        ("still-working", {"until": "2026-11-19"}, "Write until when"),
        ("still-working", {"until": "2030-01-01"}, "Write until when"),
    ],
)
def test_what_is_not_right_leaves_the_tip_open(
    quick_console: Console, step: str, form: dict[str, str], said: str
) -> None:
    told = given(quick_console)

    with quick_console.browser(DANA) as browser:
        answer = browser.post(f"/tips/{told.number}/{step}", data=form)

    assert (answer.status_code in {403, 422}, quick_console.case.row(told).status.open) == (True, True)
    assert said in flash(answer.text)


def test_each_role_has_its_list_and_only_who_was_given_the_tip_its_screen(quick_console: Console) -> None:
    told = given(quick_console)
    found = {}
    for name in (ADA, DANA, ROBIN, IDA, quick_console.somebody(Role.BOARD)):
        with quick_console.browser(name) as browser:
            found[name] = (
                browser.get("/due").status_code,
                browser.get(f"/tips/{told.number}/outcome").status_code,
                browser.post(
                    f"/tips/{told.number}/still-working", data={"until": DUE.isoformat()}
                ).status_code,
            )

    assert list(found.values()) == [
        (200, 403, 403),
        (200, 200, 303),
        (200, 404, 404),
        (403, 404, 404),
        (403, 403, 403),
    ]
