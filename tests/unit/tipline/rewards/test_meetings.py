"""A meeting: who must be there, what is put off, what is urgent, and the minutes."""

from datetime import date

import pytest
from sqlmodel import col, select

from tests.unit.tipline.rewards.board import BEA, BEN, BO, TESS, Board
from tests.unit.tipline.rewards.sitting import close, defer, minutes_of, ratify, read
from tipline.errors import NotPermitted, Unsuitable
from tipline.money import Account
from tipline.reward_words import AwardState, Outcome, Part
from tipline.rewards import meetings
from tipline.rewards.award_refusals import (
    ApprovalNotProven,
    NoQuorum,
    NotInMeeting,
    SamePerson,
    WrongState,
)
from tipline.rewards.journal import balances
from tipline.rewards.settings import RewardSettings, reward_settings, set_reward_settings
from tipline.store.award_tables import AwardHandRow, AwardPaperRow, ProposalRow
from tipline.vocabulary import Cents, Month


def test_a_meeting_needs_its_quorum_and_those_who_are_there(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.propose(board.tell())
    with pytest.raises(NoQuorum) as refused:
        board.convene(BEA, BEN, TESS)
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(quorum=2), by=board.case.by(BEA))
    meeting = board.convene(BEA, BEN)

    with pytest.raises(NotInMeeting):
        board.vote(meeting, award, by=BO)
    with pytest.raises(NotInMeeting):
        read(board, meeting, award, by=BO)
    with board.sitting() as (ledger, keys):
        meetings.add_present(
            ledger,
            keys,
            meeting_id=meeting,
            person_id=board.case.person(BO),
            by=board.case.by(BEA),
            program=board.case.keys(),
        )
    board.vote(meeting, award, by=BO)
    close(board, meeting)
    with pytest.raises(NotInMeeting):
        board.vote(meeting, award, by=BEN)

    assert (refused.value.wanted, refused.value.found) == (3, 2)
    assert board.state(award) is AwardState.PROPOSED


def test_what_is_deferred_comes_back_with_its_reason_and_without_what_was_said(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.propose(board.tell())
    first = board.convene()
    board.vote(first, award, by=BEA)
    defer(board, first, award)
    close(board, first)
    second = board.convene(day=date(2026, 11, 27))

    case = read(board, second, award, by=BEN)
    states = [board.vote(second, award, by=BEN), board.vote(second, award, by=BO)]

    assert (case.state, case.said, case.notes) == (AwardState.DEFERRED, (), ("Ask the unit.",))
    assert states == [AwardState.DEFERRED, AwardState.APPROVED]
    assert [item.item.outcome for item in minutes_of(board, first).items] == [Outcome.DEFERRED]


def test_what_is_urgent_is_decided_by_two_officers_and_ratified_by_another(board: Board) -> None:
    told = board.tell()
    urgent, plain = board.propose(told, urgent=True), board.propose(board.tell())
    sitting = board.convene(BEA, BEN, urgent=True)
    with pytest.raises(WrongState):
        board.vote(sitting, plain, by=BEA)
    board.vote(sitting, urgent, by=BEA)
    board.vote(sitting, urgent, by=BEN)
    close(board, sitting)
    meeting = board.convene()

    with pytest.raises(SamePerson):
        ratify(board, meeting, urgent, by=BEN)
    ratify(board, meeting, urgent, by=BO)
    with pytest.raises(WrongState):
        ratify(board, meeting, urgent, by=BO)

    found = minutes_of(board, meeting)
    assert {item.item.award_id: item.item.outcome for item in found.items} == {
        urgent: Outcome.RATIFIED,
        plain: None,
    }
    assert (found.totals[Outcome.RATIFIED].amount, found.undecided) == (50_000, 1)
    assert board.code(told)


def test_minutes_say_who_sat_and_the_totals_by_letters_that_say_nothing(sqlite_board: Board) -> None:
    board = sqlite_board
    awards = [board.propose(board.tell(), amount) for amount in (10_000, 20_000, 30_000)]
    meeting = board.convene()
    for name in (BEA, BEN):
        board.vote(meeting, awards[0], by=name, amount=10_000)
        board.vote(meeting, awards[1], by=name, amount=25_000)
        board.refuse(meeting, awards[2], by=name, reason=f"Second with it, says {name}.")

    found = minutes_of(board, meeting)

    assert [item.item.letter for item in found.items] == ["A", "B", "C"]
    assert found.present == {board.case.person(name) for name in (BEA, BEN, BO)}
    assert (found.day, found.chair, found.quorum) == (date(2026, 11, 20), board.case.person(BEA), 3)
    assert found.totals[Outcome.APPROVED].count == 2
    assert found.totals[Outcome.APPROVED].amount == 35_000
    assert found.totals[Outcome.REFUSED].count == 1
    assert [item.notes for item in found.items if item.notes] == [
        ("Second with it, says Bea Arden.", "Second with it, says Ben Castle.")
    ]


def test_letters_go_on_after_z() -> None:
    assert [meetings.letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_settings_are_the_boards_and_not_the_coordinators(sqlite_board: Board) -> None:
    board = sqlite_board
    for name in (TESS, "Ada Byron"):
        with pytest.raises(NotPermitted), board.ledger.transaction() as session:
            set_reward_settings(session, RewardSettings(maximum=Cents(1)), by=board.case.by(name))
    for wrong in (
        RewardSettings(maximum=Cents(0)),
        RewardSettings(quorum=1),
        RewardSettings(return_after_days=0),
    ):
        with pytest.raises(Unsuitable), board.ledger.transaction() as session:
            set_reward_settings(session, wrong, by=board.case.by(BEA))

    with board.ledger.read() as session:
        assert reward_settings(session, board.case.program.program_id) == RewardSettings()


def test_an_approval_that_does_not_hold_any_more_is_said_again_and_owed_once(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.approved()
    with board.ledger.transaction() as session:
        # What stays of a member whose keys were renewed: a signature that no proven key made.
        hands = session.exec(
            select(AwardHandRow).where(
                col(AwardHandRow.award_id) == award, col(AwardHandRow.part) == Part.APPROVED
            )
        ).all()
        hands[0].signature = bytes(64)
    with pytest.raises(ApprovalNotProven):
        board.hold(award)
    meeting = board.convene()
    with pytest.raises(WrongState):
        board.vote(meeting, award, by=BO, amount=60_000)
    with pytest.raises(WrongState):
        board.refuse(meeting, award, by=BO)

    state = board.vote(meeting, award, by=BO)

    assert (state, board.hold(award).amount) == (AwardState.APPROVED, 50_000)
    with board.ledger.read() as session:
        assert balances(session, board.case.program.program_id)[board.fund, Account.OWED] == 50_000


def test_a_proposal_that_nobody_who_may_has_signed_stays_in_the_queue(sqlite_board: Board) -> None:
    board = sqlite_board
    board.propose(board.tell())
    with board.ledger.transaction() as session:
        row = session.exec(select(ProposalRow)).one()
        session.add(
            ProposalRow(
                program_id=row.program_id,
                proposal_id=bytes(16),  # type: ignore[arg-type]  # as bytes in the store
                epoch_id=row.epoch_id,
                sealed=row.sealed,
            )
        )
    meeting = board.convene()

    with board.sitting() as (ledger, keys):
        found = meetings.read_meeting(
            ledger, keys, meeting_id=meeting, by=board.case.by(BEA), program=board.case.keys()
        )

    assert (len(found.items), found.unopened) == (1, 1)
    with board.ledger.read() as session:
        assert len(session.exec(select(AwardPaperRow)).all()) == 1
    assert Month(202611) == found.month
