"""What the minutes of a meeting say, beside the months and numbers of a language; here in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.reward_words import Outcome


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """The words of the minutes in one language. Places for what is filled in stand in braces."""

    title: str
    so_far: str
    day: str
    kind: str
    full: str
    urgent: str
    chair: str
    present: str
    quorum: str
    met: str
    """{quorum} {present}"""
    gone: str
    """Of somebody whose name is not known any more."""
    awards: str
    nothing: str
    heads: tuple[str, str, str, str, str, str]
    """Letter, proposed, decided, amount, signed by, and what else was said."""
    outcomes: Mapping[Outcome, str]
    amended: str
    """Approved, but with another amount than was proposed."""
    undecided: str
    conflict: str
    """{names}"""
    totals: str
    total_heads: tuple[str, str, str]
    """Decided, awards, amount."""
    signatures: str
    unprintable: str


ENGLISH: Final = MinutesWords(
    title="Minutes of the board",
    so_far="The meeting is going on: these are the minutes so far.",
    day="Day",
    kind="Kind",
    full="full meeting",
    urgent="what could not wait",
    chair="In the chair",
    present="Present",
    quorum="Quorum",
    met="{quorum}, met with {present}",
    gone="somebody who is no longer here",
    awards="Awards",
    nothing="Nothing was on the list.",
    heads=("Letter", "Proposed", "Decided", "Amount", "Signed by", "Conflicts and reasons"),
    outcomes={
        Outcome.APPROVED: "Approved",
        Outcome.REFUSED: "Refused",
        Outcome.DEFERRED: "Deferred",
        Outcome.RATIFIED: "Ratified",
    },
    amended="Approved, amended",
    undecided="Not decided",
    conflict="Conflict declared: {names}.",
    totals="Totals",
    total_heads=("Decided", "Awards", "Amount"),
    signatures="A name under \u201cSigned by\u201d stands for a signature, checked when this was made. "
    "Refused and deferred awards are in the totals with what was proposed.",
    unprintable="A \u25a1 stands for a letter or sign that cannot be printed here; the page on the console "
    "has it.",
)
