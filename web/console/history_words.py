"""A deed of the audit as a sentence about one tip."""

import re
from collections.abc import Mapping
from typing import Final

from tipline.audit import Action
from tipline.casework.history import Deed

SENTENCES: Final[Mapping[Action, str]] = {
    Action.OPENED: "opened it",
    Action.OPENED_TO_SCRUB: "opened it to scrub it",
    Action.CANNOT_OPEN: "found something that cannot be opened",
    Action.ANSWERED: "answered the reporter",
    Action.SENT_AGAIN: "sent an answer again that had not left",
    Action.LET_GO: "let an answer go that had not left",
    Action.NOTED: "wrote a note",
    Action.ASSIGNED: "gave it to {whom}",
    Action.SCRUBBED: "made a scrubbed copy of it, to be dispatched",
    Action.DISPATCHED: "dispatched it to {whom}",
    Action.BRIEF_ADDED_TO: "passed something more on to those who have it",
    Action.ORIGINAL_GRANTED: "let {whom} read the reporter's own words",
    Action.ORIGINAL_TAKEN_BACK: "took the reporter's own words back from {whom}",
    Action.DISPATCH_WITHDRAWN: "took it back from {whom}",
    Action.STARTED: "began to work on it",
    Action.SORTED: "sorted it as {detail}",
    Action.CLOSED: "closed it as {detail}",
    Action.FIGURE_RECORDED: "wrote down a figure",
    Action.NAME_HIDDEN: "hid who the reporter is",
    Action.NAME_SHOWN: "showed again what had been hidden",
    Action.CLAIMED: "was on it",
    Action.GIVEN_BACK: "was on it no more",
    Action.HANDED: "gave it to {whom}, who holds the queue too",
    Action.PROPOSED: "proposed a question",
    Action.PROPOSAL_SETTLED: "settled a proposed question: {detail}",
    Action.PRINTED: "printed it",
    Action.RELATED: "related it {detail}",
    Action.EXTENDED: "works on it {detail}",
}
"""What somebody did; a deed that is not here is told by its label."""

MORE: Final[Mapping[str, str]] = {
    "with the original": ", with the reporter's own words",
    "before scrubbing": ", before it was scrubbed",
    "for information": ", for information",
}

_FILES: Final = re.compile(r"\b\d+ files?\b")


def sentence(deed: Deed) -> str:
    """Who did what, in a sentence."""
    said = SENTENCES.get(deed.action, deed.action.label.lower()).format(whom=deed.whom, detail=deed.detail)
    if deed.action is Action.DISPATCHED:
        said += next((words for part, words in MORE.items() if part in deed.detail), "")
    if deed.action in {Action.DISPATCHED, Action.BRIEF_ADDED_TO} and (files := _FILES.search(deed.detail)):
        said += f", with {files[0]}"
    if deed.action is Action.ANSWERED and deed.detail:
        said = "asked the reporter a question"
    if deed.times > 1:
        said += f", {deed.times} times"
    return f"{deed.who} {said}."
