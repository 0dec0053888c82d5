"""A program's scoring table: factors and levels, what points are worth, cap, floor, rounding, campaigns.

A table is a proposal's arithmetic and binds nobody: the board decides. Points never fall from one level to
the next, and every amount that comes out is a multiple of what the program rounds to: amounts come from a
short list, so that none of them points at a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from tipline.rewards.scoring_refusals import Fault, TableRefused
from tipline.vocabulary import Cents, Named

MOST_LEVELS: Final = 10
MOST_BRACKETS: Final = 5
MOST_CAMPAIGNS: Final = 6
MOST_POINTS: Final = 1_000
LONGEST_LABEL: Final = 40
LARGEST: Final = Cents(10_000_000_00)
"""Ten million dollars: the largest quantity or amount of a table. What is more was mistyped."""

STEPS: Final = (Cents(5_00), Cents(10_00), Cents(50_00))
"""What awards are rounded to."""


class Factor(Named):
    """What a reward is scored by."""

    SERIOUSNESS = "seriousness"
    RISK = "risk"
    VALUE = "value"
    PROPERTY = "property"
    DRUGS = "drugs"
    ARRESTS = "arrests"
    WEAPONS = "weapons"

    @property
    def label(self) -> str:
        """The factor as a person reads it, in English."""
        return _FACTORS[self]


_FACTORS: Final = {
    Factor.SERIOUSNESS: "Seriousness of the crime",
    Factor.RISK: "Risk to the reporter",
    Factor.VALUE: "Value of the information",
    Factor.PROPERTY: "Property recovered",
    Factor.DRUGS: "Drugs seized",
    Factor.ARRESTS: "Arrests",
    Factor.WEAPONS: "Weapons seized",
}


class Measure(Named):
    """How a level is found."""

    CHOSEN = "chosen"
    """The coordinator picks it."""
    COUNT = "count"
    """By a number."""
    MONEY = "money"
    """By a value in cents."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a factor, and what it scores."""

    label: str
    points: int
    at_least: int = 0
    """The quantity from which it holds; 0 where it is chosen."""


@dataclass(frozen=True, slots=True)
class FactorRule:
    """A factor with its levels, lowest first."""

    factor: Factor
    measure: Measure
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """What each point above a number is worth, up to where the next bracket begins."""

    above: int
    each: Cents


