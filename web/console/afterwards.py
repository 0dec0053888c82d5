"""What is said of a deed on the page that follows it: a word in the address, a sentence with the focus.

A page that only comes back tells somebody who hears it nothing. The word is one of these and never a text, so
that an address which somebody else made can say nothing of their own.
"""

from collections.abc import Mapping
from typing import Final

from fastapi import Request

from web.forms import Form

AFTERWARDS: Final[Mapping[str, str]] = {
    "answer": "Kept: the reporter can read it.",
    "note": "The note is kept.",
    "start": "The coordinator sees that work has begun.",
    "sort": "Offence and priority are kept.",
    "close": "The tip is closed.",
    "figures": "The number is kept.",
    "spam": "The tip is ended as spam.",
    "claim": "You are on it.",
    "give-back": "You are no longer on it.",
    "propose": "The coordinator has your question.",
    "not-asked": "It will not be asked. Whoever proposed it sees that.",
    "show": "It is shown again.",
    "withdraw": "It is taken back.",
    "original": "They read the reporter's own words from now on.",
    "original-back": "They no longer read the reporter's own words.",
    "send": "It is sent.",
    "keep-back": "It is kept back.",
    "told": "What you told them is kept in the file. The scrub is owed within a day.",
    "sent-again": "It is on its way again. If it does not arrive, the tip says so.",
    "let-go": "It is off the list, and is not sent.",
    "outcome": "The outcome is kept. Thank you.",
    "still-working": "Kept: nobody is reminded before that day.",
    "month": "The month is closed.",
}


def deed_of(request: Request, form: Form) -> str:
    """The word for what was done: what the form calls it, else the last part of where it was sent."""
    named, place = form.get("deed"), request.url.path.rpartition("/")[2]
    return named if named in AFTERWARDS else place


def said_after(request: Request) -> str:
    """The sentence that the address asks for; nothing where it asks for none of them."""
    return AFTERWARDS.get(request.query_params.get("done", ""), "")
