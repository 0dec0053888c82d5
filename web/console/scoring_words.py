"""What the scoring page says: what is wrong with a table, at which field, and how it is set right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.rewards.score_table import (
    LONGEST_LABEL,
    MOST_BRACKETS,
    MOST_CAMPAIGNS,
    MOST_LEVELS,
    Factor,
    Measure,
)
from tipline.rewards.scoring_refusals import DayTaken, Fault, TableRefused
from web.console.dates import exact

LABELS: Final = LONGEST_LABEL
MEASURES: Final[Mapping[Measure, str]] = {
    Measure.CHOSEN: "The coordinator chooses",
    Measure.COUNT: "By a number",
    Measure.MONEY: "By a value in dollars",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about a field."""

    field: str
    words: str


_FACTOR: Final[Mapping[Fault, str]] = {
    Fault.NOTHING: "it is used and has no level. Write one, or choose “not used”.",
    Fault.TOO_MANY: f"it has more than {MOST_LEVELS} levels.",
    Fault.NOT_RISING: "levels rise. The first begins at 0, each later one from more, and none scores less "
    "than the one before.",
}
_CAMPAIGN: Final[Mapping[Fault, str]] = {
    Fault.WINDOW: "it ends before it starts. The last day is the first day or later.",
    Fault.NOT_ROUND: "the bonus is no multiple of what awards are rounded to.",
    Fault.NOTHING: "it pays nothing. Write a bonus, and how often it counts.",
    Fault.TWICE: "two campaigns have this name.",
    Fault.TOO_LARGE: "it counts more often than can be.",
}
_TABLE: Final[Mapping[Fault, Said]] = {
    Fault.NOTHING: Said(
        "bracket-0-above", "A table needs one factor at least, and says what a point is worth."
    ),
    Fault.TOO_MANY: Said(
        "bracket-0-above", f"A table has {MOST_BRACKETS} prices and {MOST_CAMPAIGNS} campaigns at most."
    ),
    Fault.NOT_RISING: Said(
        "bracket-0-above", "Points are worth: the first line is above 0, and each later one above more."
    ),
    Fault.TOO_LARGE: Said("bracket-0-above", "Points are worth: a number is larger than can be."),
    Fault.STEP: Said("step", "Rounded to: 5, 10 or 50 dollars."),
    Fault.NOT_ROUND: Said("floor", "Floor and cap are multiples of what awards are rounded to."),
    Fault.CAP_BELOW_FLOOR: Said("cap", "Cap: it is above nothing, and not below the floor."),
    Fault.BACKDATED: Said(
        "first-day", "First day: today or later. What was decided before was decided by the table of then."
    ),
}


def table_trouble(refused: TableRefused, *, campaigns: Mapping[str, int]) -> Said:
    """What is wrong with a table, at its field.

    Args:
        campaigns: in which row of the form each campaign stands.
    """
    for factor in Factor:
        if factor.value == refused.where and refused.fault in _FACTOR:
            return Said(f"{factor.value}-measure", f"{factor.label}: {_FACTOR[refused.fault]}")
    if refused.where in campaigns and refused.fault in _CAMPAIGN:
        row = campaigns[refused.where]
        field = "last" if refused.fault is Fault.WINDOW else "name"
        return Said(f"campaign-{row}-{field}", f"Campaign “{refused.where}”: {_CAMPAIGN[refused.fault]}")
    return _TABLE.get(refused.fault, Said("first-day", "Nobody can score by this table."))


def day_taken(refused: DayTaken) -> Said:
    """Another version is there."""
    return Said(
        "first-day",
        f"First day: a version begins on {exact(refused.newest)}. The new one begins after that day.",
    )
