"""The surge room of a case, and the scrub as those see it whom it is lent to."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, SAM, Case, Told, texts
from tests.unit.tipline.casework.folders import GARAGE, hand_over, make, tips_in
from tests.unit.tipline.casework.lent import CALLER, end, lend
from tests.unit.web.console.console import Console, flash, numbers, words
from tipline.vocabulary import Role

THANKS = "Thank you. We have read it, and somebody works on it."


def surge(case: Case, *told: Told) -> str:
    return f"/cases/{make(case, *told)}/surge"


def press(browser: TestClient, page: str, address: str, **more: str) -> str:
    """Press a button of the scrub, with what stands in the form."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    text = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    form = hidden | ({"text": text[1]} if text else {}) | more
    return browser.post(address, data=form, follow_redirects=True).text


def test_the_room_shows_the_note_suggests_by_words_and_takes_ticked_tips_in(console: Console) -> None:
    case = console.case
    filed = [case.tell("It was Marcus Webb, on Jane Street."), case.tell("Markus Webb did it.")]
    outside = case.tell("I know Marcus Webb.")
    case.tell("A dog barks.")
    room = surge(case, *filed)
    number = room.split("/")[2]
    hand_over(case, number, "Call the bailiff first.", by=GRACE)

    with console.browser(ADA) as browser:
        before = browser.get(room).text
        put = browser.post(room, data={"deed": "put", "tip": [outside.number]})
        none = browser.post(room, data={"deed": "put"})

    assert "Call the bailiff first. Grace Hopper, " in words(before)
    assert numbers(before) == [outside.number]
    assert "It names “Marcus Webb”" in words(before)
    assert "Marcus Webb 2 also “Markus Webb”" in words(before)
    assert (put.status_code, none.status_code) == (200, 422)
    assert "It lies in the case now." in words(put.text)
    assert tips_in(case, number) == sorted(told.number for told in (*filed, outside))


def test_a_group_is_a_list_of_its_tips_and_its_address_names_nobody(quick_console: Console) -> None:
    case = quick_console.case
    named, nobody = case.tell("It was Marcus."), case.tell("Two men with a van.")
    room = surge(case, named, nobody)

    with quick_console.browser(ADA) as browser:
        page = browser.get(room).text
        (address,) = set(re.findall(rf'href="({room}/named/[0-9a-f]+)"', page))
        group, apart = browser.get(address).text, browser.get(f"{room}/named/nobody").text
        gone = browser.get(f"{room}/named/0000").status_code

    assert (numbers(group), numbers(apart), gone) == ([named.number], [nobody.number], 404)
    assert "marcus" not in address.lower()


def test_all_or_none_of_the_ticked_tips_go_in(quick_console: Console) -> None:
    case = quick_console.case
    told, about_us = case.tell(), case.tell(about_us=True)
    room = surge(case)

    with quick_console.browser(ADA) as browser:
        refused = browser.post(room, data={"deed": "put", "tip": [told.number, about_us.number]})

    assert refused.status_code == 404
    assert "Nothing was done with the others either." in flash(refused.text)
    assert tips_in(case, room.split("/")[2]) == []


def test_the_scrub_is_lent_done_and_dispatched_by_a_coordinator(console: Console) -> None:
    case = console.case
    told = case.tell("My cousin Bob hides two rifles in the shed on Wallace.")
    room = surge(case, told)
    number = room.split("/")[2]

    with console.browser(ADA) as browser:
        lent = words(browser.post(room, data={"deed": "lend", "person": case.person(DANA).hex()}).text)
    with console.browser(DANA) as browser:
        rail = browser.get("/").text
        waiting = words(browser.get("/scrub").text)
        editor = browser.post(f"/scrub/{number}", data={"deed": "next"}).text
        again = browser.get(f"/scrub/{number}").text
        other = browser.get(f"/tips/{told.number}").status_code
        taken = press(browser, editor, f"/scrub/{number}", deed="take-all")
        kept = words(press(browser, taken, f"/scrub/{number}", deed="keep"))
    with console.browser(GRACE) as browser:
        ready = browser.get(room).text
        box = browser.get(f"/tips/{told.number}/dispatch").text
        history = words(browser.get(f"/tips/{told.number}/history").text)

    assert "Lent until this time tomorrow." in lent
    assert "Dana Kowalski until" in lent
    assert ('href="/scrub"' in rail, "1 waits." in waiting, other) == (True, True, 404)
    assert f"Scrub {told.number}" in words(editor)
    assert "My cousin" in words(again)
    assert "Nothing waits." in kept
    assert f'href="/tips/{told.number}/dispatch"' in ready
    assert "1 ready to dispatch" in words(ready)
    assert "Dana Kowalski made a copy," in words(box)
    text = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', box, re.DOTALL)
    assert text is not None
    assert ("cousin" in text[1], "two rifles in the shed on Wallace" in text[1]) == (False, True)
    assert "Dana Kowalski opened it to scrub it" in history
    assert "Dana Kowalski made a scrubbed copy of it, to be dispatched" in history


def test_two_who_scrub_get_two_tips_and_one_is_left_to_others(quick_console: Console) -> None:
    case = quick_console.case
    tips = [case.tell(), case.tell()]
    number = make(case, *tips)
    for name in (DANA, SAM):
        lend(case, number, name)

    with quick_console.browser(DANA) as dana, quick_console.browser(SAM) as sam:
        first = dana.post(f"/scrub/{number}", data={"deed": "next"}).text
        second = sam.post(f"/scrub/{number}", data={"deed": "next"}).text
        stolen = sam.post(f"/scrub/{number}", data={"deed": "keep", "tip": scrubbed(first), "text": "Mine."})
        alone = words(press(dana, first, f"/scrub/{number}", deed="skip"))

    assert {scrubbed(first), scrubbed(second)} == {told.number for told in tips}
    assert stolen.status_code == 409
    assert "Nothing of yours was kept." in flash(stolen.text)
    assert "It is the only one left: it is in your hands again." in alone


