"""A flood in the queue's page: one line that leads to all of it."""

import html
import re

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.casework.test_floods import KIND, pour
from tests.unit.web.console.console import Console, numbers, words
from tipline.casework.queue import Alike
from tipline.vocabulary import AppealId, Channel, LinkId, Offence
from web.console.queue_alike import read, written


def test_a_flood_is_a_line_that_says_how_many_and_leads_to_all_of_them(console: Console) -> None:
    flood = pour(console.case, 61)
    danger = console.case.tell(danger=True)

    with console.browser(ADA) as browser:
        page = browser.get("/").text
        (link,) = re.findall(r'<tr role="row" class="flood">.*?<a href="([^"]+)"', page, re.DOTALL)
        whole = browser.get(html.unescape(link)).text
        second = browser.get(f"{html.unescape(link)}&page=2").text
        other = browser.get("/?channel=text").text

    assert "62 tips, 50 of them folded 62 unread" in words(page)
    assert "61 alike web, fraud, English. 11 of them stand in the list." in words(page)
    assert numbers(page) == [danger.number, *flood[:5], *flood[9::10]]
    assert page.index(danger.number) < page.index('class="flood"') < page.index(flood[0])
    assert link == f"/?status=new&amp;unread=yes&amp;alike={written(KIND)}"
    assert "61 tips 61 unread" in words(whole)
    assert "Tips that came alike on Fri 20 November 2026: web, fraud, English." in words(whole)
    assert [*numbers(whole), *numbers(second)] == flood
    assert f'name="alike" value="{written(KIND)}"' in whole
    assert ('class="flood"' in whole, 'class="flood"' in other) == (False, False)


def test_four_hundred_tips_of_one_flood_are_one_line_and_forty_five_of_them_in_the_list(
    console: Console,
) -> None:
    flood = pour(console.case, 400)
    danger = console.case.tell(danger=True)

    with console.browser(ADA) as browser:
        answer = browser.get("/")

    assert "401 tips, 355 of them folded 401 unread" in words(answer.text)
    assert "400 alike web, fraud, English. 45 of them stand in the list." in words(answer.text)
    assert numbers(answer.text) == [danger.number, *flood[:5], *flood[9::10]]
    assert len(answer.content) < 100_000


def test_a_kind_is_read_as_it_was_written() -> None:
    day = NOON.date()
    kinds = [
        KIND,
        Alike(
            day,
            Channel.LINK,
            Offence.THEFT_FROM_VEHICLE,
            "zh-Hant",
            AppealId(bytes(range(16))),
            LinkId("k3X9"),
        ),
    ]

    assert [read(written(kind)) for kind in kinds] == kinds
    assert max(len(written(kind)) for kind in kinds) <= 100


@pytest.mark.parametrize(
    "address",
    [
        "",
        "2026-02-30.web.fraud.en..",
        "2026-11-20.pigeon.fraud.en..",
        "2026-11-20.web.nonsense.en..",
        "2026-11-20.web.fraud.en.00.",
        "2026-11-20.web.fraud.en...",
        "٢٠٢٦-11-20.web.fraud.en..",
        "2026-11-20.web.fraud.en..\n",
    ],
)
def test_what_is_no_kind_is_no_filter(address: str) -> None:
    assert read(address) is None
