"""Floods: many new tips of one day that came alike, shown as one line each, of which some are listed.

A rumour, a television appeal or somebody with a script brings hundreds of tips in an hour, and what came
before them must still be found. Alike is what stands in the clear: the day, the channel, the offence, the
language, the appeal and the link. Nothing is opened, and nothing is ended or hidden for good: a tip that
somebody has opened, sorted or given away is no longer new, and stands in the list by itself; so does every
tip of what is no longer a flood.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from tipline.casework.queue import Alike, Filters, LeftOut, Scope, one_of, source, within
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import LinkId, Priority, Status

FLOOD: Final = 40
"""New tips of one kind that nobody has opened, from which on they are a flood."""
UNFINISHED: Final = 10
"""Or so many of them came under pressure and were never finished."""
FIRST: Final = 5
EVERY: Final = 10
"""Of a flood the first five and every tenth are listed. The store knows no order of a day's tips but that of
their numbers, which are drawn: so they are any five, and any tenth, the finished ones first."""


@dataclass(frozen=True, slots=True)
class Flood:
    """Tips that came alike, and how many."""

    alike: Alike
    tips: int
    unfinished: int = 0
    """Of those, whose reporters have not done the step that a tip under pressure has after it."""

    @property
    def listed(self) -> int:
        """How many of them are listed all the same."""
        return FIRST + self.tips // EVERY

    @property
    def folded(self) -> int:
        """How many this one line stands for."""
        return self.tips - self.listed


@dataclass(frozen=True, slots=True)
class Floods:
    """The floods in a queue, the newest day first, and what of them is left out of the list."""

    found: tuple[Flood, ...] = ()
    left_out: LeftOut | None = None


def floods(session: Session, scope: Scope, filters: Filters) -> Floods:
    """The floods among the tips that the filters leave.

    One statement within an index where there is none. Who asks for tips of one kind sees all of them, and
    who has a few tips that were given to them has no flood.
    """
    if not scope.teams or filters.alike is not None or Status.NEW not in filters.statuses:
        return Floods()
    found = _found(session, scope, filters)
    if not found:
        return Floods()
    return Floods(found, LeftOut(sum(flood.folded for flood in found), _which(scope, filters, found)))


def _new(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    return [
        *within(scope, replace(filters, unread=True)),
        col(TipRow.status) == Status.NEW,
        col(TipRow.priority) == Priority.ROUTINE,
    ]


def _unfinished() -> ColumnElement[int]:
    return func.coalesce(func.sum(case((col(TipRow.unfinished), 1), else_=0)), 0)


def _found(session: Session, scope: Scope, filters: Filters) -> tuple[Flood, ...]:
    """The kinds of which there are enough."""
    columns = (
        col(TipRow.received_day),
        col(TipRow.channel),
        col(TipRow.offence),
        col(TipRow.language),
        col(TipRow.appeal_id),
        col(TipRow.link_id),
    )
    rows = session.execute(
        select(*columns, func.count(), _unfinished())  # type: ignore[call-overload]  # more columns than it was declared for
        .select_from(source(scope))
        .where(*_new(scope, filters))
        .group_by(*columns)
        .having(or_(func.count() >= FLOOD, _unfinished() >= UNFINISHED))
    )
    found = [
        Flood(
            Alike(day, channel, offence, language, appeal, None if link is None else LinkId(link)),
            tips,
            unfinished,
        )
        for day, channel, offence, language, appeal, link, tips, unfinished in rows
    ]
    return tuple(sorted(found, key=lambda flood: (flood.alike.day, flood.tips), reverse=True))


def _which(scope: Scope, filters: Filters, found: tuple[Flood, ...]) -> ColumnElement[bool]:
    """What a tip that is left out is like: one of a flood, and neither of the first five nor every tenth.

    Their ids are asked about last: most tips of years are of another status or day, which is seen at once.
    """
    days = sorted({flood.alike.day for flood in found})
    of_a_flood_s_day = (col(TipRow.status) == Status.NEW) & col(TipRow.received_day).in_(days)
    within_flood = func.row_number().over(
        partition_by=(
            col(TipRow.received_day),
            col(TipRow.channel),
            col(TipRow.offence),
            col(TipRow.language),
            col(TipRow.appeal_id),
            col(TipRow.link_id),
        ),
        order_by=(col(TipRow.unfinished), col(TipRow.number).desc()),
    )
    ranked = (
        select(col(TipRow.tip_id).label("tip_id"), within_flood.label("place"))
        .select_from(source(scope))
        .where(
            *_new(scope, filters),
            col(TipRow.received_day).in_(days),
            or_(*(one_of(flood.alike) for flood in found)),
        )
        .subquery()
    )
    folded = select(ranked.c.tip_id).where(ranked.c.place > FIRST, ranked.c.place % EVERY != 0)
    return and_(of_a_flood_s_day, col(TipRow.tip_id).in_(folded))
