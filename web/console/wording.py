"""What the console says when it says no: one table, from refusals to status and words."""

from collections.abc import Mapping
from typing import Final

from crypto.errors import CannotOpen
from tipline.casework.refusals import (
    BarredFromTip,
    ClaimedByAnother,
    DispatchedMeanwhile,
    FileNotToSend,
    GivenMeanwhile,
    NobodyLeft,
    NotInTheTeam,
    NotScrubbed,
    ReportUnclear,
    TooEarly,
    TooOften,
    TurnOver,
    WordsNotThere,
)
from tipline.errors import (
    BroughtFromElsewhere,
    CaseClosed,
    FigureRefused,
    NamedInTip,
    NoGrant,
    NoProvenKey,
    NoReturnAddress,
    NotConfirmed,
    NothingHere,
    NotPermitted,
    SaysTooMuch,
    StoreTrouble,
    TextEmpty,
    TextTooLong,
    TooBusy,
    TooManySegments,
    UnlawfulMove,
    Withdrawn,
)
from tipline.reports.refusals import EarlierMonthOpen, MonthClosedBefore, MonthNotOver
from tipline.rewards.refusals import LedgerBroken
from web.console.award_words import AWARDS, facts_of
from web.console.dates import month_name
from web.console.desk import ForeignPost
from web.console.figures import said
from web.console.reward_words import REWARDS, broken_facts
from web.errors import Answer, Answers, NotFound

NOTHING_HERE: Final = Answer(
    404,
    "Nothing here",
    "There is no such page or tip, or it is not yours to see. Check the number, or go back.",
)

TABLE: Final[Mapping[type[Exception], Answer]] = {
    ForeignPost: Answer(
        403,
        "Not from here",
        "This form was sent by a page that is not ours. Nothing was done. Go back to the console.",
    ),
    NotPermitted: Answer(
        403,
        "Not for your role",
        "Your role may not do this. Nothing was done, and the attempt is written down. "
        "If it should be yours, ask whoever manages people here.",
    ),
    NothingHere: NOTHING_HERE,
    NotFound: NOTHING_HERE,
    UnlawfulMove: Answer(
        409,
        "Not from where it stands",
        "This tip is “{at}” by now and cannot become “{to}”. Somebody may have been quicker: look at it "
        "again.",
    ),
    CaseClosed: Answer(
        409,
        "A closed case",
        "This case is closed, and no tip goes into it. Open it again on its page, or choose another. "
        "Nothing was done.",
    ),
    BarredFromTip: Answer(
        409,
        "Barred from the tip",
        "{who} cannot be given this tip: they are barred from it. Nobody but you is told. Choose somebody "
        "else.",
    ),
    NobodyLeft: Answer(
        409,
        "Nobody would be left",
        "Nobody else of those who hold this tip could open it any more. Nothing was done. Let somebody else "
        "in first.",
    ),
    NamedInTip: Answer(
        409,
        "Named in the tip",
        "{who} cannot be given this tip: the name stands in it. Nobody but you is told. Choose somebody "
        "else, or take it back from them if they have it.",
    ),
    NotScrubbed: Answer(
        422,
        "Not scrubbed",
        "The box was empty, and they have been sent no copy yet. Write what they are to read. Nothing was "
        "sent.",
    ),
    FileNotToSend: Answer(
        409,
        "A file cannot be sent",
        "One of the files that you ticked is not there to be sent any more. Look at them again. Nothing was "
        "sent.",
    ),
    ReportUnclear: Answer(
        422,
        "Nothing was written down",
        "Nothing was written down: say to whom it was reported, in 200 letters at most, and on which day, "
        "from the one on which it was taken away until today.",
    ),
    DispatchedMeanwhile: Answer(
        409,
        "Dispatched meanwhile",
        "{who} has dispatched this tip, or changed who has it, while you were writing. Nothing of yours was "
        "sent. Your text is still here: see what they were sent, then send yours if it is still needed.",
    ),
    TurnOver: Answer(
        409,
        "Not in your hands any more",
        "This tip is scrubbed by now, was taken back, or is with somebody else. Nothing of yours was kept. "
        "Take the next one.",
    ),
    NotConfirmed: Answer(
        409,
        "Not confirmed",
        "Nobody has confirmed this person's keys yet. Confirm them on the People page, or choose somebody "
        "else.",
    ),
    Withdrawn: Answer(
        409,
        "Withdrawn",
        "The reporter has withdrawn this tip and reads nothing more. The answer was not sent.",
    ),
    NoReturnAddress: Answer(
        409,
        "Ended by the reporter",
        "The reporter has texted STOP: their number is forgotten, and they cannot be answered any more. "
        "The answer was not sent.",
    ),
    BroughtFromElsewhere: Answer(
        409,
        "Brought from another system",
        "Another system received this tip. Its reporter has no code here and would never read an answer. "
        "Nothing was sent.",
    ),
    TextEmpty: Answer(
        422, "Nothing written", "The box was empty. Write something, then press the button again."
    ),
    TooEarly: Answer(
        409,
        "Too early",
        "Whoever has this tip still has days to say what became of it. “No answer” can be said 30 days after "
        "the day on which it was due. Nothing was done.",
    ),
    TooOften: Answer(
        409,
        "Often enough",
        "It was said {limit} times that work goes on, and that is all there is. Say what became of it so "
        "far. Nothing was done.",
    ),
    WordsNotThere: Answer(
        422,
        "Not in the tip",
        "Those words stand nowhere in what you can open. Copy them as the reporter wrote them. Nothing was "
        "hidden.",
    ),
    ClaimedByAnother: Answer(
        409,
        "Somebody is on it",
        "{who} is on it, so that two do not answer at once. Nothing was sent. Ask them, or take it over.",
    ),
    GivenMeanwhile: Answer(
        409,
        "Given meanwhile",
        "{who} was quicker: it is with {whom} by now. Nothing was done. Look at it again, then give it on if "
        "it is still needed.",
    ),
    NotInTheTeam: Answer(
        422,
        "Not of this queue",
        "Choose a colleague who holds this queue: nobody else can open it. Nothing was done.",
    ),
    FigureRefused: Answer(
        422,
        "No such number",
        "“{figure}” cannot be that: {rule}. Nothing was kept.",
    ),
    MonthNotOver: Answer(
        409, "Not over", "{month} is not over, and can be closed when it is. Nothing was done."
    ),
    MonthClosedBefore: Answer(
        409,
        "Closed before",
        "The numbers of {month} stay as they are: it was closed before, or brought from elsewhere. Nothing "
        "was done.",
    ),
    EarlierMonthOpen: Answer(
        409,
        "Another month first",
        "Months are closed in order. Close {first} first, then {month}. Nothing was done.",
    ),
    TextTooLong: Answer(
        422,
        "Too long",
        "That is {found} characters; {limit} can be kept. Shorten it, then press the button again.",
    ),
    SaysTooMuch: Answer(
        422,
        "Too much for a phone",
        "Somebody else may hold that phone. It was not sent, because it has {who}. Write it without, or say "
        "why a text must have it, and press again.",
    ),
    TooManySegments: Answer(
        422,
        "Several text messages",
        "This would be {found} text messages. Shorten it to {limit}, or press the button again to send it as "
        "it is.",
    ),
    CannotOpen: Answer(
        409,
        "Cannot be opened",
        "The key for this cannot be opened, or it is not sure whose it is, so nothing was sent or kept. "
        "Tell whoever runs the store: something in it was changed.",
    ),
    NoGrant: Answer(
        409,
        "No key",
        "You do not hold the key that this needs, so nothing was done. Ask somebody who holds the inbox.",
    ),
    NoProvenKey: Answer(
        409,
        "No proven key",
        "There is no key that is proven to belong to them, so nothing was sealed and nothing was done. "
        "Tell whoever runs the store.",
    ),
    TooBusy: Answer(503, "Busy", "Too many people want this at once. Wait ten seconds and try again."),
    StoreTrouble: Answer(
        503,
        "The store does not answer",
        "Nothing was kept. Wait a moment and try again; what you typed is still in the page before.",
    ),
}

