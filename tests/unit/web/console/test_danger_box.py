from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, IDA, Told, notes
from tests.unit.web.console.console import Console, flash, words
from tipline.alerting import Alerting
from tipline.store.alert_tables import CentreRow, PagedTipRow

CALL = {
    "whom": "Sergeant Li",
    "event": "E-4711",
    "at": "07:04",
    "what": "A man is going to shoot somebody.",
    "where": "The laundromat on Sherbourne.",
    "when": "Tonight at ten.",
}


def danger(console: Console) -> Told:
    return console.case.tell(danger=True)


def test_a_tip_in_danger_opens_on_pass_on_now_with_the_centres_and_the_three_lines(console: Console) -> None:
    told = danger(console)
    console.case.write(
        CentreRow(
            program_id=console.case.program.program_id,
            centre_id=bytes(16),
            place="Peel",
            number="905-555-0100",
        )
    )

    with console.browser(ADA) as browser:
        page = words(browser.get(f"/tips/{told.number}").text)

    assert page.index("Danger to life: pass on now") < page.index("The reporter and us")
    assert "Peel 905-555-0100" in page
    assert "Never say how we know" in page


def test_a_finished_tip_opens_on_it_once_its_reporter_writes_of_danger(console: Console) -> None:
    told = console.case.tell()
    console.case.close(told)
    console.case.add(told, "He is going to kill her tonight", now=NOON + timedelta(minutes=1))

    with console.browser(ADA) as browser:
        queue = words(browser.get("/").text)
        page = words(browser.get(f"/tips/{told.number}").text)
        answer = browser.post(f"/tips/{told.number}/told", data=CALL)

    assert "1 danger to life" in queue
    assert told.number in queue
    assert "Danger to life: pass on now" in page
    assert "This tip is finished, and its reporter has written since." in page
    assert "Ends the pages about this tip" not in page
    assert answer.headers["location"] == f"/tips/{told.number}?done=told"


def test_what_was_told_is_kept_and_scrubbing_is_owed_on_the_tip_and_above_every_page(
    console: Console,
) -> None:
    told = danger(console)

    with console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/told", data=CALL)
        page = words(browser.get(f"/tips/{told.number}").text)
        people = words(browser.get("/people").text)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/tips/{told.number}?done=told")
    assert "Passed on by phone at 07:04, to Sergeant Li. Event number: E-4711." in page
    assert "Scrubbing is owed by 21 Nov 2026, 07:00." in page
    assert f"{told.number} was passed on before it was scrubbed" in people


@pytest.mark.parametrize("missing", ["whom", "at", "what", "where", "when"])
def test_what_is_missing_is_said_beside_what_was_typed(quick_console: Console, missing: str) -> None:
    told = danger(quick_console)

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/told", data=CALL | {missing: " "})

    assert (answer.status_code, flash(answer.text)[:5]) == (422, "Write")
    kept = [value for name, value in CALL.items() if name != missing]
    assert [value in answer.text for value in kept] == [True] * len(kept)
    assert notes(quick_console.case.look(told, by=ADA)) == []


def test_hostile_words_are_kept_harmlessly(quick_console: Console) -> None:
    told = danger(quick_console)

    with quick_console.browser(ADA) as browser:
        browser.post(f"/tips/{told.number}/told", data=CALL | {"what": "<script>alert(1)</script>"})
        page = browser.get(f"/tips/{told.number}").text

    assert ("<script>" in page, "&lt;script&gt;" in page) == (False, True)


def test_a_tip_that_is_not_in_danger_has_no_box_and_takes_no_call(quick_console: Console) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        page = words(browser.get(f"/tips/{told.number}").text)
        answer = browser.post(f"/tips/{told.number}/told", data=CALL)

    assert "pass on now" not in page
    assert flash(answer.text).startswith("No life is in danger")


def test_it_is_for_those_whose_tip_it_is(quick_console: Console) -> None:
    told = danger(quick_console)
    quick_console.case.assign(told, quick_console.case.person(DANA))
    found = {}

    for name in (DANA, IDA):
        with quick_console.browser(name) as browser:
            found[name] = (
                browser.post(f"/tips/{told.number}/told", data=CALL).status_code,
                "pass on now" in browser.get(f"/tips/{told.number}").text,
            )

    assert found == {DANA: (403, False), IDA: (404, False)}


def test_i_am_on_it_ends_the_page(console: Console) -> None:
    told = danger(console)
    bell = Alerting(console.runtime, None)
    bell.page(now=console.clock.at)

    with console.browser(ADA) as browser:
        before = words(browser.get("/people").text)
        browser.get(f"/tips/{told.number}")
        answer = browser.post(f"/tips/{told.number}/claim", data={"deed": "claim"})
        bell.page(now=console.clock.at + timedelta(seconds=2))
        after = words(browser.get("/people").text)

    assert answer.status_code == 303
    assert [
        said.startswith("Danger to life: A tip on which nobody has acted.") for said in (before, after)
    ] == [
        True,
        False,
    ]
    with console.runtime.tips.read() as session:
        assert session.get_one(PagedTipRow, (console.case.program.program_id, told.tip_id)).over


def test_a_tip_about_us_alarms_integrity_alone(quick_console: Console) -> None:
    quick_console.case.tell(danger=True, about_us=True)
    Alerting(quick_console.runtime, None).page(now=quick_console.clock.at)
    found = {}

    for name in (ADA, IDA):
        with quick_console.browser(name) as browser:
            found[name] = "on which nobody has acted" in browser.get("/people").text

    assert found == {ADA: False, IDA: True}
