"""The clock replaces codes and returns awards, once, with its entry, whatever dies in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.rewards.board import BEA, PEPPER, TESS, Board
from tests.unit.tipline.rewards.test_claims import renew
from tipline.jobs import TIDIED, Clockwork
from tipline.key_files import LedgerKeys
from tipline.money import Account
from tipline.reward_words import AwardState
from tipline.rewards import clock, payout
from tipline.rewards.journal import balances
from tipline.rewards.renewals import carry_out_renewals
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.rewards.verify import verify
from tipline.runtime import ConsoleRuntime
from tipline.store.ledger_tables import EntryRow
from tipline.store.work_tables import AuditRow, ClaimRenewalRow

OVER = datetime(2027, 11, 30, 12, tzinfo=UTC)
"""A year after November, the month in which everything here is approved."""
EARLY = datetime(2027, 11, 30, 4, 59, tzinfo=UTC)
"""In Toronto it is still the day before."""


class Died(Exception):
    """A process ended here."""


def a_runtime(board: Board, folder: Path) -> ConsoleRuntime:
    board.case.program.ledger_keys = LedgerKeys(PEPPER)
    return board.case.program.runtime(folder)


def set_term(board: Board) -> None:
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(return_after_days=365), by=board.case.by(BEA))


def entries(board: Board) -> list[str]:
    with board.ledger.read() as session:
        return [entry.kind.value for entry in session.exec(select(EntryRow).order_by(text("sequence")))]


def audit_lines(board: Board) -> int:
    with board.case.program.tips.read() as session:
        return len(session.exec(select(AuditRow.number)).all())


def requests(board: Board) -> int:
    with board.case.program.tips.read() as session:
        return len(session.exec(select(ClaimRenewalRow.request_id)).all())


def test_a_turn_replaces_the_codes_that_reporters_gave_up(sqlite_board: Board, tmp_path: Path) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.approved(told)
    old = board.code(told)
    new = renew(board, told)
    clockwork, lines = Clockwork(a_runtime(board, tmp_path)), audit_lines(board)

    clockwork.turn(now=NOON)
    clockwork.turn(now=NOON + timedelta(minutes=1))

    found = board.look_up(new)
    assert (board.look_up(old), found and found.award_id, requests(board)) == (None, award, 0)
    assert (board.code(told), audit_lines(board)) == (new, lines)


def die_after_the_ledger(board: Board) -> None:
    with board.case.program.tips.transaction() as tips:
        with board.ledger.transaction() as ledger:
            carry_out_renewals(tips, ledger, program_id=board.case.program.program_id, pepper=PEPPER)
        raise Died


def test_who_dies_between_ledger_and_tips_has_replaced_a_code_once(board: Board, tmp_path: Path) -> None:
    told = board.tell()
    board.approved(told)
    board.code(told)
    new = renew(board, told)
    with pytest.raises(Died):
        die_after_the_ledger(board)
    left = requests(board)

    done = clock.replace_codes(a_runtime(board, tmp_path))

    claim = board.claim(told)
    assert claim is not None
    assert (left, done, requests(board)) == (1, 0, 0)
    assert (claim.code, claim.renewals, board.look_up(new) is not None) == (new, 1, True)


def test_what_nobody_collected_goes_back_once_the_term_is_over_where_the_program_is(
    board: Board, tmp_path: Path
) -> None:
    waiting, held, frozen = board.approved(), board.approved(), board.approved()
    board.hold(held)
    board.hold(frozen)
    with board.ledger.transaction() as session:
        payout.freeze(session, award_id=frozen, by=board.case.by(TESS))
    clockwork = Clockwork(a_runtime(board, tmp_path))
    clockwork.turn(now=OVER)
    without_a_term = entries(board)
    set_term(board)
    lines = audit_lines(board)

    clockwork.turn(now=EARLY)
    early = board.state(waiting)
    clockwork.turn(now=OVER)
    after = entries(board)
    clockwork.turn(now=OVER + TIDIED)

    assert ("return" in without_a_term, early) == (False, AwardState.APPROVED)
    assert (after, entries(board)) == ([*without_a_term, "return"], after)
    assert [board.state(each) for each in (waiting, held, frozen)] == [
        AwardState.RETURNED,
        AwardState.HELD,
        AwardState.FROZEN,
    ]
    assert audit_lines(board) == lines
    with board.ledger.read() as session:
        assert balances(session, board.case.program.program_id)[board.fund, Account.OWED] == 100_000
        assert verify(session, board.case.program.program_id, {}) is not None


def test_who_dies_while_returning_has_returned_nothing(sqlite_board: Board, tmp_path: Path) -> None:
    board = sqlite_board
    awards = [board.approved() for _ in range(2)]
    set_term(board)
    before = entries(board)
    with board.ledger.transaction() as session:
        # The second entry of the two cannot be written: as if the machine stopped there.
        session.connection().exec_driver_sql(
            "CREATE TRIGGER stops BEFORE INSERT ON entry WHEN NEW.kind = 'return' AND "
            "(SELECT count(*) FROM entry WHERE kind = 'return') = 1 BEGIN SELECT RAISE(ABORT, 'stopped'); END"
        )
    runtime = a_runtime(board, tmp_path)
    with pytest.raises(Exception, match="stopped"):
        clock.return_everywhere(runtime, now=OVER)
    halfway = entries(board), [board.state(award) for award in awards]
    with board.ledger.transaction() as session:
        session.connection().exec_driver_sql("DROP TRIGGER stops")

    done = clock.return_everywhere(runtime, now=OVER), clock.return_everywhere(runtime, now=OVER)

    assert halfway == (before, [AwardState.APPROVED] * 2)
    assert (done, entries(board)) == ((2, 0), [*before, "return", "return"])


def test_an_address_that_was_changed_in_the_store_rings_an_alarm(
    sqlite_board: Board, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = sqlite_board
    runtime = a_runtime(board, tmp_path)
    clock.watch_desks(runtime, now=NOON)
    quiet = capsys.readouterr().err
    with board.ledger.transaction() as session:
        session.connection().exec_driver_sql("UPDATE payout_desk SET place = '12 Lonely Road'")

    clock.watch_desks(runtime, now=NOON)

    rung = capsys.readouterr().err
    assert ("key-not-proven" in quiet, '"alarm": "desk"' in rung, "Lonely" in rung) == (False, True, False)
