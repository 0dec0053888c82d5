"""Round a conversation: being on it, a name that is hidden, proposals, sentences, paper, history."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, SAM, SCRUBBED, Told, texts
from tests.unit.web.console.console import Console, flash, words
from tipline.casework.dispatch import Order
from tipline.vocabulary import Channel, Role

ANN = "I am Ann Poole. He sells guns."
WE_HAVE = "We have hidden your name. Please do not send it again."


def given(console: Console, text: str = GUNS, *, channel: Channel = Channel.WEB) -> Told:
    told = console.case.tell(text, channel=channel)
    console.case.dispatch(told, Order(primary=console.case.person(DANA), text=f"{SCRUBBED} {text}"))
    return told


def page_of(browser: TestClient, told: Told) -> str:
    return str(browser.get(f"/tips/{told.number}").text)


def test_who_is_on_it_is_shown_to_the_other_who_may_take_it_over(console: Console) -> None:
    told = given(console)
    claim, answer = f"/tips/{told.number}/claim", f"/tips/{told.number}/answer"

    with console.browser(ADA) as browser:
        browser.post(claim, data={"deed": "claim"})
        mine = words(page_of(browser, told))
    with console.browser(GRACE) as browser:
        theirs = page_of(browser, told)
        refused = browser.post(answer, data={"text": "Mine.", "box": "answer"})
        browser.post(claim, data={"deed": "take-over"})
        taken = browser.post(answer, data={"text": "Mine."})
        browser.post(claim, data={"deed": "give-back"})
        free = words(page_of(browser, told))

    assert "You are on it until 07:30. Give it back" in mine
    assert ("Ada Byron is on it until 07:30. Take it over" in words(theirs), "answer-text" in theirs) == (
        True,
        False,
    )
    assert (refused.status_code, flash(refused.text)[:20]) == (409, "Ada Byron is on it, ")
    assert "What you wrote was not sent: Mine." in words(refused.text)
    assert (taken.status_code, "I am on it" in free) == (303, True)


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.TEXT])
def test_a_coordinator_hides_a_name_everywhere_and_the_reporter_is_told(
    quick_console: Console, channel: Channel
) -> None:
    case = quick_console.case
    told = given(quick_console, ANN, channel=channel)

    with quick_console.browser(ADA) as browser:
        form = {"words": "Ann Poole", "box": "named", "language": "en"}
        answer = browser.post(f"/tips/{told.number}/named", data=form)
        pages = [
            page_of(browser, told),
            browser.get(f"/tips/{told.number}/dispatch").text,
            browser.post(f"/tips/{told.number}/print").text,
        ]
    with quick_console.browser(DANA) as browser:
        pages.append(page_of(browser, told))

    assert "the reporter is told not to send it again" in words(answer.text)
    assert ["Poole" in page for page in pages] == [False] * 4
    assert ["[hidden]" in page for page in pages] == [True] * 4
    assert WE_HAVE in texts(case.look(told, by=ADA))
    assert "Hidden by Ada Byron, 20 Nov 2026, 07:00. It was a mistake: show it again" in words(pages[0])


def test_an_investigator_hides_it_for_all_and_asks_that_the_reporter_be_told(quick_console: Console) -> None:
    told = given(quick_console, ANN)

    with quick_console.browser(DANA) as browser:
        answer = browser.post(f"/tips/{told.number}/named", data={"words": "Ann Poole", "language": "en"})
        wrong = browser.post(f"/tips/{told.number}/named", data={"words": "Bob", "box": "named"})
    with quick_console.browser(ADA) as browser:
        theirs = words(page_of(browser, told))

    assert "The coordinator is asked to hide it in the tip, and to tell the reporter." in words(answer.text)
    assert "Poole" not in answer.text
    assert flash(wrong.text).startswith("Those words stand nowhere in what you can open.")
    assert f"Dana Kowalski would ask the reporter Fri 20 November 2026, 07:00 {WE_HAVE}" in theirs


def test_a_reporter_who_cannot_be_told_has_their_name_hidden_all_the_same(quick_console: Console) -> None:
    told = given(quick_console, ANN, channel=Channel.TEXT)
    quick_console.case.stop(told)

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/named", data={"words": "Ann Poole", "language": "en"})

    assert "The reporter could not be told: ended by the reporter." in words(answer.text)
    assert "Poole" not in answer.text


def test_what_was_hidden_by_mistake_is_shown_again(quick_console: Console) -> None:
    told = given(quick_console, ANN)

    with quick_console.browser(ADA) as browser:
        page = browser.post(f"/tips/{told.number}/named", data={"words": "guns", "language": "en"}).text
        mask = re.search(r'name="mask" value="(\w+)"', page)
        assert mask is not None
        browser.post(f"/tips/{told.number}/named/show", data={"mask": mask[1]})
        after = page_of(browser, told)

    assert ("guns" in page, ANN in after) == (False, True)


def test_a_proposed_question_is_edited_and_asked_by_who_holds_the_tip(quick_console: Console) -> None:
    case = quick_console.case
    told = given(quick_console)

    with quick_console.browser(DANA) as browser:
        browser.post(f"/tips/{told.number}/propose", data={"text": "Which unit?", "box": "propose"})
        browser.post(f"/tips/{told.number}/propose", data={"text": "What name?", "box": "propose"})
        waits = words(page_of(browser, told))
    with quick_console.browser(ADA) as browser:
        page = page_of(browser, told)
        first, second = re.findall(r"\?ask=(\w+)#answer", page)
        begun = browser.get(f"/tips/{told.number}?ask={first}").text
        words_of_it = re.search(r'id="answer-text"[^>]*>([^<]*)<', begun)
        assert words_of_it is not None
        browser.post(
            f"/tips/{told.number}/answer", data={"text": "Which floor?", "question": "yes", "proposal": first}
        )
        browser.post(f"/tips/{told.number}/not-asked", data={"proposal": second})
    quick_console.clock.at += timedelta(minutes=1)
    with quick_console.browser(DANA) as browser:
        after = words(page_of(browser, told))

    assert waits.count("It waits for the coordinator.") == 2
    assert words_of_it[1] in {"Which unit?", "What name?"}
    assert f'name="proposal" value="{first}"' in begun
    assert ("It was asked." in after, "It was not asked." in after) == (True, True)
    assert texts(case.look(told, by=ADA))[1:] == ["Which floor?"]


def test_a_sentence_is_chosen_into_the_box_behind_what_was_typed(console: Console) -> None:
    told = given(console)

    with console.browser(ADA) as browser:
        empty = browser.post("/answers", data={"language": "en", "words": " "})
        browser.post("/answers", data={"language": "en", "words": "Thank you."})
        browser.post("/answers", data={"language": "fr", "words": "Merci."})
        page = page_of(browser, told)
        (sentence,) = re.findall(r'<option value="(\w{32})">Thank you.</option>', page)
        put = browser.post(
            f"/tips/{told.number}/sentence", data={"text": "We read it.", "sentence": sentence}
        )
        browser.post("/answers", data={"answer": sentence, "deed": "remove"})
        left = words(browser.get("/answers").text)

    assert (empty.status_code, flash(empty.text)[:18]) == (422, "The box was empty.")
    assert "Merci" not in page
    assert "We read it.\nThank you.</textarea>" in put.text
    assert ("Merci." in left, "Thank you." in left) == (True, False)
    assert texts(console.case.look(told, by=ADA)) == [GUNS]


def test_what_is_printed_has_the_banner_and_who_printed_it_and_is_written_down(
    quick_console: Console,
) -> None:
    told = given(quick_console)
    quick_console.case.note(told, "For the file alone.")

    with quick_console.browser(DANA) as browser:
        page = browser.post(f"/tips/{told.number}/print").text
    with quick_console.browser(ADA) as browser:
        past = words(browser.get(f"/tips/{told.number}/history").text)

    assert "Printed by Dana Kowalski, investigator, 20 Nov 2026, 07:00 (America/Toronto)." in words(page)
    assert page.count("Exclusive property of Toronto Crime Stoppers, and privileged.") == 2
    assert (SCRUBBED in page, "For the file alone." in page) == (True, False)
    assert [line[0] for line in quick_console.case.trail()][-3:] == ["opened", "printed", "signed-in"]
    assert "20 Nov 2026, 07:00 Ada Byron dispatched it to Dana Kowalski." in past
    assert "Dana Kowalski printed it." in past


def test_a_private_note_is_kept_by_a_tick(quick_console: Console) -> None:
    told = given(quick_console)

    with quick_console.browser(DANA) as browser:
        browser.post(f"/tips/{told.number}/note", data={"text": "Ask my sister.", "private": "yes"})
        mine = words(page_of(browser, told))
    with quick_console.browser(ADA) as browser:
        theirs = words(page_of(browser, told))

    assert ("At the desk of you alone" in mine, "Ask my sister." in mine, "Ask my sister." in theirs) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(("name", "status"), [(DANA, 403), (SAM, 404)])
def test_what_those_do_whose_tip_it_is_nobody_else_does(
    quick_console: Console, name: str, status: int
) -> None:
    told = given(quick_console)

    with quick_console.browser(name) as browser:
        found = {
            browser.post(f"/tips/{told.number}/claim").status_code,
            browser.post(f"/tips/{told.number}/named/show", data={"mask": "00"}).status_code,
            browser.post(f"/tips/{told.number}/not-asked", data={"proposal": "0" * 32}).status_code,
            browser.get(f"/tips/{told.number}/history").status_code,
        }

    assert found == {status}


@pytest.mark.parametrize("role", [role for role in Role if not role.may_triage])
def test_sentences_are_for_those_who_answer(quick_console: Console, role: Role) -> None:
    told = given(quick_console)

    with quick_console.browser(quick_console.somebody(role)) as browser:
        found = [
            browser.get("/answers").status_code,
            browser.post("/answers", data={"language": "en", "words": "No."}).status_code,
            browser.post(f"/tips/{told.number}/sentence", data={"text": "No."}).status_code,
        ]

    assert found == [403] * 3