def scrubbed(page: str) -> str:
    """The number of the tip that somebody scrubs."""
    found = re.search(r'<h1>Scrub <span class="code">([^<]+)</span>', page)
    return found[1] if found else ""


def test_a_day_that_is_over_and_a_loan_that_was_ended_keep_nothing(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)

    with quick_console.browser(DANA) as browser:
        editor = browser.post(f"/scrub/{number}", data={"deed": "next"}).text
        end(case, number, DANA)
        ended = browser.post(f"/scrub/{number}", data={"deed": "keep", "tip": told.number, "text": "Kept?"})
        seen = browser.get(f"/scrub/{number}")
        rail = browser.get("/").text
    lend(case, number, DANA)
    quick_console.clock.at = NOON + timedelta(days=1)
    with quick_console.browser(DANA) as browser:
        over = browser.post(f"/scrub/{number}", data={"deed": "next"})

    assert scrubbed(editor) == told.number
    assert [ended.status_code, seen.status_code, over.status_code] == [404, 404, 404]
    assert all("not lent to you" in flash(each.text) for each in (ended, seen, over))
    assert "sells guns" not in seen.text + over.text
    assert 'href="/scrub"' not in rail


def test_a_tip_that_names_whoever_scrubs_is_passed_over(quick_console: Console) -> None:
    case = quick_console.case
    told, clean = case.tell(danger=True), case.tell()
    number = make(case, told, clean)
    lend(case, number, DANA)
    case.add(told, "And Kowalski is in it.")

    with quick_console.browser(DANA) as browser:
        editor = browser.post(f"/scrub/{number}", data={"deed": "next"}).text

    assert (scrubbed(editor), "Kowalski is in it" in editor) == (clean.number, False)


def test_one_answer_goes_to_all_after_it_was_looked_over_and_once(console: Console) -> None:
    case = console.case
    told, danger = case.tell(), case.tell(danger=True)
    room = surge(case, told, danger)
    address = f"{room}/answer"

    with console.browser(ADA) as browser:
        box = browser.get(address).text
        looked = browser.post(address, data={"deed": "look", "text-en": THANKS}).text
        unlooked = browser.post(address, data={"deed": "send", "text-en": THANKS}).text
        sent = browser.post(address, data={"deed": "send", "looked": "yes", "text-en": THANKS}).text
        twice = browser.post(address, data={"deed": "send", "looked": "yes", "text-en": THANKS}).text
        empty = browser.post(address, data={"deed": "look", "text-en": " "})
        changed = browser.post(address, data={"deed": "change", "text-en": THANKS}).text

    assert "To 2 reporters in English" in words(box)
    assert "1 reporter gets it And these do not 1 a life is in danger" in words(looked)
    assert "Send it to 1" in words(unlooked)
    assert "One reporter is told." in words(sent)
    assert "0 reporters are told." in words(twice)
    assert (empty.status_code, THANKS in changed) == (422, True)
    assert [texts(case.look(one, by=ADA)).count(THANKS) for one in (told, danger)] == [1, 0]


@pytest.mark.parametrize("name", [DANA, IDA, CALLER])
def test_the_room_is_for_those_whose_case_it_is(quick_console: Console, name: str) -> None:
    case = quick_console.case
    case.program.add(CALLER, Role.CALL_TAKER, confirmed_by=ADA)
    told = case.tell()
    room = surge(case, told)
    number = room.split("/")[2]

    with quick_console.browser(name) as browser:
        found = [
            browser.get(room).status_code,
            browser.get(f"{room}/named/nobody").status_code,
            browser.post(room, data={"deed": "lend", "person": case.person(DANA).hex()}).status_code,
            browser.get(f"{room}/answer").status_code,
            browser.post(f"{room}/answer", data={"deed": "look", "text-en": THANKS}).status_code,
            browser.post(f"/scrub/{number}", data={"deed": "next"}).status_code,
        ]

    assert set(found) <= {403, 404}
    assert [entry for entry in case.trail() if entry[3].startswith("scrub")] == []


def test_what_a_form_must_not_say_is_refused(quick_console: Console) -> None:
    room = surge(quick_console.case)

    with quick_console.browser(ADA) as browser:
        found = [
            browser.post(room, data=form).status_code
            for form in (
                {"deed": "burn"},
                {"deed": "lend", "person": "zz"},
                {"deed": "lend", "person": quick_console.case.person(GRACE).hex()},
                {"deed": "end", "person": "00" * 16},
            )
        ]
        other = browser.get("/cases/CASE-0000-0000/surge").status_code

    assert (found, other) == ([422, 404, 404, 404], 404)


def test_a_call_taker_scrubs_and_finds_it_in_the_rail(quick_console: Console) -> None:
    case = quick_console.case
    case.program.add(CALLER, Role.CALL_TAKER, confirmed_by=ADA)
    told = case.tell()
    number = make(case, told, title=GARAGE)
    lend(case, number, CALLER)

    with quick_console.browser(CALLER) as browser:
        page = browser.get("/scrub").text
        editor = browser.post(f"/scrub/{number}", data={"deed": "next"}).text

    assert 'href="/scrub"' in page
    assert scrubbed(editor) == told.number
    assert GARAGE not in page + editor
