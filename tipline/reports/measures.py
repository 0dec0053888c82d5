"""Everything that a month is measured by, each defined once: its name, its unit, and its rule in words.

The names are stored with the numbers of closed months and stand in the files that leave: they never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tipline.figures import Figure
from tipline.vocabulary import Named

FLOOR: Final = 5
"""What came through an appeal, an account or a link is told from this number on: fewer could point at
somebody who was seen to follow it."""


class Unit(StrEnum):
    """What a number counts."""

    COUNT = "count"
    CENTS = "cents"
    DAYS = "days"
    """The median of many waits, in whole days: half of them took so many or fewer."""


class Over(StrEnum):
    """What a measure is over several months."""

    SUM = "sum"
    """All of them together."""
    LAST = "last"
    """What there is at the end of the last one."""
    NOTHING = "nothing"
    """Told for one month alone."""


class Split(StrEnum):
    """What a measure is told apart by; a row's key is one of these."""

    CHANNEL = "channel"
    STATUS = "status"
    OFFENCE = "offence"
    UNIT = "unit"
    APPEAL = "appeal"
    ACCOUNT = "account"
    LINK = "link"
    DISPOSITION = "disposition"


class Section(Named):
    """A table of the report; each has rows of its own and a name."""

    TIPS = "tips"
    CHANNELS = "channels"
    ACCOUNTS = "accounts"
    APART = "apart"
    STANDING = "standing"
    OFFENCES = "offences"
    AGENCIES = "agencies"
    DIVISIONS = "divisions"
    APPEALS = "appeals"
    LINKS = "links"
    RESULTS = "results"
    DISPOSITIONS = "dispositions"
    NO_ANSWER = "no-answer"
    REWARDS = "rewards"
    TIMES = "times"

    @property
    def label(self) -> str:
        """The table's heading, in English."""
        return _HEADINGS[self]


_HEADINGS: Final = {
    Section.TIPS: "Tips and follow-ups",
    Section.CHANNELS: "Tips by channel",
    Section.ACCOUNTS: "Tips by social account",
    Section.APART: "Told apart",
    Section.STANDING: "Where the tips stand",
    Section.OFFENCES: "Tips by offence",
    Section.AGENCIES: "Tips by agency",
    Section.DIVISIONS: "Tips by division",
    Section.APPEALS: "Tips by appeal",
    Section.LINKS: "Tips by link",
    Section.RESULTS: "Results",
    Section.DISPOSITIONS: "Tips closed, by disposition",
    Section.NO_ANSWER: "No answer from the agency",
    Section.REWARDS: "Rewards",
    Section.TIMES: "Days taken",
}


