"""A new version of the scoring table as a form: what stands in its fields, and what is read from them.

Rows without a word in them are passed over; every other mistake is said at its own field, all at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from tipline.rewards.score_table import (
    LARGEST,
    MOST_BRACKETS,
    MOST_CAMPAIGNS,
    MOST_LEVELS,
    MOST_POINTS,
    Bracket,
    Campaign,
    Factor,
    FactorRule,
    Level,
    Measure,
    ScoreTable,
)
from tipline.rewards.scoring_refusals import TableRefused
from tipline.vocabulary import Cents
from web.console.amounts import AmountWrong, read_amount, typed
from web.console.scoring_words import LABELS, Said, table_trouble
from web.forms import Form

FEWEST_ROWS: Final = 3
SPARE_ROWS: Final = 2
DIGITS: Final = 6
NOTHING: Final = Cents(0)
LEVEL_FIELDS: Final = ("label", "from", "points")
BRACKET_FIELDS: Final = ("above", "each")
CAMPAIGN_FIELDS: Final = ("name", "amount", "first", "last", "most", "on-top")


class FormWrong(Exception):
    """What was typed makes no table: what is wrong, by field, in the order of the form."""

    def __init__(self, said: Iterable[Said]) -> None:
        super().__init__()
        self.said = tuple(said)


class Fields(dict[str, str]):
    """What stands in the fields by their names; one that was not sent is empty."""

    def __missing__(self, name: str) -> str:
        return ""

    def rows(self, stem: str, fields: tuple[str, ...], most: int) -> int:
        """How many rows of a kind to show: those with something in them, and a few to write in."""
        if self["rows"]:
            return most
        used = [row for row in range(most) if any(self[f"{stem}-{row}-{field}"] for field in fields)]
        return min(most, max(FEWEST_ROWS, max(used, default=-1) + 1 + SPARE_ROWS))


def fields_of(table: ScoreTable, *, first_day: date) -> Fields:
    """A table as the form shows it, to be changed."""
    fields = Fields(
        {
            "first-day": first_day.isoformat(),
            "floor": typed(table.floor),
            "cap": typed(table.cap),
            "step": typed(table.step),
        }
    )
    for rule in table.factors:
        stem = rule.factor.value
        fields[f"{stem}-measure"] = rule.measure.value
        for row, level in enumerate(rule.levels):
            start = typed(level.at_least) if rule.measure is Measure.MONEY else str(level.at_least)
            fields[f"{stem}-{row}-label"] = level.label
            fields[f"{stem}-{row}-from"] = "" if rule.measure is Measure.CHOSEN else start
            fields[f"{stem}-{row}-points"] = str(level.points)
    for row, bracket in enumerate(table.brackets):
        fields[f"bracket-{row}-above"] = str(bracket.above)
        fields[f"bracket-{row}-each"] = typed(bracket.each)
    for row, campaign in enumerate(table.campaigns):
        values = (
            *(campaign.name, typed(campaign.amount), campaign.first.isoformat(), campaign.last.isoformat()),
            *(str(campaign.most), "yes" if campaign.on_top else ""),
        )
        for field, value in zip(CAMPAIGN_FIELDS, values, strict=True):
            fields[f"campaign-{row}-{field}"] = value
    return fields


def fields_sent(form: Form) -> Fields:
    """What was typed, to be shown again."""
    return Fields({name: form.get(name) for name in _names() if form.get(name).strip()})


def read_version(form: Form) -> tuple[ScoreTable, date]:
    """The table that was typed, and its first day.

    Raises:
        FormWrong: it is none that a program could score by.
    """
    reader = _Reader(fields_sent(form))
    first_day = reader.day("first-day", "First day")
    factors = tuple(reader.factors())
    brackets = tuple(reader.brackets())
    floor, cap = reader.amount("floor", "Floor"), reader.amount("cap", "Cap")
    step = reader.amount("step", "Rounded to")
    campaigns = tuple(reader.campaigns())
    if reader.wrong:
        raise FormWrong(reader.wrong)
    try:
        return ScoreTable(factors, brackets, floor, cap, step, campaigns), first_day
    except TableRefused as refused:
        places = {campaign.name: row for row, campaign in reader.named.items()}
        raise FormWrong([table_trouble(refused, campaigns=places)]) from None


def _names() -> Iterator[str]:
    yield from ("rows", "first-day", "floor", "cap", "step")
    for factor in Factor:
        yield f"{factor.value}-measure"
        for row in range(MOST_LEVELS):
            yield from (f"{factor.value}-{row}-{field}" for field in LEVEL_FIELDS)
    for stem, most, fields in (
        ("bracket", MOST_BRACKETS, BRACKET_FIELDS),
        ("campaign", MOST_CAMPAIGNS, CAMPAIGN_FIELDS),
    ):
        for row in range(most):
            yield from (f"{stem}-{row}-{field}" for field in fields)


class _Reader:
    """Reads field by field, and keeps what is wrong instead of stopping at it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.wrong: list[Said] = []
        self.named: dict[int, Campaign] = {}

    def factors(self) -> Iterator[FactorRule]:
        """The factors that are used, in the order of the form."""
        measures = {measure.value: measure for measure in Measure}
        for factor in Factor:
            measure = measures.get(self._fields[f"{factor.value}-measure"])
            if measure is not None:
                yield FactorRule(factor, measure, tuple(self._levels(factor, measure)))

    def brackets(self) -> Iterator[Bracket]:
        """What points are worth, lowest first."""
        for row in self._used("bracket", BRACKET_FIELDS, MOST_BRACKETS):
            about = f"Points are worth, line {row + 1}"
            yield Bracket(
                self.number(f"bracket-{row}-above", f"{about}, above"),
                self.amount(f"bracket-{row}-each", f"{about}, each"),
            )

    def campaigns(self) -> Iterator[Campaign]:
        """The bonuses."""
        for row in self._used("campaign", CAMPAIGN_FIELDS, MOST_CAMPAIGNS):
            stem, about = f"campaign-{row}", f"Campaign {row + 1}"
            campaign = Campaign(
                self._label(f"{stem}-name", f"{about}, name"),
                self.amount(f"{stem}-amount", f"{about}, bonus"),
                self.day(f"{stem}-first", f"{about}, first day"),
                self.day(f"{stem}-last", f"{about}, last day"),
                self.number(f"{stem}-most", f"{about}, most"),
                on_top=self._fields[f"{stem}-on-top"] == "yes",
            )
            self.named[row] = campaign
            yield campaign

    def amount(self, field: str, about: str) -> Cents:
        """A sum; nothing is one too."""
        try:
            return read_amount(self._fields[field], least=NOTHING, most=LARGEST)
        except AmountWrong as wrong:
            self._is_wrong(field, f"{about}: {wrong.words}")
            return NOTHING

    def day(self, field: str, about: str) -> date:
        """A day as a browser sends it."""
        text = self._fields[field].strip()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if day.isoformat() != text:
            self._is_wrong(field, f"{about}: write a day as 2026-11-30.")
        return day

    def number(self, field: str, about: str, *, most: int = MOST_POINTS * len(Factor)) -> int:
        """A whole number."""
        text = self._fields[field].strip().replace(",", "")
        if not (text.isascii() and text.isdigit() and len(text) <= DIGITS and int(text) <= most):
            self._is_wrong(field, f"{about}: write a whole number from 0 to {most:,}.")
            return 0
        return int(text)

    def _levels(self, factor: Factor, measure: Measure) -> Iterator[Level]:
        for row in self._used(factor.value, LEVEL_FIELDS, MOST_LEVELS):
            stem, about = f"{factor.value}-{row}", f"{factor.label}, level {row + 1}"
            start = 0
            if measure is Measure.MONEY:
                start = self.amount(f"{stem}-from", f"{about}, from")
            elif measure is Measure.COUNT:
                start = self.number(f"{stem}-from", f"{about}, from")
            yield Level(
                self._label(f"{stem}-label", f"{about}, in words"),
                self.number(f"{stem}-points", f"{about}, points", most=MOST_POINTS),
                start,
            )

    def _label(self, field: str, about: str) -> str:
        text = " ".join(self._fields[field].split())
        if not 0 < len(text) <= LABELS or not text.isprintable():
            self._is_wrong(field, f"{about}: write 1 to {LABELS} characters.")
            return about
        return text

    def _used(self, stem: str, fields: tuple[str, ...], most: int) -> list[int]:
        return [row for row in range(most) if any(self._fields[f"{stem}-{row}-{field}"] for field in fields)]

    def _is_wrong(self, field: str, words: str) -> None:
        self.wrong.append(Said(field, words))