@dataclass(frozen=True, slots=True)
class Campaign:
    """A bonus for a while: so much for each thing found, so many of them at most."""

    name: str
    amount: Cents
    first: date
    last: date
    most: int = 1
    on_top: bool = False
    """Added above the cap."""

    def runs(self, on: date) -> bool:
        """Whether the window is open; both of its days are in it."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A version of the table; from which day it holds stands beside it, where it is kept."""

    factors: tuple[FactorRule, ...]
    brackets: tuple[Bracket, ...]
    floor: Cents
    cap: Cents
    step: Cents
    campaigns: tuple[Campaign, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nobody could score by.

        Raises:
            TableRefused: what is wrong, and where.
        """
        _check_factors(self.factors)
        _check_brackets(self.brackets)
        _check_amounts(self)
        _check_campaigns(self.campaigns, step=self.step)


def check_label(label: str, *, where: str) -> None:
    """Refuse a label that cannot be shown.

    Raises:
        TableRefused: it is empty, too long or has something in it that does not print.
    """
    if not (0 < len(label) <= LONGEST_LABEL and label.isprintable() and label == label.strip()):
        raise TableRefused(Fault.LABEL, where=where)


def _check_factors(rules: tuple[FactorRule, ...]) -> None:
    if not rules:
        raise TableRefused(Fault.NOTHING)
    _check_once(rule.factor.value for rule in rules)
    for rule in rules:
        where = rule.factor.value
        if not rule.levels:
            raise TableRefused(Fault.NOTHING, where=where)
        if len(rule.levels) > MOST_LEVELS:
            raise TableRefused(Fault.TOO_MANY, where=where)
        for level in rule.levels:
            check_label(level.label, where=where)
            _check_range(level.points, most=MOST_POINTS, where=where)
            _check_range(level.at_least, most=LARGEST, where=where)
        counted = rule.measure is not Measure.CHOSEN
        for lower, higher in pairwise(rule.levels):
            if higher.points < lower.points or (counted and higher.at_least <= lower.at_least):
                raise TableRefused(Fault.NOT_RISING, where=where)
        if rule.levels[0].at_least != 0 or not (counted or all(level.at_least == 0 for level in rule.levels)):
            raise TableRefused(Fault.NOT_RISING, where=where)


def _check_brackets(brackets: tuple[Bracket, ...]) -> None:
    if not brackets:
        raise TableRefused(Fault.NOTHING)
    if len(brackets) > MOST_BRACKETS:
        raise TableRefused(Fault.TOO_MANY)
    if brackets[0].above != 0 or any(later.above <= earlier.above for earlier, later in pairwise(brackets)):
        raise TableRefused(Fault.NOT_RISING)
    for bracket in brackets:
        _check_range(bracket.above, most=MOST_POINTS * len(Factor))
        _check_range(bracket.each, most=LARGEST)


def _check_amounts(table: ScoreTable) -> None:
    if table.step not in STEPS:
        raise TableRefused(Fault.STEP)
    for amount in (table.floor, table.cap):
        _check_range(amount, most=LARGEST)
        if amount % table.step:
            raise TableRefused(Fault.NOT_ROUND)
    if table.cap < table.floor or table.cap == 0:
        raise TableRefused(Fault.CAP_BELOW_FLOOR)


def _check_campaigns(campaigns: tuple[Campaign, ...], *, step: Cents) -> None:
    if len(campaigns) > MOST_CAMPAIGNS:
        raise TableRefused(Fault.TOO_MANY)
    _check_once(campaign.name for campaign in campaigns)
    for campaign in campaigns:
        where = campaign.name[:LONGEST_LABEL]
        check_label(campaign.name, where=where)
        _check_range(campaign.amount, most=LARGEST, where=where)
        _check_range(campaign.most, most=MOST_POINTS, where=where)
        if campaign.last < campaign.first:
            raise TableRefused(Fault.WINDOW, where=where)
        if campaign.amount % step:
            raise TableRefused(Fault.NOT_ROUND, where=where)
        if campaign.amount == 0 or campaign.most == 0:
            raise TableRefused(Fault.NOTHING, where=where)


def _check_once(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TableRefused(Fault.TWICE, where=name[:LONGEST_LABEL])
        seen.add(name)


def _check_range(number: int, *, most: int, where: str = "") -> None:
    if number < 0:
        raise TableRefused(Fault.NEGATIVE, where=where)
    if number > most:
        raise TableRefused(Fault.TOO_LARGE, where=where)


def _chosen(factor: Factor, *levels: tuple[str, int]) -> FactorRule:
    return FactorRule(factor, Measure.CHOSEN, tuple(Level(label, points) for label, points in levels))


def _by_value(factor: Factor) -> FactorRule:
    steps = (
        ("None", 0, 0),
        ("Under $1,000", 3, 1),
        ("$1,000 to $5,000", 5, 1_000_00),
        ("$5,000 to $25,000", 10, 5_000_00),
        ("$25,000 to $100,000", 15, 25_000_00),
        ("$100,000 and more", 20, 100_000_00),
    )
    return FactorRule(factor, Measure.MONEY, tuple(Level(*step) for step in steps))


def _by_number(factor: Factor, *levels: tuple[str, int, int]) -> FactorRule:
    return FactorRule(factor, Measure.COUNT, tuple(Level(*level) for level in levels))


DEFAULT: Final = ScoreTable(
    factors=(
        _chosen(
            Factor.SERIOUSNESS,
            ("Minor", 5),
            ("Serious", 15),
            ("Very serious", 30),
            ("A life was lost or at stake", 50),
        ),
        _chosen(Factor.RISK, ("None known", 0), ("Some", 10), ("Considerable", 20)),
        _chosen(
            Factor.VALUE,
            ("Background", 5),
            ("One of several leads", 10),
            ("Led to the result", 20),
        ),
        _by_value(Factor.PROPERTY),
        _by_value(Factor.DRUGS),
        _by_number(
            Factor.ARRESTS,
            ("None", 0, 0),
            ("One", 10, 1),
            ("Two", 15, 2),
            ("Three or four", 20, 3),
            ("More", 25, 5),
        ),
        _by_number(Factor.WEAPONS, ("None", 0, 0), ("One", 10, 1), ("Two or three", 15, 2), ("More", 20, 4)),
    ),
    brackets=(Bracket(0, Cents(10_00)), Bracket(50, Cents(15_00)), Bracket(100, Cents(20_00))),
    floor=Cents(50_00),
    cap=Cents(2_000_00),
    step=Cents(50_00),
)
"""A table for a program to begin with.

Programs publish awards from $50 to $2,000 by factors like these, and keep their own figures; so these are
ours: 50 points are $500, 100 are $1,250, and a homicide solved with a gun seized and two arrests is $2,000.
"""
