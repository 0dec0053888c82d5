"""A payment that was none: the teller says so, a second person confirms it, the same day.

The day ends when the desk is counted: no row says when a payment was.
"""

from sqlmodel import Session, col, select

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.reward_words import AwardState, Part
from tipline.rewards.award_refusals import SamePerson, TooLate
from tipline.rewards.awards import find_award, move
from tipline.rewards.hands import leave, mark
from tipline.rewards.journal import reverse
from tipline.store.award_tables import AwardHandRow, PayoutRow
from tipline.vocabulary import AwardId, Month


def say_not_handed_over(session: Session, *, award_id: AwardId, by: Holder) -> None:
    """Say that no cash was handed over after all; nothing changes before a second person confirms it.

    Raises:
        NotPermitted: `by` has nothing to do with desks.
        TooLate: the desk has been counted since, or the award was not paid.
    """
    row = _payout(session, award_id=award_id, by=by)
    row.undone_by = mark(by, award_id)
    session.add(row)
    session.flush()


def confirm_not_handed_over(session: Session, *, award_id: AwardId, by: Holder, month: Month) -> None:
    """Confirm it: the payment is reversed, and the award can be paid again.

    Raises:
        NotPermitted: `by` has nothing to do with desks.
        TooLate: the desk has been counted since, or nobody has said that no cash was handed over.
        SamePerson: it was `by` who said so.
        LedgerRefused: the month is closed.
    """
    row = _payout(session, award_id=award_id, by=by)
    if row.undone_by is None:
        raise TooLate
    if row.undone_by == mark(by, award_id):
        raise SamePerson
    award = find_award(session, by.program_id, award_id, lock=True)
    move(session, award, to=AwardState.APPROVED)
    award.desk_id = row.desk_id
    session.add(award)
    reverse(session, by.program_id, row.entry_id, month=month)
    for hand in session.exec(
        select(AwardHandRow.hand).where(
            col(AwardHandRow.program_id) == by.program_id,
            col(AwardHandRow.award_id) == award_id,
            col(AwardHandRow.part) == Part.PAID,
        )
    ).all():
        leave(session, award_id, Part.PAID, hand=hand, program_id=by.program_id)
    session.delete(row)
    session.flush()


def _payout(session: Session, *, award_id: AwardId, by: Holder) -> PayoutRow:
    if not by.role.may_undo_payment:
        raise NotPermitted(by.role)
    row = session.get(PayoutRow, (by.program_id, award_id), populate_existing=True, with_for_update=True)
    if row is None:
        raise TooLate
    return row
