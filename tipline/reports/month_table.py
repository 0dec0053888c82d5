"""The table of one month, put together from what is kept and what is counted anew."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from tipline.errors import NoSuchProgram, NotPermitted
from tipline.reports.assembly import sections
from tipline.reports.books import Books, corrections_in, read_books
from tipline.reports.labels import Labels, labels_of
from tipline.reports.measures import RULES
from tipline.reports.months import month_of
from tipline.reports.periods import Column, Period, columns_of
from tipline.reports.reckoning import reckoning
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.reports.rewards import Rewards
from tipline.reports.series import marks_of, series
from tipline.reports.table import Comparison, Correction, MonthTable
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import Month, ProgramId, Role

CURRENCY = "CAD"
"""Of figures, where no ledger says which."""


def month_table(
    session: Session,
    *,
    program_id: ProgramId,
    month: Month,
    by: Role,
    today: date,
    rewards: Rewards | None = None,
) -> MonthTable:
    """A month beside the month before, the same month a year ago, both years to date, and all time.

    Args:
        today: the day in the program's time zone.
        rewards: the program's ledger; without it the numbers of rewards are not known.

    Raises:
        NotPermitted: counts are not for somebody in this role.
        MonthAhead: it has not begun.
        MonthBeforeBeginning: nothing is kept of it; from when on there is.
    """
    books = _open(session, program_id, first=month, last=month, by=by, today=today)
    program = session.get(ProgramRow, program_id)
    if program is None:
        raise NoSuchProgram
    columns = columns_of(month, beginning=books.beginning)
    counted = reckoning(session, program_id, books=books, rewards=rewards)
    labels = labels_of(session, program_id)
    return MonthTable(
        program_name=program.name,
        month=month,
        zone=ZoneInfo(program.time_zone),
        currency=rewards.currency if rewards is not None else CURRENCY,
        state=books.state(month),
        beginning=books.beginning,
        counted_day=today,
        closed_day=books.closed.get(month),
        columns=columns,
        sections=sections({period.column: counted.of_period(period) for period in columns}, labels),
        corrections=_corrections(session, program_id, month, labels),
        series=series(session, program_id, until=month, books=books, reckoning=counted),
        marks=tuple(mark for mark in marks_of(session, program_id) if mark.month <= month),
    )


def compare(
    session: Session,
    *,
    program_id: ProgramId,
    period: Period,
    against: Period,
    by: Role,
    today: date,
    rewards: Rewards | None = None,
) -> Comparison:
    """Any two periods beside one another: the first as the column MONTH, the other as MONTH_BEFORE.

    Raises:
        NotPermitted: counts are not for somebody in this role.
        MonthAhead: one of them ends in a month that has not begun.
        MonthBeforeBeginning: one of them begins before anything was kept.
    """
    first, last = min(period.first, against.first), max(period.last, against.last)
    books = _open(session, program_id, first=first, last=last, by=by, today=today)
    counted = reckoning(session, program_id, books=books, rewards=rewards)
    columns = (replace(period, column=Column.MONTH), replace(against, column=Column.MONTH_BEFORE))
    numbers = {each.column: counted.of_period(each) for each in columns}
    return Comparison(columns, sections(numbers, labels_of(session, program_id)))


def _open(
    session: Session, program_id: ProgramId, *, first: Month, last: Month, by: Role, today: date
) -> Books:
    if not by.may_see_month:
        raise NotPermitted(by)
    if last > month_of(today):
        raise MonthAhead(last)
    books = read_books(session, program_id, today=today)
    if first < books.beginning:
        raise MonthBeforeBeginning(first, beginning=books.beginning)
    return books


def _corrections(
    session: Session, program_id: ProgramId, month: Month, labels: Labels
) -> tuple[Correction, ...]:
    """Those that are told: what is withheld when it is small is so as a difference too."""
    return tuple(
        Correction(about, measure, part, labels.of(measure, part), difference)
        for about, counts in corrections_in(session, program_id, month).items()
        for (measure, part), difference in counts.items()
        if not RULES[measure].floor
    )
