"""What came of a tip in numbers: recorded by those whose outcome counts, corrected by another entry."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.casework.reach import Standing, find, standing, today
from tipline.casework.trail import write_down
from tipline.errors import FigureRefused, NotPermitted
from tipline.figures import Figure
from tipline.holdings import Holder
from tipline.store.month_tables import FigureRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ID_SIZE, Month

MOST: Final = 100_000
"""Of things that come of one tip: more is a slip of the finger."""
MOST_CENTS: Final = 100_000_000_00
"""A hundred million dollars, for the same reason."""


def figures_of(session: Session, tip: TipRow) -> Mapping[Figure, int]:
    """What came of a tip by now, corrections in it; in the order of the figures."""
    sums: dict[Figure, int] = {}
    for row in _rows(session, tip):
        sums[row.kind] = sums.get(row.kind, 0) + row.value
    return {figure: sums[figure] for figure in Figure if figure in sums}


def record(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    figures: Mapping[Figure, int],
    by: Holder,
    now: datetime,
) -> None:
    """Add to what came of a tip, at its closing or later; each counts in the month that it is now.

    Raises:
        NotPermitted: `by` was only informed of the tip.
        NoSuchTip: there is none with this number, or none for this person.
        FigureRefused: a number is not one of 1 to `MOST`, or an amount not one of 1 to `MOST_CENTS`.
    """
    tip = _tip(session, keys_session, number=number, by=by)
    add(session, tip, figures=figures, by=by, now=now)


def add(session: Session, tip: TipRow, *, figures: Mapping[Figure, int], by: Holder, now: datetime) -> None:
    """Add to what came of a tip that `by` holds, and may close: whoever calls has asked.

    Raises:
        FigureRefused: as `record`.
    """
    for figure, value in figures.items():
        if not 1 <= value <= _most(figure):
            raise FigureRefused(figure, most=_most(figure))
    for figure, value in figures.items():
        _write(session, tip, figure, value, corrects=None, by=by, now=now)


def correct(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    figure: Figure,
    to: int,
    by: Holder,
    now: datetime,
) -> None:
    """Say that another number came of a tip than was recorded; the difference counts in this month.

    Raises:
        NotPermitted: `by` was only informed of the tip.
        NoSuchTip: there is none with this number, or none for this person.
        FigureRefused: none of this kind was recorded, it is what stands already, or it is out of range.
    """
    tip = _tip(session, keys_session, number=number, by=by)
    rows = [row for row in _rows(session, tip) if row.kind is figure]
    first = next((row for row in rows if row.corrects is None), None)
    stands = sum(row.value for row in rows)
    if first is None or to == stands or not 0 <= to <= _most(figure):
        raise FigureRefused(figure, most=_most(figure))
    _write(session, tip, figure, to - stands, corrects=first.figure_id, by=by, now=now)


def _tip(session: Session, keys_session: Session, *, number: str, by: Holder) -> TipRow:
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is Standing.INFORMED:
        raise NotPermitted(by.role)
    return tip


def _rows(session: Session, tip: TipRow) -> list[FigureRow]:
    wanted = select(FigureRow).where(
        col(FigureRow.program_id) == tip.program_id, col(FigureRow.tip_id) == tip.tip_id
    )
    return list(session.exec(wanted))


def _write(
    session: Session,
    tip: TipRow,
    figure: Figure,
    value: int,
    *,
    corrects: bytes | None,
    by: Holder,
    now: datetime,
) -> None:
    session.add(
        FigureRow(
            program_id=tip.program_id,
            figure_id=secrets.token_bytes(ID_SIZE),
            tip_id=tip.tip_id,
            kind=figure,
            value=value,
            month=_month(today(session, tip.program_id, now)),
            corrects=corrects,
        )
    )
    detail = f"{figure.value} {value:+d}" if corrects else f"{figure.value} {value}"
    write_down(session, tip, audit.Action.FIGURE_RECORDED, by=by, now=now, detail=detail)


def _most(figure: Figure) -> int:
    return MOST_CENTS if figure.is_money else MOST


def _month(day: date) -> Month:
    return Month(day.year * 100 + day.month)
