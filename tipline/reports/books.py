"""Which months of a program are closed, which were imported, and the numbers that are kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session

from tipline.reports.counting import WHOLE, Counts
from tipline.reports.measures import RULES, Measure, Over
from tipline.reports.months import month_of, step
from tipline.reports.table import MonthState
from tipline.store.columns import table
from tipline.store.month_tables import FrozenMonthRow, MonthCountRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Month, ProgramId


@dataclass(frozen=True, slots=True)
class Books:
    """How far the books of a program are."""

    now: Month
    """The month that runs in the program's time zone."""
    counted_from: Month
    """The first month of which this system has tips; the one that runs, where there is none."""
    closed: Mapping[Month, date]
    """The closed months, each with the day on which it was closed."""
    imported: frozenset[Month]
    corrected: frozenset[Month]

    @property
    def beginning(self) -> Month:
        """The first month that anything is kept of."""
        return min([self.counted_from, *self.imported, *self.closed])

    @property
    def next_to_close(self) -> Month | None:
        """The month that is to be closed next; None where no month that is over is open."""
        return self.open_from if self.open_from < self.now else None

    @property
    def open_from(self) -> Month:
        """The first month that is counted anew: months are closed in order."""
        last = max(self.closed, default=None)
        return self.counted_from if last is None else step(last, months=1)

    def is_live(self, month: Month) -> bool:
        """Counted anew whenever it is looked at."""
        return self.open_from <= month <= self.now

    def state(self, month: Month) -> MonthState:
        """How far the books of one month are; of one before the beginning there is nothing to say."""
        if month in self.imported:
            return MonthState.IMPORTED
        if month in self.closed:
            return MonthState.CORRECTED if month in self.corrected else MonthState.CLOSED
        return MonthState.RUNNING if month == self.now else MonthState.OPEN


def read_books(session: Session, program_id: ProgramId, *, today: date) -> Books:
    """Read how far a program's books are; `today` is the day in its time zone."""
    run, kept = session.connection().execute, table(MonthCountRow).c
    closed = table(FrozenMonthRow).c
    days: dict[Month, date] = {
        row.month: row.day
        for row in run(select(closed.month, closed.day).where(closed.program_id == program_id))
    }
    # Every month of an import has its number of tips.
    totals = select(kept.month).where(
        kept.program_id == program_id,
        kept.measure == Measure.TIPS.value,
        kept.part == WHOLE,
        kept.about == kept.month,
    )
    corrected = select(kept.about).where(kept.program_id == program_id, kept.about < kept.month).distinct()
    return Books(
        now=month_of(today),
        counted_from=month_of(first_tip(session, program_id) or today),
        closed=days,
        imported=frozenset(row.month for row in run(totals)) - days.keys(),
        corrected=frozenset(row.about for row in run(corrected)),
    )


def first_tip(session: Session, program_id: ProgramId) -> date | None:
    """The day of the program's first tip here."""
    tip = table(TipRow).c
    first: date | None = session.connection().scalar(
        select(func.min(tip.received_day)).where(tip.program_id == program_id, tip.import_id.is_(None))
    )
    return first


def kept_month(session: Session, program_id: ProgramId, month: Month) -> Counts:
    """What is kept of one month that is closed or imported, as it was then."""
    row = table(MonthCountRow).c
    found = session.connection().execute(
        select(row.measure, row.part, row.value).where(
            row.program_id == program_id, row.month == month, row.about == month
        )
    )
    return {(Measure(measure), part): value for measure, part, value in found if measure in KNOWN}


def kept_sum(session: Session, program_id: ProgramId, first: Month, last: Month) -> Counts:
    """What is kept of several months together, with the corrections that stand in their books."""
    row = table(MonthCountRow).c
    found = session.connection().execute(
        select(row.measure, row.part, func.sum(row.value))
        .where(row.program_id == program_id, row.month.between(first, last), row.measure.in_(SUMMED))
        .group_by(row.measure, row.part)
    )
    return {(Measure(measure), part): int(value) for measure, part, value in found}


def corrections_in(session: Session, program_id: ProgramId, month: Month) -> dict[Month, Counts]:
    """What the books of a closed month say of months that were closed before it."""
    row = table(MonthCountRow).c
    found = session.connection().execute(
        select(row.about, row.measure, row.part, row.value)
        .where(row.program_id == program_id, row.month == month, row.about != month)
        .order_by(row.about, row.measure, row.part)
    )
    corrections: dict[Month, Counts] = {}
    for about, measure, part, value in found:
        if measure in KNOWN:
            corrections.setdefault(about, {})[Measure(measure), part] = value
    return corrections


KNOWN: Final = frozenset(measure.value for measure in Measure)
"""Names of measures: a store may have counts that a later version made."""

SUMMED: Final = tuple(measure.value for measure, rule in RULES.items() if rule.over is Over.SUM)
"""Those that months add up."""
