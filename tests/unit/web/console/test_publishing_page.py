from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.web.console.console import Console, flash, words
from tipline.reports.closing import close_month
from tipline.reports.published import read_published
from tipline.vocabulary import Month, Role
from web.console.desk import Signed
from web.console.publishing import voice_at_closing

IN_OCTOBER = datetime(2026, 10, 14, 16, tzinfo=UTC)
SURE = {"month": "2026-10", "sure": "yes"}


def tell(console: Console, count: int = 12) -> None:
    for _ in range(count):
        console.case.tell(now=IN_OCTOBER)


def close(console: Console) -> None:
    with console.case.program.tips.transaction() as session:
        close_month(session, month=Month(202610), by=console.case.by(ADA), now=console.clock.now())


def out(console: Console) -> list[Month]:
    program = console.case.program
    with program.tips.read() as session:
        found = read_published(session.connection(), program.program_id, voice=program.keys().voice)
    return list(found)


def signed(console: Console, name: str, role: Role) -> Signed:
    return Signed(
        runtime=console.runtime,
        pages=console.app.app.state.pages,
        holder=replace(console.case.by(name), role=role),
        program=console.case.keys(),
        program_name="Toronto Crime Stoppers",
        zone=ZoneInfo("America/Toronto"),
        now=console.clock.now(),
    )


def test_a_coordinator_switches_it_on_looks_and_publishes_a_closed_month(console: Console) -> None:
    tell(console)
    close(console)

    with console.browser(ADA) as browser:
        before = words(browser.get("/publishing").text)
        switched = browser.post("/publishing/on")
        ready = browser.get("/publishing").text
        published = browser.post("/publishing/publish", data=SURE)
        after = words(browser.get("/publishing").text)

    assert "This program publishes nothing." in before
    assert "12 tips came in October 2026." in before
    assert "Publish October 2026" not in before
    assert (switched.status_code, published.status_code) == (303, 303)
    assert 'name="sure"' in ready
    assert "These months are out. 2026 October" in after
    assert "No month waits to be closed or published." in after
    assert out(console) == [202610]


def test_closing_a_month_on_its_page_publishes_it_where_that_is_on(quick_console: Console) -> None:
    tell(quick_console)

    with quick_console.browser(ADA) as browser:
        browser.post("/publishing/on")
        closed = browser.post("/reports/2026-10/close", data={"sure": "yes"})

    assert (closed.status_code, out(quick_console)) == (303, [202610])


def test_the_preview_of_an_open_month_is_shown_before_it_is_closed(quick_console: Console) -> None:
    tell(quick_console)

    with quick_console.browser(ADA) as browser:
        page = browser.get("/publishing").text

    assert "What the public would see of October 2026 It is not closed yet" in words(page)
    assert "12 tips came in October 2026." in words(page)
    assert 'action="/publishing/publish"' not in page


def test_the_preview_withholds_what_the_public_would_not_see(quick_console: Console) -> None:
    tell(quick_console, 9)

    with quick_console.browser(ADA) as browser:
        page = words(browser.get("/publishing").text)

    assert "We do not tell how many tips came in October 2026." in page
    assert "The whole month is withheld" in page


@pytest.mark.parametrize(
    ("form", "is_on", "said"),
    [
        ({"month": "2026-10"}, True, "tick the box first"),
        (SURE, False, "switch on first"),
        (SURE | {"month": "2026-11"}, True, "close the month first"),
        (SURE | {"month": "2026-13"}, True, "there is no such month"),
        ({}, True, "there is no such month"),
    ],
)
def test_what_cannot_be_published_is_refused_in_words(
    quick_console: Console, form: dict[str, str], is_on: bool, said: str
) -> None:
    tell(quick_console)
    close(quick_console)

    with quick_console.browser(ADA) as browser:
        if is_on:
            browser.post("/publishing/on")
        answer = browser.post("/publishing/publish", data=form)

    assert (answer.status_code, said in flash(answer.text)) == (422, True)
    assert out(quick_console) == []


def test_a_month_is_published_once(quick_console: Console) -> None:
    tell(quick_console)
    close(quick_console)

    with quick_console.browser(ADA) as browser:
        browser.post("/publishing/on")
        answers = [browser.post("/publishing/publish", data=SURE) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    assert "published already" in flash(answers[1].text)


def test_switched_off_the_console_says_that_the_public_sees_nothing(quick_console: Console) -> None:
    tell(quick_console)
    close(quick_console)

    with quick_console.browser(ADA) as browser:
        browser.post("/publishing/on")
        browser.post("/publishing/publish", data=SURE)
        browser.post("/publishing/off")
        page = words(browser.get("/publishing").text)

    assert "The public does not see them now." in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_the_page_and_its_deeds_are_for_coordinators(quick_console: Console, role: Role) -> None:
    name = IDA if role is Role.INTEGRITY else quick_console.somebody(role)

    with quick_console.browser(name) as browser:
        found = [
            browser.get("/publishing").status_code,
            *(
                browser.post(f"/publishing/{deed}", data=SURE).status_code
                for deed in ("on", "off", "publish")
            ),
        ]
        rail = browser.get("/").text

    assert (found, "/publishing" in rail) == ([403] * 4, False)
    assert [line[0] for line in quick_console.case.trail()].count("not-permitted") == 4


def test_a_closing_has_the_voice_where_the_program_publishes_and_the_coordinator_holds_it(
    quick_console: Console,
) -> None:
    found = [voice_at_closing(signed(quick_console, ADA, Role.COORDINATOR))]
    with quick_console.browser(ADA) as browser:
        browser.post("/publishing/on")
    found += [voice_at_closing(signed(quick_console, name, Role.COORDINATOR)) for name in (ADA, DANA)]

    assert [None if voice is None else voice.verify_key() for voice in found] == [
        None,
        quick_console.case.keys().voice,
        None,
    ]
