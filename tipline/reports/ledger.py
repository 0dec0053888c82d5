"""A month's numbers of rewards from the journal of the ledger: sums of entries, and of no award a word."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tipline.money import Account, EntryKind, FundKind
from tipline.reports.rewards import RewardCounts, Rewards
from tipline.rewards.journal import balances
from tipline.store.ledger_tables import EntryRow, FundRow, PostingRow
from tipline.vocabulary import Month, ProgramId

_APPROVED: Final = (EntryKind.APPROVAL, EntryKind.COMMUNITY)


def rewards_of(ledger: Session, program_id: ProgramId) -> Rewards | None:
    """A program's ledger as reports ask it; None where it has no fund of rewards, so that nothing is known.

    An award given to the community is approved, and neither owed nor paid. One that another system approved
    is owed, and paid here, and was counted as approved there.
    """
    currency: str | None = ledger.connection().scalar(
        select(col(FundRow.currency))
        .where(col(FundRow.program_id) == program_id, col(FundRow.kind) == FundKind.REWARDS)
        .order_by(col(FundRow.name))
        .limit(1)
    )
    if currency is None:
        return None
    return Rewards(currency, lambda month: _counts(ledger, program_id, month))


def _counts(ledger: Session, program_id: ProgramId, month: Month) -> RewardCounts:
    of_month = col(EntryRow.month) == month
    numbers = _numbers(ledger, program_id, month)
    owed = _moved(ledger, program_id, of_month, Account.OWED)
    given = _moved(ledger, program_id, of_month, Account.AVAILABLE)
    later = sum(_moved(ledger, program_id, col(EntryRow.month) > month, Account.OWED).values())
    stands = sum(
        cents for (_, account), cents in balances(ledger, program_id).items() if account is Account.OWED
    )
    return RewardCounts(
        awards_approved=sum(numbers.get(kind, 0) for kind in _APPROVED),
        approved=-owed.get(EntryKind.APPROVAL, 0) + given.get(EntryKind.COMMUNITY, 0),
        awards_paid=numbers.get(EntryKind.PAYMENT, 0),
        paid=owed.get(EntryKind.PAYMENT, 0),
        awards_unclaimed=_waiting(ledger, program_id, month),
        unclaimed=stands + later,
    )


def _waiting(ledger: Session, program_id: ProgramId, month: Month) -> int:
    """How many awards were approved, and neither paid nor returned, up to the end of a month."""
    weights = {kind: 1 for kind in EntryKind if kind.owes}
    weights |= {EntryKind.PAYMENT: -1, EntryKind.RETURN: -1}
    # Not in groups: these are the entries of all the years, and each would be looked up in its group.
    found = ledger.connection().scalar(
        select(
            func.sum(case(*((col(EntryRow.kind) == kind, one) for kind, one in weights.items()), else_=0))
        ).where(col(EntryRow.program_id) == program_id, col(EntryRow.month) <= month)
    )
    back = _taken_back(ledger, program_id, until=month)
    return int(found or 0) - sum(one * back.get(kind, 0) for kind, one in weights.items())


def _numbers(ledger: Session, program_id: ProgramId, month: Month) -> Mapping[EntryKind, int]:
    """How many entries of each kind a month has, less the reversals of such that it has."""
    entries = ledger.connection().execute(
        select(col(EntryRow.kind), func.count())
        .where(col(EntryRow.program_id) == program_id, col(EntryRow.month) == month)
        .group_by(col(EntryRow.kind))
    )
    numbers: Counter[EntryKind] = Counter()
    for kind, number in entries:
        numbers[kind] = number
    numbers.subtract(_taken_back(ledger, program_id, since=month, until=month))
    return numbers


def _taken_back(
    ledger: Session, program_id: ProgramId, *, since: int = 0, until: Month
) -> Mapping[EntryKind, int]:
    """How many reversals some months have, by the kind of the entry that they reverse.

    Of all there are, which are few: asked for those of a month, SQLite goes through all of its entries.
    """
    reversed_entry = aliased(EntryRow)
    # Any id is more than no bytes: said so, and not that there is one, SQLite uses the index.
    places = select(col(EntryRow.sequence)).where(
        col(EntryRow.program_id) == program_id, col(EntryRow.reverses) > b""
    )
    found = ledger.connection().execute(
        select(col(EntryRow.month), col(reversed_entry.kind))
        .select_from(EntryRow)
        .join(
            reversed_entry,
            (col(reversed_entry.program_id) == col(EntryRow.program_id))
            & (col(reversed_entry.entry_id) == col(EntryRow.reverses)),
        )
        .where(col(EntryRow.program_id) == program_id, col(EntryRow.sequence).in_(places))
    )
    return Counter(kind for month, kind in found if since <= month <= until)


def _moved(
    ledger: Session, program_id: ProgramId, when: ColumnElement[bool], account: Account
) -> Mapping[EntryKind, int]:
    """What was moved on an account of the rewards funds, debit positive, by the kind of entry.

    A reversal stands under the kind that it reverses, and has the other sign.
    """
    # In two steps, as in `rewards.reading`: else SQLite goes through every line of the journal.
    places = select(col(EntryRow.sequence)).where(col(EntryRow.program_id) == program_id, when)
    reversed_entry = aliased(EntryRow)
    kind = case((col(EntryRow.reverses).is_(None), col(EntryRow.kind)), else_=col(reversed_entry.kind)).label(
        "kind"
    )
    found = ledger.connection().execute(
        select(kind, func.sum(col(PostingRow.amount_cents)))
        .select_from(EntryRow)
        .join(
            PostingRow,
            (col(PostingRow.program_id) == col(EntryRow.program_id))
            & (col(PostingRow.sequence) == col(EntryRow.sequence)),
        )
        .join(
            FundRow,
            (col(FundRow.program_id) == col(PostingRow.program_id))
            & (col(FundRow.fund_id) == col(PostingRow.fund_id)),
        )
        .outerjoin(
            reversed_entry,
            (col(reversed_entry.program_id) == col(EntryRow.program_id))
            & (col(reversed_entry.entry_id) == col(EntryRow.reverses)),
        )
        .where(
            col(EntryRow.program_id) == program_id,
            col(PostingRow.sequence).in_(places),
            col(PostingRow.account) == account,
            col(FundRow.kind) == FundKind.REWARDS,
        )
        .group_by(kind)
    )
    return {each: int(total) for each, total in found}
