"""What the pages of the awards say: states and outcomes as a board reads them, and every refusal."""

from collections.abc import Mapping
from typing import Final

from tipline.reward_words import AwardState, Outcome
from tipline.rewards.award_refusals import (
    AboveMaximum,
    AlreadyProposed,
    AlreadySaid,
    ApprovalNotProven,
    InConflict,
    NoClaimKey,
    NoQuorum,
    NotInMeeting,
    NotRuledOut,
    PaperRefused,
    SamePerson,
    WrongState,
)
from tipline.rewards.refusals import MonthClosed, NotEnough
from tipline.rewards.score_table import Factor
from tipline.rewards.scoring_refusals import Fault, SheetRefused
from tipline.vocabulary import Wish
from web.console.dates import month_name
from web.errors import Answer

STATES: Final[Mapping[AwardState, str]] = {
    AwardState.PROPOSED: "to be decided",
    AwardState.DEFERRED: "deferred",
    AwardState.REFUSED: "refused",
    AwardState.APPROVED: "approved",
    AwardState.HELD: "approved",
    AwardState.FROZEN: "approved",
    AwardState.PAID: "approved",
    AwardState.RETURNED: "approved",
    AwardState.COMMUNITY: "approved, for the community",
    AwardState.WAIVED: "approved, waived by the reporter",
    AwardState.TAKEN_BACK: "taken back",
}
"""As the board sees them: whether and when an award was collected is not its matter."""

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.APPROVED: "Approved",
    Outcome.REFUSED: "Refused",
    Outcome.DEFERRED: "Deferred",
    Outcome.RATIFIED: "Ratified",
}

WISHES: Final[Mapping[Wish, str]] = {
    Wish.YES: "The reporter would like a reward.",
    Wish.NO: "The reporter wished no reward. What is approved is written down as waived: no money is set "
    "aside, and there is nothing to collect.",
    Wish.COMMUNITY: "The reporter gives the reward to the community. What is approved goes to the community "
    "fund, and there is nothing to collect.",
}

_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.FACTOR_MISSING: "say how it was; where there was nothing, write 0",
    Fault.NEGATIVE: "write a whole number as 3, or dollars as 1,250, never less than nothing",
    Fault.TOO_LARGE: "that is more than can be; it was mistyped",
    Fault.NOT_IN_TABLE: "this is not in the table that is in force now. Open the sheet anew",
    Fault.TWICE: "it is on the sheet two times",
    Fault.TOO_MANY: "it counts more often than this campaign pays for",
    Fault.OUTSIDE_WINDOW: "the campaign was not on that day. Write the day on which it was found, within the "
    "campaign's days",
}

AWARDS: Final[Mapping[type[Exception], Answer]] = {
    NoClaimKey: Answer(
        409,
        "No code to pay to",
        "This reporter has no eight-word code, so nobody could pay them without knowing who they are. "
        "Nothing was proposed. Who texted gets one by texting CODE; ask them by an answer.",
    ),
    AlreadyProposed: Answer(
        409,
        "Proposed before",
        "There is an award for this tip already: it waits for the board, or was decided. Nothing was "
        "proposed.",
    ),
    AboveMaximum: Answer(
        422,
        "Not this amount",
        "One case may be given {maximum} at most, all shares together, and each share something; this would "
        "be {found}. Nothing was changed.",
    ),
    NotRuledOut: Answer(
        422,
        "Not all is answered",
        "Tick what you have ruled out of each reporter. Not ticked: {missing} of five. Write why the board "
        "should refuse it, or give a share all the same. Nothing was proposed.",
    ),
    PaperRefused: Answer(
        422,
        "Not that long",
        "Summary, sheet and reasons must have words, and have room for {limit} bytes; these have {found}. "
        "Nothing was changed.",
    ),
    SamePerson: Answer(
        409,
        "You had another part in it",
        "You proposed this award, or have another part in it, so its decision is not yours: somebody else of "
        "the board says it. Nothing was changed.",
    ),
    AlreadySaid: Answer(
        409,
        "You said so before",
        "You said just this of the award before, and one person counts once. A second member of the board "
        "has to say it too. Nothing was changed.",
    ),
    InConflict: Answer(
        409,
        "You declared a conflict",
        "You declared a conflict in this case: its summary is closed to you, and you decide nothing of it.",
    ),
    NoQuorum: Answer(
        409,
        "Not enough are here",
        "{found} of the board are present, and the program asks for {wanted}. No meeting was opened, and the "
        "proposals stay sealed.",
    ),
    NotInMeeting: Answer(
        409,
        "Not in this meeting",
        "Who decides must be present, and of the board, and the meeting not over. Nothing was changed. Who "
        "came late is added on the meeting's page by somebody who is there.",
    ),
    WrongState: Answer(
        409,
        "Not from where it stands",
        "This award is {at}, and this meeting cannot do that with it: it is decided, has nothing to ratify, "
        "or was not proposed as urgent and waits for a full meeting. Nothing was changed.",
    ),
    ApprovalNotProven: Answer(
        409,
        "Not proven",
        "Nobody who may has signed this proposal: something in the store was changed. Nothing was decided. "
        "Tell the auditor and whoever runs the store.",
    ),
    MonthClosed: Answer(
        409,
        "The month is closed",
        "{month} is closed in the books, so nothing more is proposed or approved in it. Nothing was changed.",
    ),
    NotEnough: Answer(
        409,
        "Not enough in the fund",
        "The fund has {there} left that is not promised to others. Nothing was changed. Give less, wait with "
        "it, or ask the treasurer to book what came in.",
    ),
    SheetRefused: Answer(422, "The sheet is not right", "{where}: {what}. Nothing was proposed."),
}
"""Answers beside those of `web.console.wording`."""


def dollars(cents: int) -> str:
    """A sum as a person reads it: $500, $1,250.50, −$5."""
    whole, part = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}${whole:,}" + (f".{part:02d}" if part else "")


def facts_of(refused: Exception) -> Mapping[str, str] | None:
    """The facts of a refusal as its sentence has them; None where they are numbers as they are."""
    match refused:
        case AboveMaximum():
            return {"maximum": dollars(refused.maximum), "found": dollars(refused.found)}
        case WrongState():
            return {"at": STATES[refused.at]}
        case MonthClosed():
            return {"month": month_name(refused.month)}
        case NotEnough():
            return {"there": dollars(refused.there)}
        case SheetRefused():
            return {"where": _factor(refused.where), "what": _FAULTS.get(refused.fault, refused.fault.value)}
        case _:
            return None


def _factor(where: str) -> str:
    return next((factor.label for factor in Factor if factor.value == where), where or "The sheet")
