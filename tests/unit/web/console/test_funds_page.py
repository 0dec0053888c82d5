"""The books are kept on pages: what is booked is there, what is refused changes nothing and is said."""

from collections.abc import Iterator
from html import escape

import pytest
from sqlalchemy import text

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.books import Desk, a_desk, a_treasurer, deeds
from tests.unit.web.console.console import Console, flash, words
from tipline import audit
from tipline.money import EntryKind
from tipline.rewards import journal, lines
from tipline.vocabulary import AwardId, Cents, FundId, Month

OCTOBER = Month(202610)


@pytest.fixture
def desk(quick_console: Console) -> Iterator[Desk]:
    """A treasurer signed in on SQLite, with a fund."""
    with quick_console.browser(a_treasurer(quick_console)) as browser:
        yield a_desk(quick_console, browser)


def test_a_deposit_stands_in_the_fund_the_journal_and_the_audit(console: Console) -> None:
    with console.browser(a_treasurer(console)) as browser:
        desk = a_desk(console, browser)
        refused = desk.book("$1,250.00")
        funds = words(browser.get("/rewards/funds").text)
        month = words(browser.get("/rewards/journal/2026-11").text)

    assert refused == ""
    assert "Rewards CAD $1,250.00 $0.00 $1,250.00 $0.00" in funds
    assert "2 Deposit Look" in month
    assert "Rewards: at the bank debit $1,250.00 Rewards: available credit $1,250.00" in month
    assert (desk.count(), desk.available()) == (2, 125_000)
    assert deeds(console) == [("fund-made", audit.REWARDS, ""), ("booked", audit.REWARDS, "")]
    with console.browser(ADA) as browser:
        assert "Booked rewards" in words(browser.get("/audit").text)


AMOUNTS = {
    "-5": "a sum is never less than nothing. Write it without a sign.",
    "0": "a sum of nothing cannot be booked. Write what it is.",
    "1000000000000": "that is more than can be: $100,000,000.00 at most.",
    "12.345": "there is nothing smaller than a cent. Write two digits for the cents, as 12.50.",
    "€5": "that is another currency. This one is in CAD.",
    "100,000,000.01": "that is more than can be: $100,000,000.00 at most.",
    "": "write a sum, as 1250 or 1,250.00.",
    "<b>5</b>": "that is no sum that we can read. Write it as 1250, as 1,250.00 or as 1 250,00.",
}


def test_a_sum_that_cannot_be_is_said_and_stays_in_its_field(desk: Desk) -> None:
    pages = {amount: desk.book(amount) for amount in AMOUNTS}

    assert {amount: flash(page) for amount, page in pages.items()} == {
        amount: f"Amount: {said} Nothing was changed." for amount, said in AMOUNTS.items()
    }
    assert [amount for amount, page in pages.items() if f'value="{escape(amount)}"' not in page] == []
    assert (desk.count(), len(deeds(desk.console))) == (1, 1)


MONTHS = {
    "2026-12": "December 2026",
    "2016-11": "November 2016",
    "9999-12": "December 9999",
    "0001-01": "January 1",
    "2026-13": "January 1970",
    "": "January 1970",
}


def test_a_month_that_cannot_be_meant_is_said(desk: Desk) -> None:
    said = {month: flash(desk.book("5", month=month)) for month in MONTHS}

    assert said == {
        month: f"{name} cannot be booked in: choose a month from December 2024 to November 2026. "
        "Nothing was changed."
        for month, name in MONTHS.items()
    }
    assert desk.count() == 1


def test_nothing_is_booked_in_a_closed_month(desk: Desk) -> None:
    desk.book("100", month="2026-10")
    closed = desk.browser.post("/rewards/funds/close", data={"month": "2026-10"})

    page = desk.book("5", month="2026-10")

    assert closed.headers["location"] == "/rewards/funds?done=closed"
    assert flash(page) == (
        "October 2026 is closed: every month up to October 2026 is. Book it in a month that is open. "
        "Nothing was changed."
    )
    assert '<option value="2026-10"' not in desk.browser.get("/rewards/funds").text
    assert (desk.available(), deeds(desk.console)[-1]) == (10_000, ("books-closed", audit.REWARDS, ""))


