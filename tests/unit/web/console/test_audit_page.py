from sqlalchemy import text

from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.web.console.console import Console, words
from tipline.vocabulary import Role


def test_the_trail_says_who_did_what_to_which_tip(console: Console) -> None:
    case = console.case
    told = case.tell()
    case.open(told, by=ADA)
    case.assign(told, case.person(DANA))

    with console.browser(ADA) as browser:
        page = words(browser.get("/audit").text)

    assert f"Ada Byron Dispatched {told.number} to Dana Kowalski, with the original" in page
    assert f"Ada Byron Opened {told.number}" in page


def test_verifying_writes_down_that_the_chain_holds(console: Console) -> None:
    console.case.open(console.case.tell(), by=ADA)
    name = console.somebody(Role.AUDITOR)

    with console.browser(name) as browser:
        answer = browser.post("/audit/verify")
        page = words(browser.get("/audit").text)

    entries = len(console.case.trail())
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit")
    assert f"{name} Verified holds: " in page
    assert [line[0] for line in console.case.trail()][-1] == "verified"
    assert entries == 3


def test_the_trail_of_the_inbox_is_silent_about_what_integrity_reads(console: Console) -> None:
    told, about_us = console.case.tell(), console.case.tell(about_us=True)
    console.case.open(told, by=ADA)
    console.case.open(about_us, by=IDA)
    name = console.somebody(Role.AUDITOR)

    with console.browser(ADA) as browser:
        inbox = browser.get("/audit").text
    with console.browser(name) as browser:
        auditor = browser.get("/audit").text

    assert f"Ada Byron Opened {told.number}" in words(inbox)
    assert (about_us.number in inbox, "Ida Wells Opened" in words(inbox), ">No.<" in inbox) == (
        False,
        False,
        False,
    )
    assert f"Ida Wells Opened {about_us.number}" in words(auditor)
    assert ">No.<" in auditor


def test_an_entry_that_somebody_changed_is_found_and_said(quick_console: Console) -> None:
    case = quick_console.case
    case.open(case.tell(), by=ADA)
    with case.program.tips.transaction() as session:
        connection = session.connection()
        for (trigger,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        ).all():
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        connection.execute(text("UPDATE audit SET detail = 'x' WHERE number = 3"))

    with quick_console.browser(ADA) as browser:
        browser.post("/audit/verify")
        page = browser.get("/audit").text

    assert "Ada Byron Verified broken at entry 3" in words(page)
    assert '<tr role="row" class="alarm">' in page


def test_the_trail_is_read_page_by_page(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    for _ in range(105):
        case.open(told, by=ADA)

    with quick_console.browser(ADA) as browser:
        first = browser.get("/audit").text
        older = first[first.index("/audit?before=") :].split('"')[0]
        second = browser.get(older).text

    assert (first.count("<tr"), "Older" in first, "Newest" in second) == (101, True, True)
    assert "Founded" in second


def test_what_an_address_of_the_trail_cannot_mean_is_left_out(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answers = [
            browser.get(f"/audit?before={before}").status_code for before in ("x", "-1", "9" * 30, "0")
        ]

    assert answers == [200] * 4
