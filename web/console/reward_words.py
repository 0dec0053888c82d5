"""What the pages of the rewards say: the words of the ledger as a treasurer reads them, and every refusal."""

from collections.abc import Mapping
from typing import Final

from tipline.errors import NameTaken, TiplineError, Unsuitable
from tipline.money import Account, Currency, EntryKind, FundKind
from tipline.rewards.refusals import (
    AlreadyReversed,
    AmountRefused,
    EntryOfAward,
    LedgerBroken,
    LedgerRefused,
    MonthClosed,
    MonthOutOfReach,
    NotEnough,
    NotReversible,
    NotTheNextMonth,
    OtherCurrency,
)
from tipline.rewards.scoring_refusals import NotScoringBytes
from web.console.amounts import AmountWrong
from web.console.amounts import said as said_sum
from web.console.dates import month_name
from web.errors import Answer

DEEDS: Final[Mapping[EntryKind, str]] = {
    EntryKind.FUND: "Fund made",
    EntryKind.OPENING: "Opening balance",
    EntryKind.DEPOSIT: "Deposit",
    EntryKind.WITHDRAWAL: "Withdrawal",
    EntryKind.APPROVAL: "Award approved",
    EntryKind.TAKEN_OVER: "Award taken over, approved before",
    EntryKind.PAYMENT: "Award paid",
    EntryKind.RETURN: "Award returned to its fund",
    EntryKind.COMMUNITY: "Award given to the community",
    EntryKind.FILL: "Float filled",
    EntryKind.EMPTY: "Float emptied",
    EntryKind.OVER: "Count found more",
    EntryKind.SHORT: "Count found less",
    EntryKind.CLOSING: "Month closed",
    EntryKind.REVERSAL: "Taken back",
}
ACCOUNTS: Final[Mapping[Account, str]] = {
    Account.AVAILABLE: "Available",
    Account.OWED: "Approved and owed",
    Account.BANK: "At the bank",
    Account.AT_DESKS: "At desks",
    Account.FLOAT: "In the drawer",
    Account.ENTRUSTED: "Held for funds",
}
KINDS: Final[Mapping[FundKind, str]] = {
    FundKind.REWARDS: "Rewards",
    FundKind.COMMUNITY: "Community",
    FundKind.DESK: "Payout desks",
}
DONE: Final[Mapping[str, str]] = {
    "fund": "The fund is there. The journal vouches for its name and currency.",
    "booked": "Booked. It is the newest entry of the journal.",
    "taken-back": "Taken back, by an entry of its own. The one before stands where it stood.",
    "closed": "Closed and signed. Nothing is booked in that month any more.",
}
"""What was done, by the word that stands in the address afterwards."""

BROKEN: Final = "The books do not hold from entry {number} on: {fault}."
REWARDS: Final[Mapping[type[Exception], Answer]] = {
    LedgerRefused: Answer(409, "Not booked", "The books do not take that. Nothing was changed."),
    LedgerBroken: Answer(
        409,
        "The books do not hold",
        BROKEN + " Nothing was written out. Tell the auditor and whoever runs the store.",
    ),
    NotScoringBytes: Answer(
        409,
        "Cannot be read",
        "A scoring table in the store is not as it was written. Tell whoever runs the store: something in it "
        "was changed.",
    ),
}
"""Answers beside those of `web.console.wording`."""


def broken_facts(broken: LedgerBroken) -> Mapping[str, str]:
    """Where the books do not hold, and why, as the sentence has them."""
    return {"number": f"{broken.sequence:,}", "fault": broken.fault.value}


def refusal(error: TiplineError | AmountWrong, *, currency: Currency | None = None) -> str:  # noqa: C901, PLR0911, PLR0912 - a table in code: each refusal has its own facts
    """Why the books did not take what was typed, and what to do.

    Args:
        currency: of the fund that it was about.
    """
    match error:
        case AmountWrong():
            return f"Amount: {error.words}"
        case MonthClosed():
            return (
                f"{month_name(error.month)} is closed: every month up to {month_name(error.closed)} is. "
                "Book it in a month that is open."
            )
        case MonthOutOfReach():
            return (
                f"{month_name(error.month)} cannot be booked in: choose a month from "
                f"{month_name(error.first)} to {month_name(error.last)}."
            )
        case NotTheNextMonth() if error.month == error.wanted:
            return f"{month_name(error.month)} is not over yet. It can be closed when it is."
        case NotTheNextMonth():
            return f"{month_name(error.wanted)} is closed first: months are closed in order."
        case NotEnough():
            there = said_sum(error.there, currency)
            return f"{ACCOUNTS[error.account]} there is {there}, and it cannot fall below nothing."
        case AmountRefused():
            return f"Amount: from one cent to {said_sum(error.limit, currency)}."
        case OtherCurrency():
            return f"That fund is in {error.found}, and the other in {error.wanted}."
        case AlreadyReversed():
            return "It was taken back before. An entry is taken back once."
        case EntryOfAward():
            return "It belongs to an award, and is taken back where that was decided or paid."
        case NotReversible():
            return "It cannot be taken back: it moves no money, or it takes another entry back itself."
        case NameTaken():
            return "There is a fund of this name. Choose another."
        case Unsuitable(what="fund"):
            return "Name: write one of 1 to 80 characters."
        case Unsuitable(what="currency"):
            return "Currency: choose one of the list."
        case Unsuitable():
            return "Choose what kind it is."
        case _:
            raise error
