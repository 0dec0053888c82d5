"""The minutes of a meeting: the page and the paper say the same, and say it for ever."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.tipline.rewards.board import BEA, BEN, BO, TESS, TRUDY, Board
from tests.unit.web.console.boards import BoardConsole, a_board_console
from tests.unit.web.console.console import words
from tipline import audit


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path)


def paper(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def told(page: str) -> str:
    """What the page says between its first fact and the line to sign."""
    said = words(page)
    return "".join(said[said.index("Day ") :].split())


def test_page_and_paper_say_the_same_of_a_meeting(desk: BoardConsole) -> None:
    one, other = desk.board.tell(), desk.board.tell(text="He has a gun.")
    first, second = desk.board.propose(one), desk.board.propose(other, 60_000)

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben, desk.console.browser(BO) as bo:
        meeting = desk.meet(bea)
        with desk.board.sitting() as (ledger, keys):
            listed = desk.board.listed(ledger, keys, desk.meeting_id(meeting))
        letters = {item.award_id: item.letter for item in listed}
        bo.post(f"{meeting}/awards/{letters[first]}", data={"deed": "conflict"})
        for browser in (bea, ben):
            amended = {"deed": "amend", "amount": "450.50"}
            browser.post(f"{meeting}/awards/{letters[first]}", data=amended)
        ben.post(f"{meeting}/awards/{letters[second]}", data={"deed": "defer", "reason": "Ask the unit."})
        bea.post(f"{meeting}/close")
        page = bea.get(f"{meeting}/minutes").text
        answer = bo.get(f"{meeting}/minutes.pdf?language=en")
        french = paper(bo.get(f"{meeting}/minutes.pdf?language=fr").content)

    assert f"{letters[first]} $500 Approved, amended $450.50 {BEA}, {BEN} Conflict declared: {BO}." in words(
        page
    )
    assert f"{letters[second]} $600 Deferred – {BEN} Ask the unit." in words(page)
    assert "Approved 1 $450.50 Deferred 1 $600 Not decided 0 –" in words(page)
    assert told(page) in paper(answer.content)
    assert "Récompenses" in french
    assert [number in paper(answer.content) + french for number in (one.number, other.number)] == [False] * 2
    assert answer.headers["content-disposition"] == (
        'attachment; filename="toronto-crime-stoppers-minutes-2026-11-20.pdf"'
    )
    assert "no-store" in answer.headers["cache-control"]


def test_what_a_later_meeting_does_is_not_in_the_minutes_of_the_one_before(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben, desk.console.browser(BO) as bo:
        before = desk.meet(bea)
        ben.post(f"{before}/awards/A", data={"deed": "defer", "reason": "Ask the unit."})
        bea.post(f"{before}/close")
        minutes = words(bea.get(f"{before}/minutes").text)
        after = desk.meet(bea)
        bo.post(f"{after}/awards/A", data={"deed": "conflict"})
        for browser in (bea, ben):
            browser.post(f"{after}/awards/A", data={"deed": "refuse", "reason": "No."})
        later = words(bea.get(f"{after}/minutes").text)
        again = words(bea.get(f"{before}/minutes").text)

    assert "A $500 Deferred – Ben Castle Ask the unit." in minutes
    assert again == minutes
    assert f"A $500 Refused – {BEA}, {BEN} Conflict declared: {BO}. · No. Totals" in later
    assert "Ask the unit." not in later


def test_who_ratified_is_named_beside_the_two_who_approved(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell(), urgent=True)

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben, desk.console.browser(BO) as bo:
        sitting = desk.meet(bea, BEA, BEN, urgent=True)
        for browser in (bea, ben):
            browser.post(f"{sitting}/awards/A", data={"deed": "approve"})
        bea.post(f"{sitting}/close")
        meeting = desk.meet(bea)
        bo.post(f"{meeting}/awards/A", data={"deed": "ratify"})
        pages = [words(bea.get(f"{each}/minutes").text) for each in (sitting, meeting)]

    assert f"A $500 Approved $500 {BEA}, {BEN} Totals" in pages[0]
    assert f"A $500 Ratified $500 {BEA}, {BEN}, {BO} Totals" in pages[1]


def test_who_took_minutes_along_stands_in_the_audit_and_not_which(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        bea.get(f"{meeting}/minutes")
        read = desk.board.case.trail()
        bea.get(f"{meeting}/minutes.pdf")

    entry = ("minutes-taken", desk.board.case.person(BEA), audit.REWARDS, "")
    assert (entry in read, desk.board.case.trail()[-1]) == (False, entry)


@pytest.mark.parametrize("name", [ADA, IDA, DANA, TESS, TRUDY])
def test_nobody_but_the_board_takes_minutes_along(desk: BoardConsole, name: str) -> None:
    meeting = desk.board.convene().hex()

    with desk.console.browser(name) as browser:
        answer = browser.get(f"/rewards/meetings/{meeting}/minutes.pdf")

    assert (answer.status_code, b"%PDF" in answer.content) == (403, False)
    assert [line for line in desk.board.case.trail() if line[0] == "minutes-taken"] == []


def test_minutes_of_no_meeting_are_nothing_here(desk: BoardConsole) -> None:
    with desk.console.browser(BEA) as bea:
        found = [bea.get(f"/rewards/meetings/{no}/minutes.pdf").status_code for no in ("x", "00" * 16)]

    assert found == [404, 404]
