"""What at the desks waits for a second person: payments that were none, holds that ran out, frozen awards."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.reward_words import AwardState
from tipline.rewards.awards import find_award, stands_in
from tipline.rewards.hands import mark
from tipline.store.award_tables import AwardRow, HoldRow, PayoutRow, ReissueRow
from tipline.vocabulary import AwardId, Cents


@dataclass(frozen=True, slots=True)
class Undone:
    """A payment of which somebody says that no cash was handed over."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    own: bool
    """It was this person who said so: somebody else must confirm it."""


@dataclass(frozen=True, slots=True)
class RanOut:
    """An award in the hand of a teller whose time ran out."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    word: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """An award that is not paid at present."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    making_anew: bool
    """Its claim is being made anew for a reporter who lost their words; to thaw it ends that."""


def undone_payments(session: Session, *, by: Holder) -> tuple[Undone, ...]:
    """The payments that wait for a second person, the smallest first.

    Raises:
        NotPermitted: `by` has nothing to do with desks.
    """
    if not by.role.may_undo_payment:
        raise NotPermitted(by.role)
    rows = session.exec(
        select(PayoutRow).where(
            col(PayoutRow.program_id) == by.program_id, col(PayoutRow.undone_by).is_not(None)
        )
    ).all()
    found = [
        Undone(row.award_id, _amount(session, by, row.award_id), row.undone_by == mark(by, row.award_id))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.amount, one.award_id)))


def holds_run_out(session: Session, *, by: Holder, now: datetime) -> tuple[RanOut, ...]:
    """The holds that ran out and of which nobody has said what happened, by their desk words.

    Raises:
        NotPermitted: `by` is neither coordinator nor of the board.
    """
    if not by.role.may_thaw_award:
        raise NotPermitted(by.role)
    rows = session.exec(select(HoldRow).where(col(HoldRow.program_id) == by.program_id)).all()
    found = [
        RanOut(row.award_id, _amount(session, by, row.award_id), row.word) for row in rows if row.until <= now
    ]
    return tuple(sorted(found, key=lambda one: one.word))


def frozen_awards(session: Session, *, by: Holder) -> tuple[Frozen, ...]:
    """The awards that are frozen, the smallest first; nothing says at which desk or when.

    Raises:
        NotPermitted: `by` is neither coordinator nor of the board.
    """
    if not by.role.may_thaw_award:
        raise NotPermitted(by.role)
    rows = session.exec(select(AwardRow).where(stands_in(by.program_id, [AwardState.FROZEN]))).all()
    found = [
        Frozen(
            row.award_id,
            row.amount,
            session.get(ReissueRow, (by.program_id, row.award_id)) is not None and not row.reissued,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.amount, one.award_id)))


def _amount(session: Session, by: Holder, award_id: AwardId) -> Cents:
    return find_award(session, by.program_id, award_id).amount
