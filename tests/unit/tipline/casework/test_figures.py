from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, ROBIN, SAM, Case, Told
from tipline.casework import figures
from tipline.errors import FigureRefused, NoSuchTip, NotPermitted
from tipline.figures import Figure
from tipline.store.month_tables import FigureRow

DECEMBER = datetime(2026, 12, 2, 17, tzinfo=UTC)


def record(case: Case, told: Told, *, by: str = ADA, now: datetime = NOON, **values: int) -> None:
    record_all(case, told, {Figure(name): value for name, value in values.items()}, by=by, now=now)


def record_all(
    case: Case, told: Told, came: Mapping[Figure, int], *, by: str = ADA, now: datetime = NOON
) -> None:
    with case.at_work() as (tips, keys):
        figures.record(tips, keys, number=told.number, figures=came, by=case.by(by), now=now)


def correct(case: Case, told: Told, figure: Figure, to: int, *, now: datetime = NOON) -> None:
    with case.at_work() as (tips, keys):
        figures.correct(tips, keys, number=told.number, figure=figure, to=to, by=case.by(ADA), now=now)


def came_of(case: Case, told: Told) -> Mapping[Figure, int]:
    return case.look(told, by=ADA).figures


def entries(case: Case) -> list[tuple[str, int, int, bool]]:
    with case.program.tips.read() as session:
        rows = session.exec(select(FigureRow).order_by(col(FigureRow.month), col(FigureRow.value)))
        return [(row.kind.value, row.value, row.month, row.corrects is not None) for row in rows]


def test_what_came_of_a_tip_is_added_up_in_the_month_that_it_was_recorded(case: Case) -> None:
    told = case.tell()

    record(case, told, arrests=2, property=125_050)
    record(case, told, arrests=1, now=DECEMBER)

    assert came_of(case, told) == {Figure.ARRESTS: 3, Figure.PROPERTY: 125_050}
    assert entries(case) == [
        ("arrests", 2, 202611, False),
        ("property", 125_050, 202611, False),
        ("arrests", 1, 202612, False),
    ]
    assert [entry[3] for entry in case.trail()] == ["arrests 2", "property 125050", "arrests 1"]


def test_a_correction_is_an_entry_of_the_month_in_which_it_is_made(case: Case) -> None:
    told = case.tell()
    record(case, told, arrests=3)

    correct(case, told, Figure.ARRESTS, 2, now=DECEMBER)

    assert came_of(case, told) == {Figure.ARRESTS: 2}
    assert entries(case) == [("arrests", 3, 202611, False), ("arrests", -1, 202612, True)]


def test_those_whose_tip_it_is_or_to_whom_it_was_given_record_and_nobody_else(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.assign(told, sqlite_case.person(SAM))
    sqlite_case.assign(told, sqlite_case.person(DANA))

    record(sqlite_case, told, by=DANA, arrests=1)
    with pytest.raises(NotPermitted):  # Sam has it for information by now
        record(sqlite_case, told, by=SAM, arrests=1)
    with pytest.raises(NoSuchTip):
        record(sqlite_case, told, by=ROBIN, arrests=1)

    assert came_of(sqlite_case, told) == {Figure.ARRESTS: 1}


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (Figure.ARRESTS, 0),
        (Figure.ARRESTS, -1),
        (Figure.ARRESTS, 100_001),
        (Figure.CASH, 0),
        (Figure.CASH, -1),
        (Figure.CASH, 10**12),
    ],
)
def test_a_figure_out_of_range_is_refused_and_none_of_the_others_is_kept(
    sqlite_case: Case, figure: Figure, value: int
) -> None:
    told = sqlite_case.tell()

    with pytest.raises(FigureRefused) as refused:
        record_all(sqlite_case, told, {Figure.CHARGES: 1, figure: value})

    assert refused.value.figure is figure
    assert came_of(sqlite_case, told) == {}


def test_what_was_never_recorded_or_stands_already_is_not_corrected(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    record(sqlite_case, told, arrests=1)

    for figure, to in ((Figure.CHARGES, 1), (Figure.ARRESTS, 1), (Figure.ARRESTS, -1)):
        with pytest.raises(FigureRefused):
            correct(sqlite_case, told, figure, to)

    correct(sqlite_case, told, Figure.ARRESTS, 0)
    assert came_of(sqlite_case, told) == {Figure.ARRESTS: 0}


def test_the_database_refuses_to_change_or_delete_a_figure(case: Case) -> None:
    told = case.tell()
    record(case, told, arrests=1)

    for change in ("UPDATE figure SET value = 2", "DELETE FROM figure"):
        with pytest.raises(IntegrityError), case.program.tips.transaction() as session:
            session.connection().execute(text(change))

    assert came_of(case, told) == {Figure.ARRESTS: 1}
