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
            "Reply CODE: a private page, the way to a reward.{form} Danger now? Call 911. Delete these "
            "texts. Msg & data rates may apply."
        ),
        Answer.CODE: (
            "{address} opens a private page, once, within 15 minutes. Have paper ready: it shows eight "
            "words, your code. Danger now? Call 911. Delete this text."
        ),
        Answer.CODE_FIRST: (
            "First text what you want to tell us, then reply CODE for a private page. Do not give your "
            "name. Danger now? Call 911. STOP: ends this, we forget your number. Msg & data rates may apply."
        ),
        Answer.CODE_LATER: (
            "No private page can be given now. Reply CODE again later, or tomorrow. Danger now? "
            "Call 911. Delete this text."
        ),
        Answer.CODE_NOWHERE: (
            "There is no private page by text here. Danger now? Call 911. Delete this text."
        ),
        Answer.OFFER: (
            "We forget this number in a week. To go on after that, reply CODE: a private page. STOP: ends "
            "this now. Danger now? Call 911. Delete this text."
        ),
        Answer.QUESTION_WAITS: "There is a question for you. Reply OK when it is safe.",
        Answer.MESSAGE_WAITS: "There is a message for you. Reply OK when it is safe.",
    },
    form=" If you have told nothing yet, our web form gives a code too: {address}",
    no_form="",
    choice="{keyword} for {name}",
    either=" or ",
    more="with the keyword of your program",
    phone=" By phone: {phone}.",
)
