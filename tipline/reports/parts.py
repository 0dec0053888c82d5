"""One part of a measure month by month: what a division, an offence or an account brought over the years."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from tipline.errors import NotPermitted
from tipline.reports.books import read_books
from tipline.reports.counting import WHOLE
from tipline.reports.measures import RULES, Measure
from tipline.reports.months import between
from tipline.reports.reckoning import reckoning
from tipline.reports.table import Point
from tipline.store.columns import table
from tipline.store.month_tables import MonthCountRow
from tipline.vocabulary import Month, ProgramId, Role


def part_series(
    session: Session,
    *,
    program_id: ProgramId,
    measure: Measure,
    key: str,
    until: Month,
    by: Role,
    today: date,
) -> tuple[Point, ...]:
    """A part of a measure in each month from the beginning to `until`.

    A month in which the measure was not counted is not known; one in which it was, and this part not, has
    none of it. What a measure withholds when it is small is withheld here too, as not known.

    Raises:
        NotPermitted: counts are not for somebody in this role.
    """
    if not by.may_see_month:
        raise NotPermitted(by)
    books = read_books(session, program_id, today=today)
    counted = reckoning(session, program_id, books=books, rewards=None)
    row = table(MonthCountRow).c
    kept = {
        (month, part): value
        for month, part, value in session.connection().execute(
            select(row.month, row.part, row.value).where(
                row.program_id == program_id,
                row.measure == measure.value,
                row.part.in_((WHOLE, key)),
                row.about == row.month,
            )
        )
    }
    floor = RULES[measure].floor

    def value(month: Month) -> int | None:
        if books.is_live(month):
            counts = counted.of_month(month)
            whole, part = counts.get((measure, WHOLE)), counts.get((measure, key), 0)
        else:
            whole, part = kept.get((month, WHOLE)), kept.get((month, key), 0)
        return None if whole is None or 0 < part < floor else part

    return tuple(Point(month, value(month), books.state(month)) for month in between(books.beginning, until))
