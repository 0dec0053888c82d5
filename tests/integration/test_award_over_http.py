"""From a tip on the public site to the cash at the desk, over HTTP on both sides."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.program import FixedClock
from tests.unit.tipline.rewards.board import BEA, BEN, PEPPER, TESS, TOM, Board, a_board
from tests.unit.web.console.console import a_console, words
from tests.unit.web.console.paying import Paying
from tests.unit.web.public.reporter import SLUG, WORDS, read_page, send_tip
from tipline.key_files import LedgerKeys, new_public_keys
from tipline.keyring import Keyring
from tipline.rewards import propose
from tipline.rewards.eligibility import ALL_RULED_OUT
from tipline.rewards.verify import verify
from tipline.runtime import PublicRuntime
from tipline.settings import Settings
from tipline.vocabulary import AwardId, Cents
from web.public.app import public_app

URL = f"/{SLUG}/follow-up"


@contextmanager
def reporter(board: Board, folder: Path) -> Iterator[TestClient]:
    """A reporter's browser on the public site of the same stores."""
    program = board.case.program
    runtime = PublicRuntime(
        settings=Settings(data=folder, roots=program.roots),
        clock=FixedClock(),
        tips=program.tips,
        ledger=board.ledger,
        keyring=Keyring(program.roots),
        keys=new_public_keys(),
    )
    with TestClient(public_app(runtime), follow_redirects=False) as client:
        yield client


def propose_for(board: Board, number: str) -> AwardId:
    with board.sitting() as (ledger, keys), board.case.program.tips.transaction() as tips:
        return propose.propose(
            tips,
            keys,
            ledger,
            shares=[propose.Share(number, Cents(50_000))],
            fund_id=board.fund,
            summary="What was told led to an arrest.",
            sheet=b"{}",
            eligibility=ALL_RULED_OUT,
            place="Any branch on King Street",
            urgent=False,
            by=board.case.by("Ada Byron"),
            program=board.case.keys(),
            pepper=PEPPER,
            now=FixedClock().at,
        )[0]


def form_with(answer: Response, name: str) -> dict[str, str]:
    return next(form.fields for form in read_page(answer.text).forms if name in form.fields)


def code_on(answer: Response) -> str:
    return "".join(re.findall(r"[0-9]", read_page(answer.text).texts.get("claim-code-1", "")))


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
        first = code_on(shown)
        unsure = browser.post(URL, data=form_with(shown, "another"))
        renewed = browser.post(URL, data=form_with(shown, "another") | {"sure": "yes"})
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
    assert ("$500" in shown.text, "Any branch on King Street" in shown.text) == (True, True)
    assert (len(first), len(second), first != second) == (13, 13, True)
    assert (unsure.status_code, renewed.status_code) == (422, 200)
    assert "Your claim code is the same as before." in unsure.text
    assert (void.status_code, held.status_code, late.status_code, paid.status_code) == (422, 303, 409, 200)
    assert "Paid already. Pay nothing." in again
    assert "Your award was collected" in collected.text
    assert all("set-cookie" not in answer.headers for answer in (waits, shown, renewed))
    assert {answer.headers["cache-control"] for answer in (waits, shown, renewed)} == {"no-store"}
    assert proven is not None