def test_months_are_closed_in_order(desk: Desk) -> None:
    desk.book("100", month="2026-10")

    said = [
        flash(desk.browser.post("/rewards/funds/close", data={"month": month}).text)
        for month in ("2026-11", "2026-09", "x")
    ]

    assert said == ["October 2026 is closed first: months are closed in order. Nothing was changed."] * 3


def test_the_month_that_runs_is_not_closed(desk: Desk) -> None:
    answer = desk.browser.post("/rewards/funds/close", data={"month": "2026-11"})

    said = "November 2026 is not over yet. It can be closed when it is. Nothing was changed."
    assert (answer.status_code, flash(answer.text)) == (422, said)


def test_an_entry_is_taken_back_by_one_of_its_own_and_once(desk: Desk) -> None:
    desk.book("75")
    entry = desk.newest(EntryKind.DEPOSIT)
    page = words(desk.browser.get(f"/rewards/entries/{entry}").text)

    answers = [
        desk.browser.post(f"/rewards/entries/{entry}/take-back", data={"month": "2026-11"}) for _ in range(2)
    ]

    assert "Taking it back writes a new one, with debit and credit exchanged" in page
    assert [answer.status_code for answer in answers] == [303, 422]
    assert (
        flash(answers[1].text)
        == "It was taken back before. An entry is taken back once. Nothing was changed."
    )
    assert [entry.kind for entry in desk.entries()] == [
        EntryKind.REVERSAL,
        EntryKind.DEPOSIT,
        EntryKind.FUND,
    ]
    month = words(desk.browser.get("/rewards/journal/2026-11").text)
    assert "3 Taken back entry 2 Look" in month
    assert "2 Deposit taken back by entry 3 Look" in month
    assert (desk.available(), desk.count()) == (0, 3)
    assert deeds(desk.console)[-1] == ("taken-back", audit.REWARDS, "")


def test_what_was_spent_is_not_taken_back(desk: Desk) -> None:
    desk.book("75")
    entry = desk.newest(EntryKind.DEPOSIT)
    desk.book("50", what="withdrawal")

    answer = desk.browser.post(f"/rewards/entries/{entry}/take-back", data={"month": "2026-11"})

    said = "At the bank there is $25.00, and it cannot fall below nothing. Nothing was changed."
    assert (answer.status_code, flash(answer.text)) == (422, said)
    assert (desk.available(), desk.count()) == (2_500, 3)


def test_an_entry_of_an_award_is_not_taken_back_by_one_person(desk: Desk) -> None:
    desk.book("75")
    with desk.console.runtime.ledger.transaction() as session:
        postings = lines.approval(FundId(bytes.fromhex(desk.fund)), Cents(5_000))
        journal.post(
            session,
            desk.console.case.program.program_id,
            kind=EntryKind.APPROVAL,
            postings=postings,
            month=Month(202611),
            award_id=AwardId(b"an award's id..."),
        )
    entry = desk.newest(EntryKind.APPROVAL)

    page = desk.browser.get(f"/rewards/entries/{entry}").text
    answer = desk.browser.post(f"/rewards/entries/{entry}/take-back", data={"month": "2026-11"})

    assert "take-back" not in page
    assert flash(answer.text).startswith("It belongs to an award, and is taken back where that was decided")
    assert b"an award's id...".hex() not in page + desk.browser.get("/rewards/journal/2026-11").text
    assert (desk.available(), desk.count()) == (2_500, 3)


FUNDS = [
    ({"name": "rewards"}, "There is a fund of this name. Choose another."),
    ({"name": "  "}, "Name: write one of 1 to 80 characters."),
    ({"name": "n" * 81}, "Name: write one of 1 to 80 characters."),
    ({"name": "a\x00b"}, "Name: write one of 1 to 80 characters."),
    ({"name": "New", "currency": "DOGE"}, "Currency: choose one of the list."),
    ({"name": "New", "kind": "desk"}, "Choose what kind it is."),
    ({"name": "New", "kind": "x"}, "Choose what kind it is."),
]


def test_a_fund_that_cannot_be_is_not_made(desk: Desk) -> None:
    usual = {"kind": "rewards", "currency": "CAD"}
    answers = [desk.browser.post("/rewards/funds", data=usual | form) for form, _ in FUNDS]

    assert [flash(answer.text) for answer in answers] == [f"{said} Nothing was changed." for _, said in FUNDS]
    assert {answer.status_code for answer in answers} == {422}
    assert desk.count() == 1


