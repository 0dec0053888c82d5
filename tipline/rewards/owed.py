"""What is owed for one award: approved once, then paid or returned once, and exactly as it was approved."""

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from tipline.money import Account, EntryKind
from tipline.rewards.lines import Lines, Posting
from tipline.rewards.refusals import AlreadyPosted, NotApproved, NotAsApproved, NotReversible
from tipline.store.ledger_tables import EntryRow, PostingRow
from tipline.vocabulary import AwardId, ProgramId

_BEGINNINGS: Final = (EntryKind.APPROVAL, EntryKind.TAKEN_OVER, EntryKind.COMMUNITY)
_ENDS: Final = (EntryKind.PAYMENT, EntryKind.RETURN, EntryKind.COMMUNITY)


def check_posting(
    session: Session, program_id: ProgramId, award_id: AwardId, *, kind: EntryKind, lines: Lines
) -> None:
    """See whether an entry of an award may be added; whose turn it is asks.

    Raises:
        AlreadyPosted: the award has such an entry, or is done with in another way.
        NotApproved: nothing is owed for it.
        NotAsApproved: another sum, or from another fund.
    """
    standing = {entry.kind: entry for entry in standing_entries(session, program_id, award_id)}
    begins = kind in _BEGINNINGS
    for other in _BEGINNINGS if begins else _ENDS:
        if other in standing:
            raise AlreadyPosted(other)
    if begins:
        return
    began = [entry for kind_of, entry in standing.items() if kind_of.owes]
    if not began:
        raise NotApproved
    approved = _owed(session, began[0])
    if not any(_settles(line, approved) for line in lines):
        raise NotAsApproved(approved=Account.OWED.natural(approved.amount_cents))


def check_reversal(session: Session, program_id: ProgramId, entry: EntryRow) -> None:
    """See whether an entry of an award may be reversed.

    Raises:
        NotReversible: an approval on which a payment or a return rests; that one is reversed first.
    """
    if not entry.kind.owes or entry.award_id is None:
        return
    standing = standing_entries(session, program_id, entry.award_id)
    if any(not other.kind.owes for other in standing):
        raise NotReversible


def standing_entries(session: Session, program_id: ProgramId, award_id: AwardId) -> Sequence[EntryRow]:
    """The entries of an award that are not reversed, and no reversals."""
    # In two steps: asked for the rows at once, SQLite reads all of the program's entries in their order.
    places = select(EntryRow.sequence).where(EntryRow.program_id == program_id, EntryRow.award_id == award_id)
    entries = session.exec(
        select(EntryRow)
        .where(EntryRow.program_id == program_id, col(EntryRow.sequence).in_(places))
        .order_by(col(EntryRow.sequence))
    ).all()
    reversed_ids = {entry.reverses for entry in entries}
    return [
        entry
        for entry in entries
        if entry.kind is not EntryKind.REVERSAL and entry.entry_id not in reversed_ids
    ]


def _owed(session: Session, approval: EntryRow) -> PostingRow:
    return session.exec(
        select(PostingRow).where(
            PostingRow.program_id == approval.program_id,
            PostingRow.sequence == approval.sequence,
            PostingRow.account == Account.OWED,
        )
    ).one()


def _settles(line: Posting, approved: PostingRow) -> bool:
    return (line.fund_id, line.account, line.amount) == (
        approved.fund_id,
        Account.OWED,
        -approved.amount_cents,
    )
