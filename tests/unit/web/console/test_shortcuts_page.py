"""The page of single keys, and the script that comes with them alone."""

import re
from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Case
from tests.unit.web.console.console import Console, flash, words
from tipline.casework.queue import Filters
from tipline.casework.shortcuts import Shortcut
from tipline.vocabulary import Role, Status
from web.console.beside import beside
from web.console.shortcuts import WORDS
from web.templating import STATIC

USUAL = {each.value: each.usual for each in Shortcut}


def test_switched_on_they_are_on_every_page_of_that_person_and_of_nobody_else(console: Console) -> None:
    with console.browser(ADA) as browser:
        before = browser.get("/").text
        kept = browser.post("/keys", data={**USUAL, "on": "yes", "down": "t"})
        page, queue = browser.get("/keys").text, browser.get("/").text
        off = browser.post("/keys", data=USUAL)
        after = browser.get("/").text
    with console.browser(GRACE) as browser:
        hers = browser.get("/").text

    assert (kept.status_code, off.status_code) == (303, 303)
    assert re.search(r'name="down" value="t"', page)
    assert '<input id="on" type="checkbox" name="on" value="yes" checked>' in page
    assert '["down", "t"]' in queue
    assert "/static/keys." in queue
    assert [("/static/keys." in each, "data-keys" in each) for each in (before, after, hers)] == [
        (False, False)
    ] * 3


def test_every_key_is_on_the_page_with_its_meaning(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        page = words(browser.get("/keys").text)

    assert set(WORDS) == set(Shortcut)
    assert all(meaning in page for meaning in WORDS.values())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"up": "j"}, "“Down to the next tip” and “Up to the tip before” cannot have the same key."),
        ({"up": ""}, "“Up to the tip before” needs one letter or sign."),
        ({"up": "<script>"}, "“Up to the tip before” needs one letter or sign."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    quick_console: Console, changes: dict[str, str], said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        refused = browser.post("/keys", data={**USUAL, "on": "yes", "tick": "t", **changes})
        usual = browser.post("/keys", data={"deed": "usual", "on": "yes"})
        queue = browser.get("/").text

    assert (refused.status_code, flash(refused.text)) == (422, f"{said} Nothing was changed.")
    assert re.search(r'name="tick" value="t"', refused.text)
    assert (usual.status_code, '["tick", "x"]' in queue) == (303, True)


def test_who_has_no_queue_has_no_such_page(quick_console: Console) -> None:
    with quick_console.browser(quick_console.somebody(Role.AUDITOR)) as browser:
        asked = (browser.get("/keys").status_code, browser.post("/keys", data=USUAL).status_code)

    assert asked == (403, 403)


def test_a_tip_leads_to_those_before_and_after_it_in_its_list(case: Case) -> None:
    told = [case.tell(now=NOON + timedelta(days=days)) for days in (0, 1, 2)]
    danger = case.tell(danger=True)
    case.open(told[1], by=ADA)
    order = [danger.number, told[2].number, told[1].number, told[0].number]

    lines = case.queue(ADA).lines
    found = [beside(lines, case.look(each, by=ADA).head) for each in (danger, told[2], told[1], told[0])]
    of_new = beside(case.queue(ADA, Filters(status=Status.NEW)).lines, case.look(told[1], by=ADA).head)

    assert [line.number for line in lines] == order
    assert [(one.previous, one.next) for one in found] == [
        (None, order[1]),
        (order[0], order[2]),
        (order[1], order[3]),
        (order[2], None),
    ]
    assert (of_new.previous, of_new.next) == (told[2].number, told[0].number)


def test_the_script_of_the_console_is_small() -> None:
    sizes = {path.name: len(path.read_bytes()) for path in STATIC.glob("*.js")}

    assert sizes["keys.js"] <= 4_000
    assert sum(sizes.values()) <= 150_000
