"""The conversation in English.

The keywords of STOP, START and HELP are those that carriers and Twilio act on by themselves
(twilio.com/docs, "Twilio support for opt-out keywords"), and none that we would have to invent: a single word
is often a whole answer to a question of ours.
"""

from typing import Final

from tipline.intake.texts.transitions import Answer, Wants
from tipline.intake.texts.words.tongue import Tongue

ENGLISH: Final = Tongue(
    tag="en",
    keywords={
        Wants.STOP: "stop stopall unsubscribe end quit cancel revoke optout",
        Wants.START: "start unstop",
        Wants.YES: "yes",
        Wants.OK: "ok okay",
        Wants.HELP: "help info",
        Wants.NEW: "new",
        Wants.REWARD: "reward rewards",
        Wants.CODE: "code",
    },
    says={
        Answer.RECEIVED: (
            "{number} received, thank you. Danger now? Call 911. Do not give your name. Text again to add. "
            "CODE: a private page, the way to a reward. STOP: ends this, we forget your number. "
            "Delete these texts. Msg & data rates may apply."
        ),
        Answer.ADDED: "Added, thank you. Danger now? Call 911. Delete these texts.",
        Answer.NAMELESS: (
            "Added, thank you. We never need to know who writes: please leave your name out. "
            "Danger now? Call 911. Delete these texts."
        ),
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
            "No reward can be paid for texts: it needs a code of eight words, and our web form gives "
            "one{form} Tell it there, and keep the words. Danger now? Call 911. Delete these texts. Msg & "
            "data rates may apply."
        ),
        Answer.QUESTION_WAITS: "There is a question for you. Reply OK when it is safe.",
        Answer.MESSAGE_WAITS: "There is a message for you. Reply OK when it is safe.",
    },
    form=": {address}",
    no_form=".",
    choice="{keyword} for {name}",
    either=" or ",
    more="with the keyword of your program",
    phone=" By phone: {phone}.",
)
