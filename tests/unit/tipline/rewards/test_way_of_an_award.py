"""The way of an award: proposed, approved by two, paid by a fourth."""

from sqlmodel import select

from tests.unit.tipline.rewards.board import BEA, BEN, SHEET, SUMMARY, TESS, Board
from tipline.money import Account
from tipline.reward_words import AwardState
from tipline.rewards import cases
from tipline.rewards.journal import balances
from tipline.rewards.reporter import Standing
from tipline.store.award_tables import AwardRow, ProposalRow
from tipline.vocabulary import Cents


def test_an_award_goes_from_a_tip_to_the_hand(board: Board) -> None:
    told = board.tell()

    award = board.propose(told)
    with board.ledger.read() as session:
        waits = (len(session.exec(select(ProposalRow)).all()), len(session.exec(select(AwardRow)).all()))
    unseen = board.claim(told)
    meeting = board.convene()
    with board.sitting() as (ledger, keys):
        read = cases.read_case(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            by=board.case.by(BEA),
            program=board.case.keys(),
        )
    said = [board.vote(meeting, award, by=BEA), board.vote(meeting, award, by=BEN)]
    board.pick(told)
    claim = board.claim(told)
    assert claim is not None
    assert claim.code is not None
    assert claim.picked is not None
    found = board.look_up(claim.code)
    assert found is not None
    held = board.hold(found.award_id)
    paid = board.hand_over(found.award_id)

    assert (waits, unseen) == ((1, 0), None)
    assert (read.summary, read.sheet, read.asked, read.letter) == (SUMMARY, SHEET, 50_000, "A")
    assert said == [AwardState.PROPOSED, AwardState.APPROVED]
    assert (claim.standing, claim.amount, claim.picked.place, claim.picked.hours) == (
        Standing.READY,
        50_000,
        "Any branch on King Street",
        "Monday to Friday, 9 to 5",
    )
    assert (found.award_id, found.amount, found.state) == (award, 50_000, AwardState.APPROVED)
    assert (len(held.word), paid, board.state(award)) == (4, Cents(50_000), AwardState.PAID)
    after = board.claim(told)
    assert after is not None
    assert (after.standing, after.code) == (Standing.COLLECTED, None)
    with board.ledger.read() as session:
        found_balances = balances(session, board.case.program.program_id)
    assert found_balances[board.fund, Account.OWED] == 0
    assert found_balances[board.desk, Account.FLOAT] == 950_000
    assert TESS
