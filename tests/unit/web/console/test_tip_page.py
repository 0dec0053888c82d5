import re

import pytest
from sqlmodel import select

from crypto.signing import SigningKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, ROBIN, SCRUBBED, Told, notes, texts
from tests.unit.web.console.console import Console, flash, words
from tipline.casework.dispatch import Order
from tipline.intake.report import Detail, Origin
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.store.tip_tables import RecordRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import AppealId, Channel, LinkId, LinkKind, Offence, Status

HOSTILE = '<script>alert(1)</script> "\'&lt; javascript:alert(1) =HYPERLINK("x") \u05d0 {{ 7*7 }} {% raw %}'


def open_page(console: Console, told: Told, name: str = ADA) -> str:
    with console.browser(name) as browser:
        answer = browser.get(f"/tips/{told.number}")
        assert answer.status_code == 200
        return str(answer.text)


def test_opening_writes_the_entry_and_shows_what_was_said(console: Console) -> None:
    told = console.case.tell(details={Detail.WHERE: "Sherbourne", Detail.WISH: "community"})

    page = words(open_page(console, told))

    assert told.number in page
    assert "Triaged Routine Firearm by web received Fri 20 November 2026" in page
    assert f"The reporter Fri 20 November 2026, 07:00 {GUNS}" in page
    assert "Where Sherbourne Reward give it to the community" in page
    assert [line[0] for line in console.case.trail()] == ["signed-in", "opened"]


def test_every_deed_leads_back_to_the_tip(console: Console) -> None:
    case = console.case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    deeds = {
        "answer": {"text": "Which unit?", "question": "yes"},
        "note": {"text": "Seen before."},
        "sort": {"offence": "weapons", "priority": "urgent"},
        "recipient": {"deed": "original", "recipient": f"person:{case.person(DANA).hex()}"},
        "close": {"disposition": "led-to-arrest", "outcome": "Two arrested."},
    }

    with console.browser(ADA) as browser:
        answers = [
            browser.post(f"/tips/{told.number}/{deed}?page=2", data=form) for deed, form in deeds.items()
        ]

    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [
        (303, f"/tips/{told.number}?page=2&done={deed}")
        for deed in ("answer", "note", "sort", "original", "close")
    ]
    row = case.row(told)
    assert (row.status, row.offence, row.assignee_id) == (Status.CLOSED, Offence.WEAPONS, case.person(DANA))
    view = case.open(told, by=GRACE)
    assert (texts(view), sorted(notes(view))) == ([GUNS, "Which unit?"], ["Seen before.", "Two arrested."])
    assert [line[0] for line in case.trail()] == [
        "dispatched",
        "signed-in",
        "answered",
        "noted",
        "sorted",
        "original-granted",
        "closed",
        "opened",
    ]


