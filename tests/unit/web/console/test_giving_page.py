"""Give tips to a colleague, from the queue and from a tip's page."""

import re

from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tests.unit.web.console.console import Console, flash, numbers, words


def test_a_tip_is_given_on_its_page_and_the_colleague_sees_it(console: Console) -> None:
    case = console.case
    told = case.tell()
    grace = case.person(GRACE).hex()

    with console.browser(ADA) as browser:
        page = browser.get(f"/tips/{told.number}").text
        done = browser.post(f"/tips/{told.number}/give", data={"to": grace})
        after, with_her = browser.get("/").text, browser.get(f"/?with={grace}").text
        stale = browser.post(f"/tips/{told.number}/give", data={"to": case.person(ADA).hex()})
        on = browser.post(f"/tips/{told.number}/give", data={"to": case.person(ADA).hex(), "held": grace})
        back = browser.post(f"/tips/{told.number}/give", data={"to": grace, "held": case.person(ADA).hex()})
    with console.browser(GRACE) as browser:
        hers, mine = browser.get("/").text, browser.get("/?with=mine").text
        opened = browser.get(f"/tips/{told.number}").text
        browser.post(f"/tips/{told.number}/claim", data={"deed": "give-back"})
        let_go = browser.get("/?with=mine").text

    assert re.search(rf'<option value="{grace}">Grace Hopper</option>', page)
    assert done.status_code == on.status_code == back.status_code == 303
    assert "Grace Hopper (1)" in words(after)
    assert numbers(with_her) == numbers(mine) == [told.number]
    assert (stale.status_code, "Ada Byron was quicker: it is with Grace Hopper" in flash(stale.text)) == (
        409,
        True,
    )
    assert "1 given to you" in words(hers)
    assert "given to you" in words(opened)
    assert numbers(let_go) == []


def test_many_are_given_from_the_queue_with_whom_the_page_said(console: Console) -> None:
    case = console.case
    first, second = case.tell(), case.tell()
    ticked = {"deed": "give", "tip": [first.number, second.number]}
    grace, ada = case.person(GRACE).hex(), case.person(ADA).hex()

    with console.browser(ADA) as browser:
        given = browser.post("/many", data={**ticked, "to": grace, "query": "?with=nobody"})
        page = browser.get("/").text
        held = dict(re.findall(r'name="(held-[^"]+)" value="([^"]+)"', page))
        stale = browser.post("/many", data={**ticked, "to": ada})
        on = browser.post("/many", data={**ticked, "to": ada, **held, "held-TOR-0000-0000": "nonsense"})
        mine = browser.get("/?with=mine").text

    assert (given.status_code, given.headers["location"]) == (303, "/?with=nobody")
    assert held == {f"held-{told.number}": grace for told in (first, second)}
    assert (stale.status_code, "Nothing was done with the others either." in flash(stale.text)) == (409, True)
    assert (on.status_code, len(numbers(mine))) == (303, 2)


def test_what_is_missing_or_forbidden_is_said_and_nothing_is_done(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell()
    case.assign(told, case.person(DANA))
    grace, dana = case.person(GRACE).hex(), case.person(DANA).hex()

    with quick_console.browser(ADA) as browser:
        nobody = browser.post(f"/tips/{told.number}/give", data={"to": "zz"})
        nobody_of_many = browser.post("/many", data={"deed": "give", "tip": told.number})
        outside = browser.post(f"/tips/{told.number}/give", data={"to": dana})
    with quick_console.browser(DANA) as browser:
        page = browser.get(f"/tips/{told.number}").text
        refused = browser.post(f"/tips/{told.number}/give", data={"to": grace})
        many = browser.post("/many", data={"deed": "give", "tip": told.number, "to": grace})

    assert flash(nobody.text) == "Choose a colleague to give it to. Nothing was done."
    assert flash(nobody_of_many.text) == "Choose a colleague to give them to. Nothing was done."
    assert (outside.status_code, "who holds this queue" in flash(outside.text)) == (422, True)
    assert (refused.status_code, many.status_code, "Give to" in words(page)) == (403, 403, False)
    assert case.queue(ADA).lines[0].keeper is None
