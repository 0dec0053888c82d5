import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.unit.tipline.reports.office import (
    IN_DECEMBER,
    IN_NOVEMBER,
    MIDDAY,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    Counted,
    line,
    month_values,
)
from tipline import audit
from tipline.errors import NotPermitted
from tipline.reports.closing import broken_months
from tipline.reports.measures import Measure
from tipline.reports.refusals import EarlierMonthOpen, MonthClosedBefore, MonthNotOver
from tipline.reports.rewards import RewardCounts, Rewards
from tipline.reports.table import Correction, MonthState
from tipline.vocabulary import Month, Offence, Role, Status


def test_a_closed_month_keeps_its_numbers_whatever_becomes_of_its_tips(office: Counted) -> None:
    told = office.case.tell(now=MIDDAY)
    office.case.tell(now=MIDDAY, offence=Offence.ARSON)
    before = office.table()

    office.close()
    row = office.case.row(told)
    row.status, row.offence = Status.SPAM, Offence.FRAUD
    office.case.write(row)
    after = office.table()

    assert month_values(after) == month_values(before)
    assert (before.state, before.closed_day) == (MonthState.OPEN, None)
    assert (after.state, after.closed_day) == (MonthState.CLOSED, IN_NOVEMBER.date())


def test_what_changed_later_stands_as_a_correction_in_the_month_closed_next_and_in_its_sums(
    office: Counted,
) -> None:
    told = office.case.tell(now=MIDDAY)
    office.close()
    row = office.case.row(told)
    row.status, row.offence = Status.SPAM, Offence.FRAUD
    office.case.write(row)
    office.case.tell(now=IN_NOVEMBER)
    office.close(NOVEMBER, now=IN_DECEMBER)

    november, october = office.table(NOVEMBER, today=IN_DECEMBER.date()), office.table()

    assert november.corrections == (
        Correction(OCTOBER, Measure.SPAM, "", "Spam", 1),
        Correction(OCTOBER, Measure.BY_OFFENCE, "firearm", "Firearm", -1),
        Correction(OCTOBER, Measure.BY_OFFENCE, "fraud", "Fraud", 1),
    )
    assert line(november, Measure.SPAM) == [0, 0, None, 1, None, 1]
    assert line(november, Measure.BY_OFFENCE, "firearm") == [1, 1, None, 1, None, 1]
    assert line(november, Measure.BY_OFFENCE, "fraud") == [0, 0, None, 1, None, 1]
    assert (october.state, october.corrections) == (MonthState.CORRECTED, ())


def test_a_correction_is_made_once(sqlite_office: Counted) -> None:
    told = sqlite_office.case.tell(now=MIDDAY)
    sqlite_office.close()
    row = sqlite_office.case.row(told)
    row.status = Status.SPAM
    sqlite_office.case.write(row)

    sqlite_office.close(NOVEMBER, now=IN_DECEMBER)
    closed = sqlite_office.close(Month(202612), now=IN_DECEMBER.replace(year=2027, month=1))

    assert closed.corrections == 0


def test_months_are_closed_in_order_and_only_when_they_are_over(sqlite_office: Counted) -> None:
    sqlite_office.case.tell(now=MIDDAY.replace(month=9))
    midnight = IN_NOVEMBER.replace(day=1, hour=3, minute=59)

    for month, refusal, at in (
        (NOVEMBER, MonthNotOver, IN_NOVEMBER),
        (Month(202701), MonthNotOver, IN_NOVEMBER),
        (OCTOBER, EarlierMonthOpen, IN_NOVEMBER),
        (Month(202608), MonthClosedBefore, IN_NOVEMBER),
    ):
        with pytest.raises(refusal):
            sqlite_office.close(month, now=at)
    sqlite_office.close(SEPTEMBER)
    with pytest.raises(MonthClosedBefore):
        sqlite_office.close(SEPTEMBER)
    with pytest.raises(MonthNotOver):  # it is one minute to midnight in Toronto
        sqlite_office.close(OCTOBER, now=midnight)

    assert sqlite_office.close(OCTOBER, now=midnight.replace(hour=4, minute=0)).month == OCTOBER


def test_only_a_coordinator_closes_a_month(sqlite_office: Counted) -> None:
    sqlite_office.case.tell(now=MIDDAY)

    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotPermitted):
            sqlite_office.close(role=role)

    assert sqlite_office.table().state is MonthState.OPEN


def test_a_closing_is_written_down_with_a_digest_and_a_changed_number_is_found(office: Counted) -> None:
    office.case.tell(now=MIDDAY)
    closed = office.close()
    program_id = office.case.program.program_id

    with office.case.program.tips.transaction() as session:
        assert broken_months(session, program_id) == ()
        audit.verify(session, program_id, office.case.keys())
        extra = "INSERT INTO month_count VALUES (:program, 202610, 202610, 'spam', 'x', 1, NULL)"
        session.connection().execute(text(extra), {"program": program_id})
        assert broken_months(session, program_id) == (OCTOBER,)

    assert office.case.trail()[-1][3] == f"2026-10 {closed.digest.hex()}"


def test_the_database_refuses_to_change_or_delete_a_frozen_month(office: Counted) -> None:
    office.case.tell(now=MIDDAY)
    office.close()
    before = month_values(office.table())

    for change in (
        "UPDATE month_count SET value = value + 1",
        "DELETE FROM month_count",
        "UPDATE frozen_month SET digest = digest",
        "DELETE FROM frozen_month",
    ):
        with pytest.raises(IntegrityError), office.case.program.tips.transaction() as session:
            session.connection().execute(text(change))

    assert month_values(office.table()) == before


def test_rewards_are_unknown_without_a_ledger_and_what_is_unclaimed_is_not_added_up(
    sqlite_office: Counted,
) -> None:
    sqlite_office.case.tell(now=MIDDAY)
    of = {
        OCTOBER: RewardCounts(2, 150_000, 1, 50_000, 3, 210_000),
        NOVEMBER: RewardCounts(1, 20_000, 0, 0, 4, 230_000),
    }

    ledger = Rewards("USD", of.__getitem__)
    unknown = sqlite_office.table()
    sqlite_office.close(rewards=ledger)
    known = sqlite_office.table(NOVEMBER, rewards=ledger)

    assert (unknown.currency, known.currency) == ("CAD", "USD")
    assert line(unknown, Measure.APPROVED) == [None] * 6
    assert line(known, Measure.APPROVED) == [20_000, 150_000, None, 170_000, None, 170_000]
    assert line(known, Measure.UNCLAIMED) == [230_000, 210_000, None, 230_000, None, 230_000]
    assert [point.value for point in known.series[Measure.PAID]] == [50_000, 0]
