"""Who may have a reward is answered where it is proposed, and read where it is decided."""

from pathlib import Path

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.rewards.board import BEA, Board
from tests.unit.web.console.boards import FORM, RULED_OUT, BoardConsole, a_board_console, carried
from tests.unit.web.console.console import flash, words

SECOND = {"ruled-out-second": "", "not-ruled-out": "My cousin told it a day later. Half of it."}


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path)


@pytest.mark.parametrize("left_out", list(RULED_OUT))
def test_a_point_that_is_not_answered_is_asked_for_and_nothing_is_proposed(
    desk: BoardConsole, left_out: str
) -> None:
    address = f"/tips/{desk.board.tell().number}/reward"

    with desk.console.browser(ADA) as ada:
        empty = ada.get(address).text
        answer = ada.post(address, data={**FORM, left_out: "", "not-ruled-out": "  "})

    assert empty.count('value="yes" checked') == 0
    assert (answer.status_code, answer.text.count('value="yes" checked')) == (422, 4)
    assert flash(answer.text) == (
        "Tick what you have ruled out of each reporter. Not ticked: 1 of five. Write why the board should "
        "refuse it, or give a share all the same. Nothing was proposed."
    )
    assert desk.waiting() == 0


def test_what_is_not_ruled_out_goes_to_the_board_with_its_reason(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        review = ada.post(address, data={**FORM, **SECOND})
        proposed = ada.post(f"{address}/propose", data=carried(review.text))
        after = ada.get(address).text
    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        case = words(bea.get(f"{meeting}/awards/A").text)
        minutes = words(bea.get(f"{meeting}/minutes").text)

    assert "Not ruled out: somebody told the same before. You write: My cousin told it" in words(review.text)
    assert "<mark>My cousin</mark>" in review.text
    assert proposed.status_code == 303
    assert (
        "Not ruled out by who proposed it: somebody told the same before. They write: My cousin told it a "
        "day later. Half of it." in case
    )
    assert ["My cousin" in page for page in (after, minutes)] == [False, False]


def test_a_case_of_which_all_is_ruled_out_says_so_to_the_board(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        case = words(bea.get(f"{desk.meet(bea)}/awards/A").text)

    assert "Who proposed it has ruled out each of these: police or their family, a victim," in case


def test_what_was_unticked_after_it_was_looked_over_is_looked_over_again(desk: BoardConsole) -> None:
    address = f"/tips/{desk.board.tell().number}/reward"

    with desk.console.browser(ADA) as ada:
        seen = carried(ada.post(address, data=FORM).text)
        again = ada.post(f"{address}/propose", data={**seen, **SECOND})
        long = ada.post(address, data={**FORM, "not-ruled-out": "word " * 90})

    assert (again.status_code, "Nothing is proposed yet." in words(again.text)) == (200, True)
    assert (long.status_code, "400 characters are enough" in flash(long.text)) == (422, True)
    assert desk.waiting() == 0
