from datetime import UTC, date, datetime

import pytest

from tests.databases import Stores
from tests.program import FoundedProgram, found
from tests.unit.tipline.casework.case import Case
from tipline.errors import NotPermitted
from tipline.intake.report import Origin
from tipline.reports.month import Line, LinkLine, MonthReport, month_report
from tipline.reports.months import month_of, step
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.vocabulary import AppealId, Channel, LinkId, LinkKind, Month, Offence, Role, Status

OCTOBER, NOVEMBER = Month(202610), Month(202611)
MIDDAY = datetime(2026, 10, 14, 16, tzinfo=UTC)
A_YEAR_AGO = datetime(2025, 10, 14, 16, tzinfo=UTC)
APPEAL = AppealId(bytes(16))


@pytest.fixture
def case(stores: Stores) -> Case:
    """A program in Toronto's time zone, on each database in turn."""
    return Case(found(stores, now=datetime(2025, 9, 1, tzinfo=UTC)))


@pytest.fixture
def sqlite_case(sqlite_stores: Stores) -> Case:
    """The same on SQLite alone."""
    return Case(found(sqlite_stores, now=datetime(2025, 9, 1, tzinfo=UTC)))


def counted(program: FoundedProgram, month: Month = OCTOBER, *, by: Role = Role.COORDINATOR) -> MonthReport:
    with program.tips.read() as session:
        return month_report(session, program.program_id, month, by=by)


def test_a_month_is_counted_by_channel_and_offence_beside_the_year_before(case: Case) -> None:
    case.tell(now=MIDDAY)
    case.tell(now=MIDDAY, offence=Offence.ARSON)
    case.tell(now=MIDDAY, channel=Channel.TEXT, offence=Offence.OTHER)
    case.tell(now=A_YEAR_AGO, offence=Offence.ARSON)

    report = counted(case.program)

    assert (report.total, report.follow_ups, report.spam) == (
        Line("Tips", 3, 1),
        Line("Follow-ups", 0, 0),
        Line("Spam", 0, 0),
    )
    assert report.by_channel == (
        Line("Text", 1, 0),
        Line("Web", 2, 1),
        Line("Link", 0, 0),
        Line("Phone", 0, 0),
    )
    assert report.by_offence == (Line("Arson", 1, 1), Line("Firearm", 1, 0), Line("Other", 1, 0))
    assert report.by_link == ()


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), OCTOBER),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), NOVEMBER),
        (datetime(2026, 10, 1, 3, 59, tzinfo=UTC), Month(202609)),
        (datetime(2026, 10, 1, 4, 0, tzinfo=UTC), OCTOBER),
        (datetime(2026, 12, 1, 4, 59, tzinfo=UTC), NOVEMBER),
        (datetime(2026, 12, 1, 5, 0, tzinfo=UTC), Month(202612)),
    ],
)
def test_a_tip_counts_in_the_month_that_it_was_where_the_program_is(
    sqlite_case: Case, at: datetime, month: Month
) -> None:
    sqlite_case.tell(now=at)

    assert {
        each: counted(sqlite_case.program, each).total.now for each in (step(month, months=-1), month)
    } == {
        step(month, months=-1): 0,
        month: 1,
    }


def test_a_tip_about_us_is_in_the_total_alone(case: Case) -> None:
    case.tell(now=MIDDAY)
    case.tell(now=MIDDAY, about_us=True, offence=Offence.CORRUPTION)

    report = counted(case.program)

    assert report.total == Line("Tips", 2, 0)
    assert sum(line.now for line in report.by_channel) == 1
    assert report.by_offence == (Line("Firearm", 1, 0),)


def test_follow_ups_count_apart_in_the_month_in_which_they_came(case: Case) -> None:
    told = case.tell(now=MIDDAY)
    case.add(told, "One more thing.", now=MIDDAY)
    case.add(told, "Still there.", now=datetime(2026, 11, 3, 12, tzinfo=UTC))

    assert [
        (counted(case.program, month).total.now, counted(case.program, month).follow_ups.now)
        for month in (OCTOBER, NOVEMBER)
    ] == [
        (1, 1),
        (0, 1),
    ]


def test_what_is_added_to_a_tip_about_us_is_no_follow_up_that_the_inbox_could_count(case: Case) -> None:
    told, about_us = case.tell(now=MIDDAY), case.tell(now=MIDDAY, about_us=True)
    case.add(told, "One more thing.", now=MIDDAY)
    case.add(about_us, "He did it again.", now=MIDDAY)

    assert counted(case.program).follow_ups == Line("Follow-ups", 1, 0)


def test_spam_is_told_apart_and_stays_in_the_total(sqlite_case: Case) -> None:
    told = sqlite_case.tell(now=MIDDAY)
    row = sqlite_case.row(told)
    row.status = Status.SPAM
    sqlite_case.write(row)

    report = counted(sqlite_case.program)

    assert (report.total.now, report.spam.now) == (1, 1)


def test_links_are_told_by_account_from_five_tips_on_and_places_by_appeal(case: Case) -> None:
    program_id = case.program.program_id
    case.write(
        AppealRow(program_id=program_id, appeal_id=APPEAL, name="Wellesley", opened_day=date(2025, 9, 1))
    )
    for link_id, account in (("aaaa1111", "X"), ("bbbb2222", "Facebook")):
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
    by_x = Origin(APPEAL, LinkKind.ACCOUNT, LinkId("aaaa1111"))
    by_facebook = Origin(APPEAL, LinkKind.ACCOUNT, LinkId("bbbb2222"))
    at_a_place = Origin(APPEAL, LinkKind.PLACE, None)
    for origin, count in ((by_x, 5), (by_facebook, 4), (at_a_place, 6)):
        for _ in range(count):
            case.tell(now=MIDDAY, channel=Channel.LINK, origin=origin)
    case.tell(now=MIDDAY, channel=Channel.LINK, origin=by_x, about_us=True)

    assert counted(case.program).by_link == (
        LinkLine(label="Posters and places", appeal="Wellesley", now=6, before=0),
        LinkLine(label="X", appeal="Wellesley", now=5, before=0),
        LinkLine(label="Facebook", appeal="Wellesley", now=None, before=0),
    )


def test_another_programs_tips_are_not_counted(sqlite_stores: Stores) -> None:
    here = Case(found(sqlite_stores, now=A_YEAR_AGO))
    there = Case(
        found(
            sqlite_stores,
            name="Ottawa Crime Stoppers",
            keyword="OTT",
            numbers=("+16135550100",),
            people=False,
            now=A_YEAR_AGO,
        )
    )
    here.tell(now=MIDDAY)

    assert (counted(here.program).total.now, counted(there.program).total.now) == (1, 0)


@pytest.mark.parametrize("role", list(Role))
def test_the_month_is_for_coordinators_analysts_and_the_board(sqlite_case: Case, role: Role) -> None:
    if role in {Role.COORDINATOR, Role.ANALYST, Role.BOARD}:
        assert counted(sqlite_case.program, by=role).total.now == 0
        return
    with pytest.raises(NotPermitted):
        counted(sqlite_case.program, by=role)


def test_months_follow_one_another_over_the_years() -> None:
    assert [
        step(Month(202612), months=1),
        step(Month(202601), months=-1),
        step(Month(202610), months=-12),
    ] == [
        202701,
        202512,
        202510,
    ]
    assert month_of(date(2026, 2, 28)) == 202602
