"""Persons and vehicles on a tip's page."""

import re

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, words
from tipline.intake.report import Detail

HOSTILE = "<script>alert(1)</script>"


def test_a_card_stands_beside_the_words_and_they_are_not_said_twice(quick_console: Console) -> None:
    told = quick_console.case.tell(
        details={
            Detail.WHO: f"Red cap {HOSTILE}",
            Detail.VEHICLE: "A van, plate ABCD 123",
            Detail.WHERE: "By the rink",
        }
    )
    plain = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        page = browser.get(f"/tips/{told.number}").text
        without = browser.get(f"/tips/{plain.number}").text
        paper = browser.post(f"/tips/{told.number}/print").text

    cards = re.findall(r'<article class="card" data-card="([a-z]+)">(.*?)</article>', page, re.DOTALL)
    assert [kind for kind, _ in cards] == ["person", "vehicle"]
    assert '<dd class="plate" dir="auto">ABCD 123</dd>' in cards[1][1]
    assert (page.count("Red cap"), page.count("By the rink"), HOSTILE in page) == (1, 1, False)
    assert "cards" not in without
    assert "Red cap" in words(paper)


def test_what_is_told_in_parts_is_called_by_words_wherever_no_card_has_it(quick_console: Console) -> None:
    told = quick_console.case.tell(details={"person-1-nickname": "Smokes", "vehicle-2-kept_by": "His aunt"})

    with quick_console.browser(ADA) as browser:
        paper = browser.post(f"/tips/{told.number}/print").text
        scrub = browser.get(f"/tips/{told.number}/dispatch").text

    for page in (paper, scrub):
        assert re.findall(r"<dt>(.*?)</dt>", page) == ["Person 1, called", "Vehicle 2, kept by"]
        assert "person-1-nickname" not in page
