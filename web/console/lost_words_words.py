"""What the pages about lost words say when they say no."""

from collections.abc import Mapping
from typing import Final

from tipline.errors import NoSuchTip
from tipline.rewards.award_refusals import (
    ApprovalNotProven,
    NoClaimKey,
    NoSuchAward,
    OnceOnly,
    SamePerson,
    TooLate,
    WrongState,
)
from web.console.wording import said_of
from web.errors import Answer

_WORDS: Final[Mapping[type[Exception], Answer]] = {
    NoSuchAward: Answer(409, "Not this award", "That award is not this tip's, or nobody asks for it now."),
    NoSuchTip: Answer(
        422, "No such tip", "There is no tip with the number of the new tip, or it is not yours."
    ),
    NoClaimKey: Answer(
        409,
        "No code to give it to",
        "Whoever wrote the new tip has no eight-word code either, so there is nobody to give it to. Ask them "
        "to write by the form, and to keep the words.",
    ),
    OnceOnly: Answer(409, "Once only", "This was asked for this award before, and it is done once."),
    WrongState: Answer(409, "Not now", "The award is not waiting to be collected: somebody has it in hand."),
    TooLate: Answer(409, "Not yet", "The days of the notice are not over."),
    ApprovalNotProven: Answer(409, "The board first", "Nobody of the board has agreed yet."),
    SamePerson: Answer(409, "Somebody else", "Who agreed for the board does not make it anew."),
}


def lost_words_answer(refused: Exception) -> Answer:
    """The status and the words for a refusal; what other pages know too is said as there."""
    for kind, answer in _WORDS.items():
        if isinstance(refused, kind):
            return Answer(answer.status, answer.title, f"{answer.words} Nothing was changed.")
    return said_of(refused)
