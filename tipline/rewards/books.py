"""The books as an export writes them: every entry in its order, with the names of its funds."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from tipline.money import Account, Currency, EntryKind
from tipline.rewards.stored import StoredEntry, stored_entries, stored_funds
from tipline.vocabulary import Cents, Month, ProgramId


@dataclass(frozen=True, slots=True)
class Moved:
    """A line as it is exported."""

    fund: str
    account: Account
    debit: Cents
    credit: Cents
    currency: Currency
    balance: Cents
    """What stands on the account after it, as a person reads it."""

    @property
    def signed(self) -> Cents:
        """The amount, positive for a debit."""
        return Cents(self.debit - self.credit)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it is exported."""

    number: int
    month: Month
    kind: EntryKind
    entry_id: str
    award_id: str
    reverses: str
    link: str
    lines: tuple[Moved, ...]


def entries(session: Session, program_id: ProgramId) -> Iterator[Entered]:
    """Every entry, in a session that sees one state of the store; verify the books first.

    Raises:
        LooseLines, KeyError, ValueError: the books do not hold, and were not verified.
    """
    names = {fund.fund_id: fund.name for fund in stored_funds(session, program_id)}
    with stored_entries(session, program_id) as stored:
        for entry in stored:
            yield _entered(entry, names)


def _entered(entry: StoredEntry, names: dict[bytes, str]) -> Entered:
    head = entry.head
    return Entered(
        number=head.sequence,
        month=Month(head.month),
        kind=EntryKind(head.kind),
        entry_id=head.entry_id.hex(),
        award_id=(head.award_id or b"").hex(),
        reverses=(head.reverses or b"").hex(),
        link=entry.link.hex(),
        lines=tuple(
            Moved(
                fund=names[line.fund_id],
                account=Account(line.account),
                debit=Cents(max(line.amount, 0)),
                credit=Cents(max(-line.amount, 0)),
                currency=Currency(line.currency),
                balance=Account(line.account).natural(line.balance),
            )
            for line in entry.lines
        ),
    )


def decimal(cents: int) -> str:
    """An amount in units with two places, as every program reads it: 1234.50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def month_text(month: Month) -> str:
    """A month as 2026-11."""
    return f"{month // 100:04d}-{month % 100:02d}"
