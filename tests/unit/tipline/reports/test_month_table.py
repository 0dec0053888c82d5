from datetime import UTC, date, datetime

import pytest

from tests.databases import Stores
from tests.program import found
from tests.unit.tipline.casework.case import ADA, DANA, DIVISION, IDA, ROBIN, Case
from tests.unit.tipline.reports.office import line, month_values
from tipline.casework.dispatch import Order
from tipline.casework.figures import correct, record
from tipline.errors import NotPermitted
from tipline.figures import Figure
from tipline.intake.report import Origin
from tipline.reports.measures import Measure, Section
from tipline.reports.month_table import month_table
from tipline.reports.periods import Column
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.reports.table import MonthState, MonthTable
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.vocabulary import (
    AppealId,
    Channel,
    Disposition,
    LinkId,
    LinkKind,
    Month,
    Offence,
    Role,
    Status,
)

OCTOBER, NOVEMBER = Month(202610), Month(202611)
TODAY = date(2026, 11, 20)
MIDDAY = datetime(2026, 10, 14, 16, tzinfo=UTC)
A_YEAR_AGO = datetime(2025, 10, 14, 16, tzinfo=UTC)
APPEAL = AppealId(bytes(16))


@pytest.fixture
def case(stores: Stores) -> Case:
    """A program in Toronto's time zone, on each database in turn."""
    return a_case(stores)


@pytest.fixture
def sqlite_case(sqlite_stores: Stores) -> Case:
    """The same on SQLite alone."""
    return a_case(sqlite_stores)


def a_case(stores: Stores) -> Case:
    program = found(stores, now=datetime(2024, 9, 1, tzinfo=UTC))
    program.add(DANA, Role.INVESTIGATOR, unit=DIVISION, confirmed_by=ADA)
    program.add(ROBIN, Role.INVESTIGATOR, confirmed_by=ADA)
    case = Case(program)
    case.make_epochs()
    return case


def counted(case: Case, month: Month = OCTOBER, *, today: date = TODAY, by: Role = Role.BOARD) -> MonthTable:
    with case.program.tips.read() as session:
        return month_table(session, program_id=case.program.program_id, month=month, by=by, today=today)


def test_a_month_stands_beside_five_other_times(case: Case) -> None:
    for at, times in (
        (MIDDAY, 3),
        (datetime(2026, 9, 2, 16, tzinfo=UTC), 2),
        (A_YEAR_AGO, 4),
        (datetime(2025, 12, 2, 16, tzinfo=UTC), 1),
        (datetime(2024, 9, 2, 16, tzinfo=UTC), 5),
    ):
        for _ in range(times):
            case.tell(now=at)

    table = counted(case)

    assert [period.written for period in table.columns] == [
        "2026-10",
        "2026-09",
        "2025-10",
        "2026-01 to 2026-10",
        "2025-01 to 2025-10",
        "2024-09 to 2026-10",
    ]
    assert line(table, Measure.TIPS) == [3, 2, 4, 5, 4, 15]
    assert line(table, Measure.BY_CHANNEL, "web") == [3, 2, 4, 5, 4, 15]
    assert line(table, Measure.BY_CHANNEL, "phone") == [0, 0, 0, 0, 0, 0]
    assert line(table, Measure.BY_OFFENCE, "firearm") == [3, 2, 4, 5, 4, 15]
    assert (table.state, table.beginning) == (MonthState.OPEN, 202409)


def test_a_tip_about_us_is_in_the_total_alone(case: Case) -> None:
    case.tell(now=MIDDAY)
    case.tell(now=MIDDAY, about_us=True, offence=Offence.CORRUPTION)

    table = counted(case)

    assert month_values(table) == {
        (Measure.TIPS, ""): 2,
        (Measure.BY_CHANNEL, "web"): 1,
        (Measure.BY_STATUS, "new"): 1,
        (Measure.BY_OFFENCE, "firearm"): 1,
    }


def test_what_is_told_apart_stays_in_the_total(sqlite_case: Case) -> None:
    for status in (Status.SPAM, Status.DUPLICATE, Status.PASSED_ON, Status.WITHDRAWN, Status.NEW):
        row = sqlite_case.row(sqlite_case.tell(now=MIDDAY))
        row.status = status
        sqlite_case.write(row)

    table = counted(sqlite_case)

    assert table.value(Measure.TIPS) == 5
    assert [
        table.value(measure)
        for measure in (Measure.SPAM, Measure.DUPLICATES, Measure.PASSED_ON, Measure.WITHDRAWN)
    ] == [1, 1, 1, 1]


