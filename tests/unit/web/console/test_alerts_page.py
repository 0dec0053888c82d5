import pytest

from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tests.unit.web.console.console import Console, flash, words
from tipline.letters import Letter
from tipline.store.alert_tables import AlertChoiceRow, MailRow
from tipline.vocabulary import PersonId, Role

FORM = {
    "email": " ada@police.example ",
    "phone": "+1 416 555 0199",
    "alerts": "yes",
    "digest_hour": "7",
    "monthly": "yes",
}


def kept(console: Console, name: str = ADA) -> tuple[object, ...] | None:
    with console.runtime.tips.read() as session:
        key = (console.case.program.program_id, console.case.person(name))
        row = session.get(AlertChoiceRow, key)
        return row if row is None else (row.email, row.phone, row.alerts, row.digest_hour, row.monthly)


def test_what_somebody_chooses_is_kept_and_shown_again(console: Console) -> None:
    with console.browser(ADA) as browser:
        answer = browser.post("/my-alerts", data=FORM)
        page = browser.get("/my-alerts").text

    assert (answer.status_code, answer.headers["location"]) == (303, "/my-alerts")
    assert kept(console) == ("ada@police.example", "+14165550199", True, 7, True)
    assert ['value="ada@police.example"' in page, '<option value="7" selected>' in page] == [True, True]
    assert page.count(" checked>") == 2


def test_everything_can_be_switched_off_again(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        browser.post("/my-alerts", data=FORM)
        browser.post("/my-alerts", data={"email": ""})

    assert kept(quick_console) == (None, None, False, None, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "ada"}, "Write the address"),
        ({"email": ""}, "Write the address"),
        ({"email": "ada@police.example\r\nBcc: all@press.example"}, "Write the address"),
        ({"email": f"{'a' * 250}@b.example"}, "Write the address"),
        ({"phone": "911911"}, "Write your number"),
        ({"phone": "call me"}, "Write your number"),
        ({"digest_hour": "24"}, "Choose an hour"),
        ({"digest_hour": "noon"}, "Choose an hour"),
        ({"digest_hour": "9" * 5000}, "Choose an hour"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_typed(
    quick_console: Console, changed: dict[str, str], said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/my-alerts", data=FORM | changed)

    assert (answer.status_code, flash(answer.text).startswith(said)) == (422, True)
    assert kept(quick_console) is None


def test_an_investigator_has_alerts_and_no_month(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        page = words(browser.get("/my-alerts").text)
        refused = browser.post("/my-alerts", data=FORM).status_code
        answer = browser.post("/my-alerts", data={name: FORM[name] for name in ("email", "alerts")})

    assert ("new tips for me" in page, "first of the month" in page) == (True, False)
    assert (refused, answer.status_code) == (403, 303)


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_no_tips_and_sees_no_month_has_no_such_page(quick_console: Console, role: Role) -> None:
    name = {Role.COORDINATOR: ADA, Role.INTEGRITY: "Ida Wells"}.get(role) or quick_console.somebody(role)

    with quick_console.browser(name) as browser:
        page, posted = browser.get("/my-alerts"), browser.post("/my-alerts", data={"email": ""})
        rail = browser.get("/").text

    there = role.may_work or role.may_see_month
    assert (page.status_code, posted.status_code) == ((200, 303) if there else (403, 403))
    assert ('href="/my-alerts"' in rail) is there


def test_letters_that_do_not_leave_are_an_alarm_for_those_who_can_do_something(
    quick_console: Console,
) -> None:
    stuck(quick_console, quick_console.case.person(DANA))

    with quick_console.browser(ADA) as browser:
        alarmed = words(browser.get("/").text)
    with quick_console.browser(DANA) as browser:
        quiet = words(browser.get("/").text)

    assert "A letter to staff cannot be handed to the mail server." in alarmed
    assert "mail server" not in quiet


def stuck(console: Console, person_id: PersonId) -> None:
    console.case.write(
        MailRow(
            program_id=console.case.program.program_id,
            mail_id=bytes(16),
            person_id=person_id,
            letter=Letter.DIGEST,
            due=console.clock.at,
            until=console.clock.at,
            tries=2,
        )
    )


def test_a_page_says_when_no_mail_server_is_set(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        page = words(browser.get("/my-alerts").text)

    assert "No mail server is set, so no letter leaves." in page


def test_a_screen_is_chosen_by_itself_and_rings_on_the_queue_of_that_person_alone(console: Console) -> None:
    with console.browser(ADA) as browser:
        before, queue_before = browser.get("/my-alerts").text, browser.get("/").text
        browser.post("/my-alerts", data=FORM)
        answer = browser.post("/my-alerts/screen", data={"deed": "on"})
        browser.post("/my-alerts", data=FORM | {"digest_hour": "8"})
        page, queue = browser.get("/my-alerts").text, browser.get("/").text
        browser.post("/my-alerts/screen", data={"deed": "off"})
        after = browser.get("/").text
    with console.browser(GRACE) as browser:
        hers = browser.get("/").text

    assert answer.status_code == 303
    assert kept(console) == ("ada@police.example", "+14165550199", True, 8, True)
    assert ('data-on="no"' in before, 'data-on="yes"' in page) == (True, True)
    assert 'data-bell="A tip waits"' in queue
    assert ["data-bell" in each for each in (queue_before, after, hers)] == [False] * 3


def test_who_holds_no_queue_is_told_of_danger_by_no_screen(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        answer = browser.post("/my-alerts/screen", data={"deed": "on"})
        page = browser.get("/my-alerts").text

    assert (answer.status_code, "/my-alerts/screen" in page) == (403, False)