def test_another_kind_of_entry_is_not_written_by_hand(desk: Desk) -> None:
    pages = [desk.book("5", what=what) for what in ("approval", "payment", "reversal", "closing", "x")]

    assert [flash(page) for page in pages] == ["Choose what kind it is. Nothing was changed."] * 5
    assert desk.count() == 1


def test_a_fund_that_is_not_there_is_not_booked_in(desk: Desk) -> None:
    pages = [desk.book("5", fund=fund) for fund in ("x", "00", "00" * 16)]

    assert ["Nothing here" in page for page in pages] == [True] * 3
    assert desk.count() == 1


def test_books_that_hold_are_said_to_be_whole(desk: Desk) -> None:
    desk.book("75")

    answer = desk.browser.post("/rewards/funds/verify")

    assert "The books are whole: all 2 entries hold." in words(answer.text)
    assert deeds(desk.console)[-1] == ("verified", audit.REWARDS, "")


def test_an_entry_that_somebody_changed_is_found_and_no_file_is_written(desk: Desk) -> None:
    desk.book("75")
    with desk.console.runtime.ledger.transaction() as session:
        connection = session.connection()
        for (trigger,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        connection.execute(text("UPDATE posting SET amount_cents = 2 * amount_cents"))

    answer = desk.browser.post("/rewards/funds/verify")
    files = [desk.browser.get(f"/rewards/books.{kind}") for kind in ("csv", "beancount", "xlsx")]

    assert answer.status_code == 409
    assert "The books do not hold from entry 2 on: it was changed, or what stands before it." in words(
        answer.text
    )
    assert [file.status_code for file in files] == [409] * 3
    assert [file.headers.get("content-disposition") for file in files] == [None] * 3
    assert deeds(desk.console)[-1] == ("verified", audit.REWARDS, "broken")


def test_the_journal_leaves_as_three_kinds_of_file(desk: Desk) -> None:
    desk.book("75")

    files = {kind: desk.browser.get(f"/rewards/books.{kind}") for kind in ("csv", "beancount", "xlsx")}

    assert [file.headers["content-disposition"] for file in files.values()] == [
        f'attachment; filename="books.{kind}"' for kind in files
    ]
    assert files["csv"].text.splitlines()[1].startswith("2,2026-11,deposit,Rewards,bank,75.00,,CAD,75.00")
    assert "Assets:Rewards:Bank  75.00 CAD" in files["beancount"].text
    assert files["xlsx"].content.startswith(b"PK")
    assert desk.browser.get("/rewards/books.exe").status_code == 404


def test_the_journal_is_read_month_by_month_and_page_by_page(desk: Desk) -> None:
    desk.book("1", month="2026-08")
    for _ in range(60):
        with desk.console.runtime.ledger.transaction() as session:
            fund = FundId(bytes.fromhex(desk.fund))
            journal.post(
                session,
                desk.console.case.program.program_id,
                kind=EntryKind.DEPOSIT,
                postings=lines.deposit(fund, Cents(1)),
                month=OCTOBER,
            )

    newest = desk.browser.get("/rewards/journal").headers["location"]
    first = desk.browser.get("/rewards/journal/2026-10").text
    second = desk.browser.get(first[first.index("/rewards/journal/2026-10?before=") :].split('"')[0]).text

    assert newest == "/rewards/journal/2026-11"
    assert (first.count("<ol"), first.count('class="what"'), second.count('class="what"')) == (1, 50, 10)
    assert ("/rewards/journal/2026-08" in first, "/rewards/journal/2026-11" in first) == (True, True)
    assert [desk.browser.get(f"/rewards/journal/2026-10?before={x}").status_code for x in ("x", "-1")] == [
        200,
        200,
    ]


def test_a_month_that_is_none_is_not_there(desk: Desk) -> None:
    months = ("2026-13", "x", "2026-1", "٢٠٢٦-١٠")

    assert [desk.browser.get(f"/rewards/journal/{month}").status_code for month in months] == [404] * 4


def test_no_page_of_the_books_says_a_day_or_an_hour(desk: Desk) -> None:
    desk.book("75")
    pages = (
        "/rewards/funds",
        "/rewards/journal/2026-11",
        f"/rewards/entries/{desk.newest(EntryKind.DEPOSIT)}",
    )

    found = [desk.browser.get(page).text for page in pages]

    assert ["<time" in page or "20 Nov" in page or "2026-11-" in page for page in found] == [False] * 3
