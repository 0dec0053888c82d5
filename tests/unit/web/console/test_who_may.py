import pytest

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA
from tests.unit.web.console.console import Console, words
from tipline.vocabulary import Role

YES, NO, GONE, ON = 200, 403, 404, 303

POWERS = {
    #                    queue  tips  month people audit confirm verify
    Role.COORDINATOR: (YES, GONE, YES, YES, YES, GONE, ON),
    Role.INVESTIGATOR: (YES, GONE, NO, NO, NO, NO, NO),
    Role.CALL_TAKER: (YES, NO, NO, NO, NO, NO, NO),
    Role.UNIT_LIAISON: (YES, GONE, NO, NO, NO, NO, NO),
    Role.INTEGRITY: (YES, GONE, NO, YES, NO, GONE, NO),
    Role.TRANSLATOR: (YES, NO, NO, NO, NO, NO, NO),
    Role.BOARD: (YES, NO, YES, NO, NO, NO, NO),
    Role.TREASURER: (YES, NO, NO, NO, NO, NO, NO),
    Role.TELLER: (YES, NO, NO, NO, NO, NO, NO),
    Role.ANALYST: (YES, NO, YES, NO, NO, NO, NO),
    Role.ADMINISTRATOR: (YES, NO, NO, YES, NO, NO, NO),
    Role.AUDITOR: (YES, NO, NO, NO, YES, NO, ON),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_powers_and_no_others(quick_console: Console, role: Role) -> None:
    name = {Role.COORDINATOR: ADA, Role.INTEGRITY: IDA}.get(role) or quick_console.somebody(role)

    with quick_console.browser(name) as browser:
        found = (
            browser.get("/").status_code,
            browser.get("/tips/TOR-0000-0000").status_code,
            browser.get("/reports/2026-11").status_code,
            browser.get("/people").status_code,
            browser.get("/audit").status_code,
            browser.post("/people", data={"person": "00" * 16, "fingerprint": "X"}).status_code,
            browser.post("/audit/verify").status_code,
        )

    assert found == POWERS[role]
    refused = [line for line in quick_console.case.trail() if line[0] == "not-permitted"]
    assert refused == [("not-permitted", quick_console.case.person(name), None, "")] * found.count(NO)


DEEDS = ("answer", "note", "recipient", "start", "sort", "close", "spam")

DEED_POWERS = {
    #     answer note recipient start sort close spam
    ADA: (ON, ON, ON, NO, ON, ON, 409),
    GRACE: (ON, ON, ON, NO, ON, ON, 409),
    IDA: (GONE,) * 7,
    DANA: (NO, ON, NO, ON, NO, ON, NO),
    "Sam Okafor": (GONE,) * 7,
}


@pytest.mark.parametrize("name", list(DEED_POWERS))
def test_each_deed_is_for_those_whose_it_is(quick_console: Console, name: str) -> None:
    case = quick_console.case
    told = case.tell()
    case.assign(told, case.person(DANA))
    form = {
        "text": "Words.",
        "recipient": f"person:{case.person(DANA).hex()}",
        "deed": "original",
        "offence": "arson",
        "priority": "urgent",
        "disposition": "cleared",
    }

    with quick_console.browser(name) as browser:
        found = tuple(browser.post(f"/tips/{told.number}/{deed}", data=form).status_code for deed in DEEDS)

    assert found == DEED_POWERS[name]


@pytest.mark.parametrize("role", [role for role in Role if not role.may_work])
def test_no_deed_is_for_a_role_that_reads_no_tips(quick_console: Console, role: Role) -> None:
    told = quick_console.case.tell()
    name = quick_console.somebody(role)
    form = {
        "text": "No.",
        "recipient": f"person:{'00' * 16}",
        "deed": "original",
        "offence": "arson",
        "priority": "urgent",
        "disposition": "false",
    }

    with quick_console.browser(name) as browser:
        found = [browser.post(f"/tips/{told.number}/{deed}", data=form).status_code for deed in DEEDS]

    assert found == [NO] * 7
    assert [line[0] for line in quick_console.case.trail()] == ["signed-in"] + ["not-permitted"] * 7


def test_a_tip_without_a_grant_looks_like_one_that_is_not_there(quick_console: Console) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(DANA) as browser:
        there, nowhere = browser.get(f"/tips/{told.number}"), browser.get("/tips/TOR-0000-0000")

    assert (there.status_code, there.text, dict(there.headers) | {"date": ""}) == (
        404,
        nowhere.text,
        dict(nowhere.headers) | {"date": ""},
    )
    assert [line[0] for line in quick_console.case.trail()] == ["signed-in"]


def test_a_tip_about_us_is_on_no_page_of_those_who_read_the_inbox(quick_console: Console) -> None:
    told = quick_console.case.tell("Ada Byron tells her brother about tips.")
    quick_console.case.open(told, by=IDA)

    with quick_console.browser(ADA) as browser:
        pages = [
            browser.get(page).text
            for page in ("/", "/audit", "/people", f"/tips/{told.number}", "/?offence=firearm")
        ]

    assert [told.number in page for page in pages] == [False] * 5


def test_an_auditor_sees_that_a_tip_about_us_was_opened(quick_console: Console) -> None:
    told = quick_console.case.tell(about_us=True)
    quick_console.case.open(told, by=IDA)

    with quick_console.browser(quick_console.somebody(Role.AUDITOR)) as browser:
        page = browser.get("/audit").text

    assert f"Ida Wells Opened {told.number}" in words(page)
    assert f"/tips/{told.number}" not in page


@pytest.mark.parametrize("role", [role for role in Role if not role.may_work])
def test_who_reads_no_tips_is_told_plainly_what_there_is(quick_console: Console, role: Role) -> None:
    with quick_console.browser(quick_console.somebody(role)) as browser:
        page = words(browser.get("/").text)

    nothing = role in {Role.CALL_TAKER, Role.TRANSLATOR}
    assert ("There is nothing for you here yet" in page) is nothing
    assert ("What you can do here" in page) is not nothing
