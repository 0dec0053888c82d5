"""The payout desk: a claim code is typed, the award held, the cash handed over, once.

A teller sees code, amount and state, and nothing else. Each step moves the award by compare-and-set, and the
payment is booked in the same transaction: of two tellers with one code, one pays.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hmac import compare_digest
from typing import Final

from sqlmodel import Session, col, select

from crypto.errors import BadCode
from crypto.numbers import read_claim_code
from tipline.claims import (
    ClaimNames,
    claim_name,
    claim_names,
    old_claim_name,
    old_claim_names,
    read_old_code,
)
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import EntryKind
from tipline.reward_words import AwardState, Part
from tipline.rewards.award_refusals import (
    CodeUnknown,
    HeldElsewhere,
    HoldOver,
    NoSuchAward,
    SamePerson,
    WrongState,
)
from tipline.rewards.awards import find_award, move
from tipline.rewards.brought_lists import any_brought
from tipline.rewards.desks import find_desk
from tipline.rewards.hands import check_approval, mark, part_of, take_part
from tipline.rewards.journal import post
from tipline.rewards.lines import payment
from tipline.store.award_tables import AwardRow, HoldRow, PayoutRow, ReissueRow
from tipline.vocabulary import AwardId, Cents, FundId, Month

HOLD: Final = timedelta(minutes=10)

_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_DRAWS: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What a teller sees of a claim code."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    state: AwardState
    word: str | None
    """The desk word of whoever has it in hand."""


@dataclass(frozen=True, slots=True)
class Hold:
    """An award in a teller's hand."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    word: str
    """Four letters by which teller and coordinator talk of it without the code."""
    until: datetime


def read_typed(typed: str) -> str:
    """A claim code as it is typed: spaces, dashes and pairs do not matter.

    Raises:
        CodeUnknown: it is mistyped, as its check digit says.
    """
    try:
        return read_claim_code(typed)
    except BadCode:
        raise CodeUnknown(mistyped=True) from None


def look_up(session: Session, *, code: str, by: Holder, pepper: bytes) -> Found | None:
    """The award that a code leads to; none where no award of this program has it.

    What a reporter has asked to replace is replaced before (`tipline.rewards.renewals`), and wrong codes are
    counted after (`tipline.rewards.wrong_codes`).

    Args:
        code: as `read_typed` gives it.

    Raises:
        NotPermitted: `by` is no teller.
    """
    if not by.role.may_pay_award:
        raise NotPermitted(by.role)
    names = partial(claim_names, code, pepper=pepper, program_id=by.program_id)
    return _found(session, claim_name(code, pepper=pepper, program_id=by.program_id), names, by=by)


def look_up_old(session: Session, *, typed: str, by: Holder, pepper: bytes) -> Found | None:
    """As `look_up`, of a code that another system gave.

    Raises:
        NotPermitted: `by` is no teller.
    """
    if not by.role.may_pay_award:
        raise NotPermitted(by.role)
    try:
        code = read_old_code(typed)
    except BadCode:
        return None
    names = partial(old_claim_names, code, pepper=pepper, program_id=by.program_id)
    return _found(session, old_claim_name(code, pepper=pepper, program_id=by.program_id), names, by=by)


def find_typed(session: Session, *, typed: str, by: Holder, pepper: bytes) -> Found | None:
    """The award of a code as it is typed: one of ours, else one of another system's, where any were brought.

    Raises:
        NotPermitted: `by` is no teller.
        CodeUnknown: it is mistyped, in a program that has codes of ours alone.
    """
    old = any_brought(session, by.program_id)
    try:
        found = look_up(session, code=read_typed(typed), by=by, pepper=pepper)
    except CodeUnknown:
        # What is no code of ours may be one of theirs, so that a wrong one has to count as a guess.
        if not old:
            raise
        found = None
    return found or (look_up_old(session, typed=typed, by=by, pepper=pepper) if old else None)


def _found(session: Session, name: bytes, names: Callable[..., ClaimNames], *, by: Holder) -> Found | None:
    award = session.exec(
        select(AwardRow)
        .where(col(AwardRow.program_id) == by.program_id, col(AwardRow.claim_name) == name)
        .execution_options(populate_existing=True)
    ).first()
    # Before the board has decided there is nothing to see, and a code of a refused award leads nowhere.
    if award is None or award.state.undecided:
        return None
    tie = names(award_id=award.award_id).tie
    if award.claim_tie is None or not compare_digest(tie, award.claim_tie):
        return None
    held = session.get(HoldRow, (by.program_id, award.award_id), populate_existing=True)
    return Found(award.award_id, award.amount, award.state, None if held is None else held.word)


