"""Who proposes, who approves and who pays are four people, whatever was done to the store."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import col, select

from crypto.numbers import draw_claim_code
from tests.program import NOON
from tests.unit.tipline.rewards.board import (
    ADA,
    BEA,
    BEN,
    BO,
    GRACE,
    NOVEMBER,
    TESS,
    Board,
)
from tipline.errors import NotPermitted
from tipline.reward_words import AwardState, Part
from tipline.rewards import decisions, payout
from tipline.rewards.award_refusals import AlreadySaid, ApprovalNotProven, SamePerson
from tipline.rewards.hands import take_part
from tipline.store.award_tables import AwardHandRow, AwardRow
from tipline.vocabulary import AwardId, Cents, Role

Step = Callable[[Board, AwardId, str], None]


def pays(board: Board, award: AwardId, name: str) -> None:
    with board.ledger.transaction() as session:
        payout.hold(
            session,
            award_id=award,
            desk_id=board.desk,
            by=replace(board.case.by(name), role=Role.TELLER),
            program=board.case.keys(),
            now=NOON,
        )


def decides(board: Board, award: AwardId, name: str) -> None:
    with board.ledger.transaction() as session:
        take_part(session, award, Part.APPROVED, by=board.case.by(name))


@pytest.mark.parametrize(("name", "step"), [(ADA, decides), (ADA, pays), (BEA, pays), (BEN, pays)])
def test_nobody_has_two_parts_in_one_award(sqlite_board: Board, name: str, step: Step) -> None:
    award = sqlite_board.approved()

    with pytest.raises(SamePerson):
        step(sqlite_board, award, name)

    assert sqlite_board.state(award) is AwardState.APPROVED


def test_who_paid_can_neither_approve_nor_ratify(board: Board) -> None:
    award = board.approved()
    board.hold(award)
    board.hand_over(award)

    with pytest.raises(SamePerson), board.ledger.transaction() as session:
        take_part(session, award, Part.RATIFIED, by=board.case.by(TESS))

    assert parts(board, award) == [Part.APPROVED, Part.APPROVED, Part.PAID, Part.PROPOSED]


def test_a_proposer_who_also_sits_on_the_board_cannot_decide_their_own(sqlite_board: Board) -> None:
    board = sqlite_board
    board.join_the_board(GRACE)
    own, other = board.propose(board.tell(), by=GRACE), board.propose(board.tell(), by=ADA)
    meeting = board.convene(BEA, BEN, GRACE)
    both = replace(board.case.by(GRACE), role=Role.BOARD)

    def votes(award: AwardId) -> AwardState:
        with board.sitting() as (ledger, keys):
            return decisions.vote(
                ledger,
                keys,
                meeting_id=meeting,
                award_id=award,
                amount=Cents(50_000),
                by=both,
                program=board.case.keys(),
                month=NOVEMBER,
            )

    with pytest.raises(SamePerson):
        votes(own)

    assert parts(board, own) == [Part.PROPOSED]
    assert (votes(other), board.vote(meeting, other, by=BEA)) == (AwardState.PROPOSED, AwardState.APPROVED)


def test_the_paper_knows_the_proposer_whatever_was_done_to_their_mark(sqlite_board: Board) -> None:
    board = sqlite_board
    board.join_the_board(GRACE)
    own = board.propose(board.tell(), by=GRACE)
    meeting = board.convene(BEA, BEN, GRACE)
    with board.ledger.transaction() as session:
        hand = session.exec(select(AwardHandRow).where(col(AwardHandRow.award_id) == own)).one()
        session.delete(hand)
        session.flush()
        session.merge(
            AwardHandRow(
                program_id=hand.program_id, award_id=own, hand=bytes(16), part=Part.PROPOSED, amount=Cents(0)
            )
        )

    with pytest.raises(SamePerson), board.sitting() as (ledger, keys):
        decisions.vote(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=own,
            amount=Cents(50_000),
            by=replace(board.case.by(GRACE), role=Role.BOARD),
            program=board.case.keys(),
            month=NOVEMBER,
        )

    assert board.state(own) is AwardState.PROPOSED


def test_one_member_is_not_two(board: Board) -> None:
    award = board.propose(board.tell())
    meeting = board.convene()
    board.vote(meeting, award, by=BEA)

    with pytest.raises(AlreadySaid):
        board.vote(meeting, award, by=BEA)

    assert board.state(award) is AwardState.PROPOSED


def test_an_approval_written_into_the_store_is_not_paid(board: Board) -> None:
    told = board.tell()
    award = board.propose(told)
    meeting = board.convene()
    board.vote(meeting, award, by=BEA)
    with board.ledger.transaction() as session:
        row = session.get_one(AwardRow, (board.case.program.program_id, award))
        row.state = AwardState.APPROVED
        session.merge(
            AwardHandRow(
                program_id=row.program_id,
                award_id=award,
                hand=bytes(16),
                part=Part.APPROVED,
                amount=row.amount,
                signature=bytes(64),
            )
        )

    with pytest.raises(ApprovalNotProven):
        board.hold(award)

    assert board.state(award) is AwardState.APPROVED


@pytest.mark.parametrize("change", ["amount", "proposer", "moved"])
def test_what_was_signed_cannot_be_changed_afterwards(sqlite_board: Board, change: str) -> None:
    board = sqlite_board
    award, other = board.approved(), board.approved()
    with board.ledger.transaction() as session:
        row = session.get_one(AwardRow, (board.case.program.program_id, award))
        hands = session.exec(select(AwardHandRow).where(col(AwardHandRow.award_id) == award)).all()
        if change == "amount":
            row.amount = Cents(200_000)
            for hand in hands:
                hand.amount = row.amount
        for hand in hands:
            if change == "proposer" and hand.part is Part.PROPOSED:
                hand.hand = bytes(16)
            if change == "moved" and hand.part is Part.APPROVED:
                hand.signature = bytes(64)

    with pytest.raises(ApprovalNotProven):
        board.hold(award)

    assert board.hold(other).amount == 50_000


@pytest.mark.parametrize("name", [ADA, BEA, TESS])
def test_each_role_has_its_own_part_and_no_other(sqlite_board: Board, name: str) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.propose(told)
    meeting = board.convene()
    refused = []
    board.vote(meeting, award, by=BO)
    steps: dict[str, Callable[[], object]] = {
        ADA: lambda: board.propose(board.tell(), by=name),
        BEA: lambda: board.vote(meeting, award, by=name),
        TESS: lambda: board.look_up(draw_claim_code(), by=name),
    }
    for who, step in steps.items():
        try:
            step()
        except NotPermitted:
            refused.append(who)

    assert refused == [who for who in steps if who != name]


def test_marks_of_one_person_on_two_awards_have_nothing_in_common(sqlite_board: Board) -> None:
    board = sqlite_board
    first, second = board.approved(), board.approved()

    with board.ledger.read() as session:
        hands = session.exec(select(AwardHandRow.award_id, AwardHandRow.hand)).all()

    assert len({hand for _, hand in hands}) == len(hands) == 6
    assert {award for award, _ in hands} == {first, second}


def parts(board: Board, award: AwardId) -> list[Part]:
    with board.ledger.read() as session:
        rows = session.exec(select(AwardHandRow).where(col(AwardHandRow.award_id) == award)).all()
    return sorted(row.part for row in rows)
