"""Scoring tables and sheets to test with: fixed ones, and any that a program could make."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tipline.rewards.score_bytes import table_digest
from tipline.rewards.score_table import (
    DEFAULT,
    MOST_BRACKETS,
    MOST_CAMPAIGNS,
    MOST_LEVELS,
    STEPS,
    Bracket,
    Campaign,
    Factor,
    FactorRule,
    Level,
    Measure,
    ScoreTable,
)
from tipline.rewards.scoring import Hit, Sheet, score
from tipline.vocabulary import Cents

DAY = date(2026, 11, 24)
NOTHING = {
    Factor.SERIOUSNESS: 0,
    Factor.RISK: 0,
    Factor.VALUE: 0,
    Factor.PROPERTY: 0,
    Factor.DRUGS: 0,
    Factor.ARRESTS: 0,
    Factor.WEAPONS: 0,
}
"""The lowest level of everything, by the table to begin with."""
GUNS = Campaign("Cash for Guns", Cents(500_00), DAY, DAY + timedelta(days=30), most=3)

LABELS = st.text(
    alphabet=st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S")), min_size=1, max_size=8
)


def by_default(entered: dict[Factor, int] | None = None, *hits: Hit, table: ScoreTable = DEFAULT) -> Sheet:
    """A sheet by the table to begin with, or another."""
    return score(table, NOTHING | (entered or {}), digest=table_digest(table), hits=hits)


@st.composite
def rules(draw: st.DrawFn, factor: Factor) -> FactorRule:
    """Any levels of a factor."""
    measure = draw(st.sampled_from(Measure))
    size = draw(st.integers(1, MOST_LEVELS))
    points = sorted(draw(st.lists(st.integers(0, 60), min_size=size, max_size=size)))
    counted = sorted(draw(st.sets(st.integers(1, 500_000), min_size=size - 1, max_size=size - 1)))
    bounds = [0] * size if measure is Measure.CHOSEN else [0, *counted]
    return FactorRule(
        factor,
        measure,
        tuple(Level(draw(LABELS), *each) for each in zip(points, bounds, strict=True)),
    )


@st.composite
def score_tables(draw: st.DrawFn) -> ScoreTable:
    """Any table that a program could make."""
    step = draw(st.sampled_from(STEPS))
    floor, extra = draw(st.integers(0, 20)), draw(st.integers(1, 60))
    above = sorted(draw(st.sets(st.integers(1, 200), max_size=MOST_BRACKETS - 1)))
    names = draw(st.lists(LABELS, unique=True, max_size=MOST_CAMPAIGNS))
    return ScoreTable(
        factors=tuple(draw(rules(factor)) for factor in draw(st.sets(st.sampled_from(Factor), min_size=1))),
        brackets=tuple(Bracket(start, Cents(draw(st.integers(0, 5_000)))) for start in (0, *above)),
        floor=Cents(floor * step),
        cap=Cents((floor + extra) * step),
        step=step,
        campaigns=tuple(
            Campaign(
                name,
                Cents(draw(st.integers(1, 20)) * step),
                DAY,
                DAY + timedelta(days=draw(st.integers(0, 90))),
                most=draw(st.integers(1, 5)),
                on_top=draw(st.booleans()),
            )
            for name in names
        ),
    )


@st.composite
def entries(draw: st.DrawFn, table: ScoreTable) -> dict[Factor, int]:
    """Anything that may be entered on a sheet of a table."""
    return {
        rule.factor: draw(
            st.integers(0, len(rule.levels) - 1)
            if rule.measure is Measure.CHOSEN
            else st.integers(0, 600_000)
        )
        for rule in table.factors
    }


@st.composite
def hits(draw: st.DrawFn, table: ScoreTable) -> list[Hit]:
    """Campaigns that may count."""
    counted = draw(st.lists(st.sampled_from(table.campaigns), unique=True)) if table.campaigns else []
    return [Hit(each.name, DAY, draw(st.integers(1, each.most))) for each in counted]
