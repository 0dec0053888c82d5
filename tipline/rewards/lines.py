"""The lines of each kind of entry: one function a deed, so that nobody has to think of debit and credit.

An amount is that of the deed and positive; every function raises `AmountRefused` for one that cannot be
booked. In each fund the lines add up to nothing.
"""

from dataclasses import dataclass

from tipline.money import LARGEST, Account
from tipline.rewards.refusals import AmountRefused
from tipline.vocabulary import Cents, FundId


@dataclass(frozen=True, slots=True)
class Posting:
    """A line of an entry: positive debits the account, negative credits it."""

    fund_id: FundId
    account: Account
    amount: Cents


Lines = tuple[Posting, ...]


def deposit(fund_id: FundId, amount: Cents) -> Lines:
    """Money comes into a fund: an opening balance, a gift, a grant, interest."""
    return (_debit(fund_id, Account.BANK, amount), _credit(fund_id, Account.AVAILABLE, amount))


def withdrawal(fund_id: FundId, amount: Cents) -> Lines:
    """Money leaves a fund for something else than an award."""
    return (_debit(fund_id, Account.AVAILABLE, amount), _credit(fund_id, Account.BANK, amount))


def approval(fund_id: FundId, amount: Cents) -> Lines:
    """An award is approved: what was available is owed."""
    return (_debit(fund_id, Account.AVAILABLE, amount), _credit(fund_id, Account.OWED, amount))


def taken_over(fund_id: FundId, amount: Cents) -> Lines:
    """An award that another system approved is owed: what was available is."""
    return approval(fund_id, amount)


def payment(fund_id: FundId, amount: Cents, *, desk_id: FundId) -> Lines:
    """An award is handed over at a desk: it is owed no more, and the drawer holds less."""
    return (
        _debit(fund_id, Account.OWED, amount),
        _credit(fund_id, Account.AT_DESKS, amount),
        _debit(desk_id, Account.ENTRUSTED, amount),
        _credit(desk_id, Account.FLOAT, amount),
    )


def unclaimed(fund_id: FundId, amount: Cents) -> Lines:
    """An award that nobody collected goes back to its fund."""
    return (_debit(fund_id, Account.OWED, amount), _credit(fund_id, Account.AVAILABLE, amount))


def to_community(fund_id: FundId, amount: Cents, *, community_id: FundId) -> Lines:
    """An award is given to the community: from a rewards fund to a community fund."""
    return (*withdrawal(fund_id, amount), *deposit(community_id, amount))


def fill(fund_id: FundId, amount: Cents, *, desk_id: FundId) -> Lines:
    """Cash of a fund goes from the bank to a desk."""
    return (
        _debit(fund_id, Account.AT_DESKS, amount),
        _credit(fund_id, Account.BANK, amount),
        _debit(desk_id, Account.FLOAT, amount),
        _credit(desk_id, Account.ENTRUSTED, amount),
    )


def empty(fund_id: FundId, amount: Cents, *, desk_id: FundId) -> Lines:
    """Cash of a fund goes from a desk back to the bank."""
    return mirrored(fill(fund_id, amount, desk_id=desk_id))


def over(fund_id: FundId, amount: Cents, *, desk_id: FundId) -> Lines:
    """A count found more in the drawer than the books: the fund that bears the desk has more."""
    return (
        _debit(desk_id, Account.FLOAT, amount),
        _credit(desk_id, Account.ENTRUSTED, amount),
        _debit(fund_id, Account.AT_DESKS, amount),
        _credit(fund_id, Account.AVAILABLE, amount),
    )


def short(fund_id: FundId, amount: Cents, *, desk_id: FundId) -> Lines:
    """A count found less in the drawer: the fund that bears the desk has less."""
    return mirrored(over(fund_id, amount, desk_id=desk_id))


def mirrored(lines: Lines) -> Lines:
    """The same lines with debit and credit exchanged."""
    return tuple(Posting(line.fund_id, line.account, Cents(-line.amount)) for line in lines)


def _debit(fund_id: FundId, account: Account, amount: Cents) -> Posting:
    if not 0 < amount <= LARGEST:
        raise AmountRefused(limit=LARGEST)
    return Posting(fund_id, account, amount)


def _credit(fund_id: FundId, account: Account, amount: Cents) -> Posting:
    return Posting(fund_id, account, Cents(-_debit(fund_id, account, amount).amount))
