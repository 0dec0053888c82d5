"""The table of one month, counted."""

from collections import Counter
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session

from tipline.errors import MonthAhead, MonthBeforeBeginning, NoSuchProgram, NotPermitted
from tipline.reports.assembly import sections
from tipline.reports.counting import Counts, count
from tipline.reports.labels import labels_of
from tipline.reports.measures import Measure
from tipline.reports.months import between, month_of
from tipline.reports.periods import Period, columns_of
from tipline.reports.table import MonthState, MonthTable
from tipline.store.columns import table
from tipline.store.program_tables import ProgramRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Month, ProgramId, Role

CURRENCY = "CAD"
"""Until a program's ledger says another."""


def month_table(
    session: Session, *, program_id: ProgramId, month: Month, by: Role, today: date
) -> MonthTable:
    """Count a month beside the month before, the same month a year ago, both years to date, and all time.

    Args:
        today: the day in the program's time zone.

    Raises:
        NotPermitted: counts are not for somebody in this role.
        MonthAhead: it has not begun.
        MonthBeforeBeginning: nothing is kept of it; from when on there is.
    """
    if not by.may_see_month:
        raise NotPermitted(by)
    if month > month_of(today):
        raise MonthAhead(month)
    beginning = _beginning(session, program_id, today=today)
    if month < beginning:
        raise MonthBeforeBeginning(month, beginning=beginning)
    program = session.get(ProgramRow, program_id)
    if program is None:
        raise NoSuchProgram
    columns = columns_of(month, beginning=beginning)

    @cache
    def counted(each: Month) -> Counts:
        return count(session, program_id, each)

    def summed(period: Period) -> Counts:
        total: Counter[tuple[Measure, str]] = Counter()
        for each in between(max(period.first, beginning), period.last):
            total.update(counted(each))
        return dict(total)

    return MonthTable(
        program_name=program.name,
        month=month,
        zone=ZoneInfo(program.time_zone),
        currency=CURRENCY,
        state=MonthState.RUNNING if month == month_of(today) else MonthState.OPEN,
        beginning=beginning,
        counted_day=today,
        closed_day=None,
        columns=columns,
        sections=sections(
            {period.column: summed(period) for period in columns}, labels_of(session, program_id)
        ),
    )


def _beginning(session: Session, program_id: ProgramId, *, today: date) -> Month:
    tip = table(TipRow).c
    first = session.connection().scalar(
        select(func.min(tip.received_day)).where(tip.program_id == program_id)
    )
    return month_of(first or today)
