"""Who told something by text is rewarded through eight words: from the first text to the cash."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.unit.tipline.casework.case import Told
from tests.unit.tipline.rewards.board import ADA, BEA, BEN, Board, a_board
from tests.unit.web.public.reporter import SLUG, read_page
from tests.unit.web.public.texter import Texter, a_texter, press, words_on
from tipline.casework.awarding import claimant
from tipline.intake.texts.tips import read_tip
from tipline.reward_words import AwardState
from tipline.rewards.award_refusals import NoClaimKey
from tipline.vocabulary import TipNumber, Wish

URL = f"/{SLUG}/follow-up"


@pytest.fixture
def board(stores: Stores) -> Board:
    """A program that gives awards, on each database in turn."""
    return a_board(stores)


@pytest.fixture
def texter(board: Board, tmp_path: Path) -> Texter:
    """A phone near it."""
    return a_texter(board.case.program, tmp_path)


@pytest.fixture
def browser(texter: Texter) -> Iterator[TestClient]:
    """The browser on that phone."""
    with ExitStack() as open_one:
        yield open_one.enter_context(texter.site.browser())


def only_tip(board: Board, texter: Texter) -> Told:
    """The tip that was texted, as its coordinator knows it: by its number."""
    tip = texter.gateway.only_tip(texter.gateway.toronto)
    with board.case.program.tips.read() as session:
        stored = read_tip(session.connection(), program_id=board.case.program.program_id, tip_id=tip.tip_id)
    assert stored is not None
    thread = stored.any_thread()
    assert thread is not None
    return Told(tip.tip_id, TipNumber(tip.number), thread, None)


def send(browser: TestClient, page: Response, having: str, **typed: str) -> Response:
    """Press the button of the form that has a field."""
    form = next(form for form in read_page(page.text).forms if having in form.fields)
    return browser.post(URL, data=form.fields | typed)


def test_who_texted_gets_a_code_an_award_and_the_cash(
    board: Board, texter: Texter, browser: TestClient
) -> None:
    texter.text("A man sells guns from the blue house.")
    told = only_tip(board, texter)
    with pytest.raises(NoClaimKey):
        board.propose(told)

    words = words_on(press(browser, texter.link()))
    award = board.propose(told)
    early = browser.post(URL, data={"code": words})
    meeting = board.convene()
    for member in (BEA, BEN):
        board.vote(meeting, award, by=member)

    waiting = browser.post(URL, data={"code": words})
    shown = send(browser, waiting, "award")
    picked = send(browser, shown, "pick", place=board.desk.hex())
    code = read_page(picked.text).texts["claim-code-1"]
    found = board.look_up(code)
    board.hold(award)
    board.hand_over(award)

    assert "Something is waiting for you" not in early.text
    assert "Something is waiting for you" in waiting.text
    assert found is not None
    assert (found.award_id, board.state(award)) == (award, AwardState.PAID)
    assert "blue house" not in picked.text


def test_a_wish_that_was_changed_on_the_page_counts(
    board: Board, texter: Texter, browser: TestClient
) -> None:
    texter.text("A man sells guns from the blue house.")
    told = only_tip(board, texter)
    thread = browser.post(URL, data={"code": words_on(press(browser, texter.link()))})
    wished = next(
        form.fields
        for form in read_page(thread.text).forms
        if set(form.fields) <= {"unkept", "ticket", "wish"}
    )

    browser.post(URL, data=wished | {"wish": "no"})
    with board.case.at_work() as (tips, keys):
        found = claimant(tips, keys, number=told.number, by=board.case.by(ADA), program=board.case.keys())

    assert (found.wish, found.principal is not None) == (Wish.NO, True)
