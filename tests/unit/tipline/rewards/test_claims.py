"""A claim is its reporter's alone: staff cannot open it, a code given up is void, lost words cost 14 days."""

from base64 import b64decode
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from crypto.numbers import read_claim_code
from tests.program import NOON
from tests.unit.tipline.casework.case import Told
from tests.unit.tipline.rewards.board import ADA, BEA, GRACE, PEPPER, TESS, Board
from tipline.casework.awarding import claimant
from tipline.claims import lock_request, open_claim
from tipline.errors import NoSuchTip
from tipline.records import CLAIM, open_record
from tipline.reward_words import AwardState
from tipline.rewards import payout, propose, reissue
from tipline.rewards.award_refusals import ApprovalNotProven, OnceOnly, TooLate, WrongState
from tipline.rewards.renewals import carry_out_renewals
from tipline.rewards.reporter import ask_for_another_code
from tipline.store.tip_tables import RecordRow, TipKeyRow
from tipline.store.work_tables import AuditRow, ClaimRenewalRow
from tipline.vocabulary import AwardId, KeyKind, RecordKind


def answers(board: Board, told: Told) -> list[RecordRow]:
    with board.case.program.tips.read() as session:
        return list(
            session.exec(
                select(RecordRow).where(
                    col(RecordRow.tip_id) == told.tip_id, col(RecordRow.kind) == RecordKind.ANSWER
                )
            )
        )


def renew(board: Board, told: Told) -> str:
    """A reporter gives up their code on their page."""
    board.code(told)
    claim = board.claim(told)
    assert claim is not None
    assert told.code is not None
    with board.case.program.tips.transaction() as session:
        return ask_for_another_code(
            session.connection(), claim, author=told.code, program_id=board.case.program.program_id
        )


def carry_out(board: Board) -> int:
    with board.case.program.tips.transaction() as tips, board.ledger.transaction() as ledger:
        return carry_out_renewals(tips, ledger, program_id=board.case.program.program_id, pepper=PEPPER)


