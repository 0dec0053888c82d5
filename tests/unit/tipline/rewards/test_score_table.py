from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.tipline.rewards.tables import GUNS
from tipline.rewards.score_table import (
    DEFAULT,
    LARGEST,
    STEPS,
    Bracket,
    Campaign,
    Factor,
    FactorRule,
    Level,
    Measure,
    ScoreTable,
)
from tipline.rewards.scoring_refusals import Fault, TableRefused
from tipline.vocabulary import Cents


def changed(**fields: Any) -> ScoreTable:  # noqa: ANN401 - any field of a table
    return replace(DEFAULT, **fields)


def one_factor(*levels: Level, measure: Measure = Measure.CHOSEN) -> ScoreTable:
    return changed(factors=(FactorRule(Factor.RISK, measure, levels),))


def campaign(**fields: Any) -> ScoreTable:  # noqa: ANN401 - any field of a campaign
    return changed(campaigns=(replace(GUNS, **fields),))


BROKEN: list[tuple[Fault, Callable[[], ScoreTable]]] = [
    (Fault.WINDOW, lambda: campaign(last=GUNS.first - timedelta(days=1))),
    (Fault.NEGATIVE, lambda: campaign(amount=Cents(-500_00))),
    (Fault.NOTHING, lambda: campaign(amount=Cents(0))),
    (Fault.NOTHING, lambda: campaign(most=0)),
    (Fault.NOT_ROUND, lambda: campaign(amount=Cents(525_00))),
    (Fault.NOT_ROUND, lambda: campaign(amount=Cents(500_01))),
    (Fault.TOO_LARGE, lambda: campaign(amount=Cents(10**12))),
    (Fault.LABEL, lambda: campaign(name="")),
    (Fault.LABEL, lambda: campaign(name="x" * 41)),
    (Fault.LABEL, lambda: campaign(name="two\nlines")),
    (Fault.LABEL, lambda: campaign(name=" margin")),
    (Fault.LABEL, lambda: campaign(name="\ud800")),
    (Fault.TWICE, lambda: changed(campaigns=(GUNS, GUNS))),
    (Fault.TOO_MANY, lambda: changed(campaigns=tuple(replace(GUNS, name=f"{n}") for n in range(7)))),
    (Fault.STEP, lambda: changed(step=Cents(1))),
    (Fault.STEP, lambda: changed(step=Cents(0))),
    (Fault.STEP, lambda: changed(step=Cents(25_00))),
    (Fault.NOT_ROUND, lambda: changed(cap=Cents(2_000_01))),
    (Fault.NOT_ROUND, lambda: changed(floor=Cents(75_00))),
    (Fault.CAP_BELOW_FLOOR, lambda: changed(floor=Cents(2_050_00))),
    (Fault.CAP_BELOW_FLOOR, lambda: changed(cap=Cents(0), floor=Cents(0))),
    (Fault.NEGATIVE, lambda: changed(floor=Cents(-50_00))),
    (Fault.TOO_LARGE, lambda: changed(cap=Cents(10**12))),
    (Fault.NOTHING, lambda: changed(brackets=())),
    (Fault.NOT_RISING, lambda: changed(brackets=(Bracket(1, Cents(1)),))),
    (Fault.NOT_RISING, lambda: changed(brackets=(Bracket(0, Cents(1)), Bracket(0, Cents(2))))),
    (Fault.NEGATIVE, lambda: changed(brackets=(Bracket(0, Cents(-1)),))),
    (Fault.TOO_MANY, lambda: changed(brackets=tuple(Bracket(n, Cents(1)) for n in range(6)))),
    (Fault.NOTHING, lambda: changed(factors=())),
    (Fault.TWICE, lambda: changed(factors=(*DEFAULT.factors, DEFAULT.factors[0]))),
    (Fault.NOTHING, one_factor),
    (Fault.NEGATIVE, lambda: one_factor(Level("Low", -1))),
    (Fault.TOO_LARGE, lambda: one_factor(Level("High", 1_001))),
    (Fault.NOT_RISING, lambda: one_factor(Level("Low", 5), Level("High", 4))),
    (Fault.NOT_RISING, lambda: one_factor(Level("Low", 5), Level("High", 6, 1))),
    (Fault.NOT_RISING, lambda: one_factor(Level("Some", 5, 1), measure=Measure.COUNT)),
    (Fault.NOT_RISING, lambda: one_factor(Level("a", 0), Level("b", 1), measure=Measure.COUNT)),
    (Fault.TOO_MANY, lambda: one_factor(*(Level("Same", 1) for _ in range(11)))),
    (Fault.LABEL, lambda: one_factor(Level("", 1))),
]


@pytest.mark.parametrize(("fault", "make"), BROKEN, ids=[f"{n}" for n in range(len(BROKEN))])
def test_a_table_that_nobody_could_score_by_is_refused(fault: Fault, make: Callable[[], ScoreTable]) -> None:
    with pytest.raises(TableRefused) as refused:
        make()

    assert refused.value.fault is fault


def test_a_campaign_of_one_day_is_a_window() -> None:
    assert campaign(last=GUNS.first).campaigns[0].runs(GUNS.first)


def test_what_may_just_be_is_taken() -> None:
    assert changed(cap=LARGEST).cap == LARGEST
    assert one_factor(Level("Same", 5), Level("Same", 5)).factors[0].levels[1].points == 5
    assert [changed(step=step).step for step in STEPS] == list(STEPS)


def test_the_table_to_begin_with_pays_at_most_two_thousand_dollars() -> None:
    assert (DEFAULT.floor, DEFAULT.cap, DEFAULT.step) == (50_00, 2_000_00, 50_00)
    assert {rule.factor for rule in DEFAULT.factors} == set(Factor)
    assert DEFAULT.campaigns == ()


def test_a_refusal_says_where() -> None:
    with pytest.raises(TableRefused) as refused:
        changed(campaigns=(Campaign("Guns", Cents(500_00), GUNS.last, GUNS.first),))

    assert refused.value.where == "Guns"