def test_follow_ups_count_apart_in_the_month_in_which_they_came(case: Case) -> None:
    told = case.tell(now=MIDDAY)
    case.add(told, "One more thing.", now=MIDDAY)
    case.add(told, "Still there.", now=datetime(2026, 11, 3, 12, tzinfo=UTC))

    table = counted(case, NOVEMBER)

    assert line(table, Measure.FOLLOW_UPS) == [1, 1, None, 2, None, 2]
    assert line(table, Measure.TIPS) == [0, 1, None, 1, None, 1]


def test_a_tip_counts_under_the_division_of_the_team_or_person_that_has_it_now(case: Case) -> None:
    to_team, to_person, to_nobodys_unit = (case.tell(now=MIDDAY) for _ in range(3))
    case.assign(to_team, case.division())
    case.assign(to_person, case.division())
    case.assign(to_person, case.person(DANA))
    case.assign(to_nobodys_unit, case.division())
    case.assign(to_nobodys_unit, case.person(ROBIN))

    table = counted(case)

    assert line(table, Measure.BY_DIVISION, case.division().hex())[:1] == [2]
    assert [row.label for row in table.section(Section.DIVISIONS).rows] == [DIVISION]


def test_who_has_a_tip_for_information_is_not_counted(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(now=MIDDAY)
    case.dispatch(told, Order(primary=case.person(ROBIN), others=(case.division(),), text="Guns."))
    before = counted(case)
    case.dispatch(told, Order(primary=case.division()))
    after = counted(case)

    assert [row.label for row in before.section(Section.DIVISIONS).rows] == []
    assert line(after, Measure.BY_DIVISION, case.division().hex())[:1] == [1]


def test_days_to_dispatch_and_to_disposition_are_medians_of_what_was_done_in_the_month(case: Case) -> None:
    for received, given, closed in (
        (1, 1, 5),
        (1, 3, 30),
        (10, 30, None),
    ):
        told = case.tell(now=datetime(2026, 10, received, 16, tzinfo=UTC))
        case.assign(told, case.division(), now=datetime(2026, 10, given, 16, tzinfo=UTC))
        if closed:
            case.close(
                told, now=datetime(2026, 10, closed, 16, tzinfo=UTC), disposition=Disposition.INTELLIGENCE
            )

    table = counted(case)

    assert line(table, Measure.DAYS_TO_DISPATCH) == [2, None, None, 2, None, 2]
    assert line(table, Measure.DAYS_TO_DISPOSITION) == [4, None, None, 4, None, 4]
    assert line(table, Measure.BY_DISPOSITION, "intelligence")[0] == 2


def test_the_silence_of_an_agency_is_counted_where_the_tip_was_given(case: Case) -> None:
    for _ in range(2):
        told = case.tell(now=datetime(2026, 8, 1, 16, tzinfo=UTC))
        case.assign(told, case.division(), now=datetime(2026, 8, 2, 16, tzinfo=UTC))
        case.close(told, now=datetime(2026, 10, 9, 16, tzinfo=UTC), disposition=Disposition.NO_ANSWER)

    table = counted(case)

    assert line(table, Measure.BY_DISPOSITION, "no-answer")[0] == 2
    assert line(table, Measure.NO_ANSWER, case.division().hex())[0] == 2


def test_what_came_by_appeal_account_and_link_is_told_from_five_on(case: Case) -> None:
    program_id = case.program.program_id
    case.write(
        AppealRow(program_id=program_id, appeal_id=APPEAL, name="Wellesley", opened_day=date(2025, 9, 1))
    )
    for link_id, account in (("aaaa1111", "X"), ("bbbb2222", "X"), ("cccc3333", "Facebook")):
        case.write(
            LinkRow(
                program_id=program_id,
                link_id=LinkId(link_id),
                appeal_id=APPEAL,
                kind=LinkKind.ACCOUNT,
                account=account,
                label="a post",
            )
        )
    for link_id, count in (("aaaa1111", 5), ("bbbb2222", 2), ("cccc3333", 4), ("", 1)):
        kind = LinkKind.ACCOUNT if link_id else LinkKind.PLACE
        for _ in range(count):
            origin = Origin(APPEAL, kind, LinkId(link_id) if link_id else None)
            case.tell(now=MIDDAY, channel=Channel.LINK, origin=origin)

    table = counted(case)

    assert [
        (row.label, row.values[Column.MONTH], sorted(row.withheld) == sorted(Column) or None)
        for section in table.sections
        for row in section.rows
        if row.measure in {Measure.BY_APPEAL, Measure.BY_ACCOUNT, Measure.BY_LINK}
    ] == [
        ("X", 7, None),
        ("Facebook", None, None),
        ("Wellesley", 12, None),
        ("X: Wellesley", 5, None),
        ("Facebook: Wellesley", None, None),
        ("X: Wellesley", None, None),
    ]
    facebook = table.row(Measure.BY_ACCOUNT, "Facebook")
    assert facebook is not None
    assert facebook.withheld == {Column.MONTH, Column.YEAR_TO_DATE, Column.INCEPTION}


@pytest.mark.parametrize("month", [202612, 999901])
def test_a_month_that_has_not_begun_is_refused(sqlite_case: Case, month: int) -> None:
    with pytest.raises(MonthAhead):
        counted(sqlite_case, Month(month))


def test_a_month_before_anything_was_kept_is_refused_with_the_first_one(sqlite_case: Case) -> None:
    sqlite_case.tell(now=MIDDAY)

    for month in (202609, 101):
        with pytest.raises(MonthBeforeBeginning) as refused:
            counted(sqlite_case, Month(month))
        assert refused.value.beginning == OCTOBER


@pytest.mark.parametrize("role", list(Role))
def test_the_table_is_for_coordinators_analysts_and_the_board(sqlite_case: Case, role: Role) -> None:
    if role in {Role.COORDINATOR, Role.ANALYST, Role.BOARD}:
        assert counted(sqlite_case, NOVEMBER, by=role).value(Measure.TIPS) == 0
        return
    with pytest.raises(NotPermitted):
        counted(sqlite_case, NOVEMBER, by=role)


def test_figures_count_in_the_month_they_were_recorded_and_not_of_tips_about_us(case: Case) -> None:
    told, about_us = case.tell(now=A_YEAR_AGO), case.tell(now=MIDDAY, about_us=True)
    for which, by in ((told, ADA), (about_us, IDA)):
        for figure, value in ((Figure.ARRESTS, 2), (Figure.PROPERTY, 125_050), (Figure.CASH, 100)):
            with case.at_work() as (tips, keys):
                record(tips, keys, number=which.number, figures={figure: value}, by=case.by(by), now=MIDDAY)
    with case.at_work() as (tips, keys):
        correct(
            tips,
            keys,
            number=told.number,
            figure=Figure.ARRESTS,
            to=1,
            by=case.by(ADA),
            now=datetime(2026, 11, 2, 17, tzinfo=UTC),
        )

    november = counted(case, NOVEMBER)

    assert line(november, Measure.ARRESTS) == [-1, 2, 0, 1, 0, 1]
    assert line(november, Measure.RECOVERED) == [0, 125_150, 0, 125_150, 0, 125_150]


def test_a_tip_counts_in_the_month_that_it_was_where_the_program_is(sqlite_case: Case) -> None:
    # Toronto is four hours behind UTC until 2 in the night of 1 November 2026, and five until March.
    for at in (
        datetime(2026, 10, 1, 3, 59, tzinfo=UTC),  # 23:59 on 30 September
        datetime(2026, 10, 1, 4, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 3, 30, tzinfo=UTC),  # 23:30 on 31 October
        datetime(2026, 11, 1, 4, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),  # 1:30 for the first time
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),  # 1:30 for the second time
        datetime(2026, 12, 1, 4, 59, tzinfo=UTC),  # 23:59 on 30 November
        datetime(2026, 12, 1, 5, 0, tzinfo=UTC),
    ):
        sqlite_case.tell(now=at)

    table = counted(sqlite_case, Month(202612), today=date(2026, 12, 2))

    assert [(point.month, point.value) for point in table.series[Measure.TIPS]] == [
        (202609, 1),
        (202610, 2),
        (202611, 4),
        (202612, 1),
    ]
