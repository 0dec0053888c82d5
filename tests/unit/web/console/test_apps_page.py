"""WhatsApp and Messenger in the console: the board opens and closes them, and the audit says who did."""

import pytest
from sqlmodel import select

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, words
from tipline.access.apps import open_apps
from tipline.store.program_tables import OpenAppRow
from tipline.vocabulary import Channel, Role

WHATSAPP = {"app": "whatsapp", "deed": "open"}


def _open(console: Console) -> set[Channel]:
    with console.case.program.stores.tips.read() as session:
        return set(open_apps(session, console.case.program.program_id))


def test_both_are_closed_until_somebody_of_the_board_opens_one(console: Console) -> None:
    board = console.somebody(Role.BOARD)
    with console.browser(board) as browser:
        before = words(browser.get("/apps").text)
        opened = browser.post("/apps", data=WHATSAPP)
        browser.post("/apps", data=WHATSAPP)
        after = words(browser.get("/apps").text)

    assert ("WhatsApp Closed." in before, "Messenger Closed." in before) == (True, True)
    assert (opened.status_code, opened.headers["location"]) == (303, "/apps")
    assert ("WhatsApp Open: tips are taken" in after, "Messenger Closed." in after) == (True, True)
    assert _open(console) == {Channel.WHATSAPP}


def test_the_audit_says_who_opened_and_who_closed_which_once_each(console: Console) -> None:
    board = console.somebody(Role.BOARD)
    with console.browser(board) as browser:
        for deed in ("open", "open", "close", "close"):
            browser.post("/apps", data={"app": "messenger", "deed": deed})

    by = console.case.person(board)
    assert _open(console) == set()
    assert [line for line in console.case.trail() if line[0].startswith("app-")] == [
        ("app-opened", by, None, "messenger"),
        ("app-closed", by, None, "messenger"),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BOARD])
def test_nobody_else_has_the_page_or_the_deed(quick_console: Console, role: Role) -> None:
    name = ADA if role is Role.COORDINATOR else quick_console.somebody(role)

    with quick_console.browser(name) as browser:
        answers = browser.get("/apps").status_code, browser.post("/apps", data=WHATSAPP).status_code

    assert (answers, _open(quick_console)) == ((403, 403), set())


@pytest.mark.parametrize("app", ["", "text", "web", "telegram", "WHATSAPP"])
def test_what_is_no_app_changes_nothing(quick_console: Console, app: str) -> None:
    board = quick_console.somebody(Role.BOARD)

    with quick_console.browser(board) as browser:
        status = browser.post("/apps", data={"app": app, "deed": "open"}).status_code

    with quick_console.case.program.stores.tips.read() as session:
        assert (status, session.exec(select(OpenAppRow)).all()) == (303, [])
