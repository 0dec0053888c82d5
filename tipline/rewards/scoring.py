"""Score a reward: a sheet filled in by a coordinator, added up by the program's table, each cent explained.

The sheet keeps the level that was reached and not the quantity that reached it, and which campaign counted
and not on which day: what the board needs, and nothing by which a sheet could be matched to a case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from tipline.rewards.score_table import Bracket, Campaign, Factor, FactorRule, Measure, ScoreTable
from tipline.rewards.scoring_refusals import Fault, SheetRefused
from tipline.vocabulary import Cents, Named

NOTHING: Final = Cents(0)


class LineKind(Named):
    """What a line of a sheet explains."""

    FACTOR = "factor"
    BRACKET = "bracket"
    CAMPAIGN = "campaign"
    FLOOR = "floor"
    CAP = "cap"
    ROUNDING = "rounding"
    ON_TOP = "on-top"


@dataclass(frozen=True, slots=True)
class Hit:
    """A campaign that the case counts for: how many things, found on which day."""

    campaign: str
    on: date
    times: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: what it explains, and the points or cents that it brings."""

    kind: LineKind
    name: str = ""
    """The factor or campaign."""
    level: str = ""
    """The level that was reached, or how often the campaign counted."""
    points: int = 0
    """Of a factor, what it scores; of a bracket, how many points fell into it."""
    cents: Cents = NOTHING
    """All lines together are the amount; less than nothing where the cap or rounding takes away."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled sheet: what was scored by which table, and what comes out."""

    table: bytes
    """SHA-256 of the table's bytes."""
    lines: tuple[Line, ...]
    points: int
    amount: Cents


def score(
    table: ScoreTable, entered: Mapping[Factor, int], *, digest: bytes, hits: Sequence[Hit] = ()
) -> Sheet:
    """Fill in a sheet.

    Order: points become money by the brackets; bonuses are added; the floor raises and the cap lowers; the
    rest is rounded to the nearest step, half a step upwards; last come bonuses above the cap. Without a point
    and without a bonus there is no award, and the floor does not make one.

    Args:
        table: the one in force on the day of the decision.
        entered: for every factor of the table, the place of the chosen level, or the quantity.
        digest: SHA-256 of the table's bytes.
        hits: the campaigns that count.

    Raises:
        SheetRefused: a factor is missing, unknown or out of its range; a campaign is unknown, named twice,
            not open on its day, or counted too often or not at all.
    """
    for factor in entered:
        if all(rule.factor is not factor for rule in table.factors):
            raise SheetRefused(Fault.NOT_IN_TABLE, where=factor.value)
    scored = [_factor_line(rule, entered) for rule in table.factors]
    points = sum(line.points for line in scored)
    worth = _bracket_lines(table.brackets, points)
    bonuses = _campaign_lines(table.campaigns, hits)
    within = [line for line in bonuses if line.kind is LineKind.CAMPAIGN]
    on_top = [line for line in bonuses if line.kind is LineKind.ON_TOP]
    money = sum(line.cents for line in (*worth, *within))
    lines = (*scored, *worth, *within, *_limit_lines(table, money), *on_top)
    return Sheet(digest, lines, points, Cents(sum(line.cents for line in lines)))


def _factor_line(rule: FactorRule, entered: Mapping[Factor, int]) -> Line:
    number = entered.get(rule.factor)
    if number is None:
        raise SheetRefused(Fault.FACTOR_MISSING, where=rule.factor.value)
    if number < 0:
        raise SheetRefused(Fault.NEGATIVE, where=rule.factor.value)
    if rule.measure is Measure.CHOSEN:
        if number >= len(rule.levels):
            raise SheetRefused(Fault.NOT_IN_TABLE, where=rule.factor.value)
        level = rule.levels[number]
    else:
        level = [each for each in rule.levels if each.at_least <= number][-1]
    return Line(LineKind.FACTOR, rule.factor.value, level.label, points=level.points)


def _bracket_lines(brackets: tuple[Bracket, ...], points: int) -> list[Line]:
    ends = [*(later.above for _, later in pairwise(brackets)), points]
    counted = [
        (bracket, min(points, end) - bracket.above)
        for bracket, end in zip(brackets, ends, strict=True)
        if points > bracket.above
    ]
    return [
        Line(LineKind.BRACKET, points=number, cents=Cents(number * bracket.each))
        for bracket, number in counted
    ]


def _campaign_lines(campaigns: tuple[Campaign, ...], hits: Sequence[Hit]) -> list[Line]:
    known = {campaign.name: campaign for campaign in campaigns}
    lines: list[Line] = []
    for hit in hits:
        campaign = known.get(hit.campaign)
        if campaign is None:
            raise SheetRefused(Fault.NOT_IN_TABLE, where=hit.campaign)
        if any(line.name == hit.campaign for line in lines):
            raise SheetRefused(Fault.TWICE, where=hit.campaign)
        if not campaign.runs(hit.on):
            raise SheetRefused(Fault.OUTSIDE_WINDOW, where=hit.campaign)
        if not 1 <= hit.times <= campaign.most:
            raise SheetRefused(Fault.TOO_MANY if hit.times > 0 else Fault.NEGATIVE, where=hit.campaign)
        kind = LineKind.ON_TOP if campaign.on_top else LineKind.CAMPAIGN
        lines.append(Line(kind, campaign.name, str(hit.times), cents=Cents(hit.times * campaign.amount)))
    return lines


def _limit_lines(table: ScoreTable, money: int) -> list[Line]:
    if money == 0:
        return []
    limited = min(max(money, table.floor), table.cap)
    rounded = (2 * limited + table.step) // (2 * table.step) * table.step
    kind = LineKind.FLOOR if limited > money else LineKind.CAP
    changes = ((kind, limited - money), (LineKind.ROUNDING, rounded - limited))
    return [Line(kind, cents=Cents(change)) for kind, change in changes if change]
