"""Whether a reporter may have a reward is answered by who proposes, and read by the board alone."""

import pytest
from sqlmodel import select

from tests.unit.tipline.rewards.board import BEA, Board
from tests.unit.tipline.rewards.sitting import read
from tipline.rewards.award_refusals import NotRuledOut
from tipline.rewards.eligibility import Bar, Eligibility
from tipline.store.award_tables import ProposalRow


@pytest.mark.parametrize("bar", list(Bar))
def test_what_is_neither_ruled_out_nor_explained_is_not_proposed(sqlite_board: Board, bar: Bar) -> None:
    board = sqlite_board
    told = board.tell()

    with pytest.raises(NotRuledOut) as refused:
        board.propose(told, eligibility=Eligibility(frozenset(Bar) - {bar}, ""))

    with board.ledger.read() as session:
        waiting = session.exec(select(ProposalRow)).all()
    assert (refused.value.missing, waiting, board.claim(told)) == (1, [], None)


def test_the_board_reads_what_was_ruled_out_and_why_the_rest_was_not(board: Board) -> None:
    answered = Eligibility(frozenset(Bar) - {Bar.SECOND, Bar.NAMED}, "Said a first name once; a share.")
    award = board.propose(board.tell(), eligibility=answered)
    meeting = board.convene()

    case = read(board, meeting, award, by=BEA)

    assert case.eligibility == answered
    assert case.eligibility.open == (Bar.NAMED, Bar.SECOND)
