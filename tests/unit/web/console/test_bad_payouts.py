"""What cannot be meant at the desks: a clear sentence, and no money moved."""

import pytest

from tests.unit.tipline.rewards.board import PEPPER, TESS, TRUDY, Board
from tests.unit.web.console.console import flash, words
from tests.unit.web.console.paying import Paying
from tipline.claims import claim_names
from tipline.reward_words import AwardState
from tipline.rewards.journal import balances
from tipline.store.award_tables import AwardRow
from tipline.vocabulary import ProgramId

SUMS = {
    "-5": "a sum is never less than nothing. Write it without a sign.",
    "1000000000000": "that is more than can be: $100,000,000.00 at most.",
    "12.345": "there is nothing smaller than a cent. Write two digits for the cents, as 12.50.",
    "EUR 5": "that is another currency. This one is in CAD.",
    "": "write a sum, as 1250 or 1,250.00.",
}
NOTHING = {"0": "a sum of nothing cannot be booked. Write what it is."}
ELSEWHERE = ProgramId(b"another program.")
CLOSED = (409, "This month is closed in the books. Nothing was booked.")


def stand(board: Board) -> object:
    with board.ledger.read() as session:
        return balances(session, board.case.program.program_id)


@pytest.mark.parametrize(("deed", "sums"), [("carry", SUMS | NOTHING), ("count", SUMS)])
def test_a_sum_that_cannot_be_is_said_at_the_desks_too(
    quick_paying: Paying, deed: str, sums: dict[str, str]
) -> None:
    board = quick_paying.board
    form = {"desk": board.desk.hex(), "fund": board.fund.hex(), "way": "to"}
    before = stand(board)

    with quick_paying.console.browser(TRUDY) as browser:
        answers = {typed: browser.post(f"/desks/{deed}", data=form | {"amount": typed}) for typed in sums}

    assert {typed: (answer.status_code, flash(answer.text)) for typed, answer in answers.items()} == {
        typed: (422, f"Nothing was booked: {said}") for typed, said in sums.items()
    }
    assert stand(board) == before


def test_a_desk_is_brought_no_more_than_there_is_and_gives_back_no_more(quick_paying: Paying) -> None:
    board = quick_paying.board
    form = {"desk": board.desk.hex(), "fund": board.fund.hex()}
    before = stand(board)

    with quick_paying.console.browser(TRUDY) as browser:
        answers = [
            browser.post("/desks/carry", data=form | {"amount": amount, "way": way})
            for way, amount in (("to", "40,000.01"), ("back", "10,000.01"))
        ]

    said = "The books say that there is not so much cash. Nothing was booked."
    assert [(answer.status_code, flash(answer.text)) for answer in answers] == [(409, said)] * 2
    assert stand(board) == before


def test_nothing_is_paid_brought_or_counted_in_a_month_that_is_closed(quick_paying: Paying) -> None:
    board = quick_paying.board
    award, code = quick_paying.award()
    form = {"desk": board.desk.hex(), "fund": board.fund.hex(), "amount": "5"}

    with quick_paying.console.browser(TESS) as tess, quick_paying.console.browser(TRUDY) as trudy:
        quick_paying.hold(tess, code)
        board.close_november()
        before = stand(board)
        answers = [
            tess.post("/payout/paid", data={"award": award.hex()}),
            trudy.post("/desks/carry", data=form),
            trudy.post("/desks/count", data=form),
        ]
        hand = words(tess.get("/payout").text)

    assert [(answer.status_code, flash(answer.text)) for answer in answers] == [CLOSED] * 3
    assert (stand(board), board.state(award)) == (before, AwardState.HELD)
    assert "$500" in hand


def test_the_code_of_another_program_is_not_paid_here(quick_paying: Paying) -> None:
    board = quick_paying.board
    award, code = quick_paying.award()
    with board.ledger.transaction() as session:
        here = session.get_one(AwardRow, (board.case.program.program_id, award))
        names = claim_names(code, pepper=PEPPER, program_id=ELSEWHERE, award_id=award)
        there = {"program_id": ELSEWHERE, "claim_name": names.name, "claim_tie": names.tie}
        session.add(AwardRow(**(here.model_dump() | there)))
        here.claim_name = here.claim_tie = None
        session.add(here)

    with quick_paying.console.browser(TESS) as browser:
        answers = [browser.post("/payout", data={"code": code}), quick_paying.hold(browser, code)]

    said = (
        "No award here has this code. Look at it again with whoever brought it. A code that was replaced, or "
        "that is another program's, cannot be paid here."
    )
    assert [(answer.status_code, flash(answer.text)) for answer in answers] == [(422, said)] * 2
    with board.ledger.read() as session:
        assert session.get_one(AwardRow, (ELSEWHERE, award)).state is AwardState.APPROVED
