"""The words of every automatic reply, as data: in GSM-7, two segments at most, plain.

None repeats what the reporter told, and none after the first reply names the program by itself: a phone
lies open on a table. HELP names it, because whoever asks has a right to know who runs the line. REWARD has
the form's address, because nothing else leads to one; it says the same to everybody, how a reward can be had,
and never whether one waits.
"""

from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What we say, each with its own words below."""

    RECEIVED = "received"
    ADDED = "added"
    ASK = "ask"
    MENU = "menu"
    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"
    REWARD = "reward"
    QUESTION_WAITS = "question-waits"
    MESSAGE_WAITS = "message-waits"


LANGUAGE: Final = "en"

WORDS: Final[dict[Answer, str]] = {
    Answer.RECEIVED: (
        "{number} received, thank you. Danger now? Call 911. Do not give your name. Text again to add. "
        "STOP: ends this, we forget your number. Delete these texts. Msg & data rates may apply."
    ),
    Answer.ADDED: "Added, thank you. Danger now? Call 911. Delete these texts.",
    Answer.ASK: (
        "What do you want to tell us? Text it here. Do not give your name. Danger now? Call 911. "
        "STOP: ends this, we forget your number. Msg & data rates may apply."
    ),
    Answer.MENU: "Who is it for? Reply {choices}. We keep your text until then. Danger now? Call 911.",
    Answer.STOPPED: (
        "This is ended and we have forgotten your number. No more texts from us. Danger now? Call 911. "
        "Delete these texts."
    ),
    Answer.STARTED: (
        "You can text us again. What you sent before is not connected to it. Do not give your name. "
        "Danger now? Call 911. STOP ends this. Msg & data rates may apply."
    ),
    Answer.HELP: (
        "Tips by text for {name}.{phone} Not for emergencies: call 911. STOP: ends this, we forget your "
        "number. Msg & data rates may apply."
    ),
    Answer.REWARD: (
        "No reward can be paid for texts: it needs a code of eight words, and our web form gives one{form} "
        "Tell it there, and keep the words. Danger now? Call 911. Delete these texts. Msg & data rates may "
        "apply."
    ),
    Answer.QUESTION_WAITS: "There is a question for you. Reply OK when it is safe.",
    Answer.MESSAGE_WAITS: "There is a message for you. Reply OK when it is safe.",
}

FORM: Final = ": {address}"
NO_FORM: Final = "."
"""Where the gateway does not know the form's address, or it is too long for two segments."""

CHOICE: Final = "{keyword} for {name}"
CHOICE_SHORT: Final = "{keyword}"
PHONE: Final = " By phone: {phone}."
OR: Final = " or "
COMMA: Final = ", "
MORE: Final = "with the keyword of your program"
"""Where a line serves more programs than a text can name."""

STOPPED_NOTICE: Final = (
    "The reporter texted STOP. Their number is forgotten: they cannot be answered any more."
)
NOT_DELIVERED_NOTICE: Final = "The last answer could not be delivered to the reporter's phone."
NO_ADDRESS_NOTICE: Final = (
    "The last answer could not be delivered: there is no number for this tip any more, because the reporter "
    "ended the conversation or has been silent for too long."
)
SAFE_NOTICE: Final = "The reporter has replied OK: what waited for it is being sent."
NOT_SAFE_NOTICE: Final = (
    "An answer waited two weeks for the reporter's OK, and none came. It was not sent. You can write again."
)
PICTURES_NOTICE: Final = "[The reporter sent {count} picture(s) or file(s), which are not taken by text yet.]"
"""What staff read in the thread."""

SEPTETS: Final = 306
"""What two joined segments hold: 153 septets each (3GPP TS 23.040, section 9.2.3.24.1)."""
