"""Tables of the ledger: funds, the journal's entries and their postings, and the months that are closed.

Nothing in them is ever changed or deleted: the database refuses it, and refuses too an entry whose postings
do not add up to nothing in each fund, one in a closed month, and a balance on the wrong side of its account.
Postings are inserted before the entry that they belong to; once the entry is there it is whole.
"""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from tipline.money import Account, Currency, EntryKind, FundKind
from tipline.store.columns import (
    BY_KEY,
    HASH_SIZE,
    SIGNATURE_SIZE,
    LedgerTable,
    cents,
    identity,
    key,
    maybe_identity,
    maybe_raw,
    month,
    month_key,
    raw,
    text,
    word,
)
from tipline.vocabulary import AwardId, Cents, EntryId, FundId, Month, PersonId, ProgramId


class FundRow(LedgerTable, table=True):
    """A fund: money for one purpose in one currency, or a desk's drawer."""

    __tablename__ = "fund"
    __table_args__ = (UniqueConstraint("program_id", "name"), BY_KEY)

    program_id: ProgramId = key()
    fund_id: FundId = key()
    kind: FundKind = word(FundKind)
    name: str = text(80)
    currency: Currency = text(3)


class EntryRow(LedgerTable, table=True):
    """An entry of the journal: what happened, in which month, and its link of the chain."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("program_id", "entry_id"),
        UniqueConstraint("program_id", "reverses"),
        Index("ix_entry_award", "program_id", "award_id"),
        Index("ix_entry_month", "program_id", "month", "kind"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    sequence: int = Field(primary_key=True)
    entry_id: EntryId = identity()
    month: Month = month()
    kind: EntryKind = word(EntryKind)
    award_id: AwardId | None = maybe_identity()
    reverses: EntryId | None = maybe_identity()
    digest: bytes | None = maybe_raw(HASH_SIZE)
    """SHA-256 of something outside the journal that the entry vouches for."""
    link: bytes = raw(HASH_SIZE)


class PostingRow(LedgerTable, table=True):
    """One line of an entry: an amount on an account of a fund, and what stands there after it."""

    __tablename__ = "posting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["program_id", "sequence"],
            ["entry.program_id", "entry.sequence"],
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(["program_id", "fund_id"], ["fund.program_id", "fund.fund_id"]),
        Index("ix_posting_account", "program_id", "fund_id", "account", "sequence", "balance_cents"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    sequence: int = Field(primary_key=True)
    line: int = Field(primary_key=True)
    fund_id: FundId = identity()
    account: Account = word(Account)
    amount_cents: Cents = cents()
    currency: Currency = text(3)
    balance_cents: Cents = cents()


class ClosedMonthRow(LedgerTable, table=True):
    """A month in which nothing is posted any more, and the entry that closed it."""

    __tablename__ = "closed_month"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "sequence"], ["entry.program_id", "entry.sequence"]),
        BY_KEY,
    )

    program_id: ProgramId = key()
    month: Month = month_key()
    sequence: int
    head: bytes = raw(HASH_SIZE)
    person_id: PersonId = identity()
    signature: bytes = raw(SIGNATURE_SIZE)
