"""The pages of cases."""

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA
from tests.unit.tipline.casework.folders import GARAGE, join, make
from tests.unit.web.console.console import Console, flash, numbers, words
from tipline.vocabulary import Role


def test_ticked_tips_go_into_a_new_case_and_out_of_it_again(console: Console) -> None:
    first, second = console.case.tell(danger=True), console.case.tell()

    with console.browser(ADA) as browser:
        ticked = {"tip": [first.number, second.number]}
        asked = browser.post("/cases/choose", data=ticked)
        made = browser.post("/cases", data=ticked | {"case": "new", "title": f" {GARAGE}\n"})
        address = made.headers["location"]
        page = browser.get(address).text
        tip = words(browser.get(f"/tips/{second.number}").text)
        related = browser.get(f"/tips/{second.number}/related").text
        out = browser.post(address, data={"deed": "take-out", "tip": second.number})
        after = browser.get(address).text
        listed = words(browser.get("/cases").text)

    assert [asked.status_code, made.status_code, out.status_code] == [200, 303, 303]
    for told in (first, second):
        assert f'type="checkbox" name="tip" value="{told.number}" checked' in asked.text
    assert f"<h1>{GARAGE}</h1>" in page
    assert (numbers(page), numbers(after)) == ([first.number, second.number], [first.number])
    assert f"In the case {GARAGE}" in tip
    assert f'action="{address}"' in related
    assert f"{GARAGE} 1 danger to life you are on it 1 tip 1 open 1 unread" in listed


def test_a_note_people_and_a_title_are_changed_on_the_page_of_the_case(console: Console) -> None:
    number = make(console.case)
    address = f"/cases/{number}"

    with console.browser(GRACE) as browser:
        for form in (
            {"deed": "hand-over", "note": "Call the bailiff.\r\nThen wait."},
            {"deed": "join", "person": console.case.person(DANA).hex()},
            {"deed": "part", "off": console.case.person(ADA).hex()},
            {"deed": "rename", "title": "Lind, the garage"},
        ):
            assert browser.post(address, data=form).status_code == 303
        page = words(browser.get(address).text)
        browser.post(address, data={"deed": "close"})
        closed = words(browser.get("/cases?closed=yes").text)
        browser.post(address, data={"deed": "reopen"})
        still_open = words(browser.get("/cases").text)

    assert "Grace Hopper, " in page
    assert "Call the bailiff. Then wait." in page
    assert "Dana Kowalski Investigator No longer" in page
    assert ("Ada Byron Coordinator No longer" in page, "Lind, the garage" in page) == (False, True)
    assert ["Lind, the garage" in each for each in (closed, still_open)] == [True, True]


def test_who_is_on_a_case_sees_their_own_tips_in_it_and_no_title(quick_console: Console) -> None:
    case = quick_console.case
    given, other = case.tell(), case.tell()
    case.assign(given, case.person(DANA))
    number = make(case, given, other)

    with quick_console.browser(DANA) as browser:
        before = browser.get(f"/cases/{number}").status_code
        join(case, number, DANA)
        page = browser.get(f"/cases/{number}").text
        tip = browser.get(f"/tips/{given.number}").text
        statuses = [
            browser.get("/cases").status_code,
            browser.post(f"/cases/{number}", data={"deed": "close"}).status_code,
            browser.post("/cases", data={"case": number, "tip": given.number}).status_code,
            browser.post("/cases/choose", data={"tip": given.number}).status_code,
        ]

    assert (before, statuses) == (404, [403] * 4)
    assert (numbers(page), "<form" in page[page.index("<main") :]) == ([given.number], False)
    assert f"In the case {number}" in words(tip)
    assert GARAGE not in page + tip


def test_integrity_has_cases_of_its_own_that_nobody_else_sees(quick_console: Console) -> None:
    about_us = quick_console.case.tell(about_us=True)
    make(quick_console.case)
    number = make(quick_console.case, about_us, title="The desk sergeant", by=IDA)

    with quick_console.browser(IDA) as browser:
        theirs = words(browser.get("/cases").text)
        page = browser.get(f"/cases/{number}").text
    with quick_console.browser(ADA) as browser:
        inbox = words(browser.get("/cases").text)
        gone = browser.get(f"/cases/{number}").status_code
        audit = browser.get("/audit").text

    assert ("The desk sergeant" in theirs, GARAGE in theirs, numbers(page)) == (
        True,
        False,
        [about_us.number],
    )
    assert ("The desk sergeant" in inbox, GARAGE in inbox, gone) == (False, True, 404)
    assert (number in audit, about_us.number in audit) == (False, False)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"title": "  "}, 422, "Choose a case, or write the title of a new one."),
        ({"title": "a" * 121}, 422, "That is 121 characters; 120 can be kept."),
        ({"tip": "ONE"}, 422, "Choose a case"),
        ({"case": "CASE-0000-0000", "tip": "ONE"}, 404, "Nothing was done with the others either."),
        ({"case": "CASE-0000-0000"}, 422, "Tick the tips first."),
        (
            {"case": "new", "title": "One", "tip": "TOR-0000-0000"},
            404,
            "TOR-0000-0000: There is no such page",
        ),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_made(
    quick_console: Console, form: dict[str, str], status: int, said: str
) -> None:
    told = quick_console.case.tell()
    data = {name: told.number if value == "ONE" else value for name, value in form.items()}

    with quick_console.browser(ADA) as browser:
        answer = browser.post("/cases", data=data)
        listed = words(browser.get("/cases").text)

    assert (answer.status_code, said in flash(answer.text)) == (status, True)
    assert "No case is open." in listed


def test_the_page_of_a_case_says_what_it_refuses(quick_console: Console) -> None:
    number = make(quick_console.case)
    address = f"/cases/{number}"

    with quick_console.browser(ADA) as browser:
        browser.post(address, data={"deed": "close"})
        answers = [
            browser.post(address, data=form)
            for form in (
                {"deed": "burn"},
                {"deed": "rename", "title": ""},
                {"deed": "hand-over", "note": "a" * 20_001},
                {"deed": "join", "person": "zz"},
                {"deed": "take-out", "tip": "TOR-0000-0000"},
            )
        ]
        told = quick_console.case.tell()
        closed = browser.post("/cases", data={"case": number, "tip": told.number})

    assert [answer.status_code for answer in answers] == [422, 422, 422, 404, 404]
    assert all(flash(answer.text) for answer in answers)
    assert "This case is closed" in flash(closed.text)


def test_a_title_is_text_whatever_stands_in_it(quick_console: Console) -> None:
    number = make(quick_console.case, title="<img src=x onerror=alert(1)> & =HYPERLINK()")

    with quick_console.browser(ADA) as browser:
        pages = [browser.get(path).text for path in ("/cases", f"/cases/{number}")]

    assert [page.count("<img") for page in pages] == [0, 0]
    assert all("&lt;img src=x" in page for page in pages)


def test_the_rail_leads_to_cases_for_who_may_triage(quick_console: Console) -> None:
    found = {}
    for name in (ADA, IDA, DANA, quick_console.somebody(Role.ANALYST)):
        with quick_console.browser(name) as browser:
            found[name] = 'href="/cases"' in browser.get("/").text

    assert list(found.values()) == [True, True, False, False]
