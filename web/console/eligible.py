"""Who may have a reward, as a proposer ticks it and as the board reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.intake.normalise import clean
from tipline.rewards.eligibility import Bar, Eligibility
from web.forms import Form

RULED_OUT: Final[Mapping[Bar, str]] = {
    Bar.POLICE: "Not police, nor of this program, nor of the family of somebody who is",
    Bar.VICTIM: "Not a victim of this crime",
    Bar.OFFENDER: "Not one of the offenders",
    Bar.NAMED: "Never said who they are",
    Bar.SECOND: "The first with it: nobody told the same before",
}
_OPEN: Final[Mapping[Bar, str]] = {
    Bar.POLICE: "may be police, of this program, or of the family of somebody who is",
    Bar.VICTIM: "may be a victim of this crime",
    Bar.OFFENDER: "may be one of the offenders",
    Bar.NAMED: "said who they are",
    Bar.SECOND: "somebody told the same before",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A box of the list."""

    name: str
    words: str
    ticked: bool


def field_of(bar: Bar) -> str:
    """The name of a point's box."""
    return f"ruled-out-{bar.value}"


def ticks(form: Form) -> tuple[Tick, ...]:
    """The boxes, as they were sent."""
    return tuple(Tick(field_of(bar), RULED_OUT[bar], form.get(field_of(bar)) == "yes") for bar in Bar)


def read_eligibility(form: Form) -> Eligibility:
    """What somebody ticked, and what they wrote of the rest."""
    ruled_out = frozenset(bar for bar in Bar if form.get(field_of(bar)) == "yes")
    return Eligibility(ruled_out, clean(form.get("not-ruled-out")))


def in_words(eligibility: Eligibility) -> tuple[str, ...]:
    """What the proposer did not rule out, as the board reads it."""
    return tuple(_OPEN[bar] for bar in eligibility.open)
