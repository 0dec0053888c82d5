"""Any two periods beside one another, and what a coordinator writes beside a month."""

from dataclasses import replace

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.reports.office import (
    IN_NOVEMBER,
    MIDDAY,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    TODAY,
    Counted,
)
from tipline.errors import NothingHere, NotPermitted, Unsuitable
from tipline.reports.measures import Measure, Section
from tipline.reports.month_table import compare
from tipline.reports.periods import Column, Period
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.reports.series import set_mark, take_mark_away
from tipline.reports.table import Comparison
from tipline.vocabulary import Month, Role


def compared(office: Counted, period: tuple[int, int], against: tuple[int, int]) -> Comparison:
    periods = [Period(Column.MONTH, Month(first), Month(last)) for first, last in (period, against)]
    with office.case.program.tips.read() as session:
        return compare(
            session,
            program_id=office.case.program.program_id,
            period=periods[0],
            against=periods[1],
            by=Role.ANALYST,
            today=TODAY,
        )


def mark(office: Counted, label: str, *, role: Role = Role.COORDINATOR, month: Month = OCTOBER) -> bytes:
    with office.case.program.tips.transaction() as session:
        holder = replace(office.case.by(ADA), role=role)
        return set_mark(session, month=month, label=label, by=holder, now=IN_NOVEMBER)


def test_any_two_periods_stand_beside_one_another(office: Counted) -> None:
    for month, times in ((8, 1), (9, 2), (10, 3), (11, 4)):
        for _ in range(times):
            office.case.tell(now=MIDDAY.replace(month=month))
    office.close(Month(202608))

    found = compared(office, (202608, 202609), (202610, 202611))

    rows = {row.measure: row for table in found.sections for row in table.rows if not row.key}
    assert rows[Measure.TIPS].values == {Column.MONTH: 3, Column.MONTH_BEFORE: 7}
    assert rows[Measure.TIPS].change(Column.MONTH_BEFORE) == -4
    assert [period.written for period in found.columns] == [
        "2026-08 to 2026-09",
        "2026-10 to 2026-11",
    ]
    [standing] = [table for table in found.sections if table.section is Section.STANDING]
    assert standing.rows == ()


def test_periods_outside_of_what_is_kept_are_refused(sqlite_office: Counted) -> None:
    sqlite_office.case.tell(now=MIDDAY)

    with pytest.raises(MonthAhead):
        compared(sqlite_office, (OCTOBER, NOVEMBER), (OCTOBER, 202612))
    with pytest.raises(MonthBeforeBeginning):
        compared(sqlite_office, (OCTOBER, NOVEMBER), (SEPTEMBER, SEPTEMBER))


def test_a_mark_stands_beside_its_month_in_the_reports_from_then_on(office: Counted) -> None:
    office.case.tell(now=MIDDAY.replace(month=9))
    mark_id = mark(office, "  Cash for  Guns ")

    marks = {month: [each.label for each in office.table(month).marks] for month in (SEPTEMBER, OCTOBER)}
    with office.case.program.tips.transaction() as session:
        take_mark_away(session, mark_id=mark_id, by=office.case.by(ADA), now=IN_NOVEMBER)

    assert marks == {SEPTEMBER: [], OCTOBER: ["Cash for Guns"]}
    assert office.table().marks == ()
    assert [entry[3] for entry in office.case.trail()] == ["2026-10, set", "2026-10, taken away"]
    with pytest.raises(NothingHere), office.case.program.tips.transaction() as session:
        take_mark_away(session, mark_id=mark_id, by=office.case.by(ADA), now=IN_NOVEMBER)


def test_marks_are_set_by_coordinators_on_one_line(sqlite_office: Counted) -> None:
    for label in ("", " \n ", "x" * 81, "a\x00b"):
        with pytest.raises(Unsuitable):
            mark(sqlite_office, label)
    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotPermitted):
            mark(sqlite_office, "An appeal", role=role)

    assert sqlite_office.case.trail() == []
