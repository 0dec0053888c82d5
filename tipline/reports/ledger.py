"""A month's numbers of rewards from the journal of the ledger: sums of entries, and of no award a word."""

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
    numbers = _numbers(ledger, program_id, of_month)
    owed = _moved(ledger, program_id, of_month, Account.OWED)
    given = _moved(ledger, program_id, of_month, Account.AVAILABLE)
    since = _numbers(ledger, program_id, col(EntryRow.month) <= month)
    later = sum(_moved(ledger, program_id, col(EntryRow.month) > month, Account.OWED).values())
    stands = sum(
        cents for (_, account), cents in balances(ledger, program_id).items() if account is Account.OWED
    )
    return RewardCounts(
        awards_approved=sum(numbers.get(kind, 0) for kind in _APPROVED),
        approved=-owed.get(EntryKind.APPROVAL, 0) + given.get(EntryKind.COMMUNITY, 0),
        awards_paid=numbers.get(EntryKind.PAYMENT, 0),
        paid=owed.get(EntryKind.PAYMENT, 0),
        awards_unclaimed=sum(number for kind, number in since.items() if kind.owes)
        - since.get(EntryKind.PAYMENT, 0)
        - since.get(EntryKind.RETURN, 0),
        unclaimed=stands + later,
    )


def _numbers(ledger: Session, program_id: ProgramId, when: ColumnElement[bool]) -> Mapping[EntryKind, int]:
    """How many entries of each kind there are, less the reversals of such: those in their own month."""
    numbers: dict[EntryKind, int] = {}
    entries = ledger.connection().execute(
        select(col(EntryRow.kind), func.count())
        .where(col(EntryRow.program_id) == program_id, when)
        .group_by(col(EntryRow.kind))
    )
    for kind, number in entries:
        numbers[kind] = numbers.get(kind, 0) + number
    reversed_entry = aliased(EntryRow)
    reversals = ledger.connection().execute(
        select(col(reversed_entry.kind), func.count())
        .select_from(EntryRow)
        .join(
            reversed_entry,
            (col(reversed_entry.program_id) == col(EntryRow.program_id))
            & (col(reversed_entry.entry_id) == col(EntryRow.reverses)),
        )
        .where(col(EntryRow.program_id) == program_id, col(EntryRow.reverses).is_not(None), when)
        .group_by(col(reversed_entry.kind))
    )
    for kind, number in reversals:
        numbers[kind] = numbers.get(kind, 0) - number
    return numbers


def _moved(
    ledger: Session, program_id: ProgramId, when: ColumnElement[bool], account: Account
) -> Mapping[EntryKind, int]:
    """What was moved on an account of the rewards funds, debit positive, by the kind of entry.

    A reversal stands under the kind that it reverses, and has the other sign.
    """
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
            when,
            col(PostingRow.account) == account,
            col(FundRow.kind) == FundKind.REWARDS,
        )
        .group_by(kind)
    )
    return {each: int(total) for each, total in found}
