import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tests.unit.web.console.console import Console, flash, numbers, words
from tipline.casework.search import update
from tipline.vocabulary import Role
from web.console import search

LAUNDROMAT = "Guns behind the <b>laundromat</b> & the café."


def test_what_is_found_is_shown_with_its_words_marked_and_harmless(console: Console) -> None:
    told = console.case.tell(LAUNDROMAT)

    with console.browser(ADA) as browser:
        answer = browser.get("/search", params={"q": "LAUNDROMAT cafe"})

    assert (answer.status_code, numbers(answer.text)) == (200, [told.number])
    assert "&lt;b&gt;<mark>laundromat</mark>&lt;/b&gt; &amp; the <mark>café</mark>." in answer.text
    assert f'href="/tips/{told.number}"' in answer.text
    assert "1 tip, the newest day first" in words(answer.text)


def test_each_search_is_written_down_and_never_for_what(console: Console) -> None:
    console.case.tell(LAUNDROMAT)

    with console.browser(ADA) as browser:
        browser.get("/search?q=laundromat")
        browser.get("/search?q=nothingofthekind")
        browser.get("/search?q=")

    person = console.case.person(ADA)
    assert console.case.trail() == [
        ("signed-in", person, None, ""),
        ("indexed", person, None, "1 tip"),
        ("searched", person, None, "1 tip shown"),
        ("searched", person, None, "0 tips shown"),
    ]


def test_the_words_reach_no_log_no_referer_and_no_cache(
    quick_console: Console, capfd: pytest.CaptureFixture[str]
) -> None:
    quick_console.case.tell("He is called Zanzibarquelle.")

    with quick_console.browser(ADA) as browser:
        answer = browser.get("/search?q=zanzibarquelle")

    said = capfd.readouterr()
    assert len(numbers(answer.text)) == 1
    assert "zanzibarquelle" not in (said.out + said.err).lower()
    assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == ("no-referrer", "no-store")


