"""Ages are counted from the end of a month, so that none is more than the truth; a term is off by default."""

from datetime import date

import pytest

from tests.unit.tipline.rewards.board import BEA, Board
from tipline.money import Account
from tipline.reward_words import Ageing, AwardState
from tipline.rewards.ageing import ageing, last_day, return_unclaimed, unclaimed_awards
from tipline.rewards.journal import balances
from tipline.rewards.reporter import Standing
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.vocabulary import Month


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 11, 20), Ageing.FRESH),
        (date(2026, 12, 29), Ageing.FRESH),
        (date(2026, 12, 30), Ageing.DAYS_30),
        (date(2027, 1, 29), Ageing.DAYS_60),
        (date(2027, 2, 28), Ageing.DAYS_90),
        (date(2027, 11, 29), Ageing.DAYS_90),
        (date(2027, 11, 30), Ageing.DAYS_365),
    ],
)
def test_a_month_is_as_old_as_its_last_day(today: date, step: Ageing) -> None:
    assert ageing(Month(202611), today=today) is step


def test_the_last_day_of_every_month_is_known() -> None:
    assert [last_day(Month(month)).day for month in (202601, 202602, 202402, 202612)] == [31, 28, 29, 31]


def test_what_waits_is_counted_by_its_age_and_the_reporter_is_reminded(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    board.approved(told)
    board.approved(amount=20_000)

    with board.ledger.read() as session:
        found = unclaimed_awards(session, board.case.program.program_id, today=date(2027, 1, 29))

    assert {step: (each.count, each.amount) for step, each in found.items() if each.count} == {
        Ageing.DAYS_60: (2, 70_000)
    }
    assert [claim.waiting for claim in board.claims(told, today=date(2027, 3, 1))] == [Ageing.DAYS_90]


def test_nothing_goes_back_without_a_term_and_after_it_what_nobody_has_in_hand(board: Board) -> None:
    told = board.tell()
    waiting, held = board.approved(told), board.approved()
    board.hold(held)
    program_id = board.case.program.program_id

    def back(today: date) -> int:
        with board.ledger.transaction() as session:
            return return_unclaimed(session, program_id, today=today)

    never = back(date(2036, 1, 1))
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(return_after_days=365), by=board.case.by(BEA))
    early, due, again = back(date(2027, 11, 29)), back(date(2027, 11, 30)), back(date(2027, 12, 1))

    assert (never, early, due, again) == (0, 0, 1, 0)
    assert (board.state(waiting), board.state(held)) == (AwardState.RETURNED, AwardState.HELD)
    with board.ledger.read() as session:
        assert balances(session, program_id)[board.fund, Account.OWED] == 50_000
    claim = board.claim(told)
    assert claim is not None
    assert (claim.standing, claim.code) == (Standing.OVER, None)
