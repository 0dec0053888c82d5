"""Awards of another system: brought in one piece, signed by two, paid once at the desk, or taken back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from beancount import loader
from beancount.core.data import Balance
from sqlmodel import select

from crypto.numbers import draw_claim_code
from tests.program import NOON
from tests.unit.tipline.rewards.board import (
    ADA,
    BEA,
    BEN,
    BO,
    NOVEMBER,
    TESS,
    TOM,
    TRUDY,
    Board,
)
from tests.unit.tipline.rewards.bringing import CODES, Bringing
from tipline import audit
from tipline.audit import Action
from tipline.errors import NotPermitted
from tipline.lists import ListFault, ListRefused
from tipline.money import Account, EntryKind
from tipline.reports.ledger import rewards_of
from tipline.reward_words import Ageing, AwardState
from tipline.rewards import brought_lists, payout
from tipline.rewards.ageing import return_unclaimed, unclaimed_awards
from tipline.rewards.award_refusals import (
    AlreadyPaid,
    AlreadySaid,
    ApprovalNotProven,
    CodeUnknown,
    HeldElsewhere,
    NoSuchAward,
    SamePerson,
    WrongState,
)
from tipline.rewards.books import entries
from tipline.rewards.export_beancount import beancount_lines
from tipline.rewards.journal import balances
from tipline.rewards.refusals import NotEnough
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.rewards.verify import verify
from tipline.store.award_tables import AwardImportRow, AwardRow
from tipline.store.ledger_tables import EntryRow
from tipline.vocabulary import Cents, Role


@pytest.fixture
def bringing(board: Board) -> Bringing:
    return Bringing(board)


@pytest.fixture
def quick(sqlite_board: Board) -> Bringing:
    return Bringing(sqlite_board)


def stands(bringing: Bringing) -> dict[str, int]:
    """What the fund has, and whether the books hold."""
    with bringing.board.ledger.still() as ledger:
        verify(ledger, bringing.program_id, {})
        there = balances(ledger, bringing.program_id)
    fund = bringing.board.fund
    return {
        account.value: there[fund, account] for account in (Account.AVAILABLE, Account.OWED, Account.BANK)
    }


def test_a_list_is_owed_signed_and_each_award_paid_once(bringing: Bringing) -> None:
    before = stands(bringing)
    import_id = bringing.bring(by=ADA)
    owed = stands(bringing)
    signed = bringing.sign(import_id)
    award = bringing.award("qr 77-81X")
    bringing.board.hold(award)
    paid = bringing.board.hand_over(award)

    with pytest.raises(WrongState):
        bringing.board.hold(award, by=TOM)
    found = bringing.find("QR7781X")
    assert found is not None
    assert (found.state, found.amount, paid) == (AwardState.PAID, 50_000, 50_000)
    assert (before["owed"], owed["owed"], stands(bringing)["owed"]) == (0, 175_050, 125_050)
    assert (owed["available"], owed["bank"]) == (before["available"] - 175_050, before["bank"])
    assert (signed, bringing.row(award).month) == ([2, 2], 202403)


def test_money_that_comes_along_is_an_opening_balance(quick: Bringing) -> None:
    before = stands(quick)
    import_id = quick.bring(by=ADA, with_money=True)
    with_it = stands(quick)
    quick.take_back(import_id, by=ADA)

    assert with_it == {
        "available": before["available"],
        "owed": 175_050,
        "bank": before["bank"] + 175_050,
    }
    assert stands(quick) == before


def test_of_two_tellers_at_once_one_pays(bringing: Bringing) -> None:
    bringing.sign(bringing.bring())
    award = bringing.award(CODES[0])

    def pay(name: str) -> str:
        try:
            bringing.board.hold(award, by=name)
            bringing.board.hand_over(award, by=name)
        except (HeldElsewhere, WrongState):
            return "refused"
        return "paid"

    with ThreadPoolExecutor(2) as tellers:
        outcome = sorted(tellers.map(pay, (TESS, TOM)))

    assert outcome == ["paid", "refused"]
    assert stands(bringing)["owed"] == 125_050
    with bringing.board.ledger.read() as ledger:
        payments = select(EntryRow).where(EntryRow.kind == EntryKind.PAYMENT)
        assert len(ledger.exec(payments).all()) == 1


def test_nothing_is_paid_before_two_of_the_board_have_signed(quick: Bringing) -> None:
    import_id = quick.bring(by=ADA)
    award = quick.award(CODES[0])
    with pytest.raises(ApprovalNotProven):
        quick.board.hold(award)
    quick.sign(import_id, BEA)
    with pytest.raises(AlreadySaid):
        quick.sign(import_id, BEA)
    with pytest.raises(ApprovalNotProven):
        quick.board.hold(award)
    quick.sign(import_id, BEN)
    held = quick.board.hold(award)

    assert (held.amount, [one.signed for one in quick.lists(by=BO)]) == (50_000, [2])
    assert quick.board.state(award) is AwardState.HELD


def test_a_sum_that_somebody_changes_afterwards_is_not_paid(quick: Bringing) -> None:
    quick.sign(quick.bring())
    award = quick.award(CODES[0])
    with quick.board.ledger.transaction() as ledger:
        ledger.get_one(AwardRow, (quick.program_id, award)).amount = Cents(90_000)

    with pytest.raises(ApprovalNotProven):
        quick.board.hold(award)


def test_only_a_coordinator_brings_and_takes_back_and_only_the_board_signs(quick: Bringing) -> None:
    for name in (BEA, TESS, TRUDY):
        with pytest.raises(NotPermitted):
            quick.bring(by=name)
    import_id = quick.bring(by=ADA)
    for name in (BEA, TESS, TRUDY):
        with pytest.raises(NotPermitted):
            quick.take_back(import_id, by=name)
    for name in (ADA, TESS, TRUDY):
        with pytest.raises(NotPermitted):
            quick.sign(import_id, name)
    for name in (TESS, TRUDY):
        with pytest.raises(NotPermitted):
            quick.lists(by=name)

    assert [len(one.awards) for one in quick.lists(by=ADA)] == [2]


def test_whoever_brought_a_list_has_no_other_part_in_it(quick: Bringing) -> None:
    """Were a coordinator made a teller, or a member of the board: it is the person that counts."""
    import_id = quick.bring(by=ADA)
    quick.sign(import_id)
    award = quick.award(CODES[0])
    coordinator = quick.board.case.by(ADA)
    tips, ledger = quick.board.case.program.tips, quick.board.ledger

    with pytest.raises(SamePerson), ledger.transaction() as session:
        payout.hold(
            session,
            award_id=award,
            desk_id=quick.board.desk,
            by=replace(coordinator, role=Role.TELLER),
            program=quick.board.case.keys(),
            now=NOON,
        )
    with pytest.raises(SamePerson), ledger.transaction() as session, tips.transaction() as trail:
        brought_lists.sign(
            session, trail, import_id=import_id, by=replace(coordinator, role=Role.BOARD), now=NOON
        )

    assert quick.board.state(award) is AwardState.APPROVED


def test_a_list_is_brought_once_and_a_code_too(bringing: Bringing) -> None:
    bringing.bring()
    more = "code,amount,month\nAB12,20,2025-01\n47110815,20,2025-02\n"

    with pytest.raises(ListRefused) as again:
        bringing.bring()
    with pytest.raises(ListRefused) as known:
        bringing.bring(more)

    assert again.value.fault is ListFault.BROUGHT_BEFORE
    assert (known.value.fault, known.value.line) == (ListFault.CODE_KNOWN, 3)
    assert stands(bringing)["owed"] == 175_050


def test_a_list_brought_by_two_at_once_is_kept_once(bringing: Bringing) -> None:
    def bring(_: int) -> str:
        try:
            bringing.bring()
        except ListRefused as refused:
            return refused.fault.value
        return "kept"

    with ThreadPoolExecutor(2) as people:
        outcome = sorted(people.map(bring, range(2)))

    assert outcome == ["brought-before", "kept"]
    assert stands(bringing)["owed"] == 175_050


def test_taken_back_nothing_is_owed_and_it_can_be_brought_anew(bringing: Bringing) -> None:
    before = stands(bringing)
    import_id = bringing.bring(by=ADA)
    bringing.sign(import_id)
    taken = bringing.take_back(import_id, by=ADA)
    after = stands(bringing)
    gone = bringing.lists(by=ADA)
    with pytest.raises(NoSuchAward):
        bringing.take_back(import_id)
    again = bringing.bring()

    assert (taken, after, gone) == (2, before, ())
    assert again != import_id
    assert stands(bringing)["owed"] == 175_050


def test_a_list_of_which_one_was_paid_or_is_in_hand_is_not_taken_back(quick: Bringing) -> None:
    import_id = quick.bring()
    quick.sign(import_id)
    award = quick.award(CODES[0])
    quick.board.hold(award)
    with pytest.raises(AlreadyPaid) as held:
        quick.take_back(import_id)
    quick.board.hand_over(award)
    with pytest.raises(AlreadyPaid) as paid:
        quick.take_back(import_id)

    assert (held.value.count, paid.value.count) == (1, 1)
    assert [one.may_go_back for one in quick.lists(by=ADA)] == [False]
    assert quick.board.state(quick.award(CODES[1])) is AwardState.APPROVED


def test_beancount_agrees_with_the_books_of_lists_kept_paid_and_taken_back(quick: Bringing) -> None:
    quick.take_back(quick.bring("code,amount,month\nZZ11,5,2024-01\n", with_money=True))
    quick.sign(quick.bring(with_money=True))
    award = quick.award(CODES[0])
    quick.board.hold(award)
    quick.board.hand_over(award)
    with quick.board.ledger.read() as ledger:
        text = "\n".join(beancount_lines(list(entries(ledger, quick.program_id)), title="Toronto"))

    found, errors, _ = loader.load_string(text)

    written = {entry.account: str(entry.amount) for entry in found if isinstance(entry, Balance)}
    assert errors == []
    assert written["Liabilities:Rewards:Owed"] == f"-{stands(quick)['owed'] / 100:.2f} CAD"


def test_a_fund_that_has_too_little_keeps_nothing_of_a_list(bringing: Bringing) -> None:
    many = "code,amount,month\n" + "".join(f"CODE{number},90000,2025-01\n" for number in range(1, 3))
    before = stands(bringing)

    with pytest.raises(NotEnough):
        bringing.bring(many)

    with bringing.board.ledger.read() as ledger:
        kept = [ledger.exec(select(AwardRow)).all(), ledger.exec(select(AwardImportRow)).all()]
    assert (kept, stands(bringing)) == ([[], []], before)


def test_a_wrong_code_is_none_and_counts_as_a_guess_once_codes_were_brought(quick: Bringing) -> None:
    with pytest.raises(CodeUnknown):
        quick.find("QR-77 81x")
    quick.bring()

    assert [quick.find(typed) for typed in ("QR-77 81y", "1234567890123", "x", "", draw_claim_code())] == [
        None
    ] * 5
    assert quick.award(CODES[1]) != quick.award(CODES[0])


def test_our_own_code_is_found_beside_those_of_another_system(quick: Bringing) -> None:
    told = quick.board.tell()
    award = quick.board.approved(told)
    code = quick.board.code(told)
    quick.bring(f"code,amount,month\n{code},20,2025-01\n")

    found = quick.find(code)
    assert found is not None
    assert found.award_id == award


def test_an_award_ages_from_its_own_month_and_goes_back_by_the_term(quick: Bringing) -> None:
    quick.bring()
    today = date(2026, 11, 20)
    with quick.board.ledger.read() as ledger:
        waiting = unclaimed_awards(ledger, quick.program_id, today=today)
    with quick.board.ledger.transaction() as ledger:
        set_reward_settings(ledger, RewardSettings(return_after_days=365), by=quick.board.case.by(BEA))
    over = quick.check("code,amount,month\nZZ11,5,2024-01\nZZ22,5,2026-10\n").over
    with quick.board.ledger.transaction() as ledger:
        returned = return_unclaimed(ledger, quick.program_id, today=today)

    assert {step: found.count for step, found in waiting.items() if found.count} == {
        Ageing.DAYS_30: 1,
        Ageing.DAYS_365: 1,
    }
    assert (over, returned, stands(quick)["owed"]) == (1, 1, 125_050)


def test_the_month_counts_them_as_unclaimed_and_paid_and_never_as_approved_here(quick: Bringing) -> None:
    import_id = quick.bring()
    quick.sign(import_id)
    award = quick.award(CODES[0])
    quick.board.hold(award)
    quick.board.hand_over(award)
    with quick.board.ledger.read() as ledger:
        rewards = rewards_of(ledger, quick.program_id)
        assert rewards is not None
        counts = rewards.of_month(NOVEMBER)

    assert (counts.awards_approved, counts.approved) == (0, 0)
    assert (counts.awards_paid, counts.paid) == (1, 50_000)
    assert (counts.awards_unclaimed, counts.unclaimed) == (1, 125_050)


def test_no_code_is_kept_and_who_did_what_is_written_down(quick: Bringing) -> None:
    import_id = quick.bring(by=ADA)
    quick.sign(import_id)
    kept = quick.kept()
    with quick.board.case.program.tips.read() as tips:
        lines = audit.page(tips, quick.program_id)[:3]

    for code in CODES:
        for form in (code, code.casefold(), "".join(filter(str.isalnum, code.casefold()))):
            assert form.encode() not in kept
    assert import_id in kept
    assert [(line.action, line.signed, line.detail) for line in lines] == [
        (Action.AWARDS_SIGNED.value, True, ""),
        (Action.AWARDS_SIGNED.value, True, ""),
        (Action.AWARDS_BROUGHT.value, True, ""),
    ]
