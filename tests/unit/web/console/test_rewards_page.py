from pathlib import Path

import pytest

from tests.unit.tipline.rewards.board import BEA, BEN, TRUDY, Board
from tests.unit.web.console.boards import BoardConsole, a_board_console
from tests.unit.web.console.console import words

NOTHING = "Every award that was approved has been collected, or none was approved yet."


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path)


def test_the_page_says_what_waits_to_whoever_may_know_it(desk: BoardConsole) -> None:
    board = desk.board
    with desk.console.browser(BEA) as bea, desk.console.browser(TRUDY) as trudy:
        empty = words(bea.get("/rewards").text)
        award = board.propose(board.tell())
        proposed = words(bea.get("/rewards").text)
        meeting = board.convene()
        for name in (BEA, BEN):
            board.vote(meeting, award, by=name)
        approved, for_the_books = (words(one.get("/rewards").text) for one in (bea, trudy))

    assert ("No proposal waits for the board." in empty, NOTHING in empty) == (True, True)
    assert "1 proposal waits for the board, sealed until it meets." in proposed
    assert "One award of $500 is approved and not collected yet." in approved
    assert "One award of $500 is approved and not collected yet." in for_the_books
    assert ("for the board" in approved, "for the board" in for_the_books) == (True, False)
