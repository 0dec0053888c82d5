"""The tips of the demo that the board was asked to reward, read from the list beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from tipline.figures import Figure
from tipline.reward_words import AwardState
from tipline.rewards.score_table import Factor
from tipline.vocabulary import Cents, Offence, Wish

LIST: Final = "sample_awards.toml"
CHOSEN: Final = (Factor.SERIOUSNESS, Factor.RISK, Factor.VALUE)
"""The factors that the coordinator weighs; the others follow from what came of the tip."""


@dataclass(frozen=True, slots=True)
class SampleAward:
    """A tip that led somewhere, what the board is told of it, and what becomes of its award."""

    met: int
    """How many months ago the board has it before it; 0 waits for the next meeting."""
    outcome: AwardState
    collected: int | None
    """How many months after the meeting the reporter comes to the desk, if they do."""
    offence: Offence
    wish: Wish
    figures: Mapping[Figure, int]
    chosen: Mapping[Factor, int]
    campaign: int
    """How often the campaign counts for it."""
    amended: Cents | None
    """What the board gives, where it is not what was proposed."""
    urgent: bool
    conflict: bool
    """A member of the board knows somebody in it."""
    shown: bool
    """Its reporter's eight words stand on the demo's screen."""
    text: str = field(repr=False)
    summary: str = field(repr=False)
    reason: str = field(repr=False)


def read_awards() -> tuple[SampleAward, ...]:
    """Read the list."""
    raw = tomllib.loads(files(__package__).joinpath(LIST).read_text("utf-8"))
    return tuple(
        SampleAward(
            met=one["met"],
            outcome=AwardState(one["outcome"]),
            collected=one.get("collected"),
            offence=Offence(one["offence"]),
            wish=Wish(one.get("wish", Wish.YES.value)),
            figures={Figure(name): value for name, value in one["figures"].items()},
            chosen={factor: one[factor.value] for factor in CHOSEN},
            campaign=one.get("campaign", 0),
            amended=one.get("amended"),
            urgent=one.get("urgent", False),
            conflict=one.get("conflict", False),
            shown=one.get("shown", False),
            text=one["text"],
            summary=one["summary"],
            reason=one.get("reason", ""),
        )
        for one in raw["award"]
    )
