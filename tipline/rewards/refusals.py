"""What the ledger refuses, as facts; doors choose the words.

LedgerRefused
├── AmountRefused             not a sum of money that can be booked: nothing, less, too much, parts of a cent
├── OtherCurrency             a sum or a fund in another currency
├── NotEnough                 an account would fall below nothing
├── MonthClosed               nothing is posted in that month any more
├── NotTheNextMonth           months are closed in order, the oldest first
├── MonthOutOfReach           a month that has not begun, or is too long ago to be meant
├── AlreadyPosted             an award has such an entry already
├── NotApproved               nothing is owed for the award
├── NotAsApproved             another sum than was approved
├── AlreadyReversed
├── NotReversible             a reversal, an entry that moves nothing, or an approval on which others rest
└── EntryOfAward              it is taken back where the award was decided or paid, and not in the books
"""

from tipline.errors import NothingHere, Refused, TiplineError
from tipline.money import Account, Currency, EntryKind
from tipline.vocabulary import Cents, FundId, Month, Named


class LedgerRefused(Refused):
    """The books do not take it; nothing was changed."""


class AmountRefused(LedgerRefused):
    """Nothing, less than nothing, parts of a cent, or more than `limit`."""

    def __init__(self, *, limit: Cents) -> None:
        super().__init__(limit)
        self.limit = limit


class OtherCurrency(LedgerRefused):
    """The fund is in another currency."""

    def __init__(self, *, wanted: Currency, found: str) -> None:
        super().__init__(wanted, found)
        self.wanted = wanted
        self.found = found


class NotEnough(LedgerRefused):
    """An account of a fund would fall below nothing; what stands there now."""

    def __init__(self, *, fund_id: FundId, account: Account, there: Cents) -> None:
        super().__init__(fund_id.hex(), account.value, there)
        self.fund_id = fund_id
        self.account = account
        self.there = there


class MonthClosed(LedgerRefused):
    """The month is closed; every month up to `closed` is."""

    def __init__(self, *, month: Month, closed: Month) -> None:
        super().__init__(month, closed)
        self.month = month
        self.closed = closed


class NotTheNextMonth(LedgerRefused):
    """Another month is to be closed first, or this one is not over."""

    def __init__(self, *, month: Month, wanted: Month) -> None:
        super().__init__(month, wanted)
        self.month = month
        self.wanted = wanted


class MonthOutOfReach(LedgerRefused):
    """The month has not begun, or is too long ago to be meant; between which months it may be."""

    def __init__(self, *, month: Month, first: Month, last: Month) -> None:
        super().__init__(month, first, last)
        self.month = month
        self.first = first
        self.last = last


class AlreadyPosted(LedgerRefused):
    """The award has an entry of this kind that is not reversed."""

    def __init__(self, kind: EntryKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


class NotApproved(LedgerRefused):
    """Nothing is owed for the award: it is not approved, or the approval was reversed."""


class NotAsApproved(LedgerRefused):
    """Another sum, or from another fund, than was approved."""

    def __init__(self, *, approved: Cents) -> None:
        super().__init__(approved)
        self.approved = approved


class AlreadyReversed(LedgerRefused):
    """The entry was reversed before."""


class NotReversible(LedgerRefused):
    """A reversal, an entry that moves nothing, or an approval that was paid or returned."""


class EntryOfAward(LedgerRefused):
    """The entry belongs to an award: one person alone does not take it back."""


class NoSuchFund(NothingHere):
    """No fund of this program has this id."""


class NoSuchEntry(NothingHere):
    """No entry of this program has this id."""


class Fault(Named):
    """What is wrong with an entry."""

    MISSING = "an entry is missing before it"
    LINK = "it was changed, or what stands before it"
    WORDS = "it says what no entry says"
    LINES = "its lines are not those of such an entry"
    BALANCE = "what stands on an account after it is not what it comes to"
    OVERDRAWN = "an account falls below nothing"
    FUND = "a fund was changed, added or removed"
    AWARD = "its award was paid or approved twice, or not as approved"
    REVERSAL = "it reverses what it cannot"
    MONTH = "it stands in a month that was closed before it"
    CLOSING = "the month that it closes was changed, or is not signed"
    LOOSE = "lines or closed months belong to no entry"


class LedgerBroken(TiplineError):
    """The books do not hold: at which entry, and what is wrong with it."""

    def __init__(self, sequence: int, fault: Fault) -> None:
        super().__init__(sequence, fault.value)
        self.sequence = sequence
        self.fault = fault
