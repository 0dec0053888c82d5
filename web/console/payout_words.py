"""What the payout desk says when it says no; a page of its own shows it, with what was there before."""

from typing import Final

from tipline.errors import NameTaken, Unsuitable
from tipline.rewards.award_refusals import (
    ApprovalNotProven,
    CodeUnknown,
    HeldElsewhere,
    HoldOver,
    NoSuchAward,
    SamePerson,
    TooLate,
    TooManyWrongCodes,
    WrongState,
)
from tipline.rewards.refusals import LedgerRefused, MonthClosed, NotEnough, OtherCurrency
from web.console.amounts import AmountWrong
from web.errors import Answer, Answers

UNKNOWN: Final = Answer(
    422,
    "No award has this code",
    "No award here has this code. Look at it again with whoever brought it. A code that was replaced, or "
    "that is another program's, cannot be paid here.",
)
MISTYPED: Final = Answer(
    422, "Mistyped", "A digit is wrong or missing, as the last digit shows. Type the code once more."
)

REFUSALS: Final = Answers(
    {
        CodeUnknown: UNKNOWN,
        TooManyWrongCodes: Answer(
            429,
            "Too many wrong codes",
            "Too many wrong codes were typed. Wait ten minutes. The coordinator sees how many it were.",
        ),
        HeldElsewhere: Answer(
            409,
            "In another hand",
            "Another teller has this award in hand. Their desk word is “{word}”. Pay nothing: ask for "
            "whoever has that word.",
        ),
        HoldOver: Answer(
            409, "Time is up", "The ten minutes are over, and nothing was booked. Say below what happened."
        ),
        SamePerson: Answer(
            409,
            "Somebody else must do this",
            "You have had another part in this award, so somebody else must do this. Nothing was changed.",
        ),
        ApprovalNotProven: Answer(
            409,
            "Not proven",
            "This award does not carry two proven signatures of the board. Pay nothing, and tell the "
            "coordinator now.",
        ),
        WrongState: Answer(
            409,
            "Not to be paid",
            "This award is not to be paid now: somebody may have been quicker. Pay nothing. Type the "
            "code again.",
        ),
        NoSuchAward: Answer(
            409,
            "Not in your hand",
            "That is not in your hand any more, or not at an open desk. Nothing was booked now. Type the "
            "code again to see where the award stands.",
        ),
        TooLate: Answer(
            409,
            "Too late",
            "The desk has been counted since, or nobody has said so. Nothing was changed. Ask the treasurer.",
        ),
        NotEnough: Answer(
            409, "Not enough", "The books say that there is not so much cash. Nothing was booked."
        ),
        MonthClosed: Answer(409, "Month closed", "This month is closed in the books. Nothing was booked."),
        OtherCurrency: Answer(422, "Another currency", "That is another currency. Nothing was booked."),
        LedgerRefused: Answer(
            422, "No such sum", "Write a sum in dollars and cents, as 500 or 1,250.50. Nothing was booked."
        ),
        NameTaken: Answer(409, "Taken", "A desk or a fund has this name already. Choose another."),
        Unsuitable: Answer(
            422,
            "Will not do",
            "A name, a place (200 letters at most) and its hours (120 at most) are needed. Nothing was kept.",
        ),
    }
)

REFUSED: Final = (
    CodeUnknown,
    TooManyWrongCodes,
    HeldElsewhere,
    HoldOver,
    SamePerson,
    ApprovalNotProven,
    WrongState,
    NoSuchAward,
    TooLate,
    LedgerRefused,
    AmountWrong,
    NameTaken,
    Unsuitable,
)
"""What these pages answer themselves."""


def answer_to(refused: Exception) -> Answer:
    """The status and the words for a refusal, with its facts in place."""
    if isinstance(refused, CodeUnknown) and refused.mistyped:
        return MISTYPED
    if isinstance(refused, AmountWrong):
        return Answer(422, "No such sum", f"Nothing was booked: {refused.words}")
    answer = REFUSALS.of(refused)
    return Answer(answer.status, answer.title, answer.said_of(refused))
