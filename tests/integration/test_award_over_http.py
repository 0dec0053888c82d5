"""From a tip on the public site to the cash at the desk, over HTTP on both sides."""

from pathlib import Path

from tests.databases import Stores
from tests.integration.rewarded import URL, code_on, form_with, picked, propose_for, reporter
from tests.unit.tipline.rewards.board import BEA, BEN, PEPPER, TESS, TOM, a_board
from tests.unit.web.console.console import a_console, words
from tests.unit.web.console.paying import Paying
from tests.unit.web.public.reporter import NOT_KEPT, WORDS, read_page, send_tip
from tipline.key_files import LedgerKeys
from tipline.rewards.verify import verify


def test_the_whole_way_of_an_award(stores: Stores, tmp_path: Path) -> None:
    board = a_board(stores)
    board.case.program.ledger_keys = LedgerKeys(PEPPER)
    paying = Paying(board, a_console(board.case, tmp_path))
    with reporter(board, tmp_path) as browser:
        receipt = read_page(send_tip(browser, what=WORDS, wish="yes").text).texts
        code = {"code": receipt["reporter-code"]}
        award = propose_for(board, receipt["tip-number"])
        early = browser.post(URL, data=code)
        meeting = board.convene()
        for name in (BEA, BEN):
            board.vote(meeting, award, by=name)
        waits = browser.post(URL, data=code)
        shown = browser.post(URL, data=form_with(waits, "award"))
        chosen = browser.post(URL, data=picked(shown, board))
        first = code_on(chosen)
        unsure = browser.post(URL, data=form_with(chosen, "another"))
        renewed = browser.post(URL, data=form_with(chosen, "another") | {"sure": "yes"})
        second = code_on(renewed)
        with paying.console.browser(TESS) as tess, paying.console.browser(TOM) as tom:
            void = tess.post("/payout", data={"code": first})
            held, late = paying.hold(tess, second), paying.hold(tom, second)
            paid = tess.post("/payout/paid", data={"award": award.hex()})
            again = words(tom.post("/payout", data={"code": second}).text)
        collected = browser.post(URL, data=code | {"award": "show"})
    with board.ledger.read() as session:
        proven = verify(session, board.case.program.program_id, {})

    assert ("Something is waiting" in early.text, "award" in early.text.lower()) == (False, False)
    assert "Something is waiting for you." in waits.text
    assert ("$500" in waits.text, "King Street" in waits.text, code_on(waits)) == (False, False, "")
    told = ("$500", "Any branch on King Street", "Monday to Friday, 9 to 5")
    assert all(each in shown.text for each in told)
    assert code_on(shown) == ""
    assert "Any branch on King Street" in chosen.text
    assert (len(first), len(second), first != second) == (13, 13, True)
    assert (unsure.status_code, renewed.status_code) == (422, 200)
    assert "Your claim code is the same as before." in unsure.text
    assert (void.status_code, held.status_code, late.status_code, paid.status_code) == (422, 303, 409, 200)
    assert "Paid already. Pay nothing." in again
    assert "Your award was collected" in collected.text
    assert all("set-cookie" not in answer.headers for answer in (waits, shown, chosen, renewed))
    assert {answer.headers["cache-control"] for answer in (waits, shown, chosen, renewed)} == {NOT_KEPT}
    assert proven is not None
