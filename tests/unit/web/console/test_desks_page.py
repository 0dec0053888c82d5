"""The desks' page: floats, the daily count, and what waits for a second person."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, IDA
from tests.unit.tipline.rewards.board import TESS, TOM, TRUDY
from tests.unit.web.console.console import flash, words
from tests.unit.web.console.paying import Paying
from tipline.reward_words import AwardState
from tipline.rewards.desks import list_desks
from tipline.vocabulary import Role

YES, NO, GONE, ON = 200, 403, 409, 303

POWERS = {
    #                    pay  find  hold  paid  kept  day   undo
    Role.TELLER: (YES, 422, 422, GONE, GONE, GONE, GONE),
    #                      desks open  carry count close again release return describe
}
DESK_POWERS = {
    Role.TELLER: (YES, NO, NO, GONE, NO, GONE, NO, NO, NO),
    Role.TREASURER: (YES, GONE, GONE, GONE, GONE, GONE, NO, ON, GONE),
    Role.COORDINATOR: (YES, NO, NO, NO, NO, GONE, GONE, ON, NO),
    Role.BOARD: (YES, NO, NO, NO, NO, NO, GONE, NO, NO),
    Role.INTEGRITY: (NO, NO, NO, NO, NO, NO, NO, NO, NO),
}
STEPS = ("hold", "paid", "kept", "another-day", "undo")
DESK_STEPS = ("open", "carry", "count", "close", "confirm", "release", "return", "describe")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_powers_at_the_desks(quick_paying: Paying, role: Role) -> None:
    console = quick_paying.console
    name = {Role.COORDINATOR: ADA, Role.INTEGRITY: IDA}.get(role) or console.somebody(role)

    with console.browser(name) as browser:
        pay = (
            browser.get("/payout").status_code,
            browser.post("/payout", data={"code": "1"}).status_code,
            *(browser.post(f"/payout/{step}", data={}).status_code for step in STEPS),
        )
        desks = (
            browser.get("/desks").status_code,
            *(browser.post(f"/desks/{step}", data={}).status_code for step in DESK_STEPS),
        )

    assert pay == POWERS.get(role, (NO,) * 7)
    assert desks == DESK_POWERS.get(role, (NO,) * 9)


def test_a_treasurer_opens_a_desk_and_brings_it_cash(quick_paying: Paying) -> None:
    board = quick_paying.board
    fund = {"fund": board.fund.hex()}

    with quick_paying.console.browser(TRUDY) as browser:
        opened = browser.post(
            "/desks/open", data=fund | {"name": "North", "place": "12 Elm Street", "hours": "Weekdays"}
        )
        with board.ledger.read() as session:
            found = list_desks(session, board.case.keys())
        north = next(desk.desk_id for desk in found if desk.name == "North")
        form = fund | {"desk": north.hex()}
        to = browser.post("/desks/carry", data=form | {"amount": "1,000.50", "way": "to"})
        back = browser.post("/desks/carry", data=form | {"amount": "200", "way": "back"})
        page = words(browser.get("/desks").text)
        refused = [
            browser.post("/desks/carry", data=form | {"amount": amount}).status_code
            for amount in ("-5", "0", "1.001", "1000000000000", "EUR 5", "")
        ]
        same = browser.post(
            "/desks/open", data=fund | {"name": "North", "place": "Here", "hours": "Weekdays"}
        ).status_code
        nowhere = browser.post("/desks/open", data=fund | {"name": "South"}).status_code

    assert [each.status_code for each in (opened, to, back)] == [303] * 3
    assert "North 12 Elm Street. Weekdays In the drawer by the books: $800.50" in page
    assert (refused, same, nowhere) == ([422] * 6, 409, 422)


def test_a_treasurer_alone_sees_what_may_be_collected_and_whether_the_drawer_has_it(
    quick_paying: Paying,
) -> None:
    board, wanted = quick_paying.board, "May be collected here: $10,500 . $500 more is needed for that"
    for amount in (190_000, 190_000, 190_000, 190_000, 190_000, 100_000):
        quick_paying.award(amount)
    board.approved(board.tell(), 70_000)

    pages = {}
    for name in (TRUDY, ADA, TESS):
        with quick_paying.console.browser(name) as browser:
            pages[name] = words(browser.get("/desks").text)

    assert {name: (wanted in page, "picked yet: $700" in page) for name, page in pages.items()} == {
        TRUDY: (True, True),
        ADA: (False, False),
        TESS: (False, False),
    }
    assert all("be collected here" not in pages[name] for name in (ADA, TESS))


def test_an_address_that_was_changed_in_the_store_is_marked_until_a_treasurer_signs_it(
    quick_paying: Paying,
) -> None:
    board, warned = quick_paying.board, "No reporter is shown it."
    with board.ledger.transaction() as session:
        session.connection().execute(text("UPDATE payout_desk SET place = '12 Lonely Road'"))
    form = {"desk": board.desk.hex(), "place": "1 King Street", "hours": "Weekdays"}

    with quick_paying.console.browser(ADA) as browser:
        marked = words(browser.get("/desks").text)
    with quick_paying.console.browser(TRUDY) as browser:
        empty = browser.post("/desks/describe", data=form | {"hours": ""}).status_code
        signed = browser.post("/desks/describe", data=form).status_code
        after = words(browser.get("/desks").text)

    assert (warned in marked, empty, signed) == (True, 422, 303)
    assert (warned in after, "1 King Street. Weekdays" in after) == (False, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10,000", "Counted $10,000, as the books say."),
        ("9,990", "Counted $9,990, and the books said $10,000: $10 short. It is booked."),
        ("10000.25", "Counted $10,000.25, and the books said $10,000: $0.25 over. It is booked."),
    ],
)
def test_a_drawer_is_counted_by_somebody_who_is_not_told_before_what_the_books_say(
    quick_paying: Paying, typed: str, said: str
) -> None:
    form = {"desk": quick_paying.board.desk.hex(), "fund": quick_paying.board.fund.hex(), "amount": typed}

    with quick_paying.console.browser(TESS) as browser:
        before = browser.get("/desks").text
        answer = words(browser.post("/desks/count", data=form).text)

    assert "10,000" not in before
    assert said in answer


def test_what_was_not_handed_over_is_reversed_by_a_second_person(paying: Paying) -> None:
    award, code = paying.award()
    form = {"award": award.hex()}

    with paying.console.browser(TESS) as browser:
        paying.hold(browser, code)
        browser.post("/payout/paid", data=form)
        said = browser.post("/payout/undo", data=form)
        own = browser.post("/desks/confirm", data=form)
        waits = words(browser.get("/desks").text)
    with paying.console.browser(TOM) as browser:
        confirmed = browser.post("/desks/confirm", data=form)

    assert (said.status_code, own.status_code, confirmed.status_code) == (303, 409, 303)
    assert flash(own.text).startswith("You have had another part in this award")
    assert "You said so. A second person confirms it here" in waits
    assert paying.board.state(award) is AwardState.APPROVED


def test_a_coordinator_releases_what_ran_out_and_what_was_frozen(quick_paying: Paying) -> None:
    frozen, code = quick_paying.award()
    ran_out, other = quick_paying.award(12_300)

    with quick_paying.console.browser(TESS) as browser:
        quick_paying.hold(browser, code)
        browser.post("/payout/another-day", data={"award": frozen.hex()})
        quick_paying.hold(browser, other)
    quick_paying.console.clock.at = NOON + timedelta(minutes=11)
    with quick_paying.console.browser(ADA) as browser:
        page = words(browser.get("/desks").text)
        released = browser.post("/desks/release", data={"award": ran_out.hex()})
        thawed = browser.post("/desks/release", data={"award": frozen.hex(), "what": "frozen"})

    assert ("A hold ran out" in page, "Frozen $500." in page) == (True, True)
    assert "less than 30 days 2 $623" in page
    assert (released.status_code, thawed.status_code) == (303, 303)
    assert [quick_paying.board.state(one) for one in (frozen, ran_out)] == [AwardState.APPROVED] * 2
