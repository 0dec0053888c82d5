"""The queue's filters, the views that somebody keeps, and one deed with many tips."""

import re

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, ROBIN
from tests.unit.web.console.console import Console, flash, numbers, words
from tipline.vocabulary import Channel, Offence, Role, Status


def options(page: str, name: str) -> list[str]:
    select = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)
    return re.findall(r"<option[^>]*>([^<]+)</option>", select[0]) if select else []


def test_what_is_over_is_not_in_the_way_and_can_be_asked_for(quick_console: Console) -> None:
    case = quick_console.case
    waits, closed = case.tell(), case.tell()
    case.close(closed)

    with quick_console.browser(ADA) as browser:
        first, everything = browser.get("/").text, browser.get("/?status=all").text
        over = browser.get("/?status=closed").text

    assert (numbers(first), numbers(over)) == ([waits.number], [closed.number])
    assert sorted(numbers(everything)) == sorted([waits.number, closed.number])


def test_every_choice_says_how_many_it_would_leave(console: Console) -> None:
    case = console.case
    given = case.tell(offence=Offence.ARSON)
    case.tell(offence=Offence.THEFT, channel=Channel.TEXT)
    case.assign(given, case.person(DANA))

    with console.browser(ADA) as browser:
        page = browser.get("/").text
        theft = browser.get("/?offence=theft&with=nobody&unread=yes").text
        late = browser.get("/?late=yes").text

    assert options(page, "offence") == ["All", "Arson (1)", "Theft (1)"]
    assert options(page, "with") == ["Anybody", "Given to me (0)", "With nobody (1)"]
    assert "Unread (2)" in words(page)
    assert (len(numbers(theft)), numbers(late)) == (1, [])
    assert "No tip fits these filters." in words(late)


def test_a_view_is_kept_and_let_go_by_its_own_words(console: Console) -> None:
    console.case.tell(offence=Offence.ARSON)
    query = "?status=new&offence=arson&with=nobody"

    with console.browser(ADA) as browser:
        kept = browser.post("/views", data={"query": query + "&page=3&status=evil"})
        browser.post("/views", data={"query": query})
        page = browser.get("/").text
        there = browser.get(f"/{query}").text
        browser.post("/views", data={"query": query, "deed": "forget"})
        gone = browser.get("/").text
    with console.browser(ROBIN) as browser:
        others = browser.get("/").text

    words_of_it = "New, arson, with nobody"
    assert kept.status_code == 303
    assert (page.count(words_of_it), gone.count(words_of_it), others.count(words_of_it)) == (1, 0, 0)
    assert "Let this view go" in there
    assert f'href="/{query.replace("&", "&amp;")}"' in page


def test_twelve_views_are_enough(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        for offence in list(Offence)[:12]:
            browser.post("/views", data={"query": f"?offence={offence.value}"})
        refused = browser.post("/views", data={"query": "?channel=text"})

    assert (refused.status_code, "Twelve views" in flash(refused.text)) == (409, True)


def test_ticked_tips_are_ended_together(console: Console) -> None:
    case = console.case
    first, second, third = case.tell(), case.tell(), case.tell()

    with console.browser(ADA) as browser:
        repeat = browser.post(
            "/many",
            data={
                "tip": [second.number],
                "deed": "duplicate",
                "of": first.number.lower(),
                "query": "?unread=yes",
            },
        )
        junk = browser.post("/many", data={"tip": [third.number], "deed": "spam"})

    assert (repeat.headers["location"], junk.headers["location"]) == ("/?unread=yes", "/")
    assert [case.row(told).status for told in (first, second, third)] == [
        Status.NEW,
        Status.DUPLICATE,
        Status.SPAM,
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"deed": "spam"}, "Tick the tips first."),
        ({"deed": "duplicate", "tip": "ONE"}, "Write the number of the tip that they repeat."),
        (
            {"deed": "duplicate", "tip": "ONE", "of": "TOR-0000-0000"},
            "Nothing was done with the others either.",
        ),
        ({"deed": "spam", "tip": "TOR-0000-0000"}, "TOR-0000-0000: There is no such page or tip"),
    ],
)
def test_what_is_refused_for_one_is_done_with_none(
    quick_console: Console, form: dict[str, str], said: str
) -> None:
    told = quick_console.case.tell()
    data = {name: told.number if value == "ONE" else value for name, value in form.items()}

    with quick_console.browser(ADA) as browser:
        answer = browser.post("/many", data=data)

    assert said in flash(answer.text)
    assert quick_console.case.row(told).status is Status.NEW


def test_only_who_may_triage_ends_many_or_relates_tips(quick_console: Console) -> None:
    told = quick_console.case.tell()
    quick_console.case.assign(told, quick_console.case.person(DANA))
    found = []
    for name in (DANA, quick_console.somebody(Role.ANALYST)):
        with quick_console.browser(name) as browser:
            found += [
                browser.post("/many", data={"tip": told.number, "deed": "spam"}).status_code,
                browser.get(f"/tips/{told.number}/related").status_code,
                browser.post(f"/tips/{told.number}/related", data={"deed": "relate"}).status_code,
            ]

    assert found == [403] * 6


def test_tips_are_related_on_a_page_and_shown_on_both(console: Console) -> None:
    first, second = console.case.tell(), console.case.tell()
    address = f"/tips/{first.number}/related"

    with console.browser(ADA) as browser:
        wrong = browser.post(address, data={"deed": "relate", "other": first.number})
        made = browser.post(address, data={"deed": "relate", "other": f" {second.number.lower()} "})
        other = words(browser.get(f"/tips/{second.number}").text)
        parted = browser.post(address, data={"deed": "unrelate", "other": second.number})
        ended = browser.post(address, data={"deed": "duplicate", "other": second.number})
        page = words(browser.get(address).text)

    assert (wrong.status_code, "no other tip with this number" in flash(wrong.text)) == (422, True)
    assert [each.status_code for each in (made, parted, ended)] == [303] * 3
    assert f"Has to do with {first.number}" in other
    assert f"This tip repeats {second.number}" in page
