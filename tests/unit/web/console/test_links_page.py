"""What a tip's page suggests, and what is made of it in one press."""

import re

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tipline.casework.dispatch import Order
from tipline.vocabulary import Status

FIRST = (
    "On Tuesday night two men carried long boxes from a white truck into the old bakery behind the arena. "
    "One is Viktor Lindqvist."
)
AGAIN = (
    "tuesday night two men carried long boxes from a white truck into the old bakery behind the arena, one "
    "is called vic lindqvist"
)


def test_the_same_name_and_nearly_the_same_words_are_suggested_and_marked_in_one_press(
    console: Console,
) -> None:
    first, again = console.case.tell(FIRST), console.case.tell(AGAIN)
    with console.browser(ADA) as browser:
        before = words(browser.get(f"/tips/{again.number}").text)
        browser.get("/search?q=zzz")
        page = browser.get(f"/tips/{again.number}").text
        suggested = re.search(r'id="links".*?</ul>\s*</li>\s*</ul>', page, re.DOTALL)
        assert suggested is not None
        related = browser.post(
            f"/tips/{again.number}/related", data={"other": first.number, "deed": "relate"}
        ).status_code
        both = browser.post("/cases/choose", data={"tip": again.number, "also": first.number}).text
        ended = browser.post(
            f"/tips/{again.number}/related", data={"other": first.number, "deed": "duplicate"}
        ).status_code

    shown = words("<main>" + suggested[0])
    assert "Search once" in before
    assert "Nearly the same words " + first.number in shown
    assert "Name vic lindqvist " + first.number in shown
    for button in (
        "They have to do with one another",
        "This one only repeats it: end it",
        "Put both into a case",
    ):
        assert button in shown
    assert (related, ended) == (303, 303)
    assert [f'name="tip" value="{one.number}" checked' in both for one in (again, first)] == [True, True]
    assert console.case.row(again).status is Status.DUPLICATE


def test_who_was_given_a_tip_is_offered_no_deed_and_no_tip_of_others(quick_console: Console) -> None:
    case = quick_console.case
    first, again = case.tell(FIRST), case.tell(AGAIN)
    case.dispatch(again, Order(primary=case.person(DANA), text="A copy.", original=True))

    with quick_console.browser(DANA) as browser:
        browser.get("/search?q=zzz")
        page = browser.get(f"/tips/{again.number}").text

    assert (first.number in page, "Put both into a case" in page) == (False, False)
