"""A program whose months are counted and closed, for the tests of reports."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from tests.databases import Stores
from tests.program import found
from tests.unit.tipline.casework.case import ADA, Case
from tipline.reports.closing import Closed, close_month
from tipline.reports.measures import Measure
from tipline.reports.month_table import month_table
from tipline.reports.periods import Column
from tipline.reports.rewards import Rewards
from tipline.reports.table import MonthTable
from tipline.vocabulary import Month, Role

SEPTEMBER, OCTOBER, NOVEMBER = Month(202609), Month(202610), Month(202611)
TODAY = date(2026, 11, 20)
MIDDAY = datetime(2026, 10, 14, 16, tzinfo=UTC)
"""In October."""
IN_NOVEMBER = datetime(2026, 11, 14, 17, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 14, 17, tzinfo=UTC)


@dataclass
class Counted:
    """A program, its tips, and its books."""

    case: Case

    def table(
        self,
        month: Month = OCTOBER,
        *,
        today: date = TODAY,
        by: Role = Role.BOARD,
        rewards: Rewards | None = None,
    ) -> MonthTable:
        """The month's table as a page asks for it."""
        program_id = self.case.program.program_id
        with self.case.program.tips.read() as session:
            return month_table(
                session, program_id=program_id, month=month, by=by, today=today, rewards=rewards
            )

    def close(
        self,
        month: Month = OCTOBER,
        *,
        by: str = ADA,
        role: Role = Role.COORDINATOR,
        now: datetime = IN_NOVEMBER,
        rewards: Rewards | None = None,
    ) -> Closed:
        """Somebody closes a month, as what they are or as another."""
        holder = replace(self.case.by(by), role=role)
        with self.case.program.tips.transaction() as session:
            return close_month(session, month=month, by=holder, now=now, rewards=rewards)


def an_office(stores: Stores) -> Counted:
    """A program that was founded two years before its tips."""
    return Counted(Case(found(stores, now=datetime(2024, 9, 1, tzinfo=UTC))))


def line(table: MonthTable, measure: Measure, key: str = "") -> list[int | None]:
    """A row's values in the order of the columns."""
    row = table.row(measure, key)
    assert row is not None
    return [row.values[column] for column in Column]


def month_values(table: MonthTable) -> Mapping[tuple[Measure, str], int]:
    """Whatever a month has that is not zero."""
    return {
        (row.measure, row.key): value
        for section in table.sections
        for row in section.rows
        if (value := row.values[Column.MONTH])
    }
