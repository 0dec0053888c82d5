from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.tipline.rewards.tables import DAY, GUNS, NOTHING, by_default, entries, hits, score_tables
from tipline.rewards.score_bytes import table_digest
from tipline.rewards.score_table import DEFAULT, Bracket, Factor, FactorRule, Level, Measure
from tipline.rewards.scoring import Hit, Line, LineKind, score
from tipline.rewards.scoring_refusals import Fault, SheetRefused
from tipline.vocabulary import Cents

WITH_GUNS = replace(DEFAULT, campaigns=(GUNS,))
POINTS_ALONE = replace(
    DEFAULT,
    factors=(
        FactorRule(
            Factor.VALUE, Measure.CHOSEN, tuple(Level(f"{points}", points) for points in (0, 1, 3, 5))
        ),
    ),
    brackets=(Bracket(0, Cents(5_00)),),
    step=Cents(10_00),
    floor=Cents(0),
)


def test_a_sheet_explains_every_cent() -> None:
    sheet = by_default(
        {Factor.SERIOUSNESS: 3, Factor.RISK: 1, Factor.DRUGS: 7_500_00, Factor.ARRESTS: 4, Factor.WEAPONS: 1}
    )

    assert sheet.lines == (
        Line(LineKind.FACTOR, "seriousness", "A life was lost or at stake", points=50),
        Line(LineKind.FACTOR, "risk", "Some", points=10),
        Line(LineKind.FACTOR, "value", "Background", points=5),
        Line(LineKind.FACTOR, "property", "None", points=0),
        Line(LineKind.FACTOR, "drugs", "$5,000 to $25,000", points=10),
        Line(LineKind.FACTOR, "arrests", "Three or four", points=20),
        Line(LineKind.FACTOR, "weapons", "One", points=10),
        Line(LineKind.BRACKET, points=50, cents=Cents(500_00)),
        Line(LineKind.BRACKET, points=50, cents=Cents(750_00)),
        Line(LineKind.BRACKET, points=5, cents=Cents(100_00)),
    )
    assert (sheet.points, sheet.amount) == (105, Cents(1_350_00))


def test_the_cap_lowers_and_the_line_says_by_how_much() -> None:
    most = {Factor.SERIOUSNESS: 3, Factor.RISK: 2, Factor.VALUE: 2, Factor.DRUGS: 10**9, Factor.ARRESTS: 9}

    sheet = by_default(most | {Factor.WEAPONS: 9})

    assert sheet.lines[-1] == Line(LineKind.CAP, cents=Cents(-350_00))
    assert (sheet.points, sheet.amount) == (155, Cents(2_000_00))


def test_the_floor_raises_what_scored_something() -> None:
    table = replace(DEFAULT, floor=Cents(200_00))

    sheet = by_default(table=table)

    assert sheet.lines[-1] == Line(LineKind.FLOOR, cents=Cents(100_00))
    assert sheet.amount == Cents(200_00)


def test_without_a_point_there_is_no_award() -> None:
    sheet = score(replace(POINTS_ALONE, floor=Cents(50_00)), {Factor.VALUE: 0}, digest=bytes(32))

    assert (sheet.points, sheet.amount) == (0, 0)


@pytest.mark.parametrize(("level", "amount"), [(1, 10_00), (2, 20_00), (3, 30_00)])
def test_half_a_step_is_rounded_upwards(level: int, amount: int) -> None:
    sheet = score(POINTS_ALONE, {Factor.VALUE: level}, digest=bytes(32))

    assert sheet.amount == amount
    assert sheet.lines[-1] == Line(LineKind.ROUNDING, cents=Cents(5_00))


def test_a_bonus_counts_as_often_as_it_may() -> None:
    plain, with_bonus = by_default(table=WITH_GUNS), by_default({}, Hit(GUNS.name, DAY, 2), table=WITH_GUNS)

    assert with_bonus.amount - plain.amount == 2 * GUNS.amount
    assert Line(LineKind.CAMPAIGN, GUNS.name, "2", cents=Cents(1_000_00)) in with_bonus.lines


def test_a_bonus_stays_under_the_cap_unless_it_is_on_top() -> None:
    above = replace(WITH_GUNS, cap=Cents(300_00))
    on_top = replace(above, campaigns=(replace(GUNS, on_top=True),))
    hit = Hit(GUNS.name, DAY)

    assert by_default({}, hit, table=above).amount == Cents(300_00)
    assert by_default({}, hit, table=on_top).amount == Cents(600_00)