ANSWERS: Final = Answers({**TABLE, **REWARDS, **AWARDS})


def said_of(refused: Exception) -> Answer:
    """The status and the words for a refusal, with its facts in place."""
    answer = ANSWERS.of(refused)
    match refused:
        case UnlawfulMove():
            facts = {"at": refused.at.label.lower(), "to": refused.to.label.lower()}
        case NamedInTip() | SaysTooMuch():
            facts = {"who": " and ".join(refused.names)}
        case BarredFromTip():
            facts = {"who": refused.who}
        case ClaimedByAnother() | DispatchedMeanwhile():
            facts = {"who": refused.who or "Somebody else"}
        case GivenMeanwhile():
            facts = {"who": refused.who or "Somebody else", "whom": refused.whom or "nobody"}
        case LedgerBroken():
            facts = dict(broken_facts(refused))
        case FigureRefused():
            facts = {"figure": refused.figure.label, "rule": _rule(refused)}
        case EarlierMonthOpen():
            facts = {"month": month_name(refused.month), "first": month_name(refused.first)}
        case MonthNotOver() | MonthClosedBefore():
            facts = {"month": month_name(refused.month)}
        case _:
            facts = dict(facts_of(refused) or {}) or {
                name: f"{fact:,}" for name, fact in vars(refused).items() if isinstance(fact, int)
            }
    return Answer(answer.status, answer.title, answer.words.format_map(facts))


def _rule(refused: FigureRefused) -> str:
    if refused.most is not None:
        return f"it is at least 1, at most {said(refused.figure, refused.most)}, and not what stands already"
    if refused.figure.is_money:
        return "write dollars as 1,250 or 1250.50, without a sign"
    return "write a whole number, as 3"