def hold(
    session: Session,
    *,
    award_id: AwardId,
    desk_id: FundId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> Hold:
    """Take an award in hand for ten minutes, before any cash leaves the drawer.

    Raises:
        NotPermitted: `by` is no teller.
        NoSuchAward: no award or open desk has this id.
        SamePerson: `by` proposed or approved it.
        ApprovalNotProven: fewer than two of the board have signed it with this amount.
        HeldElsewhere: another teller has it in hand.
        HoldOver: this teller's own hold ran out, and they must say what happened.
        WrongState: it is not to be paid.
    """
    if not by.role.may_pay_award:
        raise NotPermitted(by.role)
    find_desk(session, by.program_id, desk_id)
    award = find_award(session, by.program_id, award_id, lock=True)
    part = part_of(session, award_id, by=by)
    if part is not None:
        raise SamePerson
    own = mark(by, award_id)
    held = session.get(HoldRow, (by.program_id, award_id), populate_existing=True)
    if held is not None and award.state is AwardState.HELD:
        if held.hand != own:
            raise HeldElsewhere(held.word)
        if held.until <= now:
            raise HoldOver
        return Hold(award_id, award.amount, held.word, held.until)
    check_approval(session, award, by=by, program=program)
    move(session, award, to=AwardState.HELD)
    row = HoldRow(
        program_id=by.program_id,
        award_id=award_id,
        desk_id=desk_id,
        hand=own,
        word=_word(session, by),
        until=now + HOLD,
    )
    session.add(row)
    session.flush()
    return Hold(award_id, award.amount, row.word, row.until)


def hand_over(
    session: Session,
    *,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
    month: Month,
    now: datetime,
    ran_out: bool = False,
) -> Cents:
    """The cash was handed over: the award is paid, and booked, and can be paid no more. How much it was.

    Args:
        ran_out: the hold ran out and the teller has said that the cash was handed over.

    Raises:
        NotPermitted: `by` is no teller.
        NoSuchAward: no award has this id, or `by` does not have it in hand.
        HoldOver: the hold ran out: was cash handed over?
        ApprovalNotProven: as `hold`.
        SamePerson: `by` has another part in it.
        WrongState: it is not held any more.
        LedgerRefused: the drawer has not that much, or the month is closed.
    """
    held = _own_hold(session, award_id=award_id, by=by)
    award = find_award(session, by.program_id, award_id, lock=True)
    if held.until <= now and not ran_out:
        raise HoldOver
    check_approval(session, award, by=by, program=program)
    take_part(session, award_id, Part.PAID, by=by)
    move(session, award, to=AwardState.PAID)
    entry_id = post(
        session,
        by.program_id,
        kind=EntryKind.PAYMENT,
        postings=payment(award.fund_id, award.amount, desk_id=held.desk_id),
        month=month,
        award_id=award_id,
    )
    session.add(
        PayoutRow(program_id=by.program_id, award_id=award_id, desk_id=held.desk_id, entry_id=entry_id)
    )
    session.delete(held)
    session.flush()
    return award.amount


def let_go(session: Session, *, award_id: AwardId, by: Holder, now: datetime) -> None:
    """No cash was handed over: the award waits as before.

    By whoever has it in hand; by a coordinator, who has talked with them, once the hold ran out.

    Raises:
        NotPermitted: `by` is neither.
        NoSuchAward: no award has this id, or nobody has it in hand.
        WrongState: it is not held any more.
    """
    held = session.get(HoldRow, (by.program_id, award_id), populate_existing=True, with_for_update=True)
    if held is None:
        raise NoSuchAward
    own = by.role.may_pay_award and held.hand == mark(by, award_id)
    if not own and not (by.role.may_thaw_award and held.until <= now):
        raise NotPermitted(by.role)
    _end_hold(session, held, to=AwardState.APPROVED)


def freeze(session: Session, *, award_id: AwardId, by: Holder) -> None:
    """Somebody seems forced: the award is not paid today, and nothing at the desk says why.

    Raises:
        NotPermitted: `by` is no teller.
        NoSuchAward: no award has this id, or `by` does not have it in hand.
        WrongState: it is not held any more.
    """
    _end_hold(session, _own_hold(session, award_id=award_id, by=by), to=AwardState.FROZEN)


def thaw(session: Session, *, award_id: AwardId, by: Holder) -> None:
    """A frozen award may be paid again, after a coordinator or the board has looked at it.

    Where it was frozen because its claim was to be made anew, that is off.

    Raises:
        NotPermitted: `by` may not.
        NoSuchAward: no award has this id.
        WrongState: it is not frozen.
    """
    if not by.role.may_thaw_award:
        raise NotPermitted(by.role)
    award = find_award(session, by.program_id, award_id, lock=True)
    if award.state is not AwardState.FROZEN:
        raise WrongState(award.state)
    move(session, award, to=AwardState.APPROVED)
    asked = session.get(ReissueRow, (by.program_id, award_id), populate_existing=True)
    if asked is not None and not award.reissued:
        session.delete(asked)
        session.flush()


def holds_of(session: Session, *, by: Holder) -> tuple[Hold, ...]:
    """What this teller has in hand, run out or not.

    Raises:
        NotPermitted: `by` is no teller.
    """
    if not by.role.may_pay_award:
        raise NotPermitted(by.role)
    rows = session.exec(select(HoldRow).where(col(HoldRow.program_id) == by.program_id)).all()
    own = [row for row in rows if row.hand == mark(by, row.award_id)]
    return tuple(
        Hold(row.award_id, find_award(session, by.program_id, row.award_id).amount, row.word, row.until)
        for row in sorted(own, key=lambda row: row.until)
    )


def _own_hold(session: Session, *, award_id: AwardId, by: Holder) -> HoldRow:
    if not by.role.may_pay_award:
        raise NotPermitted(by.role)
    held = session.get(HoldRow, (by.program_id, award_id), populate_existing=True, with_for_update=True)
    if held is None or held.hand != mark(by, award_id):
        raise NoSuchAward
    return held


def _end_hold(session: Session, held: HoldRow, *, to: AwardState) -> None:
    award = find_award(session, held.program_id, held.award_id, lock=True)
    move(session, award, to=to)
    session.delete(held)
    session.flush()


def _word(session: Session, by: Holder) -> str:
    """Four letters that can be said aloud and that no other hold has at this moment."""
    taken = set(session.exec(select(HoldRow.word).where(col(HoldRow.program_id) == by.program_id)))
    drawn = ""
    for _ in range(_DRAWS):
        drawn = "".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2)
        if drawn not in taken:
            break
    return drawn
