"""What an auditor asks of an entry's lines: the right accounts, in balance, each balance what it comes to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.money import LARGEST, Account, EntryKind, FundKind
from tipline.rewards.chain import Line
from tipline.rewards.refusals import Fault
from tipline.rewards.stored import StoredEntry, StoredFund
from tipline.vocabulary import Cents, FundId

ACCOUNTS: Final = {account.value: account for account in Account}

_Lines = tuple[Line, ...]


@dataclass(slots=True)
class _Place:
    """An account of a fund, and what stands there so far, debit positive."""

    fund_id: bytes
    account: Account
    currency: str
    of_its_kind: bool
    """A fund of this kind has such an account."""
    debit_normal: bool
    standing: int = 0


@dataclass
class LineProof:
    """What stands on each account so far, and the entries that may still be reversed."""

    funds: Mapping[bytes, StoredFund]
    reversed_ids: Collection[bytes]
    _places: dict[tuple[bytes, str], _Place] = field(default_factory=dict)
    _reversible: dict[bytes, tuple[bytes | None, _Lines]] = field(default_factory=dict)
    _shapes: dict[tuple[EntryKind, tuple[tuple[str, bool], ...]], bool] = field(default_factory=dict)

    def take(self, kind: EntryKind, entry: StoredEntry) -> Fault | None:
        """What is wrong with the lines of the next entry; None if nothing is."""
        head, lines = entry.head, entry.lines
        if (kind is EntryKind.REVERSAL) != (head.reverses is not None):
            return Fault.REVERSAL
        if kind is EntryKind.REVERSAL:
            award_id, mirrored = self._reversible.pop(head.reverses or b"", (None, ()))
            if not mirrored or award_id != head.award_id or not _mirrors(mirrored, lines):
                return Fault.REVERSAL
        elif not self._is_shape(kind, lines):
            return Fault.LINES
        elif head.entry_id in self.reversed_ids:
            self._reversible[head.entry_id] = (head.award_id, lines)
        return self._book(lines)

    def balances(self) -> Mapping[tuple[FundId, Account], Cents]:
        """What stands on each account that was ever booked on, as a person reads it."""
        return {
            (FundId(place.fund_id), place.account): place.account.natural(place.standing)
            for place in self._places.values()
        }

    def _is_shape(self, kind: EntryKind, lines: _Lines) -> bool:
        moves = tuple((line.account, line.amount > 0) for line in lines)
        known = self._shapes.get((kind, moves))
        if known is None:
            known = (
                frozenset(account for account, debit in moves if debit) == kind.debited
                and frozenset(account for account, debit in moves if not debit) == kind.credited
            )
            self._shapes[kind, moves] = known
        return known

    def _book(self, lines: _Lines) -> Fault | None:
        sums: dict[bytes, int] = {}
        for number, (written, fund_id, account, amount, currency, balance) in enumerate(lines, start=1):
            place = self._places.get((fund_id, account)) or self._new_place(fund_id, account)
            if place is None or place.currency != currency:
                return Fault.FUND
            if written != number or not -LARGEST <= amount <= LARGEST or amount == 0 or not place.of_its_kind:
                return Fault.LINES
            place.standing += amount
            if place.standing != balance:
                return Fault.BALANCE
            if balance < 0 if place.debit_normal else balance > 0:
                return Fault.OVERDRAWN
            sums[fund_id] = sums.get(fund_id, 0) + amount
        return Fault.LINES if any(sums.values()) else None

    def _new_place(self, fund_id: bytes, word: str) -> _Place | None:
        fund = self.funds.get(fund_id)
        if fund is None:
            return None
        account = ACCOUNTS[word]  # every line's is known: its entry's shape was looked at
        of_its_kind = account.of_desk == (fund.kind == FundKind.DESK)
        place = _Place(fund_id, account, fund.currency, of_its_kind, account.debit_normal)
        self._places[fund_id, word] = place
        return place


def _mirrors(one: _Lines, other: _Lines) -> bool:
    return [*_moves(one, sign=-1)] == [*_moves(other, sign=1)]


def _moves(lines: _Lines, *, sign: int) -> Iterator[tuple[bytes, str, int]]:
    return ((line.fund_id, line.account, sign * line.amount) for line in lines)
