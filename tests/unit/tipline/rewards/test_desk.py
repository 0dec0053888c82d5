"""The payout desk: a code is typed, held, handed over once; what went wrong is said and reversed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.numbers import draw_claim_code
from tests.program import NOON
from tests.unit.tipline.rewards.board import ADA, BEA, NOVEMBER, PEPPER, TESS, TOM, TRUDY, Board
from tipline.claims import claim_names
from tipline.errors import NotPermitted
from tipline.money import Account
from tipline.reward_words import AwardState
from tipline.rewards import desks, payout, undo
from tipline.rewards.award_refusals import (
    CodeUnknown,
    HeldElsewhere,
    HoldOver,
    NoSuchAward,
    SamePerson,
    TooLate,
    TooManyWrongCodes,
    WrongState,
)
from tipline.rewards.journal import balances
from tipline.rewards.owed import standing_entries
from tipline.rewards.refusals import NotEnough
from tipline.rewards.wrong_codes import WrongCodes, count_wrong, wrong_codes
from tipline.store.award_tables import AwardRow, HoldRow, PayoutRow
from tipline.vocabulary import AwardId, Cents, ProgramId

LATER = NOON + timedelta(minutes=10)


def drawer(board: Board) -> int:
    with board.ledger.read() as session:
        return balances(session, board.case.program.program_id)[board.desk, Account.FLOAT]


def test_a_code_is_read_however_it_is_typed_or_spoken(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.approved(told)
    code = board.code(told)
    digits = code.replace("-", "")
    pairs = " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))

    found = [board.look_up(typed) for typed in (code, digits, pairs, f" {code} ", digits.replace("", "–"))]

    assert [each.award_id if each else None for each in found] == [award] * 5


def test_a_mistyped_code_is_known_at_once_and_an_unknown_one_is_none(
    sqlite_board: Board,
) -> None:
    board = sqlite_board
    told = board.tell()
    board.approved(told)
    code = board.code(told).replace("-", "")
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    board.propose(board.tell())
    meeting = board.convene()

    with pytest.raises(CodeUnknown) as refused:
        board.look_up(wrong)

    assert refused.value.mistyped
    assert board.look_up(draw_claim_code()) is None
    assert meeting


def test_a_code_of_another_program_or_moved_to_another_award_is_unknown(sqlite_board: Board) -> None:
    board = sqlite_board
    told, other = board.tell(), board.tell()
    small, large = board.approved(told, 1_000), board.approved(other, 200_000)
    code = board.code(told)
    elsewhere = claim_names(code, pepper=PEPPER, program_id=ProgramId(bytes(16)), award_id=small)
    with board.ledger.transaction() as session:
        # As somebody would who can write the store, and has a code of a small award.
        program_id = board.case.program.program_id
        names = [session.get_one(AwardRow, (program_id, award)) for award in (small, large)]
        own, names[1].claim_name = names[0].claim_name, None
        names[0].claim_name = None
        session.flush()
        names[1].claim_name = own

    assert board.look_up(code) is None
    assert own != elsewhere.name


def test_a_hold_is_one_tellers_for_ten_minutes(board: Board) -> None:
    award = board.approved()
    held = board.hold(award)

    with pytest.raises(HeldElsewhere) as refused:
        board.hold(award, by=TOM)
    with pytest.raises(NoSuchAward):
        board.hand_over(award, by=TOM)

    assert (refused.value.word, held.until) == (held.word, LATER)
    assert board.hold(award, now=NOON + timedelta(minutes=9)) == held
    assert (board.state(award), drawer(board)) == (AwardState.HELD, 1_000_000)


def test_a_hold_that_ran_out_asks_what_happened(board: Board) -> None:
    paid, kept = board.approved(), board.approved()
    for award in (paid, kept):
        board.hold(award)
        with pytest.raises(HoldOver):
            board.hand_over(award, now=LATER)
        with pytest.raises(HoldOver):
            board.hold(award, now=LATER)

    board.hand_over(paid, now=LATER, ran_out=True)
    with board.ledger.transaction() as session:
        payout.let_go(session, award_id=kept, by=board.case.by(TESS), now=LATER)

    assert (board.state(paid), board.state(kept)) == (AwardState.PAID, AwardState.APPROVED)
    assert drawer(board) == 950_000
    with board.ledger.read() as session:
        assert session.exec(select(HoldRow)).all() == []


def test_nobody_but_the_teller_lets_go_before_a_hold_ran_out(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.approved()
    board.hold(award)

    for name in (TOM, ADA):
        with pytest.raises(NotPermitted), board.ledger.transaction() as session:
            payout.let_go(session, award_id=award, by=board.case.by(name), now=NOON)
    with board.ledger.transaction() as session:
        payout.let_go(session, award_id=award, by=board.case.by(ADA), now=LATER)

    assert board.state(award) is AwardState.APPROVED


def test_two_tellers_at_once_with_one_code_pay_once(board: Board) -> None:
    award = board.approved()
    board.case.keys()

    def attempt(name: str) -> str:
        try:
            board.hold(award, by=name)
            board.hand_over(award, by=name)
        except (HeldElsewhere, WrongState, NoSuchAward) as error:
            return type(error).__name__
        return "paid"

    with ThreadPoolExecutor(max_workers=2) as pool:
        said = list(pool.map(attempt, (TESS, TOM)))

    assert said.count("paid") == 1
    assert (board.state(award), drawer(board)) == (AwardState.PAID, 950_000)


def test_a_code_is_paid_once(board: Board) -> None:
    told = board.tell()
    award = board.approved(told)
    code = board.code(told)
    board.hold(award)
    board.hand_over(award)

    found = board.look_up(code, by=TOM)
    with pytest.raises(WrongState):
        board.hold(award, by=TOM)

    assert found is not None
    assert found.state is AwardState.PAID
    assert drawer(board) == 950_000


def test_a_drawer_with_too_little_pays_nothing_and_the_award_stays_held(board: Board) -> None:
    award = board.approved()
    with board.ledger.transaction() as session:
        desks.empty_desk(
            session,
            desk_id=board.desk,
            fund_id=board.fund,
            amount=Cents(950_001),
            by=board.case.by(TRUDY),
            month=NOVEMBER,
        )
    board.hold(award)

    with pytest.raises(NotEnough):
        board.hand_over(award)

    assert (board.state(award), drawer(board)) == (AwardState.HELD, 49_999)


def undone(board: Board, award: AwardId, *, said: str, confirmed: str) -> None:
    with board.ledger.transaction() as session:
        undo.say_not_handed_over(session, award_id=award, by=board.case.by(said))
    with board.ledger.transaction() as session:
        undo.confirm_not_handed_over(session, award_id=award, by=board.case.by(confirmed), month=NOVEMBER)


def test_not_handed_over_takes_a_second_person_and_the_award_is_paid_again(board: Board) -> None:
    award = board.approved()
    board.hold(award)
    board.hand_over(award)
    with pytest.raises(SamePerson):
        undone(board, award, said=TESS, confirmed=TESS)

    undone(board, award, said=TESS, confirmed=TRUDY)
    reversed_state, reversed_drawer = board.state(award), drawer(board)
    board.hold(award)
    board.hand_over(award)

    assert (reversed_state, reversed_drawer) == (AwardState.APPROVED, 1_000_000)
    assert (board.state(award), drawer(board)) == (AwardState.PAID, 950_000)
    with board.ledger.read() as session:
        entries = standing_entries(session, board.case.program.program_id, award)
    assert [entry.kind.value for entry in entries] == ["approval", "payment"]


def test_once_the_desk_is_counted_a_payment_stands_and_no_row_says_which_desk(sqlite_board: Board) -> None:
    board = sqlite_board
    award = board.approved()
    board.hold(award)
    board.hand_over(award)
    with board.ledger.transaction() as session:
        counted = desks.count_desk(
            session,
            desk_id=board.desk,
            fund_id=board.fund,
            counted=Cents(949_900),
            by=board.case.by(TOM),
            month=NOVEMBER,
        )

    with pytest.raises(TooLate):
        undone(board, award, said=TESS, confirmed=TRUDY)

    assert (counted.expected, counted.counted, drawer(board)) == (950_000, 949_900, 949_900)
    with board.ledger.read() as session:
        assert session.exec(select(PayoutRow)).all() == []


def test_somebody_who_seems_forced_is_not_paid_and_their_page_says_nothing(board: Board) -> None:
    told = board.tell()
    award = board.approved(told)
    before = board.claim(told)
    board.hold(award)
    with board.ledger.transaction() as session:
        payout.freeze(session, award_id=award, by=board.case.by(TESS))
    seen = board.claim(told)
    with pytest.raises(WrongState):
        board.hold(award, by=TOM)
    with pytest.raises(NotPermitted), board.ledger.transaction() as session:
        payout.thaw(session, award_id=award, by=board.case.by(TESS))

    with board.ledger.transaction() as session:
        payout.thaw(session, award_id=award, by=board.case.by(BEA))

    assert seen == before
    assert board.hold(award, by=TOM).amount == 50_000


def test_wrong_codes_stop_a_teller_and_reach_the_coordinator_as_a_count(board: Board) -> None:
    tries = WrongCodes()
    teller = board.case.by(TESS)
    for minute in range(5):
        tries.check(by=teller, now=NOON + timedelta(minutes=minute))
        tries.wrong(by=teller, now=NOON + timedelta(minutes=minute))
        with board.ledger.transaction() as session:
            count_wrong(session, by=teller, month=NOVEMBER)

    with pytest.raises(TooManyWrongCodes):
        tries.check(by=teller, now=NOON + timedelta(minutes=9))
    tries.check(by=board.case.by(TOM), now=NOON)
    tries.check(by=teller, now=LATER)

    with board.ledger.read() as session:
        assert wrong_codes(session, month=NOVEMBER, by=board.case.by(ADA)) == 5
        with pytest.raises(NotPermitted):
            wrong_codes(session, month=NOVEMBER, by=teller)
