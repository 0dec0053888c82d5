"""Count one month from the columns that stand in the clear. Nothing is opened, and no grant is needed.

A tip counts in the month of the day on which it was received in the program's time zone; that day was decided
at intake and is a column. Tips about ourselves count in the total and nowhere else. A tip that was brought
from another system was counted there: what comes of it counts here, and how long that took does not.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import Column, ColumnElement, Select, and_, func, select
from sqlmodel import Session

from tipline.figures import Figure
from tipline.reports.measures import RECOVERED, Measure
from tipline.reports.months import first_day, step
from tipline.store.appeal_tables import LinkRow
from tipline.store.columns import table
from tipline.store.month_tables import FigureRow
from tipline.store.program_tables import PersonRow, TeamRow
from tipline.store.tip_tables import RecordRow, TipMoveRow, TipRow
from tipline.vocabulary import (
    Disposition,
    LinkKind,
    Month,
    PersonId,
    ProgramId,
    RecordKind,
    Status,
    TeamId,
    TeamKind,
    team_id,
)

Counts: TypeAlias = dict[tuple[Measure, str], int]
"""Numbers by measure and key. Under the key "" stands the whole of a measure; where that is missing, the
measure is not known for that time. Days are counted as how many tips took so many."""

WHOLE: Final = ""

_APART: Final[Mapping[Status, Measure]] = {
    Status.DUPLICATE: Measure.DUPLICATES,
    Status.SPAM: Measure.SPAM,
    Status.PASSED_ON: Measure.PASSED_ON,
    Status.WITHDRAWN: Measure.WITHDRAWN,
}


def count(session: Session, program_id: ProgramId, month: Month) -> Counts:
    """Count a month as the store stands now: every measure that the tips store knows.

    Raises:
        ValueError: there is no such month.
    """
    counts: Counts = {}
    _tips(session, program_id, month, into=counts)
    _units(session, program_id, month, into=counts)
    _links(session, program_id, month, into=counts)
    _endings(session, program_id, month, into=counts)
    _dispatches(session, program_id, month, into=counts)
    _figures(session, program_id, month, into=counts)
    counts[Measure.FOLLOW_UPS, WHOLE] = _follow_ups(session, program_id, month)
    return counts


def _tips(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    tip = table(TipRow).c
    received = _received(program_id, month)
    into[Measure.TIPS, WHOLE] = session.connection().scalar(select(func.count()).where(received)) or 0
    for measure in (Measure.BY_STATUS, Measure.BY_CHANNEL, Measure.BY_OFFENCE, *_APART.values()):
        into[measure, WHOLE] = 0
    us = team_id(program_id, TeamKind.INTEGRITY)
    # Grouped by team too, SQLite would read all of an index that is in that order.
    for status, number in _groups(session, (tip.status,), received & (tip.team_id != us)):
        _add(into, Measure.BY_STATUS, status.value, number)
        if status in _APART:
            into[_APART[status], WHOLE] += number
    for measure, column in ((Measure.BY_CHANNEL, tip.channel), (Measure.BY_OFFENCE, tip.offence)):
        for word, number in _groups(session, (column,), received & (tip.team_id != us)):
            _add(into, measure, word.value, number)


def _units(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    """By the unit that a tip was given to, or that of the person to whom it was given."""
    given = _received(program_id, month)
    kinds = _kinds(session, program_id)
    for measure in (Measure.BY_AGENCY, Measure.BY_DIVISION):
        into[measure, WHOLE] = 0
    for unit, number in _by_unit(session, program_id, given):
        measure = Measure.BY_AGENCY if kinds.get(unit) is TeamKind.AGENCY else Measure.BY_DIVISION
        _add(into, measure, unit.hex(), number)


def _by_unit(
    session: Session, program_id: ProgramId, which: ColumnElement[bool]
) -> Iterator[tuple[TeamId, int]]:
    tip = table(TipRow).c
    us = team_id(program_id, TeamKind.INTEGRITY)
    homes = _homes(session, program_id)
    for unit, person, number in _groups(session, (tip.unit_id, tip.assignee_id), which & (tip.team_id != us)):
        where = unit if unit is not None else homes.get(person)
        if where is not None:
            yield where, number


def _homes(session: Session, program_id: ProgramId) -> dict[PersonId, TeamId | None]:
    person = table(PersonRow).c
    rows = select(person.person_id, person.unit_id).where(person.program_id == program_id)
    return {row.person_id: row.unit_id for row in session.connection().execute(rows)}


def _kinds(session: Session, program_id: ProgramId) -> dict[TeamId, TeamKind]:
    team = table(TeamRow).c
    rows = select(team.team_id, team.kind).where(team.program_id == program_id)
    return {row.team_id: row.kind for row in session.connection().execute(rows)}


def _links(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    tip, link = table(TipRow).c, table(LinkRow).c
    us = team_id(program_id, TeamKind.INTEGRITY)
    followed = _received(program_id, month) & (tip.team_id != us)
    accounts = {
        row.link_id: row.account or row.label
        for row in session.connection().execute(
            select(link.link_id, link.account, link.label).where(link.program_id == program_id)
        )
    }
    for measure in (Measure.BY_APPEAL, Measure.BY_LINK, Measure.BY_ACCOUNT):
        into[measure, WHOLE] = 0
    columns = (tip.link_kind, tip.appeal_id, tip.link_id)
    for kind, appeal, link_id, number in _groups(session, columns, followed & tip.link_kind.is_not(None)):
        if appeal is not None:
            _add(into, Measure.BY_APPEAL, appeal.hex(), number)
        if kind is LinkKind.ACCOUNT and link_id is not None:
            _add(into, Measure.BY_LINK, link_id, number)
            _add(into, Measure.BY_ACCOUNT, accounts.get(link_id, link_id), number)


def _endings(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    """What was closed in the month with a disposition, and how many days that took."""
    tip = table(TipRow).c
    us = team_id(program_id, TeamKind.INTEGRITY)
    closed = (
        _within(tip.program_id, tip.closed_day, program_id, month)
        & tip.disposition.is_not(None)
        & (tip.team_id != us)
    )
    for measure in (Measure.BY_DISPOSITION, Measure.NO_ANSWER, Measure.DAYS_TO_DISPOSITION):
        into[measure, WHOLE] = 0
    columns = (tip.disposition, tip.received_day, tip.closed_day, tip.import_id.is_(None))
    for disposition, received, ended, came_here, number in _groups(session, columns, closed):
        _add(into, Measure.BY_DISPOSITION, disposition.value, number)
        if came_here:
            _add(into, Measure.DAYS_TO_DISPOSITION, _days(received, ended), number)
    silent = closed & (tip.disposition == Disposition.NO_ANSWER)
    for unit, number in _by_unit(session, program_id, silent):
        _add(into, Measure.NO_ANSWER, unit.hex(), number)


def _dispatches(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    move, tip = table(TipMoveRow).c, table(TipRow).c
    us = team_id(program_id, TeamKind.INTEGRITY)
    into[Measure.DAYS_TO_DISPATCH, WHOLE] = 0
    whose = and_(tip.program_id == move.program_id, tip.tip_id == move.tip_id)
    found = session.connection().execute(
        select(tip.received_day, move.day, func.count())
        .select_from(table(TipMoveRow).join(table(TipRow), whose))
        .where(
            _within(move.program_id, move.day, program_id, month),
            move.status == Status.DISPATCHED,
            tip.team_id != us,
            tip.import_id.is_(None),
        )
        .group_by(tip.received_day, move.day)
    )
    for received, day, number in found:
        _add(into, Measure.DAYS_TO_DISPATCH, _days(received, day), number)


def _figures(session: Session, program_id: ProgramId, month: Month, *, into: Counts) -> None:
    row = table(FigureRow).c
    for figure in Figure:
        into[Measure(figure.value), WHOLE] = 0
    found = session.connection().execute(
        select(row.kind, func.sum(row.value))
        .where(row.program_id == program_id, row.month == month, row.tip_id.not_in(about_us(program_id)))
        .group_by(row.kind)
    )
    for kind, value in found:
        into[Measure(kind.value), WHOLE] = int(value)
    into[Measure.RECOVERED, WHOLE] = sum(into[part, WHOLE] for part in RECOVERED)


def _follow_ups(session: Session, program_id: ProgramId, month: Month) -> int:
    record = table(RecordRow).c
    return (
        session.connection().scalar(
            select(func.count()).where(
                _within(record.program_id, record.day, program_id, month),
                record.kind == RecordKind.MESSAGE,
                record.tip_id.not_in(about_us(program_id)),
            )
        )
        or 0
    )


def about_us(program_id: ProgramId) -> Select[tuple[bytes]]:
    """The tips about ourselves: so few that a database finds them first, and asks no other tip."""
    tip = table(TipRow).c
    us = team_id(program_id, TeamKind.INTEGRITY)
    return select(tip.tip_id).where(tip.program_id == program_id, tip.team_id == us)


def _received(program_id: ProgramId, month: Month) -> ColumnElement[bool]:
    """What came in here in a month: what another system received was counted there."""
    tip = table(TipRow).c
    return _within(tip.program_id, tip.received_day, program_id, month) & tip.import_id.is_(None)


def _within(
    program: Column[Any], day: Column[Any], program_id: ProgramId, month: Month
) -> ColumnElement[bool]:
    """Of this program and on a day of this month."""
    return and_(program == program_id, day >= first_day(month), day < first_day(step(month, months=1)))


def _groups(
    session: Session, columns: tuple[ColumnElement[Any], ...], which: ColumnElement[bool]
) -> Iterable[Any]:  # rows of the columns asked for
    """What there is in these columns, and after them how often."""
    return session.connection().execute(select(*columns, func.count()).where(which).group_by(*columns))


def _add(counts: Counts, measure: Measure, key: str, number: int) -> None:
    for each in (WHOLE, key):
        counts[measure, each] = counts.get((measure, each), 0) + number


def _days(earlier: date, later: date) -> str:
    return str(max(0, (later - earlier).days))
