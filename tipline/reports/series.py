"""A number of every month since the beginning, for the long chart, and the marks that stand beside it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from tipline import audit
from tipline.errors import NothingHere, NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.reports.books import Books
from tipline.reports.counting import WHOLE
from tipline.reports.measures import Measure
from tipline.reports.months import between, written
from tipline.reports.reckoning import Reckoning
from tipline.reports.table import Mark, Point
from tipline.store.columns import table
from tipline.store.month_tables import LABEL_SIZE, MonthCountRow, MonthMarkRow
from tipline.vocabulary import ID_SIZE, Month, ProgramId

DRAWN: Final = (Measure.TIPS, Measure.FOLLOW_UPS, Measure.APPROVED, Measure.PAID, Measure.UNCLAIMED)
"""What there is a number of for every month."""


def series(
    session: Session, program_id: ProgramId, *, until: Month, books: Books, reckoning: Reckoning
) -> Mapping[Measure, tuple[Point, ...]]:
    """Each of the drawn measures, month by month from the beginning; corrections are not in it."""
    row = table(MonthCountRow).c
    kept = {
        (Measure(measure), month): value
        for measure, month, value in session.connection().execute(
            select(row.measure, row.month, row.value).where(
                row.program_id == program_id,
                row.measure.in_([measure.value for measure in DRAWN]),
                row.part == WHOLE,
                row.about == row.month,
            )
        )
    }

    def value(measure: Measure, month: Month) -> int | None:
        if books.is_live(month):
            return reckoning.of_month(month).get((measure, WHOLE))
        return kept.get((measure, month))

    months = tuple(between(books.beginning, until))
    return {
        measure: tuple(Point(month, value(measure, month), books.state(month)) for month in months)
        for measure in DRAWN
    }


def marks_of(session: Session, program_id: ProgramId) -> tuple[Mark, ...]:
    """What coordinators wrote beside the months, the earliest month first."""
    row = table(MonthMarkRow).c
    found = session.connection().execute(
        select(row.mark_id, row.month, row.label)
        .where(row.program_id == program_id)
        .order_by(row.month, row.label)
    )
    return tuple(Mark(mark_id, month, label) for mark_id, month, label in found)


def set_mark(session: Session, *, month: Month, label: str, by: Holder, now: datetime) -> bytes:
    """Write something beside a month: an appeal, a campaign; its id is given back.

    Raises:
        NotPermitted: `by` is no coordinator.
        Unsuitable: nothing is left of the label, it is too long, or not on one line.
    """
    label = " ".join(label.split())
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    if not label or len(label) > LABEL_SIZE or not label.isprintable():
        raise Unsuitable("label")
    mark_id = secrets.token_bytes(ID_SIZE)
    session.add(MonthMarkRow(program_id=by.program_id, mark_id=mark_id, month=month, label=label))
    _write_down(session, mark_id, f"{written(month)}, set", by=by, now=now)
    return mark_id


def take_mark_away(session: Session, *, mark_id: bytes, by: Holder, now: datetime) -> None:
    """Take away what stands beside a month.

    Raises:
        NotPermitted: `by` is no coordinator.
        NothingHere: there is no such mark in this program.
    """
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    mark = session.get(MonthMarkRow, (by.program_id, mark_id))
    if mark is None:
        raise NothingHere
    session.delete(mark)
    _write_down(session, mark_id, f"{written(mark.month)}, taken away", by=by, now=now)


def _write_down(session: Session, mark_id: bytes, detail: str, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.MONTH_MARKED,
        by=by.person_id,
        subject=mark_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing(),
    )
