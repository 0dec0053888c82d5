"""Headers, posts from elsewhere, and what goes wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from starlette.testclient import TestClient

from tests.unit.tipline.casework.case import ADA, DANA, ROBIN
from tests.unit.web.console.console import ORIGIN, Console, flash, words
from tipline.vocabulary import Status

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' http://127.0.0.1:8004; "
    "media-src http://127.0.0.1:8004; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Pictures and videos come from the port of files and from nowhere else."""


@pytest.mark.parametrize(
    "page", ["/", "/sign-in", "/tips/TOR-0000-0000", "/nowhere", "/reports/2026-10", "/healthz"]
)
def test_no_page_is_kept_framed_or_scripted_by_others(quick_console: Console, page: str) -> None:
    with quick_console.browser(ADA) as browser:
        headers = browser.get(page).headers

    assert {
        name: headers[name]
        for name in ("content-security-policy", "cache-control", "x-frame-options", "x-content-type-options")
    } == {
        "content-security-policy": CSP,
        "cache-control": "no-store",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
    }


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin", "origin": ORIGIN}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"origin": "null"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "https://console.example.evil.example"}, 403),
        ({"origin": "https://console.example:444"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, 403),
        ({"origin": ""}, 403),
    ],
)
def test_a_form_of_another_page_does_nothing(
    quick_console: Console, headers: dict[str, str], status: int
) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/close", data={"disposition": "false"}, headers=headers)

    assert answer.status_code == status
    assert quick_console.case.row(told).status is (Status.CLOSED if status == 303 else Status.NEW)


def test_a_foreign_sign_in_signs_nobody_in(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        answer = browser.post(
            "/sign-in", data=quick_console.credentials(ADA), headers={"origin": "https://evil.example"}
        )

    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_what_is_too_long_to_read_is_not_read(quick_console: Console) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/note", data={"text": "a" * 1_100_000})

    assert answer.status_code == 413
    assert quick_console.case.trail()[1:] == []


def test_what_is_no_form_is_not_taken(quick_console: Console) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/note", json={"text": "No."})

    assert answer.status_code == 415


def test_a_wrong_method_and_a_wrong_address_have_pages(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        method, address = browser.put("/"), browser.get("/nowhere")

    assert (method.status_code, address.status_code) == (405, 404)
    assert "Nothing here" in words(address.text)


def test_healthz_answers_when_its_stores_do(console: Console) -> None:
    with console.browser() as browser:
        answer = browser.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_healthz_says_when_a_store_is_gone(quick_console: Console) -> None:
    with quick_console.runtime.keys_store.transaction() as session:
        session.connection().execute(text("ALTER TABLE session RENAME TO gone"))
    folder = Path(str(quick_console.runtime.tips.engine.url.database)).parent
    quick_console.runtime.tips.close()
    (folder / "tips.db").rename(folder / "away.db")
    (folder / "tips.db").mkdir()

    with quick_console.browser() as browser:
        answer = browser.get("/healthz")

    assert answer.status_code == 503


def test_healthz_says_when_the_ledger_is_gone(quick_console: Console) -> None:
    folder = Path(str(quick_console.runtime.ledger.engine.url.database)).parent
    quick_console.runtime.ledger.close()
    (folder / "ledger.db").rename(folder / "ledger_away.db")
    (folder / "ledger.db").mkdir()

    with quick_console.browser() as browser:
        answer = browser.get("/healthz")

    assert answer.status_code == 503


def test_a_note_that_could_not_be_kept_is_said_to_be_lost(quick_console: Console) -> None:
    told = quick_console.case.tell()
    another = sqlite3.connect(str(quick_console.runtime.tips.engine.url.database))

    with closing(another), quick_console.browser(ADA) as browser:
        another.execute("BEGIN IMMEDIATE")
        answer = browser.post(f"/tips/{told.number}/note", data={"text": "Lost."})

    assert (answer.status_code, "Nothing was kept." in words(answer.text)) == (503, True)
    assert quick_console.case.trail()[1:] == []


def test_an_investigators_page_has_no_form_that_they_may_not_send(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.assign(told, case.person(DANA))

    with quick_console.browser(DANA) as browser:
        page = browser.get(f"/tips/{told.number}").text

    forms = [
        deed
        for deed in ("answer", "note", "recipient", "start", "sort", "close", "spam")
        if f'/{deed}"' in page
    ]
    assert forms == ["note", "start", "close"]
    assert flash(page) == ""


DEEDS = {
    "": {},
    "/answer": {"text": "Which unit?"},
    "/note": {"text": "Seen before."},
    "/recipient": {"deed": "withdraw", "recipient": f"person:{'0' * 32}"},
    "/claim": {},
    "/named": {"words": "Ann"},
    "/named/show": {"mask": "00"},
    "/propose": {"text": "Which unit?"},
    "/not-asked": {"proposal": "0" * 32},
    "/print": {},
    "/dispatch": {"text": "Guns."},
    "/dispatch/send": {"text": "Guns."},
    "/dispatch/keep-back": {"covers": "0" * 32},
    "/start": {},
    "/sort": {"offence": "weapons", "priority": "urgent"},
    "/close": {"disposition": "led-to-arrest"},
    "/figures": {"figure": "arrests", "value": "2"},
    "/spam": {},
}


@pytest.mark.parametrize("name", [ROBIN, ADA])
def test_a_tip_that_is_not_for_somebody_costs_the_statements_of_one_that_is_not_there(
    console: Console, name: str
) -> None:
    # Statements are compared, not time: what takes equal work cannot be told apart by waiting.
    told = console.case.tell(about_us=True)
    sent: list[str] = []
    for store in (console.runtime.tips, console.runtime.keys_store):
        event.listen(
            store.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: sent.append(statement)
        )

    def asked(browser: TestClient, number: str, deed: str) -> tuple[int, str, list[str]]:
        sent.clear()
        path = f"/tips/{number}{deed}"
        answer = browser.post(path, data=DEEDS[deed]) if deed else browser.get(path)
        return answer.status_code, answer.text.replace(number, ""), list(sent)

    with console.browser(name) as browser:
        asked(browser, "TOR-7777-7777", "")  # what is looked up once is looked up
        there = {deed: asked(browser, told.number, deed) for deed in DEEDS}
        not_there = {deed: asked(browser, "TOR-2222-2222", deed) for deed in DEEDS}

    assert {status for status, _, _ in there.values()} == {404}
    assert min(len(statements) for _, _, statements in there.values()) > 2
    assert there == not_there
