from tests.unit.tipline.casework.case import ADA, IDA
from tests.unit.web.console.console import Console, flash, words
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonState, Role


def waiting(console: Console, role: Role = Role.INVESTIGATOR) -> dict[str, str]:
    person = console.case.program.add("Wai Ting", role)
    return {"person": person.person_id.hex(), "fingerprint": person.fingerprint}


def state(console: Console) -> PersonState:
    with console.runtime.tips.read() as session:
        row = session.get_one(PersonRow, (console.case.program.program_id, console.case.person("Wai Ting")))
        return row.state


def test_who_was_compared_by_ear_is_confirmed_and_can_sign_in(console: Console) -> None:
    form = waiting(console)
    spoken = form["fingerprint"].lower().replace("-", " ")

    with console.browser(ADA) as browser:
        before = words(browser.get("/people").text)
        answer = browser.post("/people", data=form | {"fingerprint": spoken})
        after = words(browser.get("/people").text)

    assert "Waiting to be confirmed Wai Ting Investigator added today" in before
    assert form["fingerprint"] not in before
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert "Nobody waits." in after
    with console.browser("Wai Ting") as browser:
        assert browser.get("/").status_code == 200


def test_another_fingerprint_confirms_nobody(quick_console: Console) -> None:
    form = waiting(quick_console)

    with quick_console.browser(ADA) as browser:
        answer = browser.post("/people", data=form | {"fingerprint": "0000 0000 0000 0000 0000"})

    assert answer.status_code == 422
    assert flash(answer.text).startswith("That is not the fingerprint of the keys in the store.")
    assert 'value="0000 0000 0000 0000 0000"' in answer.text
    assert state(quick_console) is PersonState.WAITING


def test_an_administrator_sees_who_waits_and_confirms_nobody(quick_console: Console) -> None:
    form = waiting(quick_console)
    name = quick_console.somebody(Role.ADMINISTRATOR)

    with quick_console.browser(name) as browser:
        page = words(browser.get("/people").text)
        answer = browser.post("/people", data=form)

    assert "Somebody who holds the inbox confirms them." in page
    assert answer.status_code == 403
    assert state(quick_console) is PersonState.WAITING


def test_integrity_confirms_its_own_and_the_inbox_does_not(quick_console: Console) -> None:
    form = waiting(quick_console, Role.INTEGRITY)

    with quick_console.browser(ADA) as browser:
        by_the_inbox = browser.post("/people", data=form)
    with quick_console.browser(IDA) as browser:
        by_integrity = browser.post("/people", data=form)

    assert (by_the_inbox.status_code, by_integrity.status_code) == (403, 303)
    assert state(quick_console) is PersonState.CONFIRMED


def test_nonsense_confirms_nobody(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answers = [
            browser.post("/people", data={"person": person}).status_code
            for person in ("", "zz", "00" * 15, "00" * 16)
        ]

    assert answers == [404, 404, 404, 404]


def test_the_people_who_are_here_stand_with_what_they_hold(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        page = words(browser.get("/people").text)

    assert "Ada Byron Coordinator Inbox Dana Kowalski Investigator 51 Division 51 Division" in page
