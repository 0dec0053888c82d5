"""A reporter who is rewarded, over HTTP: their browser, the proposal for their tip, what their page shows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient

from tests.program import FixedClock
from tests.unit.tipline.rewards.board import BEA, BEN, PEPPER, Board
from tests.unit.web.public.reporter import SLUG, WORDS, read_page, send_tip
from tipline.blobs.folder import FolderBlobs
from tipline.key_files import new_public_keys
from tipline.keyring import Keyring
from tipline.rewards import propose
from tipline.rewards.eligibility import ALL_RULED_OUT
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
        blobs=FolderBlobs(folder / "blobs", FixedClock()),
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


def approved(board: Board, browser: TestClient) -> tuple[AwardId, dict[str, str]]:
    """A tip by the form whose award is approved, and the words that open it."""
    receipt = read_page(send_tip(browser, what=WORDS, wish="yes").text).texts
    award = propose_for(board, receipt["tip-number"])
    meeting = board.convene()
    for name in (BEA, BEN):
        board.vote(meeting, award, by=name)
    return award, {"code": receipt["reporter-code"]}


def picked(shown: Response, board: Board) -> dict[str, str]:
    """What a press of the button sends, with the front desk picked."""
    return form_with(shown, "pick") | {"place": board.desk.hex()}
