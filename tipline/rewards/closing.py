"""Close a month of the journal: nothing is posted in it any more, and what it held is signed."""

from sqlmodel import Session, col, select

from crypto.signing import SigningKey
from tipline.money import EntryKind
from tipline.rewards.chain import closing_context
from tipline.rewards.journal import closed_until, vouch
from tipline.rewards.months import month_after
from tipline.rewards.refusals import NotTheNextMonth
from tipline.store.ledger_tables import ClosedMonthRow, EntryRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import Month, PersonId, ProgramId


def close_month(
    session: Session,
    program_id: ProgramId,
    month: Month,
    *,
    this_month: Month,
    by: PersonId,
    signer: SigningKey,
) -> None:
    """Close a month that is over: the oldest that is open.

    Its last entry says that it is closed; who closes it signs that entry's link, which binds all before it.

    Args:
        this_month: the month that it is now, in the program's time zone.
        signer: of the person who closes it.

    Raises:
        NotTheNextMonth: another month comes first, or this one is not over; which may be closed next.
    """
    take_turn(session, program_id=program_id, what="ledger")
    wanted = next_to_close(session, program_id, this_month=this_month)
    if month != wanted or month >= this_month:
        raise NotTheNextMonth(month=month, wanted=wanted)
    entry = vouch(session, program_id, kind=EntryKind.CLOSING, month=month, digest=None)
    row = ClosedMonthRow(
        program_id=program_id,
        month=month,
        sequence=entry.sequence,
        head=entry.link,
        person_id=by,
        signature=signer.sign(entry.link, context=closing_context(program_id, month)),
    )
    insert_rows(session.connection(), ClosedMonthRow, [row.model_dump()])


def next_to_close(session: Session, program_id: ProgramId, *, this_month: Month) -> Month:
    """The oldest month that is open: after the last closed one, or that of the first entry."""
    closed = closed_until(session, program_id)
    if closed is not None:
        return month_after(closed)
    first = session.exec(
        select(EntryRow.month).where(EntryRow.program_id == program_id).order_by(col(EntryRow.month)).limit(1)
    ).first()
    return Month(first) if first is not None else this_month
