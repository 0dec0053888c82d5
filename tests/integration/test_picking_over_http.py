"""A reporter picks on their page where to collect: what stands there, while nobody has it in hand."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.databases import SqliteSource, Stores, StoreUrls
from tests.integration.rewarded import URL, approved, code_on, form_with, picked, reporter
from tests.unit.tipline.rewards.board import BEA, NOVEMBER, TESS, TRUDY, Board, a_board
from tests.unit.web.public.reporter import NOT_KEPT, read_page
from tipline.rewards import desks
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.store.award_tables import AwardRow
from tipline.vocabulary import AwardId, FundId

SHOW = {"award": "show"}
FULL = "CREATE TRIGGER full BEFORE UPDATE ON award BEGIN SELECT RAISE(ABORT, 'database is locked'); END"


@pytest.fixture(scope="module")
def founded(sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Board]:
    """A program that gives awards, in files to copy."""
    folder = tmp_path_factory.mktemp("board")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        return folder, a_board(stores)


@pytest.fixture
def board(founded: tuple[Path, Board], tmp_path: Path) -> Iterator[Board]:
    """The same on copies."""
    folder, made = founded
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with closing(Stores(StoreUrls(lambda name: f"sqlite:///{tmp_path / name.value}.db"))) as stores:
        yield made.on(stores)


@pytest.fixture
def browser(board: Board, tmp_path: Path) -> Iterator[TestClient]:
    with reporter(board, tmp_path) as client:
        yield client


def open_another(board: Board) -> FundId:
    with board.ledger.transaction() as session:
        return desks.open_desk(
            session,
            name="Library",
            place="Library, 2 Elm Street",
            hours="Saturdays, 10 to 4",
            currency="CAD",
            by=board.case.by(TRUDY),
            month=NOVEMBER,
        )


def desk_of(board: Board, award: AwardId) -> FundId | None:
    with board.ledger.read() as session:
        return session.get_one(AwardRow, (board.case.program.program_id, award)).desk_id


def test_another_place_is_picked_and_the_code_stays(board: Board, browser: TestClient) -> None:
    award, code = approved(board, browser)
    library = open_another(board)
    shown = browser.post(URL, data=code | SHOW)
    first = browser.post(URL, data=picked(shown, board))

    second = browser.post(URL, data=form_with(first, "pick") | {"place": library.hex()})

    assert (len(code_on(first)), code_on(second)) == (13, code_on(first))
    assert '<b>When:</b> <span dir="auto">Saturdays, 10 to 4</span>' in second.text
    assert desk_of(board, award) == library
    assert form_with(second, "pick")["place"] == library.hex()
    assert {answer.headers["cache-control"] for answer in (shown, first, second)} == {NOT_KEPT}
    assert all("set-cookie" not in answer.headers for answer in (shown, first, second))


def test_nothing_but_what_stands_there_can_be_picked(board: Board, browser: TestClient) -> None:
    award, code = approved(board, browser)
    form = picked(browser.post(URL, data=code | SHOW), board)
    wrong = [{"place": ""}, {"place": "zz"}, {"place": "00" * 16}, {"place": board.fund.hex()}]
    nowhere = [{"pick": ""}, {"pick": "1"}, {"pick": "-1"}]

    answers = [browser.post(URL, data=form | each) for each in wrong]
    ignored = [browser.post(URL, data=form | each) for each in nowhere]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert all("Pick one of the places" in answer.text for answer in answers)
    assert [(answer.status_code, code_on(answer)) for answer in ignored] == [(200, "")] * 3
    assert desk_of(board, award) is None


def test_a_place_that_closed_meanwhile_is_not_picked_and_no_place_is_said(
    board: Board, browser: TestClient
) -> None:
    award, code = approved(board, browser)
    form = picked(browser.post(URL, data=code | SHOW), board)
    with board.ledger.transaction() as session:
        desks.close_desk(session, desk_id=board.desk, by=board.case.by(TRUDY))

    late = browser.post(URL, data=form)

    assert (late.status_code, desk_of(board, award)) == (422, None)
    assert "It is not lost." in read_page(late.text).texts["no-place"]


def test_while_a_teller_has_it_in_hand_the_place_stays_and_nothing_says_why(
    board: Board, browser: TestClient
) -> None:
    award, code = approved(board, browser)
    library = open_another(board)
    chosen = browser.post(URL, data=picked(browser.post(URL, data=code | SHOW), board))
    before = browser.post(URL, data=code | SHOW).text
    board.hold(award)

    held = browser.post(URL, data=code | SHOW).text
    late = browser.post(URL, data=form_with(chosen, "pick") | {"place": library.hex()})

    assert (late.status_code, desk_of(board, award)) == (409, board.desk)
    assert "Try again in a quarter of an hour." in late.text
    assert (TESS in late.text, "hand" in read_page(late.text).texts.get("trouble", "")) == (False, False)
    assert code_on(late) == code_on(chosen)
    assert without_tickets(held) == without_tickets(before)


def without_tickets(page: str) -> list[str]:
    return [line for line in page.splitlines() if 'name="ticket"' not in line]


def test_where_the_ledger_cannot_be_written_nothing_was_received(board: Board, browser: TestClient) -> None:
    award, code = approved(board, browser)
    form = picked(browser.post(URL, data=code | SHOW), board)
    with board.ledger.transaction() as session:
        session.connection().execute(text(FULL))

    answer = browser.post(URL, data=form)

    assert (answer.status_code, code_on(answer), desk_of(board, award)) == (503, "", None)
    assert "This was NOT received" in answer.text


def test_the_page_says_until_when_it_waits(board: Board, browser: TestClient) -> None:
    _, code = approved(board, browser)
    never = browser.post(URL, data=code | SHOW)
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(return_after_days=90), by=board.case.by(BEA))

    some_day = browser.post(URL, data=code | SHOW)

    assert "It waits until" not in never.text
    assert "It waits until February 27, 2027." in some_day.text