class Measure(StrEnum):
    """The stable name of a measure."""

    TIPS = "tips"
    FOLLOW_UPS = "follow-ups"
    BY_CHANNEL = "tips-by-channel"
    BY_ACCOUNT = "tips-by-account"
    DUPLICATES = "duplicates"
    SPAM = "spam"
    PASSED_ON = "passed-on"
    WITHDRAWN = "withdrawn"
    BY_STATUS = "tips-by-status"
    BY_OFFENCE = "tips-by-offence"
    BY_AGENCY = "tips-by-agency"
    BY_DIVISION = "tips-by-division"
    BY_APPEAL = "tips-by-appeal"
    BY_LINK = "tips-by-link"
    ARRESTS = "arrests"
    CHARGES = "charges"
    CLEARED = "cleared"
    HOMICIDES = "homicides"
    WARRANTS = "warrants"
    FIREARMS = "firearms"
    WEAPONS = "weapons"
    VEHICLES = "vehicles"
    FUGITIVES = "fugitives"
    MISSING = "missing"
    PROPERTY = "property"
    DRUGS = "drugs"
    CASH = "cash"
    RECOVERED = "recovered"
    BY_DISPOSITION = "closed-by-disposition"
    NO_ANSWER = "no-answer-by-unit"
    AWARDS_APPROVED = "awards-approved"
    APPROVED = "approved"
    AWARDS_PAID = "awards-paid"
    PAID = "paid"
    AWARDS_UNCLAIMED = "awards-unclaimed"
    UNCLAIMED = "unclaimed"
    DAYS_TO_DISPATCH = "days-to-dispatch"
    DAYS_TO_DISPOSITION = "days-to-disposition"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a measure is, and how it is counted."""

    section: Section
    label: str
    words: str
    """The rule as the report prints it."""
    unit: Unit = Unit.COUNT
    split: Split | None = None
    """It has a row for each of these."""
    floor: int = 0
    """A number from one to below this is withheld."""
    over: Over = Over.SUM
    """How months add up."""


_RECEIVED: Final = "Of the tips received in the month"
_RECORDED: Final = "counted in the month in which it was recorded, whenever the tip came"


def _figure(figure: Figure) -> Rule:
    unit = Unit.CENTS if figure.is_money else Unit.COUNT
    what = "The value that the police gave" if figure.is_money else "The number that the police gave"
    return Rule(Section.RESULTS, figure.label, f"{what} as come of tips, {_RECORDED}.", unit)


def _award(label: str, words: str, unit: Unit, *, over: Over = Over.SUM) -> Rule:
    return Rule(Section.REWARDS, label, words, unit, over=over)


RULES: Final[Mapping[Measure, Rule]] = {
    Measure.TIPS: Rule(
        Section.TIPS,
        "Tips",
        "Every tip received in the month, those about police or about this program too.",
    ),
    Measure.FOLLOW_UPS: Rule(
        Section.TIPS,
        "Follow-ups",
        "A reporter's later messages, in the month in which they came. They are no tips.",
    ),
    Measure.BY_CHANNEL: Rule(
        Section.CHANNELS, "By channel", "Each tip under the door by which it came in.", split=Split.CHANNEL
    ),
    Measure.BY_ACCOUNT: Rule(
        Section.ACCOUNTS,
        "By social account",
        f"Tips that came through a link on a social account, under the account. Told from {FLOOR} on.",
        split=Split.ACCOUNT,
        floor=FLOOR,
    ),
    Measure.DUPLICATES: Rule(
        Section.APART, "Duplicates", f"{_RECEIVED}, those found to be of something told before."
    ),
    Measure.SPAM: Rule(Section.APART, "Spam", f"{_RECEIVED}, those that were none."),
    Measure.PASSED_ON: Rule(
        Section.APART, "Out of area, passed on", f"{_RECEIVED}, those that were another program's."
    ),
    Measure.WITHDRAWN: Rule(
        Section.APART, "Withdrawn by the reporter", f"{_RECEIVED}, those that their reporter took back."
    ),
    Measure.BY_STATUS: Rule(
        Section.STANDING,
        "By status",
        f"{_RECEIVED}, where each stands now; of a closed month where it stood when that was closed.",
        split=Split.STATUS,
        over=Over.NOTHING,
    ),
    Measure.BY_OFFENCE: Rule(
        Section.OFFENCES, "By offence", "Each tip under the one offence it is about.", split=Split.OFFENCE
    ),
    Measure.BY_AGENCY: Rule(
        Section.AGENCIES,
        "By agency",
        "Each tip under the agency to which it was given, or that of the person to whom it was given. "
        "Who has it for information does not count.",
        split=Split.UNIT,
    ),
    Measure.BY_DIVISION: Rule(
        Section.DIVISIONS,
        "By division",
        "Each tip under the division to which it was given, or that of the person to whom it was given. "
        "Who has it for information does not count.",
        split=Split.UNIT,
    ),
    Measure.BY_APPEAL: Rule(
        Section.APPEALS,
        "By appeal",
        f"Tips that came through an appeal's links, posters too. Told from {FLOOR} on.",
        split=Split.APPEAL,
        floor=FLOOR,
    ),
    Measure.BY_LINK: Rule(
        Section.LINKS,
        "By link",
        f"Tips that came through one link on a social account. Told from {FLOOR} on.",
        split=Split.LINK,
        floor=FLOOR,
    ),
    **{Measure(figure.value): _figure(figure) for figure in Figure},
    Measure.RECOVERED: Rule(
        Section.RESULTS, "Total recovered", "Property, drugs and cash together.", Unit.CENTS
    ),
    Measure.BY_DISPOSITION: Rule(
        Section.DISPOSITIONS,
        "By disposition",
        "Tips closed in the month, whenever they came, under what became of them.",
        split=Split.DISPOSITION,
    ),
    Measure.NO_ANSWER: Rule(
        Section.NO_ANSWER,
        "By agency and division",
        "Tips closed in the month because the agency or division that had them never answered.",
        split=Split.UNIT,
    ),
    Measure.AWARDS_APPROVED: _award(
        "Awards approved", "Awards that the board approved in the month.", Unit.COUNT
    ),
    Measure.APPROVED: _award("Awards approved, amount", "What those awards come to.", Unit.CENTS),
    Measure.AWARDS_PAID: _award(
        "Awards paid", "Awards handed over in the month, whenever they were approved.", Unit.COUNT
    ),
    Measure.PAID: _award("Awards paid, amount", "What was handed over.", Unit.CENTS),
    Measure.AWARDS_UNCLAIMED: _award(
        "Awards unclaimed",
        "Awards approved and neither paid nor returned at the end of the time.",
        Unit.COUNT,
        over=Over.LAST,
    ),
    Measure.UNCLAIMED: _award(
        "Awards unclaimed, amount", "What those awards come to.", Unit.CENTS, over=Over.LAST
    ),
    Measure.DAYS_TO_DISPATCH: Rule(
        Section.TIMES,
        "Days from tip to dispatch",
        "Of the tips given to an investigator or a team in the month: half waited so many days or fewer.",
        Unit.DAYS,
    ),
    Measure.DAYS_TO_DISPOSITION: Rule(
        Section.TIMES,
        "Days from tip to disposition",
        "Of the tips closed with a disposition in the month: half took so many days or fewer.",
        Unit.DAYS,
    ),
}
"""The rule of every measure."""

RECOVERED: Final = (Measure.PROPERTY, Measure.DRUGS, Measure.CASH)
"""What the total recovered is the sum of."""

GENERAL: Final = (
    "A tip counts in the month in which it was received in the program's time zone.",
    "A figure counts in the month in which it was recorded; a correction is a figure of its own.",
    "Only the primary recipient of a tip counts; who has it for information does not.",
    "Tips about police or about this program are in the total of tips and in no other line.",
    "A closed month keeps its numbers; what is found to be otherwise stands in the next one as a correction.",
    "An empty place is not zero: it was not counted then, or it is withheld.",
)
"""What holds for all of them, as the report prints it."""
