"""Bring the totals of the months before this system: checked, previewed, kept and taken back in one piece."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NoSuchProgram, NothingHere, NotPermitted
from tipline.holdings import Holder
from tipline.reports.books import first_tip, read_books
from tipline.reports.counting import WHOLE
from tipline.reports.measures import Measure
from tipline.reports.months import between, first_day, month_of, step, written
from tipline.reports.refusals import Fault, TotalsRefused
from tipline.reports.totals_file import Totals
from tipline.store.columns import table
from tipline.store.month_tables import MonthCountRow, MonthImportRow
from tipline.store.program_tables import ProgramRow
from tipline.store.statements import insert_rows, take_turn
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ID_SIZE, Month, ProgramId


@dataclass(frozen=True, slots=True)
class Year:
    """One line of the preview: a year's months and tips."""

    year: int
    months: int
    tips: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring."""

    first: Month
    last: Month
    years: tuple[Year, ...]
    measures: tuple[Measure, ...]
    missing: tuple[Month, ...]
    """Months between the first and the last that the file does not have."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Something that was brought before and can be taken back."""

    import_id: bytes
    first: Month
    last: Month
    day: date


def check(session: Session, program_id: ProgramId, totals: Totals, *, now: datetime) -> None:
    """Refuse months of which something is kept already.

    Raises:
        NoSuchProgram: there is none with this id.
        TotalsRefused: a month has not begun, is counted here, has not ended before this system began, or was
            imported.
    """
    books = read_books(session, program_id, today=_today(session, program_id, now))
    for month in sorted(totals.months):
        if month > books.now:
            raise TotalsRefused(Fault.FUTURE, month=month)
        if month in books.imported:
            raise TotalsRefused(Fault.MONTH_IMPORTED, month=month)
        if month >= min([books.counted_from, *books.closed]):
            raise TotalsRefused(Fault.MONTH_KEPT, month=month)


def preview(totals: Totals) -> Preview:
    """What a file would bring, for somebody to look at before it is kept."""
    years: dict[int, list[int]] = {}
    for month, counts in totals.months.items():
        years.setdefault(month // 100, []).append(counts[Measure.TIPS, WHOLE])
    measures = {measure for counts in totals.months.values() for measure, _ in counts}
    every = between(totals.first, totals.last)
    return Preview(
        first=totals.first,
        last=totals.last,
        years=tuple(Year(year, len(tips), sum(tips)) for year, tips in sorted(years.items())),
        measures=tuple(measure for measure in Measure if measure in measures),
        missing=tuple(month for month in every if month not in totals.months),
    )


def standing(session: Session, program_id: ProgramId, *, now: datetime) -> tuple[Year, ...]:
    """What stands here before a file is kept, by the year: imported, closed and counted months."""
    books = read_books(session, program_id, today=_today(session, program_id, now))
    row, tip = table(MonthCountRow).c, table(TipRow).c
    years: dict[int, list[int]] = {}
    kept = session.connection().execute(
        select(row.month, row.value).where(
            row.program_id == program_id,
            row.measure == Measure.TIPS.value,
            row.part == WHOLE,
            row.about == row.month,
        )
    )
    for month, tips in kept:
        years.setdefault(month // 100, []).append(tips)
    if (live := first_tip(session, program_id)) is not None:
        for month in between(max(month_of(live), books.open_from), books.now):
            within = (tip.received_day >= first_day(month)) & (
                tip.received_day < first_day(step(month, months=1))
            )
            counted = select(func.count()).where(
                tip.program_id == program_id, tip.import_id.is_(None), within
            )
            years.setdefault(month // 100, []).append(session.connection().scalar(counted) or 0)
    return tuple(Year(year, len(tips), sum(tips)) for year, tips in sorted(years.items()))


def apply(
    session: Session, program_id: ProgramId, totals: Totals, *, by: Holder | None, now: datetime
) -> bytes:
    """Keep a file's totals as the beginning of the program's books; the import's id is given back.

    Args:
        by: a coordinator, or None for the operator at a terminal.

    Raises:
        NotPermitted: `by` is no coordinator of this program.
        NoSuchProgram, TotalsRefused: as `check`.
    """
    _require(program_id, by)
    take_turn(session, program_id=program_id, what="months")
    check(session, program_id, totals, now=now)
    import_id = secrets.token_bytes(ID_SIZE)
    session.add(
        MonthImportRow(
            program_id=program_id,
            import_id=import_id,
            first=totals.first,
            last=totals.last,
            day=_today(session, program_id, now),
            digest=totals.digest,
        )
    )
    insert_rows(session.connection(), MonthCountRow, _rows(program_id, import_id, totals))
    detail = f"{written(totals.first)} to {written(totals.last)}"
    _write_down(session, program_id, audit.Action.TOTALS_IMPORTED, import_id, detail, by=by, now=now)
    return import_id


def imports(session: Session, program_id: ProgramId) -> tuple[Imported, ...]:
    """What was brought, the earliest months first."""
    rows = session.exec(
        select(MonthImportRow)
        .where(MonthImportRow.program_id == program_id)
        .order_by(col(MonthImportRow.first))
    )
    return tuple(Imported(row.import_id, row.first, row.last, row.day) for row in rows)


def undo(
    session: Session, program_id: ProgramId, *, import_id: bytes, by: Holder | None, now: datetime
) -> None:
    """Take back everything that one import brought.

    Raises:
        NotPermitted: `by` is no coordinator of this program.
        NothingHere: there is no such import in this program.
    """
    _require(program_id, by)
    take_turn(session, program_id=program_id, what="months")
    row = session.get(MonthImportRow, (program_id, import_id))
    if row is None:
        raise NothingHere
    kept = table(MonthCountRow)
    session.connection().execute(
        delete(kept).where(kept.c.program_id == program_id, kept.c.import_id == import_id)
    )
    session.delete(row)
    detail = f"{written(row.first)} to {written(row.last)}"
    _write_down(session, program_id, audit.Action.IMPORT_UNDONE, import_id, detail, by=by, now=now)


def _require(program_id: ProgramId, by: Holder | None) -> None:
    if by is not None and not (by.role.may_close_month and by.program_id == program_id):
        raise NotPermitted(by.role)


def _today(session: Session, program_id: ProgramId, now: datetime) -> date:
    program = session.get(ProgramRow, program_id)
    if program is None:
        raise NoSuchProgram
    return now.astimezone(ZoneInfo(program.time_zone)).date()


def _rows(
    program_id: ProgramId, import_id: bytes, totals: Totals
) -> Sequence[dict[str, Any]]:  # values of a row
    return [
        {
            "program_id": program_id,
            "month": month,
            "about": month,
            "measure": measure.value,
            "part": part,
            "value": value,
            "import_id": import_id,
        }
        for month, counts in totals.months.items()
        for (measure, part), value in counts.items()
    ]


def _write_down(
    session: Session,
    program_id: ProgramId,
    action: audit.Action,
    import_id: bytes,
    detail: str,
    *,
    by: Holder | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        program_id=program_id,
        action=action,
        by=by.person_id if by is not None else None,
        subject=import_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing() if by is not None else None,
    )
