"""How a program texts: its hours, and an answer that no phone should show."""

import pytest
from sqlmodel import select

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, flash, words
from tipline.intake.texts.own_words import CHANGED
from tipline.store.program_tables import ProgramRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Channel
from web.console.texting import WHEN

HELD = (
    "Somebody else may hold that phone. It was not sent, because it has a weapon and words that the reporter "
    "told. Write it without, or say why a text must have it, and press again."
)
MARK = '<span class="word">your own words</span>'
ANSWER = {"text": "Is the gun in the blue bag near the door?", "box": "answer", "safe": "yes"}


def hours(console: Console) -> tuple[int, int]:
    with console.case.program.stores.tips.read() as session:
        program = session.exec(select(ProgramRow)).one()
        return program.answers_from, program.answers_until


def owed(console: Console) -> int:
    with console.case.program.stores.tips.read() as session:
        return len(session.exec(select(OutboxRow)).all())


def test_a_coordinator_sets_the_hours_and_the_trail_says_which(console: Console) -> None:
    with console.browser(ADA) as browser:
        set_ = browser.post("/texting/hours", data={"first": "9", "last": "22"})
        page = browser.get("/texting").text

    assert (set_.status_code, hours(console)) == (303, (9, 22))
    assert '<option value="9" selected>09:00</option>' in page
    assert '<option value="22" selected>22:00</option>' in page
    assert ("hours-set", "between 09:00 and 22:00") in [(line[0], line[3]) for line in console.case.trail()]


def test_a_tip_says_when_an_answer_by_text_leaves_where_it_may_not_leave_at_once(
    quick_console: Console,
) -> None:
    told = quick_console.case.tell(channel=Channel.TEXT)

    with quick_console.browser(ADA) as browser:
        browser.post("/texting/hours", data={"first": "9", "last": "22"})
        by_day = browser.get(f"/tips/{told.number}").text
        browser.post("/texting/hours", data={"first": "0", "last": "24"})
        always = browser.get(f"/tips/{told.number}").text

    assert "It leaves between 09:00 and 22:00." in by_day
    assert ("It leaves" in always, "it leaves" in always) == (False, False)


@pytest.mark.parametrize(
    "typed", [("20", "10"), ("10", "10"), ("0", "25"), ("-1", "9"), ("", ""), ("٩", "12")]
)
def test_hours_of_no_day_change_nothing(quick_console: Console, typed: tuple[str, str]) -> None:
    before = hours(quick_console)
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/texting/hours", data={"first": typed[0], "last": typed[1]})

    assert (answer.status_code, hours(quick_console)) == (422, before)
    assert "Nothing was changed" in answer.text


def test_who_is_no_coordinator_sets_no_hours(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        assert browser.get("/texting").status_code == 403
        assert browser.post("/texting/hours", data={"first": "0", "last": "24"}).status_code == 403


def test_an_answer_that_no_phone_should_show_is_held_and_goes_with_a_reason(quick_console: Console) -> None:
    told = quick_console.case.tell("They keep a gun in the blue bag near the door", channel=Channel.TEXT)

    with quick_console.browser(ADA) as browser:
        held = browser.post(f"/tips/{told.number}/answer", data=ANSWER)
        without = browser.post(f"/tips/{told.number}/answer", data=ANSWER | {"held": "yes", "reason": " "})
        nothing_left = owed(quick_console)
        sent = browser.post(
            f"/tips/{told.number}/answer",
            data=ANSWER | {"held": "yes", "reason": "They asked us to name it."},
        )
        page = words(browser.get(f"/tips/{told.number}").text)

    assert (held.status_code, flash(held.text)) == (422, HELD)
    assert (without.status_code, nothing_left) == (422, 0)
    assert (sent.status_code, owed(quick_console)) == (303, 1)
    assert '<label for="answer-reason">Why must the text have it?</label>' in held.text
    assert (
        "Texted to the reporter although it has a weapon, words that the reporter told. "
        "Why: They asked us to name it."
    ) in page


def test_who_comes_back_with_a_code_may_be_answered_with_any_words(quick_console: Console) -> None:
    told = quick_console.case.tell("They keep a gun in the blue bag near the door")

    with quick_console.browser(ADA) as browser:
        sent = browser.post(f"/tips/{told.number}/answer", data=ANSWER)

    assert (sent.status_code, owed(quick_console)) == (303, 0)


def test_an_answer_by_text_waits_for_ok_unless_somebody_unticks_it(quick_console: Console) -> None:
    told = quick_console.case.tell(channel=Channel.TEXT)

    with quick_console.browser(ADA) as browser:
        fresh = browser.get(f"/tips/{told.number}").text
        unticked = browser.post(f"/tips/{told.number}/answer", data={"text": "", "box": "answer"}).text

    assert 'name="safe" value="yes" checked>' in fresh
    assert 'name="safe" value="yes">' in unticked


def test_a_coordinator_says_an_answer_in_other_words_and_as_every_program_does_again(
    quick_console: Console,
) -> None:
    own = "Got it. In danger? Call 911. Delete this."
    with quick_console.browser(ADA) as browser:
        kept = browser.post("/texting/words", data={"language": "en", "answer": "added", "words": own})
        page = browser.get("/texting?language=en").text
        browser.post(
            "/texting/words", data={"language": "en", "answer": "added", "deed": "usual", "words": own}
        )
        after = browser.get("/texting").text

    assert (kept.status_code, kept.headers["location"]) == (303, "/texting?language=en#added")
    assert (own in page, MARK in page) == (True, True)
    assert (own in after, MARK in after) == (False, False)


def test_words_that_lack_what_must_stay_change_nothing_and_stay_in_the_box(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post(
            "/texting/words", data={"language": "en", "answer": "added", "words": "Thanks!"}
        )

    assert (answer.status_code, flash(answer.text)) == (422, "Nothing was changed: it must say 911.")
    assert ">Thanks!</textarea>" in answer.text


def test_every_answer_of_the_list_is_called_by_when_it_is_said() -> None:
    assert set(WHEN) == set(CHANGED)
