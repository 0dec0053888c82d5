"""What cannot be meant on the pages of the awards: a clear sentence, and nothing changed."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, GRACE
from tests.unit.tipline.rewards.board import BEA, BEN, NOVEMBER, Board
from tests.unit.web.console.boards import FORM, BoardConsole, a_board_console, carried
from tests.unit.web.console.console import flash, words
from tipline.money import EntryKind
from tipline.reward_words import AwardState
from tipline.rewards import lines
from tipline.rewards.journal import balances, post
from tipline.rewards.score_table import DEFAULT, Campaign
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import AwardId, Cents, Role

TODAY = NOON.date()
GUNS = Campaign("Cash for Guns", Cents(500_00), TODAY, date(2026, 12, 31), most=3, on_top=True)
CLOSED = "November 2026 is closed in the books, so nothing more is proposed or approved in it. "
OWN = (
    "You proposed this award, or have another part in it, so its decision is not yours: somebody else of the "
    "board says it. Nothing was changed."
)
LITTLE = "The fund has $499.99 left that is not promised to others. Nothing was changed. "


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path, table=replace(DEFAULT, campaigns=(GUNS,)))


def promise(board: Board, cents: int) -> None:
    """Another award takes this out of what is left in the fund."""
    with board.ledger.transaction() as session:
        post(
            session,
            board.case.program.program_id,
            kind=EntryKind.APPROVAL,
            postings=lines.approval(board.fund, Cents(cents)),
            month=NOVEMBER,
            award_id=AwardId(b"another award's."),
        )


def stand(desk: BoardConsole) -> tuple[object, int]:
    """The balances of all funds, and how many proposals wait."""
    with desk.board.ledger.read() as session:
        return balances(session, desk.board.case.program.program_id), desk.waiting()


def test_who_proposed_and_is_of_the_board_now_decides_nothing_of_it(desk: BoardConsole) -> None:
    board = desk.board
    board.join_the_board(GRACE)
    award = board.propose(board.tell(), by=GRACE)
    with board.case.program.tips.transaction() as tips:
        tips.get_one(PersonRow, (board.case.program.program_id, board.case.person(GRACE))).role = Role.BOARD

    with desk.console.browser(GRACE) as grace:
        meeting = desk.meet(grace, BEA, BEN, GRACE)
        answers = [
            grace.post(f"{meeting}/awards/A", data={"deed": deed, "reason": "No.", "amount": "5"})
            for deed in ("approve", "amend", "refuse", "defer")
        ]
        page = words(grace.get(f"{meeting}/awards/A").text)

    assert {(answer.status_code, flash(answer.text)) for answer in answers} == {(409, OWN)}
    assert "No member has said anything yet." in page
    assert board.state(award) is AwardState.PROPOSED


def test_nothing_is_proposed_beyond_what_is_left_in_the_fund(desk: BoardConsole) -> None:
    told, waived = desk.board.tell(), desk.board.tell("no")
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        seen = carried(ada.post(address, data=FORM).text)
        promise(desk.board, 4_950_001)
        before = stand(desk)
        answers = [ada.post(address, data=FORM), ada.post(f"{address}/propose", data=seen)]
        page = words(ada.get(address).text)
        nothing_owed = ada.post(f"/tips/{waived.number}/reward", data=FORM)

    assert {(answer.status_code, flash(answer.text)) for answer in answers} == {
        (409, LITTLE + "Give less, wait with it, or ask the treasurer to book what came in.")
    }
    assert (stand(desk), "$950" in page, nothing_owed.status_code) == (before, False, 200)


def test_nothing_is_proposed_in_a_month_that_is_closed(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        seen = carried(ada.post(address, data=FORM).text)
        desk.board.close_november()
        before = stand(desk)
        answers = [ada.post(address, data=FORM), ada.post(f"{address}/propose", data=seen)]

    assert {(answer.status_code, flash(answer.text)) for answer in answers} == {
        (409, CLOSED + "Nothing was changed.")
    }
    assert (stand(desk), desk.board.claim(told)) == (before, None)


@pytest.mark.parametrize(("what", "said"), [("little", LITTLE), ("closed", CLOSED)])
def test_nothing_is_approved_beyond_the_fund_or_in_a_closed_month(
    desk: BoardConsole, what: str, said: str
) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben:
        meeting = desk.meet(bea)
        bea.post(f"{meeting}/awards/A", data={"deed": "approve"})
        if what == "little":
            promise(desk.board, 4_950_001)
        else:
            desk.board.close_november()
        before = stand(desk)
        answer = ben.post(f"{meeting}/awards/A", data={"deed": "approve"})
        page = words(ben.get(f"{meeting}/awards/A").text)

    assert (answer.status_code, flash(answer.text).startswith(said)) == (409, True)
    assert (stand(desk), desk.board.state(award)) == (before, AwardState.PROPOSED)
    assert "1 member has approved $500." in page


@pytest.mark.parametrize("day", ["", "soon", (TODAY - timedelta(days=1)).isoformat(), "2027-01-01"])
def test_what_was_found_outside_a_campaign_does_not_count_in_it(desk: BoardConsole, day: str) -> None:
    address = f"/tips/{desk.board.tell().number}/reward"
    form = {**FORM, "campaign-0-times": "1", "campaign-0-day": day}

    with desk.console.browser(ADA) as ada:
        answer = ada.post(address, data=form)
        within = ada.post(address, data={**form, "campaign-0-day": TODAY.isoformat()})

    assert (answer.status_code, within.status_code) == (422, 200)
    assert flash(answer.text) == (
        "Cash for Guns: the campaign was not on that day. Write the day on which it was found, within the "
        "campaign's days. Nothing was proposed."
    )
