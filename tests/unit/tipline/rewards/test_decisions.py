"""What a board decides: amounts, shares, conflicts, what is refused, what is for others."""

import pytest
from sqlmodel import select

from tests.unit.tipline.rewards.board import BEA, BEN, BO, SUMMARY, Board
from tests.unit.tipline.rewards.sitting import conflict, read
from tipline.money import Account
from tipline.reward_words import AwardState
from tipline.rewards.award_refusals import (
    AboveMaximum,
    AlreadyProposed,
    InConflict,
    NoClaimKey,
    PaperRefused,
    WrongState,
)
from tipline.rewards.journal import balances
from tipline.rewards.refusals import MonthClosed, NotEnough
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.store.award_tables import AwardRow, ProposalRow
from tipline.vocabulary import Cents, Channel


@pytest.mark.parametrize("amount", [-1, 0, 200_001, 10**12])
def test_an_amount_that_no_case_may_have_is_refused(sqlite_board: Board, amount: int) -> None:
    board = sqlite_board
    told = board.tell()

    with pytest.raises(AboveMaximum) as refused:
        board.propose(told, amount)

    assert (refused.value.maximum, refused.value.found) == (200_000, amount)
    with board.ledger.read() as session:
        assert session.exec(select(ProposalRow)).all() == []
    assert board.propose(told, 200_000)


def test_two_approve_one_amount_and_what_one_said_before_counts_no_more(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.propose(board.tell(), 50_000)
    meeting = board.convene()

    states = [
        board.vote(meeting, award, by=BEA, amount=50_000),
        board.vote(meeting, award, by=BEN, amount=30_000),
        board.vote(meeting, award, by=BO, amount=50_000),
    ]

    assert states == [AwardState.PROPOSED, AwardState.PROPOSED, AwardState.APPROVED]
    with board.ledger.read() as session:
        owed = balances(session, board.case.program.program_id)[board.fund, Account.OWED]
    assert owed == 50_000


def test_an_amended_amount_is_what_is_owed_and_the_board_cannot_go_above_the_maximum(
    sqlite_board: Board,
) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.propose(told, 50_000)
    meeting = board.convene()
    with pytest.raises(AboveMaximum):
        board.vote(meeting, award, by=BEA, amount=200_001)
    board.vote(meeting, award, by=BEA, amount=75_000)
    board.vote(meeting, award, by=BEN, amount=75_000)

    claim = board.claim(told)

    assert claim is not None
    assert claim.amount == 75_000
    assert read(board, meeting, award, by=BO).asked == 50_000


def test_shares_have_one_summary_and_are_together_no_more_than_a_case(sqlite_board: Board) -> None:
    board = sqlite_board
    one, two = board.tell(), board.tell(text="He keeps them in the garage.")
    with pytest.raises(AboveMaximum):
        board.propose_shares([(one, 150_000), (two, 60_000)])
    awards = board.propose_shares([(one, 150_000), (two, 50_000)])
    meeting = board.convene()
    case = read(board, meeting, awards[0], by=BEA)

    with pytest.raises(AboveMaximum) as refused:
        board.vote(meeting, awards[0], by=BEA, amount=case.asked + 1)

    assert refused.value.found == 200_001
    assert (len(case.shares), case.summary) == (1, SUMMARY)
    assert case.letter not in case.shares


def test_who_declared_a_conflict_reads_no_summary_and_decides_nothing_of_any_share(board: Board) -> None:
    awards = board.propose_shares([(board.tell(), 50_000), (board.tell(), 40_000)])
    meeting = board.convene()
    conflict(board, meeting, awards[0], by=BO)

    for award in awards:
        with pytest.raises(InConflict):
            read(board, meeting, award, by=BO)
        with pytest.raises(InConflict):
            board.vote(meeting, award, by=BO, amount=1_000)

    assert read(board, meeting, awards[1], by=BEA).summary == SUMMARY


def test_what_two_refuse_leads_nowhere_and_may_be_proposed_again(board: Board) -> None:
    told = board.tell()
    award = board.propose(told)
    with pytest.raises(AlreadyProposed):
        board.propose(told)
    meeting = board.convene()

    states = [board.refuse(meeting, award, by=BEA), board.refuse(meeting, award, by=BEN)]

    assert states == [AwardState.PROPOSED, AwardState.REFUSED]
    assert board.claim(told) is None
    with board.ledger.read() as session:
        assert session.get_one(AwardRow, (board.case.program.program_id, award)).claim_name is None
    with pytest.raises(WrongState):
        board.vote(meeting, award, by=BO)
    assert board.propose(told)


@pytest.mark.parametrize(
    ("wish", "state", "parks", "owed"),
    [
        ("community", AwardState.COMMUNITY, 50_000, 0),
        ("no", AwardState.WAIVED, 0, 0),
        ("yes", AwardState.APPROVED, 0, 50_000),
    ],
)
def test_what_a_reporter_wished_is_done(
    sqlite_board: Board, wish: str, state: AwardState, parks: int, owed: int
) -> None:
    board = sqlite_board
    told = board.tell(wish)
    award = board.approved(told)

    claim = board.claim(told)

    with board.ledger.read() as session:
        found = balances(session, board.case.program.program_id)
        row = session.get_one(AwardRow, (board.case.program.program_id, award))
    assert (row.state, row.claim_name is None) == (state, wish != "yes")
    assert (found[board.community, Account.AVAILABLE], found[board.fund, Account.OWED]) == (parks, owed)
    assert (None if claim is None else claim.to_pick) == {"yes": True, "no": None}.get(wish, False)


def test_a_texter_without_the_eight_words_cannot_be_given_an_award(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.case.tell(channel=Channel.TEXT)

    with pytest.raises(NoClaimKey):
        board.propose(told)

    with board.ledger.read() as session:
        assert session.exec(select(ProposalRow)).all() == []


def test_a_proposal_needs_a_summary_that_fits(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()

    for summary, sheet in (("  ", b""), ("x" * 16_384, b""), ("x", bytes(13_000))):
        with pytest.raises(PaperRefused):
            board.propose(told, summary=summary, sheet=sheet)

    assert board.propose(told, summary="x" * 4_000, sheet=bytes(8_000))


def test_nothing_is_proposed_that_its_fund_cannot_bear_or_in_a_closed_month(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(maximum=Cents(10_000_000)), by=board.case.by(BEA))

    with pytest.raises(NotEnough) as refused:
        board.propose(told, 5_000_001)
    waived = board.propose(board.tell("no"), 5_000_001)
    board.close_november()
    with pytest.raises(MonthClosed):
        board.propose(told, 1)

    assert (refused.value.there, bool(waived), board.claim(told)) == (5_000_000, True, None)


def test_nothing_is_approved_beyond_the_fund(sqlite_board: Board) -> None:
    board = sqlite_board
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(maximum=Cents(10_000_000)), by=board.case.by(BEA))
    award = board.propose(board.tell(), 4_000_001)
    meeting = board.convene()
    board.vote(meeting, award, by=BEA, amount=6_000_000)

    with pytest.raises(NotEnough):
        board.vote(meeting, award, by=BEN, amount=6_000_000)

    assert board.state(award) is AwardState.PROPOSED
