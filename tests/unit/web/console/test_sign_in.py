from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, flash, words
from tipline.turnstile import Turnstile
from tipline.vocabulary import Role
from web.console.app import console_app

PAGES = ("/", "/tips/TOR-0000-0000", "/tips", "/reports", "/reports/2026-10", "/people", "/audit")


def test_a_session_is_a_cookie_that_goes_nowhere_else(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        answer = browser.post("/sign-in", data=quick_console.credentials(ADA))

    name, _, rest = answer.headers["set-cookie"].partition("=")
    token, *attributes = rest.split("; ")
    assert (answer.status_code, answer.headers["location"], name) == (303, "/", "__Host-session")
    assert sorted(attribute.lower() for attribute in attributes) == [
        "httponly",
        "path=/",
        "samesite=strict",
        "secure",
    ]
    assert len(token) == 43


@pytest.mark.parametrize("wrong", ["name", "password", "totp", "all"])
def test_a_refusal_says_the_same_whatever_was_wrong(quick_console: Console, wrong: str) -> None:
    typed = quick_console.credentials(ADA)
    nonsense = {"name": "Nobody At All", "password": "no such words", "totp": "000000"}
    typed |= nonsense if wrong == "all" else {wrong: nonsense[wrong]}

    with quick_console.browser() as browser:
        answer = browser.post("/sign-in", data=typed)

    assert answer.status_code == 403
    assert flash(answer.text) == (
        "That name, password and code do not open a session. "
        "Check all three: the code changes every half minute."
    )
    assert f'value="{typed["name"]}"' in answer.text
    assert typed["password"] not in answer.text
    assert "set-cookie" not in answer.headers


def test_nothing_typed_is_refused_like_everything_else(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        answer = browser.post("/sign-in", data={"name": ""})

    assert (answer.status_code, flash(answer.text)[:10]) == (403, "That name,")


def test_a_code_works_once(quick_console: Console) -> None:
    with quick_console.browser(ADA), quick_console.browser() as other:
        answer = other.post("/sign-in", data=quick_console.credentials(ADA))

    assert answer.status_code == 403


def test_whose_code_was_guessed_at_is_told_so_when_they_come_in(quick_console: Console) -> None:
    typed = quick_console.credentials(ADA)
    with quick_console.browser() as browser:
        for code in ("000000", "00000a"):
            assert browser.post("/sign-in", data={**typed, "totp": code}).status_code == 403
        browser.post("/sign-in", data=typed)
        told = words(browser.get("/").text)
    with quick_console.browser("Grace Hopper") as browser:
        untold = words(browser.get("/").text)

    assert "a wrong or used code came 2 times with your password" in told
    assert "with your password" not in untold


def test_too_many_wrong_codes_are_refused_in_the_same_words(quick_console: Console) -> None:
    typed = quick_console.credentials(ADA)
    with quick_console.browser() as browser:
        answers = [browser.post("/sign-in", data={**typed, "totp": f"00000{n}"}) for n in "abcde"]
        answers.append(browser.post("/sign-in", data=typed))

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1


def test_somebody_who_waits_is_told_who_can_confirm_them(quick_console: Console) -> None:
    quick_console.case.program.add("Wai Ting", Role.INVESTIGATOR)

    with quick_console.browser() as browser:
        answer = browser.post("/sign-in", data=quick_console.credentials("Wai Ting"))

    assert answer.status_code == 403
    assert flash(answer.text) == (
        "Nobody has confirmed your keys yet. Read your fingerprint to Ada Byron or Grace Hopper, "
        "who can do it; then sign in again."
    )


def test_too_many_at_once_are_asked_to_wait(quick_console: Console) -> None:
    busy = replace(quick_console.runtime, turnstile=Turnstile(at_once=1, queue=0))
    console = replace(quick_console, runtime=busy, app=console_app(busy))
    with busy.turnstile.turn(), console.browser() as browser:
        answer = browser.post("/sign-in", data=console.credentials(ADA))

    assert (answer.status_code, flash(answer.text)) == (
        503,
        "Many people are signing in at this moment. Wait ten seconds and press the button again.",
    )


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in_is_sent_to_sign_in(quick_console: Console, page: str) -> None:
    with quick_console.browser() as browser:
        answer = browser.get(page)

    assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/sign-in", "")


@pytest.mark.parametrize("deed", ["answer", "note", "recipient", "start", "sort", "close", "spam"])
def test_nobody_signed_in_does_nothing(quick_console: Console, deed: str) -> None:
    told = quick_console.case.tell()

    with quick_console.browser() as browser:
        answer = browser.post(f"/tips/{told.number}/{deed}", data={"text": "No."})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert quick_console.case.trail() == []


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "é" * 43, "A" * 10_000])
def test_a_cookie_of_somebody_elses_making_is_no_session(quick_console: Console, cookie: str) -> None:
    with quick_console.browser() as browser:
        answer = browser.get("/", headers={b"cookie": f"__Host-session={cookie}".encode()})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_who_is_signed_in_is_sent_from_the_sign_in_to_the_desk(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get("/sign-in")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_signing_out_ends_the_session_and_takes_the_cookie(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        cookie = browser.cookies["__Host-session"]
        answer = browser.post("/sign-out")
        after = browser.get("/", headers={"cookie": f"__Host-session={cookie}"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert 'session=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert after.headers["location"] == "/sign-in"
    assert [action for action, *_ in quick_console.case.trail()] == ["signed-in", "signed-out"]


def test_signing_out_twice_is_no_error(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        assert browser.post("/sign-out").status_code == 303


def test_a_session_that_rested_too_long_is_over(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        quick_console.clock.at += timedelta(minutes=31)

        answer = browser.get("/")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