@pytest.mark.parametrize(
    "query",
    [
        "q=a",
        f"q={'a' * 10_240}",
        "q=(a%7Cb)%2B%5Bc-d%5D%7B2,%7D%5Cw%24",
        "q=NEAR(",
        "q=%22",
        "q=%22%22%22",
        "q=*",
        "q=van+OR+-gun*",
        "q=-",
        "q=%00",
        "q=van%00gun",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=%E2%80%AEgpj.exe",
        f"q={quote('שלום عليكم')}",
        "q=offence:nonsense",
        "q=from:9999-99-99",
        "q=number:%25",
        "q=status:new",
        "q=from:0001-01-01+to:9999-12-31+van",
        "q=van&page=0",
        "q=van&page=-1",
        "q=van&page=999999999999",
        "q=van&page=٣",
        "q=van&q=gun",
        "q[]=van",
        "",
    ],
)
def test_whatever_is_asked_gets_a_page(quick_console: Console, query: str) -> None:
    quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.get(f"/search?{query}")

    assert answer.status_code in {200, 422}
    assert (answer.status_code == 422) == (flash(answer.text) != "")
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("a" * 10_240, "That is too much to look for: at most 300 characters, and 20 words."),
        ("***", "There is no letter and no digit in that."),
        ("channel:fax", "A channel is text, web, link or phone, as channel:text."),
    ],
)
def test_what_cannot_be_looked_for_is_said_in_a_sentence(
    quick_console: Console, query: str, said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get("/search", params={"q": query})

    assert flash(answer.text).startswith(said)


def test_many_new_tips_are_read_only_after_another_second_factor(
    quick_console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "ASKED_FROM", 2)
    case = quick_console.case
    told = [case.tell(f"A grey van {count}.").number for count in range(3)]

    with quick_console.browser(ADA) as browser:
        asked = browser.get("/search?q=van").text
        used = send(browser, case.program.code(ADA, quick_console.clock.at))
        quick_console.clock.at += timedelta(minutes=1)
        fresh = send(browser, case.program.code(ADA, quick_console.clock.at))
        found = browser.get(fresh.headers["location"]).text

    assert "3 tips must be read first" in words(asked)
    assert (used.status_code, flash(used.text)[:30]) == (403, search.WRONG_CODE[:30])
    assert (fresh.status_code, fresh.headers["location"]) == (303, "/search?q=van")
    assert sorted(numbers(found)) == sorted(told)
    trail = [(action, detail) for action, _, _, detail in case.trail()]
    assert trail == [
        ("signed-in", ""),
        ("refused", "second factor, wrong code"),
        ("indexed", "3 tips"),
        ("searched", "3 tips shown"),
    ]


def send(browser: TestClient, totp: str) -> Response:
    return browser.post("/search", data={"q": "van", "totp": totp, "tips": "3"})


def test_a_reading_says_how_far_it_has_come_and_comes_again(
    quick_console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "AT_ONCE", 0)
    case = quick_console.case
    told = [case.tell(f"A grey van {count}.").number for count in range(3)]
    rooms = quick_console.app.app.state.rooms

    with quick_console.browser(ADA) as browser:
        first = browser.get("/search?q=van")
        for room in rooms._rooms.values():
            update.wait(room, seconds=10)
        second = browser.get("/search?q=van")

    assert first.headers["refresh"] == "2"
    assert re.search(r'<progress max="3" value="[0-3]"', first.text)
    assert "refresh" not in second.headers
    assert sorted(numbers(second.text)) == sorted(told)


def test_an_investigator_finds_what_was_given_to_them_and_has_the_place_in_the_rail(
    quick_console: Console,
) -> None:
    case = quick_console.case
    given, _ = case.tell("A grey van."), case.tell("A grey door.")
    case.assign(given, case.person(DANA))

    with quick_console.browser(DANA) as browser:
        page = browser.get("/search?q=grey").text

    assert numbers(page) == [given.number]
    assert re.search(r'<a href="/search"[^>]* aria-current="page"[^>]*>Search</a>', page)


@pytest.mark.parametrize("role", [role for role in Role if not role.may_work])
def test_who_reads_no_tips_has_no_search(quick_console: Console, role: Role) -> None:
    name = quick_console.somebody(role)

    with quick_console.browser(name) as browser:
        answers = [
            browser.get("/search?q=van").status_code,
            browser.post("/search", data={"q": "van"}).status_code,
        ]
        rail = browser.get("/").text

    assert answers == [403, 403]
    assert 'href="/search"' not in rail


def test_signing_out_lets_the_index_go_with_the_last(quick_console: Console) -> None:
    quick_console.case.tell("A grey van.")
    rooms = quick_console.app.app.state.rooms

    with quick_console.browser(ADA) as first, quick_console.browser(GRACE) as second:
        first.get("/search?q=van")
        second.get("/search?q=van")
        counts = [rooms.count()]
        first.post("/sign-out")
        counts.append(rooms.count())
        second.post("/sign-out")
        counts.append(rooms.count())

    assert counts == [1, 1, 0]


def test_a_session_that_rested_too_long_lets_the_index_go(quick_console: Console) -> None:
    quick_console.case.tell("A grey van.")
    rooms = quick_console.app.app.state.rooms

    with quick_console.browser(ADA) as browser:
        browser.get("/search?q=van")
        before = rooms.count()
        quick_console.clock.at = NOON + timedelta(minutes=31)
        answer = browser.get("/search?q=van")

    assert (before, rooms.count(), answer.headers["location"]) == (1, 0, "/sign-in")


def test_a_tips_page_shows_where_its_plate_stands_once_somebody_has_searched(quick_console: Console) -> None:
    case = quick_console.case
    other, told = case.tell("It was <abcd123>."), case.tell("Plate ABCD 123 & a man.")

    with quick_console.browser(ADA) as browser:
        before = browser.get(f"/tips/{told.number}").text
        browser.get("/search?q=plate")
        after = browser.get(f"/tips/{told.number}").text

    assert "Search once , and what you open is compared" in words(before)
    assert f"The same in other tips Plate ABCD 123 {other.number}" in words(after)
    assert f'href="/tips/{other.number}"' not in before.partition('aria-labelledby="links"')[2]
    assert f'href="/tips/{other.number}"' in after.partition('aria-labelledby="links"')[2]
