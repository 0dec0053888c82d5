"""Awards of another system on the console: brought, signed by two, paid at the desk against the old code."""

import re
from datetime import timedelta

from tests.unit.tipline.rewards.board import ADA, BEA, BEN, TESS
from tests.unit.tipline.rewards.bringing import CODES, LIST
from tests.unit.web.console.console import Console, flash, words
from tests.unit.web.console.paying import Paying, word_of
from tipline.vocabulary import Role

ADDRESS = "/rewards/brought"


def sent(text: str = LIST) -> dict[str, tuple[None, str]]:
    return {"text": (None, text)}


def bring(paying: Paying) -> str:
    paying.console.clock.at += timedelta(minutes=1)
    with paying.console.browser(ADA) as browser:
        kept = browser.post(f"{ADDRESS}/keep", files=sent())
        assert kept.status_code == 303, flash(kept.text)
        found = re.search(r'name="list" value="([0-9a-f]{32})"', browser.get(ADDRESS).text)
    return found[1] if found else ""


def test_a_list_is_looked_at_kept_signed_by_two_and_paid(paying: Paying) -> None:
    with paying.console.browser(ADA) as browser:
        looked = browser.post(ADDRESS, files={"list": ("a.csv", LIST.encode(), "text/csv")})
        nothing = words(browser.get(ADDRESS).text)
    listed = bring(paying)
    with paying.console.browser(TESS) as browser:
        early = browser.post("/payout/hold", data={"code": CODES[0], "desk": paying.board.desk.hex()})
    with paying.console.browser(BEA) as bea, paying.console.browser(BEN) as ben:
        unsure = bea.post(f"{ADDRESS}/sign", data={"list": listed})
        sure = {"list": listed, "sure": "yes"}
        signed = [browser.post(f"{ADDRESS}/sign", data=sure).status_code for browser in (bea, ben, bea)]
    paying.console.clock.at += timedelta(minutes=1)
    with paying.console.browser(TESS) as browser:
        seen = words(browser.post("/payout", data={"code": CODES[0].lower()}).text)
        paying.hold(browser, CODES[0])
        hand = browser.get("/payout").text
        award = re.search(r'name="award" value="([0-9a-f]{32})"', hand)
        assert award is not None
        paid = browser.post("/payout/paid", data={"award": award[1]})
        after = words(browser.post("/payout", data={"code": CODES[0]}).text)
    paying.console.clock.at += timedelta(minutes=1)
    with paying.console.browser(ADA) as browser:
        late = browser.post(f"{ADDRESS}/undo", data={"list": listed})
        page = words(browser.get(ADDRESS).text)

    shown = words(looked.text)
    assert "2 awards, $1,750.50 together, approved March 2024 to September 2026." in shown
    assert "None yet." in nothing
    assert (early.status_code, flash(early.text)[:50]) == (
        409,
        "This award does not carry two proven signatures of",
    )
    assert (unsure.status_code, signed) == (422, [303, 303, 422])
    assert "$500 To be paid." in seen
    assert (len(word_of(hand)), paid.status_code) == (4, 200)
    assert CODES[0] not in hand
    assert "Paid already. Pay nothing." in after
    assert (
        flash(late.text)
        == "1 of the list was paid or returned, or is in a teller's hand. Nothing was changed."
    )
    assert "Signed by 2 of the board: the desks pay it." in page


def test_a_list_that_was_brought_can_be_taken_back_and_not_brought_twice(quick_paying: Paying) -> None:
    listed = bring(quick_paying)
    quick_paying.console.clock.at += timedelta(minutes=1)

    with quick_paying.console.browser(ADA) as browser:
        twice = browser.post(f"{ADDRESS}/keep", files=sent(LIST.replace("\n", "\r\n")))
        undone = browser.post(f"{ADDRESS}/undo", data={"list": listed})
        page = words(browser.get(undone.headers["location"]).text)
        gone = browser.post(f"{ADDRESS}/undo", data={"list": listed})

    assert flash(twice.text).startswith("This very file was brought before.")
    assert "Taken back. The journal has both entries of each award" in page
    assert gone.status_code == 404


WRONG = (
    ("", "There is nothing in it below the line of headings."),
    ("AB12,5", "Line 2: The line has more or fewer columns than the first."),
    ("AB12,-5,2024-01", "Line 2: An amount below zero."),
    ("AB12,(5.00),2024-01", "Line 2: An amount below zero."),
    ("AB12,5.005,2024-01", "Line 2: An amount has two digits after the point, or none: 1250.50."),
    ("AB12,USD 5,2024-01", "Line 2: Another currency than the fund's."),
    ("AB12,€5,2024-01", "Line 2: Another currency than the fund's."),
    ("AB12,0,2024-01", "Line 2: No amount."),
    ("AB12,1000000000000,2024-01", "Line 2: The amount is too large to be true."),
    ("AB12,=5+5,2024-01", "Line 2: A formula in the column “amount”."),
    ("@AB12,5,2024-01", "Line 2: A formula in the column “code”."),
    ("1.23457E+12,5,2024-01", "Line 2: The spreadsheet has shortened this code"),
    ("A1,5,2024-01", "Line 2: No code of 4 to 40 letters and digits."),
    ("AB12,5,0001-01", "Line 2: No month in the column “month”. Write it as 2024-03."),
    ("AB12,5,2027-01", "Line 2: The date in the column “month” has not come yet."),
    ("AB12,5,2024-01\nab-12,6,2024-02", "Line 3: This code stands in an earlier line too."),
    ("code,amount,month\nAB12,5,2024-01", "Line 2: A second line of headings."),
)


def test_what_is_wrong_with_a_list_is_said_with_its_line_and_no_code(quick_paying: Paying) -> None:
    found = []
    with quick_paying.console.browser(ADA) as browser:
        for lines, said in WRONG:
            answer = browser.post(f"{ADDRESS}/keep", files=sent(f"code,amount,month\n{lines}\n"))
            told = flash(answer.text)
            found.append((answer.status_code, "AB12" in told, said if told.startswith(said) else told))
        page = words(browser.get(ADDRESS).text)

    assert found == [(422, False, said) for _, said in WRONG]
    assert "None yet." in page


def test_nobody_else_has_to_do_with_such_lists(quick_console: Console) -> None:
    found = {}

    for role in sorted(set(Role) - {Role.COORDINATOR, Role.BOARD, Role.INTEGRITY}):
        quick_console.case.program.add(f"Some {role}", role, confirmed_by=ADA)
        with quick_console.browser(f"Some {role}") as browser:
            found[role] = [
                browser.get(ADDRESS).status_code,
                browser.get(f"{ADDRESS}/template.csv").status_code,
                *(
                    browser.post(f"{ADDRESS}{deed}", files=sent()).status_code
                    for deed in ("", "/keep", "/sign", "/undo")
                ),
            ]

    assert found == dict.fromkeys(found, [403] * 6)
    assert len(found) == len(Role) - 3
