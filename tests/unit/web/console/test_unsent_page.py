"""Answers that did not leave stand above every page and on the page of answers; a press settles each."""

import re

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Told
from tests.unit.tipline.casework.test_unsent import not_sent
from tests.unit.web.console.console import Console, flash, words
from tipline.vocabulary import Channel, Role

ALARM = "An answer by text could not be sent. See the page Answers: send again, or let go."


def unsent(console: Console) -> tuple[Told, dict[str, str]]:
    """A tip with an answer that did not leave, and the form that settles it."""
    told = console.case.tell(channel=Channel.TEXT)
    return told, {"number": told.number, "text": not_sent(console.case, told).hex()}


def test_a_coordinator_sees_that_an_answer_did_not_leave_and_sends_it_again(console: Console) -> None:
    told, form = unsent(console)

    with console.browser(GRACE) as browser:
        queue, page = words(browser.get("/").text), browser.get("/answers").text
        pressed = browser.post("/answers/unsent", data=form)
        after = words(browser.get(pressed.headers["location"]).text)

    assert (ALARM in queue, ALARM in after) == (True, False)
    assert re.search(rf'<a class="code" href="/tips/{told.number}">{told.number}</a>', page)
    assert (pressed.status_code, pressed.headers["location"]) == (303, "/answers?done=sent-again")
    assert "It is on its way again. If it does not arrive, the tip says so." in after
    assert told.number not in after


def test_it_may_be_let_go(quick_console: Console) -> None:
    told, form = unsent(quick_console)

    with quick_console.browser(ADA) as browser:
        pressed = browser.post("/answers/unsent", data=form | {"deed": "let-go"})
        after = words(browser.get(pressed.headers["location"]).text)

    assert pressed.headers["location"] == "/answers?done=let-go"
    assert ("It is off the list, and is not sent." in after, told.number in after) == (True, False)


def test_what_a_colleague_has_settled_is_said_and_done_once(quick_console: Console) -> None:
    _, form = unsent(quick_console)

    with quick_console.browser(ADA) as browser:
        browser.post("/answers/unsent", data=form)
        again = browser.post("/answers/unsent", data=form)

    assert (again.status_code, flash(again.text)) == (409, "Somebody else has sent it again, or let it go.")


@pytest.mark.parametrize("nonsense", ["", "00", "x" * 32, "é"])
def test_a_form_that_names_nothing_changes_nothing(quick_console: Console, nonsense: str) -> None:
    told, form = unsent(quick_console)

    with quick_console.browser(ADA) as browser:
        found = [
            browser.post("/answers/unsent", data=form | {name: nonsense}).status_code
            for name in ("number", "text")
        ]
        page = browser.get("/answers").text

    assert found == [409, 409]
    assert told.number in page


@pytest.mark.parametrize("role", [role for role in Role if not role.may_triage])
def test_nobody_settles_one_who_answers_nobody(quick_console: Console, role: Role) -> None:
    _, form = unsent(quick_console)

    with quick_console.browser(quick_console.somebody(role)) as browser:
        pressed = browser.post("/answers/unsent", data=form)
        page = browser.get("/").text

    assert (pressed.status_code, ALARM in words(page)) == (403, False)


def test_who_has_other_tips_is_told_nothing_of_it(quick_console: Console) -> None:
    told, _ = unsent(quick_console)

    with quick_console.browser(DANA) as browser:
        assert (ALARM in words(browser.get("/").text), told.number in browser.get("/").text) == (False, False)
