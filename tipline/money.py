"""The words of the ledger: currencies, kinds of fund, accounts, and what each kind of entry moves.

The chart of accounts is explained in docs/ledger.md. An amount is positive on the debit side of an account
and negative on the credit side, and what an entry writes in each fund adds up to nothing.
"""

from typing import Final, NewType

from tipline.vocabulary import Cents, Named

Currency = NewType("Currency", str)
"""Three letters of ISO 4217, of a currency with hundredths."""

CURRENCIES: Final = frozenset(
    Currency(code)
    for code in (
        *("AUD", "BBD", "BMD", "BSD", "BWP", "BZD", "CAD", "CHF", "EUR", "FJD", "FKP", "GBP", "GIP"),
        *("GYD", "INR", "JMD", "KYD", "MXN", "NAD", "NZD", "PHP", "SGD", "TTD", "USD", "XCD", "ZAR"),
    )
)
"""Currencies of places that have such programs; every one of them has hundredths."""
USUAL_CURRENCY: Final = Currency("CAD")
"""Of a program that has no fund yet."""

LARGEST: Final = Cents(10_000_000_000)
"""The most that one line may move: a hundred million. What is more was mistyped."""


class FundKind(Named):
    """What a fund is for."""

    REWARDS = "rewards"
    COMMUNITY = "community"
    DESK = "desk"
    """A payout desk: its cash is kept as a fund of its own, entrusted to it by the others."""


class Account(Named):
    """Where money stands in a fund."""

    AVAILABLE = "available"
    """Of the fund: what may still be awarded (credit)."""
    OWED = "owed"
    """Of the fund: approved, and not yet handed over (credit)."""
    ENTRUSTED = "entrusted"
    """Of a desk: what it holds for other funds (credit)."""
    BANK = "bank"
    """Of the fund: what lies at the bank (debit)."""
    AT_DESKS = "at-desks"
    """Of the fund: what it has entrusted to desks (debit)."""
    FLOAT = "float"
    """Of a desk: the cash in its drawer (debit)."""

    @property
    def debit_normal(self) -> bool:
        """A debit makes it more: it says where money lies, not whose it is."""
        return self in _DEBIT_NORMAL

    @property
    def of_desk(self) -> bool:
        """It belongs to a desk, and to no other kind of fund."""
        return self in {Account.FLOAT, Account.ENTRUSTED}

    def natural(self, amount: int) -> Cents:
        """An amount or balance as a person reads it: positive where money stands on the account."""
        return Cents(amount if self.debit_normal else -amount)


_DEBIT_NORMAL: Final = frozenset({Account.BANK, Account.AT_DESKS, Account.FLOAT})


class EntryKind(Named):
    """What an entry of the journal records."""

    FUND = "fund"
    """A fund is made; moves nothing."""
    OPENING = "opening"
    """What a fund had before this ledger."""
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    """Money leaves a fund for something else than an award: a bank's charge, a gift to the community."""
    APPROVAL = "approval"
    TAKEN_OVER = "taken-over"
    """An award that another system approved, and that was owed when this ledger began."""
    PAYMENT = "payment"
    RETURN = "return"
    """An award that nobody collected goes back to its fund."""
    COMMUNITY = "community"
    """An award given to the community: from a rewards fund to a community fund."""
    FILL = "fill"
    """Cash goes from the bank to a desk."""
    EMPTY = "empty"
    """Cash goes from a desk back to the bank."""
    OVER = "over"
    """A count found more cash than the books."""
    SHORT = "short"
    """A count found less."""
    CLOSING = "closing"
    """A month is closed; moves nothing."""
    REVERSAL = "reversal"

    @property
    def debited(self) -> frozenset[Account]:
        """The accounts that an entry of this kind debits; none for a reversal, which mirrors another."""
        return _MOVES.get(self, _NOTHING)[0]

    @property
    def credited(self) -> frozenset[Account]:
        """The accounts that an entry of this kind credits."""
        return _MOVES.get(self, _NOTHING)[1]

    @property
    def owes(self) -> bool:
        """With it an award begins to be owed."""
        return self in _OWES

    @property
    def of_award(self) -> bool:
        """It belongs to one award, and an award has at most one such entry that is not reversed."""
        return self in _OF_AWARD


_NOTHING: Final = (frozenset[Account](), frozenset[Account]())
_OWES: Final = frozenset({EntryKind.APPROVAL, EntryKind.TAKEN_OVER})
_OF_AWARD: Final = _OWES | {EntryKind.PAYMENT, EntryKind.RETURN, EntryKind.COMMUNITY}
_MOVES: Final = {
    EntryKind.OPENING: (frozenset({Account.BANK}), frozenset({Account.AVAILABLE})),
    EntryKind.DEPOSIT: (frozenset({Account.BANK}), frozenset({Account.AVAILABLE})),
    EntryKind.WITHDRAWAL: (frozenset({Account.AVAILABLE}), frozenset({Account.BANK})),
    EntryKind.APPROVAL: (frozenset({Account.AVAILABLE}), frozenset({Account.OWED})),
    EntryKind.TAKEN_OVER: (frozenset({Account.AVAILABLE}), frozenset({Account.OWED})),
    EntryKind.PAYMENT: (
        frozenset({Account.OWED, Account.ENTRUSTED}),
        frozenset({Account.AT_DESKS, Account.FLOAT}),
    ),
    EntryKind.RETURN: (frozenset({Account.OWED}), frozenset({Account.AVAILABLE})),
    EntryKind.COMMUNITY: (
        frozenset({Account.AVAILABLE, Account.BANK}),
        frozenset({Account.AVAILABLE, Account.BANK}),
    ),
    EntryKind.FILL: (
        frozenset({Account.AT_DESKS, Account.FLOAT}),
        frozenset({Account.BANK, Account.ENTRUSTED}),
    ),
    EntryKind.EMPTY: (
        frozenset({Account.BANK, Account.ENTRUSTED}),
        frozenset({Account.AT_DESKS, Account.FLOAT}),
    ),
    EntryKind.OVER: (
        frozenset({Account.FLOAT, Account.AT_DESKS}),
        frozenset({Account.ENTRUSTED, Account.AVAILABLE}),
    ),
    EntryKind.SHORT: (
        frozenset({Account.ENTRUSTED, Account.AVAILABLE}),
        frozenset({Account.FLOAT, Account.AT_DESKS}),
    ),
}
