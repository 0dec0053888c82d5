"""The score sheet as a form: what is asked by the table in force, and what was typed, read strictly."""

from datetime import date
from typing import Final

from tipline.rewards.score_table import LARGEST, Factor, Measure, ScoreTable
from tipline.rewards.score_versions import Version
from tipline.rewards.scoring import Hit, Sheet, score
from tipline.rewards.scoring_refusals import Fault, SheetRefused
from web.console.figures import DOLLARS, WHOLE
from web.forms import Form

LONGEST: Final = 20
"""Characters of a quantity."""


def field(factor: Factor) -> str:
    """The name of a factor's field."""
    return f"factor-{factor.value}"


def times_field(place: int) -> str:
    """How often the campaign at this place of the table counted."""
    return f"campaign-{place}-times"


def day_field(place: int) -> str:
    """The day on which the campaign at this place of the table counted."""
    return f"campaign-{place}-day"


def read_sheet(version: Version, form: Form) -> Sheet:
    """Fill in a sheet by a version of the table.

    Raises:
        SheetRefused: a factor was left out or is no number of its kind, or a campaign does not count so.
    """
    table = version.table
    entered = {rule.factor: _quantity(rule.factor, rule.measure, form) for rule in table.factors}
    return score(table, entered, digest=version.digest, hits=_hits(table, form))


def typed_sheet(version: Version | None, form: Form) -> dict[str, str]:
    """What stands in the fields of the sheet, to be shown again or carried on."""
    if version is None:
        return {}
    names = [field(rule.factor) for rule in version.table.factors]
    for place in range(len(version.table.campaigns)):
        names += [times_field(place), day_field(place)]
    return {name: form.get(name) for name in names}


def _quantity(factor: Factor, measure: Measure, form: Form) -> int:
    """A level's place, a number of things, or cents."""
    text = form.get(field(factor)).strip()
    if not text:
        raise SheetRefused(Fault.FACTOR_MISSING, where=factor.value)
    if measure is Measure.MONEY:
        return _bounded(_cents(text, where=factor.value), where=factor.value)
    return _bounded(_whole(text, where=factor.value), where=factor.value)


def _hits(table: ScoreTable, form: Form) -> list[Hit]:
    found = []
    for place, campaign in enumerate(table.campaigns):
        text = form.get(times_field(place)).strip()
        times = _bounded(_whole(text, where=campaign.name), where=campaign.name) if text else 0
        if times:
            on = _day(form.get(day_field(place)), where=campaign.name)
            found.append(Hit(campaign.name, on, times))
    return found


def _whole(text: str, *, where: str) -> int:
    if len(text) > LONGEST or WHOLE.fullmatch(text) is None:
        raise SheetRefused(Fault.NEGATIVE, where=where)
    return int(text.replace(",", ""))


def _cents(text: str, *, where: str) -> int:
    found = DOLLARS.fullmatch(text.removeprefix("$").strip())
    if len(text) > LONGEST or found is None:
        raise SheetRefused(Fault.NEGATIVE, where=where)
    return int(found[1].replace(",", "")) * 100 + int(found[3] or 0)


def _bounded(number: int, *, where: str) -> int:
    if number > LARGEST:
        raise SheetRefused(Fault.TOO_LARGE, where=where)
    return number


def _day(text: str, *, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SheetRefused(Fault.OUTSIDE_WINDOW, where=where) from None
