import re
from datetime import timedelta

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, IDA, Case
from tests.unit.tipline.casework.test_queue import fill
from tests.unit.web.console.console import Console, numbers, words
from tipline.keyring import AlarmKind
from tipline.spool import Kind, Spool
from tipline.store.program_tables import MemberRow
from tipline.vocabulary import Channel, Offence, Process, TeamKind


def test_the_queue_lists_what_waits_and_opens_nothing(console: Console) -> None:
    case = console.case
    first, second = case.tell(), case.tell(channel=Channel.TEXT, offence=Offence.OTHER)

    with console.browser(ADA) as browser:
        page = browser.get("/").text

    assert sorted(numbers(page)) == sorted([first.number, second.number])
    assert "laundromat" not in page
    assert [line[0] for line in case.trail()] == ["signed-in"]
    assert "2 tips 2 unread" in words(page)


def test_filters_stand_in_the_address_and_go_along_to_the_tip_and_back(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell(offence=Offence.ARSON)
    case.tell(offence=Offence.THEFT)

    with quick_console.browser(ADA) as browser:
        page = browser.get("/?offence=arson&status=new").text
        link = re.findall(rf'href="(/tips/{told.number}[^"]*)"', page)
        tip = browser.get(link[0].replace("&amp;", "&")).text

    assert numbers(page) == [told.number]
    assert link == [f"/tips/{told.number}?status=new&amp;offence=arson"]
    assert 'href="/?status=new&amp;offence=arson"' in tip
    assert f'action="/tips/{told.number}/note?status=new&amp;offence=arson"' in tip


@pytest.mark.parametrize(
    "query",
    [
        "?status=nonsense",
        "?page=0",
        "?page=-3",
        "?page=99999999999999999",
        "?page=٣",
        "?page=2&page=1",
        "?x=1",
    ],
)
def test_what_an_address_cannot_mean_is_left_out(quick_console: Console, query: str) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.get(f"/{query}")

    assert (answer.status_code, numbers(answer.text)) == (200, [told.number])


def test_a_full_page_is_not_larger_than_60_kilobytes(quick_console: Console) -> None:
    for ago in range(4):
        fill(quick_console.case, 30, days_ago=ago)

    with quick_console.browser(ADA) as browser:
        answer = browser.get("/?channel=web&status=new&offence=theft&page=2")

    assert len(numbers(answer.text)) == 50
    assert len(answer.content) <= 60_000
    assert 'rel="prev"' in answer.text
    assert 'rel="next"' in answer.text


def test_an_empty_queue_says_what_will_come(quick_console: Console) -> None:
    quick_console.case.tell()

    with quick_console.browser(DANA) as browser:
        given = words(browser.get("/").text)
    with quick_console.browser(IDA) as browser:
        about_us = words(browser.get("/").text)
    with quick_console.browser(ADA) as browser:
        filtered = words(browser.get("/?offence=arson").text)

    assert "Nothing has been given to you yet." in given
    assert "No tip has come in yet." in about_us
    assert "No tip fits these filters." in filtered


def test_status_and_priority_are_words_with_a_shape(quick_console: Console) -> None:
    quick_console.case.tell(danger=True)

    with quick_console.browser(ADA) as browser:
        page = browser.get("/").text

    begin = page.index('<tr role="row" class="tip')
    row = page[begin : page.index("</tr>", begin)]
    assert re.findall(r'<use href="#m-([a-z-]+)"/></svg>([A-Za-z ]+)<', row) == [
        ("new", "New"),
        ("danger", "Danger to life"),
        ("unread", "unread"),
    ]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("tor-4f7k-92qx ", "/tips/TOR-4F7K-92QX"),
        ("", "/"),
        ("../audit", "/"),
        ("//evil.example", "/"),
        ("a\r\nset-cookie: x", "/"),
    ],
)
def test_a_number_that_is_typed_leads_to_its_tip_and_nowhere_else(
    quick_console: Console, typed: str, leads_to: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get("/tips", params={"number": typed})

    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


def stranger(case: Case) -> MemberRow:
    return MemberRow(
        program_id=case.program.program_id, team_id=case.special(TeamKind.INBOX), person_id=case.person(DANA)
    )


def test_a_key_that_is_not_proven_rings_on_the_desk_of_those_who_can_act(quick_console: Console) -> None:
    case = quick_console.case
    case.write(stranger(case))
    told = case.tell()

    with quick_console.browser(ADA) as browser:
        warned = words(browser.get("/").text)
    with quick_console.browser(DANA) as browser:
        page = browser.get("/").text

    assert [alarm.kind for alarm in case.keys().alarms] == [AlarmKind.MEMBER]
    assert warned.startswith("A key in the store is not proven.")
    assert "not proven" not in page
    assert told.number not in page


def test_the_queue_says_how_many_wait_in_the_spool_and_since_when(quick_console: Console) -> None:
    settings = quick_console.runtime.settings
    form = Spool(settings.spool(Process.PUBLIC), megabytes=1)
    texts = Spool(settings.spool(Process.GATEWAY), megabytes=1)
    waiting = re.compile(r'<p class="about" id="spooled">([^<]*)</p>')

    with quick_console.browser(ADA) as browser:
        before = waiting.findall(browser.get("/").text)
        form.put(f"{Kind.TIP}-a", b"a", now=quick_console.clock.at + timedelta(minutes=5))
        form.put(f"{Kind.BLOB}-b", b"b", now=quick_console.clock.at)
        texts.put(f"{Kind.TIP}-c", b"c", now=quick_console.clock.at + timedelta(minutes=9))
        found = waiting.findall(browser.get("/").text)

    assert before == []
    assert [one.partition(". ")[0] for one in found] == [
        "2 tips or messages wait in the spool since 20 Nov 2026, 07:05: the store was away"
    ]