def test_no_key_that_staff_hold_opens_a_claim(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    board.propose(told)
    row = answers(board, told)[0]
    holder = board.case.by(ADA)
    with board.case.program.tips.read() as tips, board.case.program.keys_store.read() as keys:
        held = {
            key.key_id: holder.holdings.tip_key(tips, keys, key.key_id)
            for key in tips.exec(select(TipKeyRow).where(col(TipKeyRow.tip_id) == told.tip_id))
        }
        epochs = [
            key
            for epoch in board.case.keys().epochs
            if (key := holder.holdings.epoch_key(keys, epoch)) is not None
        ]
    record = open_record(
        row.sealed,
        key=held[row.key_id],
        program_id=row.program_id,
        tip_id=row.tip_id,
        record_id=row.record_id,
        kind=row.kind,
    ).record
    sealed = b64decode(record.fields[CLAIM])

    for key in [*held.values(), *epochs, holder.holdings.key]:
        with pytest.raises(CannotOpen):
            open_claim(sealed, key=key, program_id=row.program_id, key_id=row.key_id)

    assert told.code is not None
    opened = open_claim(sealed, key=told.code.key, program_id=row.program_id, key_id=row.key_id)
    assert opened.code == read_claim_code(opened.code or "")
    assert (len(held), record.text) == (2, "")


def test_an_answer_that_brings_an_award_looks_like_any_other(board: Board) -> None:
    awarded, answered = board.tell(), board.tell()
    board.propose(awarded)
    board.case.answer(answered, "Thank you.")

    rows = [answers(board, told) for told in (awarded, answered)]
    with board.case.program.tips.read() as session:
        kinds = [
            sorted(session.exec(select(TipKeyRow.kind).where(col(TipKeyRow.tip_id) == told.tip_id)))
            for told in (awarded, answered)
        ]
        trail = [
            session.exec(select(AuditRow.action).where(col(AuditRow.subject) == told.tip_id)).all()
            for told in (awarded, answered)
        ]

    assert [[(row.kind, row.day, len(row.sealed)) for row in each] for each in rows[:1]] == [
        [(row.kind, row.day, len(row.sealed)) for row in each] for each in rows[1:]
    ]
    assert kinds[0] == kinds[1] == [KeyKind.FILE, KeyKind.THREAD]
    assert trail[0] == trail[1] == ["answered"]


def test_neither_staff_nor_the_reporter_sees_it_as_a_message(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    board.propose(told)

    view = board.case.look(told, by=ADA)

    assert [record.kind for thread in view.threads for record in thread.records] == [RecordKind.REPORT]
    assert all(not thread.unproven for thread in view.threads)
    assert board.claim(told) is None


def test_the_file_says_where_an_award_stands_to_those_whose_tip_it_is(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.propose(told)
    program = board.case.program

    def own(name: str) -> list[tuple[AwardId, int, AwardState | None, bool]]:
        with (
            program.tips.read() as tips,
            program.keys_store.read() as keys,
            board.ledger.read() as ledger,
        ):
            found = propose.own_awards(
                tips, keys, ledger, number=told.number, by=board.case.by(name), program=program.keys()
            )
        return [(each.award_id, each.amount, each.state, each.waiting) for each in found]

    before = own(GRACE)
    meeting = board.convene()
    board.vote(meeting, award, by=BEA, amount=40_000)
    after = own(GRACE)

    assert before == [(award, 50_000, None, True)]
    assert after == [(award, 40_000, AwardState.PROPOSED, False)]
    with pytest.raises(NoSuchTip):
        own("Ida Wells")


def test_a_code_given_up_is_void_and_another_is_shown_at_once(board: Board) -> None:
    told = board.tell()
    award = board.approved(told)
    old = board.code(told)

    new = renew(board, told)
    again = renew(board, told) if board.claim(told) is None else new
    shown = board.claim(told)
    done = carry_out(board), carry_out(board)

    found = board.look_up(new)
    assert (again, shown is not None and (shown.code, shown.renewing)) == (new, (new, True))
    assert (board.look_up(old), found and found.award_id, done) == (None, award, (1, 0))
    assert board.code(told) == new != old
    third = renew(board, told)
    carry_out(board)
    assert (board.look_up(new), board.code(told)) == (None, third)


def test_a_request_waits_while_the_award_is_in_a_tellers_hand(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    award = board.approved(told)
    board.pick(told)
    board.hold(award)
    new = renew(board, told)

    while_held = carry_out(board)
    with board.ledger.transaction() as session:
        payout.let_go(session, award_id=award, by=board.case.by(TESS), now=NOON)
    after = carry_out(board)

    assert (while_held, after) == (0, 1)
    assert board.look_up(new) is not None


def test_who_can_write_the_stores_cannot_ask_for_a_code(sqlite_board: Board) -> None:
    board = sqlite_board
    told = board.tell()
    board.approved(told)
    own = board.claim(told)
    assert own is not None
    code = board.code(told)
    forged = lock_request(
        "4821-0937-55120",
        1,
        claim=type(own.claim)(own.claim.award_id, own.amount, None, bytes(32)),
        program_id=board.case.program.program_id,
    )
    with board.case.program.tips.transaction() as session:
        session.add(
            ClaimRenewalRow(program_id=board.case.program.program_id, request_id=bytes(16), locked=forged)
        )

    assert carry_out(board) == 0
    assert board.code(told) == code
    with board.case.program.tips.read() as session:
        assert session.exec(select(ClaimRenewalRow)).all() == []


def ask(board: Board, old: Told, new: Told, award: AwardId) -> None:
    with board.ledger.transaction() as ledger, board.case.at_work() as (tips, keys):
        reissue.ask(
            tips,
            keys,
            ledger,
            old=old.number,
            new=new.number,
            award_id=award,
            reason="Knew which window it was.",
            notice="Somebody says that they wrote this and lost the words. Is it you?",
            by=board.case.by(ADA),
            program=board.case.keys(),
            now=NOON,
        )


def agree(board: Board, award: AwardId, *, by: str = BEA) -> None:
    with board.ledger.transaction() as session:
        reissue.agree(session, award_id=award, by=board.case.by(by))


def make_anew(board: Board, old: Told, new: Told, award: AwardId, *, days: int) -> None:
    with board.ledger.transaction() as ledger, board.case.at_work() as (tips, keys):
        reissue.make_anew(
            tips,
            keys,
            ledger,
            old=old.number,
            new=new.number,
            award_id=award,
            by=board.case.by(ADA),
            program=board.case.keys(),
            pepper=PEPPER,
            now=NOON + timedelta(days=days),
        )


def test_lost_words_cost_fourteen_days_and_the_word_of_the_board(board: Board) -> None:
    old, new = board.tell(), board.tell(text="I wrote before. It was the third window.")
    award = board.approved(old)
    before = board.code(old)
    ask(board, old, new, award)
    frozen = board.state(award)
    with pytest.raises(TooLate):
        make_anew(board, old, new, award, days=13)
    with pytest.raises(ApprovalNotProven):
        make_anew(board, old, new, award, days=14)
    agree(board, award)

    make_anew(board, old, new, award, days=14)

    assert frozen is AwardState.FROZEN
    assert (board.look_up(before), board.state(award)) == (None, AwardState.APPROVED)
    found = board.look_up(board.code(new))
    assert found is not None
    assert found.award_id == award
    with pytest.raises(OnceOnly):
        ask(board, old, new, award)
    # The old page can replace nothing any more: its key is another.
    renew(board, old)
    assert carry_out(board) == 0
    renewed = renew(board, new)
    assert (carry_out(board), board.look_up(renewed) is not None) == (1, True)


def test_who_still_has_the_words_keeps_the_award(sqlite_board: Board) -> None:
    board = sqlite_board
    old, new = board.tell(), board.tell()
    award = board.approved(old)
    before = board.code(old)
    ask(board, old, new, award)
    agree(board, award)
    with board.ledger.transaction() as session:
        payout.thaw(session, award_id=award, by=board.case.by(ADA))

    with pytest.raises((ApprovalNotProven, WrongState)):
        make_anew(board, old, new, award, days=20)

    found = board.look_up(before)
    assert found is not None
    assert found.state is AwardState.APPROVED


def test_a_key_written_into_the_store_is_no_claimants(sqlite_board: Board) -> None:
    board = sqlite_board
    told, thief = board.tell(), board.tell()
    with board.case.program.tips.transaction() as session:
        rows: list[TipKeyRow] = [_thread(session, each) for each in (told, thief)]
        rows[0].verify_key = rows[1].verify_key

    with board.case.at_work() as (tips, keys), pytest.raises(CannotOpen):
        claimant(tips, keys, number=told.number, by=board.case.by(ADA), program=board.case.keys())

    with board.ledger.read() as session:
        assert board.claim(thief) is None


def _thread(session: Session, told: Told) -> TipKeyRow:
    return session.exec(select(TipKeyRow).where(col(TipKeyRow.tip_id) == told.tip_id)).one()