def test_the_two_posts_of_whom_a_tip_was_given_to(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.assign(told, case.person(DANA))

    with quick_console.browser(DANA) as browser:
        page = words(browser.get(f"/tips/{told.number}").text)
        browser.post(f"/tips/{told.number}/start")
        browser.post(f"/tips/{told.number}/close", data={"disposition": "cleared"})

    assert "Exclusive property of Toronto Crime Stoppers, and privileged." in page
    assert case.row(told).status is Status.CLOSED


@pytest.mark.parametrize(
    ("deed", "form", "said", "kept"),
    [
        ("answer", {"text": " ", "box": "answer"}, "The box was empty.", ""),
        ("note", {"text": "a" * 20_001, "box": "note"}, "That is 20,001 characters; 20,000", "aaaa"),
        ("recipient", {"deed": "withdraw", "recipient": ""}, "Choose what to change, and for whom.", ""),
        ("recipient", {"deed": "x", "recipient": "person:zz"}, "Choose what to change, and for whom.", ""),
        ("close", {"disposition": "", "outcome": "Typed words."}, "Choose what became", "Typed words."),
        ("close", {"disposition": "nonsense"}, "Choose what became", ""),
        ("sort", {"offence": "x", "priority": "urgent"}, "Choose an offence", ""),
    ],
)
def test_what_cannot_be_done_is_said_beside_what_was_typed(
    quick_console: Console, deed: str, form: dict[str, str], said: str, kept: str
) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/{deed}", data=form)

    assert (answer.status_code, flash(answer.text)[: len(said)]) == (422, said)
    assert kept in answer.text
    assert [line[0] for line in quick_console.case.trail()] == ["signed-in", "opened"]


def test_a_long_text_is_sent_at_the_second_press(quick_console: Console) -> None:
    told = quick_console.case.tell(channel=Channel.TEXT)
    form = {"text": "a" * 400, "box": "answer", "question": "yes"}

    with quick_console.browser(ADA) as browser:
        first = browser.post(f"/tips/{told.number}/answer", data=form)
        second = browser.post(f"/tips/{told.number}/answer", data=form | {"anyway": "yes"})

    assert (first.status_code, flash(first.text)) == (
        422,
        "This would be 3 text messages. Shorten it to 2, or press the button again to send it as it is.",
    )
    assert '<input type="hidden" name="anyway" value="yes">' in first.text
    assert 'name="question" value="yes" checked' in first.text
    assert "a" * 400 in first.text
    assert second.status_code == 303


def test_the_second_to_close_is_told_that_it_is_closed(quick_console: Console) -> None:
    told = quick_console.case.tell()
    quick_console.case.close(told, by=GRACE)

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/close", data={"disposition": "false"})

    assert (answer.status_code, flash(answer.text)) == (
        409,
        (
            "This tip is “closed” by now and cannot become “closed”. "
            "Somebody may have been quicker: look at it again."
        ),
    )


def test_what_does_not_open_is_told_for_that_message_alone_and_written_down(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.add(told, "He is back.")
    with case.program.tips.read() as session:
        row = next(row for row in session.exec(select(RecordRow)) if row.kind == "message")
    row.sealed = row.sealed[:-1]
    case.write(row)

    page = open_page(quick_console, told)

    assert page.count('class="record cannot-open"') == 1
    assert GUNS in page
    assert [(line[0], line[3]) for line in case.trail()][1:] == [
        ("opened", ""),
        ("cannot-open", row.record_id.hex()),
    ]


def test_whatever_is_told_is_shown_as_it_is_and_does_nothing(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell(HOSTILE, details={Detail.WHO: HOSTILE})
    case.note(told, HOSTILE)

    page = open_page(quick_console, told)

    assert HOSTILE in words(page)
    assert "<script" not in page.lower()
    assert not re.search(r"\s(?:style|on[a-z]+)=", page)
    assert "49" not in re.findall(r"\b49\b", words(page))


def test_a_link_is_told_to_the_coordinator_and_never_to_an_investigator(quick_console: Console) -> None:
    case = quick_console.case
    appeal, link = AppealId(bytes(16)), LinkId("aaaa1111")
    program_id = case.program.program_id
    case.write(AppealRow(program_id=program_id, appeal_id=appeal, name="Wellesley", opened_day=NOON.date()))
    case.write(
        LinkRow(
            program_id=program_id,
            link_id=link,
            appeal_id=appeal,
            kind=LinkKind.ACCOUNT,
            account="Facebook of 51",
            label="a post",
        )
    )
    told = case.tell(
        channel=Channel.LINK,
        origin=Origin(appeal, LinkKind.ACCOUNT, link),
        details={Detail.WISH: "yes", Detail.WHEN: "at night"},
    )
    case.assign(told, case.person(DANA))

    coordinator, investigator = open_page(quick_console, told), open_page(quick_console, told, DANA)

    assert "through Facebook of 51, Wellesley" in words(coordinator)
    assert "Reward would like one" in words(coordinator)
    assert [word in investigator for word in ("Facebook", "Wellesley", "aaaa1111", "Reward", "at night")] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_who_has_a_tip_for_information_is_told_apart(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.assign(told, case.person(ROBIN))
    case.assign(told, case.division())

    assert (
        "With 51 Division has the outcome, reads the reporter's own words Change what 51 Division has"
        in words(open_page(quick_console, told))
    )


def test_a_reporter_who_texted_stop_is_not_offered_for_an_answer_and_gets_none(console: Console) -> None:
    case = console.case
    told = case.tell(channel=Channel.TEXT)
    form = {"text": "Which unit?", "box": "answer"}

    with console.browser(ADA) as browser:
        before = browser.get(f"/tips/{told.number}").text
        case.stop(told)
        page = browser.get(f"/tips/{told.number}").text
        answer = browser.post(f"/tips/{told.number}/answer", data=form)

    assert ['id="answer"' in one for one in (before, page, answer.text)] == [True, False, False]
    assert ['id="note"' in one for one in (before, page)] == [True, True]
    assert "The reporter has texted STOP. They have ended this conversation" in words(page)
    assert (answer.status_code, flash(answer.text)) == (
        409,
        (
            "The reporter has texted STOP: their number is forgotten, and they cannot be answered any more. "
            "The answer was not sent."
        ),
    )
    assert "What you wrote was not sent: Which unit?" in words(answer.text)
    with case.program.tips.read() as session:
        assert session.exec(select(OutboxRow)).all() == []


def test_who_writes_the_store_cannot_say_that_a_reporter_has_ended_it(quick_console: Console) -> None:
    told = quick_console.case.tell(channel=Channel.TEXT)

    quick_console.case.stop(told, by=SigningKey.from_seed(bytes(32)))

    page = open_page(quick_console, told)
    assert ('id="answer"' in page, "They have ended this" in words(page)) == (True, False)


def test_who_answers_by_text_sees_the_messages_counted_and_by_an_app_that_it_is_one(console: Console) -> None:
    text, app = console.case.tell(channel=Channel.TEXT), console.case.tell(channel=Channel.MESSENGER)

    with console.browser(ADA) as browser:
        by_text, by_app = (browser.get(f"/tips/{one.number}").text for one in (text, app))

    assert ("data-count" in by_text, "data-count" in by_app) == (True, False)
    assert "2 messages hold about 300 plain letters." in words(by_text)
    assert "It goes as one message of Messenger, whatever its length." in words(by_app)
    assert "It is taken only within 24 hours of their last message." in words(by_app)