@pytest.mark.parametrize("day", [GUNS.first, GUNS.last])
def test_both_days_of_a_window_are_in_it(day: date) -> None:
    assert by_default({}, Hit(GUNS.name, day), table=WITH_GUNS).amount == Cents(600_00)


@pytest.mark.parametrize(
    ("fault", "entered", "hit"),
    [
        (Fault.NOT_IN_TABLE, {Factor.RISK: 3}, []),
        (Fault.NEGATIVE, {Factor.ARRESTS: -1}, []),
        (Fault.NEGATIVE, {Factor.RISK: -1}, []),
        (Fault.OUTSIDE_WINDOW, {}, [Hit(GUNS.name, GUNS.first - timedelta(days=1))]),
        (Fault.OUTSIDE_WINDOW, {}, [Hit(GUNS.name, GUNS.last + timedelta(days=1))]),
        (Fault.NOT_IN_TABLE, {}, [Hit("Cash for Cars", DAY)]),
        (Fault.TWICE, {}, [Hit(GUNS.name, DAY), Hit(GUNS.name, DAY)]),
        (Fault.TOO_MANY, {}, [Hit(GUNS.name, DAY, 4)]),
        (Fault.NEGATIVE, {}, [Hit(GUNS.name, DAY, 0)]),
    ],
)
def test_a_sheet_that_does_not_fit_its_table_is_refused(
    fault: Fault, entered: dict[Factor, int], hit: list[Hit]
) -> None:
    with pytest.raises(SheetRefused) as refused:
        by_default(entered, *hit, table=WITH_GUNS)

    assert refused.value.fault is fault


def test_every_factor_is_asked_and_no_other() -> None:
    without_risk: dict[Factor, int] = {
        factor: level for factor, level in NOTHING.items() if factor is not Factor.RISK
    }

    with pytest.raises(SheetRefused) as missing:
        score(DEFAULT, without_risk, digest=bytes(32))
    with pytest.raises(SheetRefused) as unknown:
        score(POINTS_ALONE, {Factor.VALUE: 0, Factor.RISK: 0}, digest=bytes(32))

    assert (missing.value.fault, missing.value.where) == (Fault.FACTOR_MISSING, "risk")
    assert (unknown.value.fault, unknown.value.where) == (Fault.NOT_IN_TABLE, "risk")


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_amount_is_a_multiple_of_the_step_within_floor_and_cap(data: st.DataObject) -> None:
    table = data.draw(score_tables())
    sheet = score(table, data.draw(entries(table)), digest=table_digest(table), hits=data.draw(hits(table)))

    on_top = sum(line.cents for line in sheet.lines if line.kind is LineKind.ON_TOP)
    worth = sum(line.cents for line in sheet.lines if line.kind in {LineKind.BRACKET, LineKind.CAMPAIGN})

    assert sheet.amount == sum(line.cents for line in sheet.lines)
    assert sheet.points == sum(line.points for line in sheet.lines if line.kind is LineKind.FACTOR)
    assert sheet.amount % table.step == 0
    assert table.floor <= sheet.amount - on_top <= table.cap if worth else sheet.amount == on_top
    if table.floor <= worth <= table.cap and worth:
        assert abs(sheet.amount - on_top - worth) * 2 <= table.step


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_higher_level_or_quantity_never_pays_less(data: st.DataObject) -> None:
    table = data.draw(score_tables())
    lower = data.draw(entries(table))
    more = {
        rule.factor: min(lower[rule.factor] + data.draw(st.integers(0, 9)), len(rule.levels) - 1)
        if rule.measure is Measure.CHOSEN
        else lower[rule.factor] + data.draw(st.integers(0, 100_000))
        for rule in table.factors
    }
    counted = data.draw(hits(table))

    less_paid, more_paid = (
        score(table, entered, digest=table_digest(table), hits=counted) for entered in (lower, more)
    )

    assert less_paid.points <= more_paid.points
    assert less_paid.amount <= more_paid.amount


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_sheet_keeps_no_quantity_and_no_day(data: st.DataObject) -> None:
    amount, day = data.draw(st.integers(7_000_01, 24_999_99)), data.draw(st.dates(GUNS.first, GUNS.last))

    sheets = {
        by_default({Factor.PROPERTY: each}, Hit(GUNS.name, on), table=WITH_GUNS)
        for each, on in ((amount, day), (5_000_00, GUNS.first))
    }

    assert len(sheets) == 1
