"""Prove the books of a program: chain, balance, nothing approved or paid twice, closed months unchanged.

It goes through the journal once, and takes nothing on trust but the people's proven keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session, select

from crypto.chain import START
from crypto.errors import NotProven
from crypto.signing import VerifyKey
from tipline.money import Account, EntryKind
from tipline.rewards.chain import Head, closing_context, fund_digest, link_of
from tipline.rewards.months import is_month
from tipline.rewards.proof_awards import AwardProof
from tipline.rewards.proof_lines import LineProof
from tipline.rewards.refusals import Fault, LedgerBroken
from tipline.rewards.stored import (
    LooseLines,
    StoredEntry,
    StoredFund,
    reversed_ids,
    stored_entries,
    stored_funds,
)
from tipline.store.ledger_tables import ClosedMonthRow
from tipline.vocabulary import Cents, FundId, Month, PersonId, ProgramId


@dataclass(frozen=True, slots=True)
class Proven:
    """Books that hold: how many entries, the last link, the months that are closed, and what stands where."""

    count: int
    head: bytes
    closed_until: Month | None
    balances: Mapping[tuple[FundId, Account], Cents]


def verify(session: Session, program_id: ProgramId, signers: Mapping[PersonId, VerifyKey]) -> Proven:
    """Follow a program's journal from its start, in a session that sees one state of the store.

    Books cut off at their end still hold, as an audit trail does, down to the last closed month: compare the
    head with one that was written down.

    Args:
        signers: the proven keys of the program's people, by whom its months were closed.

    Raises:
        LedgerBroken: with the number of the first entry that does not hold, and why.
    """
    proof = _Proof.of(session, program_id, signers)
    count = 0
    try:
        with stored_entries(session, program_id) as entries:
            for entry in entries:
                proof.take(entry)
                count += 1
    except LooseLines as loose:
        raise LedgerBroken(loose.sequence, Fault.LOOSE) from None
    proof.end(count)
    return Proven(count, proof.link, proof.closed_until, proof.lines.balances())


@dataclass
class _Proof:
    """What was seen of the journal so far."""

    program_id: ProgramId
    signers: Mapping[PersonId, VerifyKey]
    funds: Mapping[bytes, StoredFund]
    closings: dict[int, ClosedMonthRow]
    lines: LineProof
    awards: AwardProof = field(default_factory=AwardProof)
    vouched: set[bytes] = field(default_factory=set)
    link: bytes = START
    sequence: int = 0
    closed_until: Month | None = None

    @classmethod
    def of(cls, session: Session, program_id: ProgramId, signers: Mapping[PersonId, VerifyKey]) -> "_Proof":
        funds = stored_funds(session, program_id)
        closings = session.exec(select(ClosedMonthRow).where(ClosedMonthRow.program_id == program_id)).all()
        return cls(
            program_id,
            signers,
            {_digest(program_id, fund): fund for fund in funds},
            {closing.sequence: closing for closing in closings},
            LineProof({fund.fund_id: fund for fund in funds}, reversed_ids(session, program_id)),
        )

    def take(self, entry: StoredEntry) -> None:
        """See whether the next entry holds.

        Raises:
            LedgerBroken: it does not.
        """
        head = entry.head
        if head.sequence != self.sequence + 1:
            raise LedgerBroken(self.sequence + 1, Fault.MISSING)
        self.sequence = head.sequence
        self.link = link_of(self.link, self.program_id, head, entry.lines)
        if self.link != entry.link:
            raise LedgerBroken(head.sequence, Fault.LINK)
        fault = self._fault(entry)
        if fault is not None:
            raise LedgerBroken(head.sequence, fault)

    def end(self, count: int) -> None:
        """See whether anything is left that no entry speaks of.

        Raises:
            LedgerBroken: a fund or a closed month.
        """
        if len(self.vouched) != len(self.funds):
            raise LedgerBroken(count, Fault.FUND)
        if self.closings:
            raise LedgerBroken(count, Fault.LOOSE)

    def _fault(self, entry: StoredEntry) -> Fault | None:
        head = entry.head
        kind = _KINDS.get(head.kind)
        if kind is None or not is_month(head.month):
            return Fault.WORDS
        if self.closed_until is not None and head.month <= self.closed_until:
            return Fault.MONTH
        fault = self.lines.take(kind, entry) or self.awards.take(kind, entry)
        if fault is not None:
            return fault
        if kind is EntryKind.FUND:
            return self._fund(head)
        return self._closing(entry) if kind is EntryKind.CLOSING else None

    def _fund(self, head: Head) -> Fault | None:
        if head.digest is None or head.digest not in self.funds or head.digest in self.vouched:
            return Fault.FUND
        self.vouched.add(head.digest)
        return None

    def _closing(self, entry: StoredEntry) -> Fault | None:
        row = self.closings.pop(entry.head.sequence, None)
        if row is None or (row.month, row.head) != (entry.head.month, entry.link):
            return Fault.CLOSING
        signer = self.signers.get(row.person_id)
        if signer is None:
            return Fault.CLOSING
        try:
            signer.verify(row.signature, entry.link, context=closing_context(self.program_id, row.month))
        except NotProven:
            return Fault.CLOSING
        self.closed_until = row.month
        return None


def _digest(program_id: ProgramId, fund: StoredFund) -> bytes:
    return fund_digest(program_id, fund.fund_id, kind=fund.kind, name=fund.name, currency=fund.currency)


_KINDS: Final[Mapping[str, EntryKind]] = {kind.value: kind for kind in EntryKind}
