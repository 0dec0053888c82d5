"""What the public site says, apart from its pages: refusals and states, in English, to be translated."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from tipline.code_links import LinkOver
from tipline.errors import (
    FormTokenMissing,
    FormTokenOld,
    KeyTrouble,
    NothingHere,
    Refused,
    StoreTrouble,
    TextEmpty,
    TextTooLong,
    WrongCode,
)
from tipline.intake.follow_up import State
from tipline.intake.report import Detail
from tipline.rewards.award_refusals import NotNow
from web.errors import Answer, Answers, NotFound, NotThisWay
from web.forms import BodyTooLarge, MalformedForm, WrongContentType
from web.public.file_words import FILE_ANSWERS
from web.public.refusals import (
    DetailTooLong,
    Fault,
    NoPlace,
    NoReceipt,
    NotSure,
    NotSureAnother,
    TicketOld,
    TooSoon,
    WordsMissing,
    WordsUnknown,
    WordUnknown,
)

_NOT_RECEIVED: Final = Answer(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Your tip was NOT received",
    "Something is out of order here, and nothing was kept. What you wrote is still on this page. "
    "Wait a few minutes, then press the button again. If it cannot wait, call.",
)

ANSWERS: Final = Answers(
    {
        TextEmpty: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "There is nothing in the box yet",
            "Nothing was sent. Write what you know, then press the button again. A few words are enough.",
        ),
        TextTooLong: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "That is too long to send at once",
            "Nothing was sent. You wrote {found} characters, and {limit} fit. Make it shorter, and send the "
            "rest later with your code.",
        ),
        DetailTooLong: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "One of the boxes holds too much",
            "Nothing was sent. In the box “{label}” you wrote {found} characters, and {limit} fit. Make it "
            "shorter, and send the rest later with your code.",
        ),
        FormTokenMissing: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Please press the button once more",
            "Nothing was sent yet, and nothing is lost. Everything that you wrote is still here.",
        ),
        FormTokenOld: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This page was open for more than a day",
            "Nothing was sent yet, and nothing is lost. Everything that you wrote is still here. Press the "
            "button again.",
        ),
        **FILE_ANSWERS,
        WrongCode: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Those words open nothing",
            "Look at each word again, and at their order. A tip that was taken back cannot be opened any "
            "more.",
        ),
        LinkOver: Answer(
            HTTPStatus.NOT_FOUND,
            "This link does not work any more",
            "Each link works once, for 15 minutes. To get another, text CODE to the number that you texted "
            "before.",
        ),
        WordUnknown: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "One word needs another look",
            "Word {places} is not one that we use. Look again at what you kept, and type all eight words.",
        ),
        WordsUnknown: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Some words need another look",
            "Words {places} are not ones that we use. Look again at what you kept, and type all eight words.",
        ),
        WordsMissing: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "A code has eight words",
            "You typed {count}. Type all eight, with a space between them.",
        ),
        TicketOld: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This page was open for too long",
            "To keep others out, please type your eight words again.",
        ),
        NoReceipt: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This page cannot show your code any more",
            "If it said that your tip is kept, then we have it. To get a code, send the tip once more.",
        ),
        TooSoon: Answer(
            HTTPStatus.OK,
            "The minute is not over yet",
            "Wait {seconds} more seconds, then press the button again. Your tip is kept.",
        ),
        NotSure: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Nothing was changed",
            "To take the tip back, tick the box above the button too.",
        ),
        NotSureAnother: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Nothing was changed",
            "Your claim code is the same as before. To give it up, tick the box above the button too.",
        ),
        NoPlace: Answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Pick one of the places",
            "Nothing was changed. Pick one from the list. A place that stood there before may be closed now.",
        ),
        NotNow: Answer(
            HTTPStatus.CONFLICT,
            "Nothing was changed",
            "The place cannot be changed at this moment. Try again in a quarter of an hour.",
        ),
        BodyTooLarge: Answer(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "That is too much to send at once",
            "Nothing was sent, and nothing was kept. Send a shorter text, without pictures or files. You can "
            "add to it later.",
        ),
        WrongContentType: Answer(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "We could not read that",
            "Nothing was sent. Please use the form on this page.",
        ),
        MalformedForm: Answer(
            HTTPStatus.BAD_REQUEST,
            "We could not read that",
            "Nothing was sent. The connection may have been cut. Please send it again.",
        ),
        NothingHere: Answer(
            HTTPStatus.NOT_FOUND,
            "There is no such page",
            "The address may be mistyped, or the link is an old one.",
        ),
        NotFound: Answer(
            HTTPStatus.NOT_FOUND,
            "There is no such page",
            "The address may be mistyped, or the link is an old one.",
        ),
        NotThisWay: Answer(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "That cannot be done here",
            "Choose who you want to tell, and use the form.",
        ),
        Refused: _NOT_RECEIVED,
        StoreTrouble: _NOT_RECEIVED,
        KeyTrouble: _NOT_RECEIVED,
        Fault: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, _NOT_RECEIVED.title, _NOT_RECEIVED.words),
    }
)

OUT_OF_ORDER: Final = Answer(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "This page is out of order",
    "Nothing can be sent from here now. Try again in a few minutes. If it cannot wait, call.",
)
"""The same trouble, for who has only opened a page: nothing was sent, and nothing stands on it."""

MESSAGE_NOT_RECEIVED: Final = Answer(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "This was NOT received",
    "Something is out of order here, and nothing was kept or changed. Wait a few minutes, then try again. "
    "If it cannot wait, call.",
)
"""The same trouble, where a tip is there already."""

NO_PAGE_YET: Final = Answer(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Your page could not be made",
    "Something is out of order here, and your link still works. Wait a minute, then press the button again.",
)
"""The same trouble, where nothing is but a link."""

STATES: Final[Mapping[State, tuple[str, str]]] = {
    State.RECEIVED: (
        "We have received it.",
        "Come back in two or three days. There may be a question for you.",
    ),
    State.READ: ("It has been read.", "Come back in a few days. There may be a question for you."),
    State.WITH_INVESTIGATORS: (
        "Investigators have it.",
        "This can take weeks. Come back now and then: there may be a question for you.",
    ),
    State.QUESTION: ("There is a question for you.", "Answer it here, when it is safe."),
    State.FINISHED: (
        "Our work on it is finished.",
        "Thank you. If something new happens, you can still write here.",
    ),
}
"""What a reporter is told of their tip, and what to do next."""

DETAILS: Final[Mapping[Detail, str]] = {
    Detail.WHEN: "When",
    Detail.WHERE: "Where",
    Detail.WHO: "Who",
    Detail.VEHICLE: "Vehicle",
    Detail.DRUGS: "Drugs",
    Detail.WEAPONS: "Weapons",
    Detail.KEPT_AT: "Where they are kept",
    Detail.HOW_KNOWN: "How you know",
}


def telephone(shown: str) -> str:
    """A phone number as a link has it."""
    return "".join(letter for letter in shown if letter.isdigit() or letter == "+")


def grouped(shown: str) -> str:
    """A phone number as a person reads it: one of North America that stands there bare, in its groups."""
    found = _BARE.fullmatch(shown)
    return f"+1 {found[1]}-{found[2]}-{found[3]}" if found else shown


_BARE: Final = re.compile(r"\+1(\d{3})(\d{3})(\d{4})", re.ASCII)

PHONES: Final = {"telephone": telephone, "grouped": grouped}
"""The filters of pages that show a number to press."""
