"""The scrub step as a page: by plain posts, with its list of marks, and what the investigator then sees."""

import html
import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, ROBIN, SAM, SCRUBBED, Told, briefs
from tests.unit.web.console.console import Console, flash, words
from tipline.casework.dispatch import Order
from tipline.intake.report import Detail
from tipline.vocabulary import Role

COUSIN = "My cousin sells guns. Call me at 416-555-0134. He has a blue van."


def fields(page: str, form: str) -> dict[str, list[str]]:
    """The hidden fields and boxes of a form as it would be sent."""
    body = page[page.index(f'id="{form}"') :]
    body = body[: body.index("</form>")]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ("checkbox" not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(html.unescape(value[1]))
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', body, re.DOTALL):
        found[name] = [html.unescape(text)]
    for name, text in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        found[name] = [html.unescape(each) for each in re.findall(r'value="([^"]*)" selected', text)]
    return found


def takes(page: str) -> list[str]:
    """What the buttons of the list of marks send."""
    return [html.unescape(each) for each in re.findall(r'name="take" value="([^"]*)"', page)]


def box(page: str) -> str:
    return fields(page, "scrub")["text"][0]


def done(page: str) -> str:
    found = re.search(r'<p class="done"[^>]*>(.*?)</p>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def look_and_send(browser: TestClient, told: Told, **changes: object) -> tuple[str, int, str]:
    """Open the page, fill it in, look it over, send: the preview, the last status, the last page."""
    address = f"/tips/{told.number}/dispatch"
    first = browser.get(address).text
    preview = browser.post(address, data=fields(first, "scrub") | changes | {"deed": "look"})
    last = browser.post(f"{address}/send", data=fields(preview.text, "send") | {"deed": "send"})
    return preview.text, last.status_code, last.text


def test_a_tip_is_scrubbed_by_the_list_of_marks_looked_over_and_sent(console: Console) -> None:
    case = console.case
    told = case.tell(COUSIN, details={Detail.WHERE: "Sherbourne", Detail.WISH: "yes"})
    address = f"/tips/{told.number}/dispatch"

    with console.browser(ADA) as browser:
        page = browser.get(address).text
        begun, first = box(page), takes(page)
        while takes(page):
            page = browser.post(address, data=fields(page, "scrub") | {"take": takes(page)[0]}).text
        left = box(page)
        chosen = {
            "primary": f"person:{case.person(DANA).hex()}",
            "other": [f"person:{case.person(ROBIN).hex()}"],
        }
        preview = browser.post(address, data=fields(page, "scrub") | chosen | {"deed": "look"}).text
        sent = browser.post(f"{address}/send", data=fields(preview, "send") | {"deed": "send"})

    assert begun == f"{COUSIN}\nWhere: Sherbourne"
    assert [one.partition(":")[2] for one in first] == ["My cousin", "Call me at", "416-555-0134"]
    assert left == "[…] sells guns. […] […]. He has a blue van.\nWhere: Sherbourne"
    assert "Dana Kowalski has the outcome. For information: Robin Tremblay." in words(preview)
    assert "Exclusive property of Toronto Crime Stoppers, and privileged." in words(preview)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/tips/{told.number}?done=send")
    with console.browser(DANA) as browser:
        seen = browser.get(f"/tips/{told.number}").text
    assert left.replace("\n", " ") in words(seen)
    assert "Exclusive property of Toronto Crime Stoppers, and privileged. Not for any file" in words(seen)
    assert [word in seen for word in ("cousin", "416", "would like one")] == [False, False, False]


def test_the_marked_words_are_told_with_the_reason_and_a_button_each(quick_console: Console) -> None:
    told = quick_console.case.tell(COUSIN)

    with quick_console.browser(ADA) as browser:
        page = browser.get(f"/tips/{told.number}/dispatch").text

    assert "3 marked in the copy" in words(page)
    assert (
        "“My cousin”: it says who the reporter is to somebody: family, a partner or a friend. "
        "Take out “My cousin”" in words(page)
    )
    assert page.count("<mark>") == 3


@pytest.mark.parametrize(
    ("typed", "take", "left", "said"),
    [
        ("A. My cousin. B.", "0:My cousin", "A. […]. B.", "“My cousin” is taken out. No words are marked."),
        ("my cousin, my cousin", "11:my cousin", "my cousin, […]", "“my cousin” is taken out. One is still"),
        (
            f"my cousin {'x' * 20} my cousin",
            "27:my cousin",
            f"my cousin {'x' * 20} […]",
            "“my cousin” is taken out. One is still",
        ),
        ("He sells guns.", "3:my cousin", "He sells guns.", "“my cousin” is not in the box any more."),
        ("He sells guns.", "x:guns", "He sells guns.", "“guns” is not in the box any more."),
        ("<b>my cousin</b>", "3:my cousin", "<b>[…]</b>", "“my cousin” is taken out."),
    ],
)
def test_words_are_taken_out_where_they_stand_though_somebody_has_typed_since(
    quick_console: Console, typed: str, take: str, left: str, said: str
) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        page = browser.post(f"/tips/{told.number}/dispatch", data={"text": typed, "take": take}).text

    assert (box(page), done(page)[: len(said)]) == (left, said)


def test_all_that_is_marked_is_taken_out_at_once_and_put_back(quick_console: Console) -> None:
    told = quick_console.case.tell(COUSIN)
    address = f"/tips/{told.number}/dispatch"

    with quick_console.browser(ADA) as browser:
        page = browser.get(address).text
        out = browser.post(address, data=fields(page, "scrub") | {"deed": "take-all"}).text
        back = browser.post(address, data=fields(out, "scrub") | {"deed": "again"}).text

    assert (box(out), box(back)) == ("[…] sells guns. […] […]. He has a blue van.", COUSIN)
    assert done(out) == "Taken out: 3 marked words. Read what is left."


def test_words_that_stay_are_told_again_before_it_is_sent(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell(COUSIN)
    chosen = {"primary": f"person:{case.person(DANA).hex()}", "original": "yes"}

    with quick_console.browser(ADA) as browser:
        preview, status, _ = look_and_send(browser, told, text="His cousin, my friend, sells.", **chosen)

    assert (
        "These words are still in the copy. They can stay, if you have thought about it. “my friend”"
        in words(preview)
    )
    assert "In the reporter's own words: “My cousin”" in words(preview)
    assert "Dana Kowalski reads these now, and what the reporter adds as soon as it comes." in words(preview)
    assert "Send it with these words all the same" in preview
    assert status == 303
    assert case.look(told, by=DANA).given_to[0].original


def test_nothing_is_sent_that_was_not_looked_over(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    form = {
        "primary": f"person:{case.person(DANA).hex()}",
        "text": "Guns.",
        "deed": "send",
        "looked": "0" * 64,
    }

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/dispatch/send", data=form)

    assert (answer.status_code, "Nothing is sent yet." in words(answer.text)) == (200, True)
    assert case.look(told, by=ADA).given_to == ()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": "Guns."}, "Choose who is to have the outcome."),
        ({"text": "Guns.", "primary": "person:zz"}, "Choose who is to have the outcome."),
        (
            {"text": " ", "primary": f"person:{'00' * 16}"},
            "The box was empty, and they have been sent no copy",
        ),
        (
            {"text": " ", "primary": f"person:{'00' * 16}", "unscrubbed": "yes"},
            "The box was empty, and they have been sent no copy",
        ),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_typed_stays(
    quick_console: Console, form: dict[str, str], said: str
) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/dispatch", data=form | {"word": "Quickly."})

    assert (answer.status_code, flash(answer.text)[: len(said)]) == (422, said)
    assert "Quickly." in answer.text


def test_the_second_of_two_dispatchers_is_told_who_was_quicker_and_keeps_the_text(console: Console) -> None:
    case = console.case
    told = case.tell()
    address = f"/tips/{told.number}/dispatch"
    chosen = {"primary": f"person:{case.person(ROBIN).hex()}", "text": "Mine."}

    with console.browser(ADA) as browser:
        page = browser.get(address).text
        preview = browser.post(address, data=fields(page, "scrub") | chosen | {"deed": "look"}).text
        case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED), by=GRACE)
        console.clock.at += timedelta(minutes=5)
        late = browser.post(f"{address}/send", data=fields(preview, "send") | {"deed": "send"})
        again = browser.post(address, data=fields(late.text, "scrub") | {"deed": "look"}).text
        sent = browser.post(f"{address}/send", data=fields(again, "send") | {"deed": "send"})

    assert (late.status_code, flash(late.text)[:75]) == (
        409,
        "Grace Hopper has dispatched this tip, or changed who has it, while you were",
    )
    assert (box(late.text), SCRUBBED in late.text) == ("Mine.", True)
    assert sent.status_code == 303
    view = case.look(told, by=ADA)
    assert ([one.holder for one in view.given_to], briefs(view)) == ([ROBIN, DANA], [SCRUBBED, "Mine."])


def test_who_is_named_in_the_tip_is_refused_to_the_dispatcher_alone(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell("Ask Lee Norwood.")
    case.program.add("Lee Norwood", Role.INVESTIGATOR, confirmed_by=ADA)
    chosen = {"primary": f"person:{case.person('Lee Norwood').hex()}", "text": "Somebody knows it."}

    with quick_console.browser(ADA) as browser:
        _, status, page = look_and_send(browser, told, **chosen)

    assert (status, flash(page)) == (
        409,
        (
            "Lee Norwood cannot be given this tip: the name stands in it. Nobody but you is told. "
            "Choose somebody else, or take it back from them if they have it."
        ),
    )
    assert box(page) == "Somebody knows it."
    assert case.look(told, by=ADA).given_to == ()


def test_danger_to_life_leaves_before_it_is_scrubbed_and_says_what_is_owed(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell("He has my sister.", danger=True)
    chosen = {"primary": f"person:{case.person(DANA).hex()}", "unscrubbed": "yes", "word": "Go now."}

    with quick_console.browser(ADA) as browser:
        preview, status, _ = look_and_send(browser, told, **chosen)
        mine = words(browser.get(f"/tips/{told.number}").text)
        queue = words(browser.get("/").text)
    with quick_console.browser(DANA) as browser:
        theirs = words(browser.get(f"/tips/{told.number}").text)

    assert "Everybody chosen reads these now" in words(preview)
    assert status == 303
    assert "The scrubbed copy is owed by 21 Nov 2026, 07:00." in mine
    assert "Sent before it was scrubbed: danger to life." in theirs
    assert f"the scrubbed copy is owed within a day: {told.number} ." in queue
    assert "Go now." in theirs
    assert "He has my sister." in theirs


def test_what_the_reporter_adds_is_scrubbed_and_passed_on_by_the_same_step(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()

    with quick_console.browser(ADA) as browser:
        look_and_send(browser, told, text=SCRUBBED, primary=f"person:{case.person(DANA).hex()}")
        case.add(told, "My cousin is back.")
        quick_console.clock.at += timedelta(minutes=5)
        page = browser.get(f"/tips/{told.number}").text
        begun = browser.get(f"/tips/{told.number}/dispatch").text
        look_and_send(browser, told, text="He is back.")
        after = browser.get(f"/tips/{told.number}").text

    assert "1 not passed on yet." in words(page)
    assert (box(begun), 'id="pending"' in after) == ("My cousin is back.", False)
    assert briefs(case.look(told, by=DANA)) == [SCRUBBED, "He is back."]


def test_what_came_while_somebody_wrote_is_offered_and_never_lost(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    address = f"/tips/{told.number}/dispatch"

    with quick_console.browser(ADA) as browser:
        page = browser.get(address).text
        case.add(told, "He is back.")
        seen = browser.post(address, data=fields(page, "scrub") | {"deed": "marks"}).text
        more = browser.post(address, data=fields(seen, "scrub") | {"deed": "add-new"}).text

    assert "The reporter has added something that is not in the box." in words(seen)
    assert (box(more), "that is not in the box" in more) == (f"{GUNS}\n\nHe is back.", False)


def test_what_is_not_for_them_is_kept_back_with_one_press(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))

    with quick_console.browser(ADA) as browser:
        page = browser.get(f"/tips/{told.number}").text
        covers = re.search(r'name="covers" value="([^"]*)"', page)
        assert covers is not None
        browser.post(f"/tips/{told.number}/dispatch/keep-back", data={"covers": covers[1]})
        after = words(browser.get(f"/tips/{told.number}").text)

    assert "Kept from those who have the tip: 1 of what the reporter wrote." in after
    assert "not passed on yet" not in after


@pytest.mark.parametrize(
    ("deed", "kept"),
    [("original", [True]), ("original-back", [False]), ("withdraw", []), ("nonsense", [False])],
)
def test_what_somebody_has_is_changed_on_the_tip(quick_console: Console, deed: str, kept: list[bool]) -> None:
    case = quick_console.case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    form = {"deed": deed, "recipient": f"person:{case.person(DANA).hex()}"}

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/recipient", data=form)

    assert answer.status_code == (422 if deed == "nonsense" else 303)
    assert [one.original for one in case.look(told, by=ADA).given_to] == kept


@pytest.mark.parametrize(("name", "status"), [(DANA, 403), (SAM, 404), ("Ida Wells", 404)])
def test_the_step_is_for_those_whose_tip_it_is(quick_console: Console, name: str, status: int) -> None:
    case = quick_console.case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    address = f"/tips/{told.number}/dispatch"
    form = {"primary": f"person:{case.person(SAM).hex()}", "text": "Mine.", "covers": "00" * 16}

    with quick_console.browser(name) as browser:
        found = {
            browser.get(address).status_code,
            browser.post(address, data=form).status_code,
            browser.post(f"{address}/send", data=form).status_code,
            browser.post(f"{address}/keep-back", data=form).status_code,
            browser.post(
                f"/tips/{told.number}/recipient",
                data=form | {"deed": "withdraw", "recipient": form["primary"]},
            ).status_code,
        }

    assert found == {status}
    assert "opened" not in [line[0] for line in case.trail()]
