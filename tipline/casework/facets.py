"""What each filter of the queue would leave, so that nobody presses one to find nothing.

Counted over the statuses that are asked for, in one statement that reads one index: how many tips there are
of each channel, offence, division and so on. What a filter would leave under the others is added up here.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, FromClause, and_, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from tipline.casework.queue import Filters, Scope, With, source, within
from tipline.store.columns import table
from tipline.store.tip_tables import TipKeeperRow, TipRow
from tipline.vocabulary import AppealId, Channel, Offence, PersonId, TeamId

Value = TypeVar("Value", bound=Hashable)

NOTHING: Final = Filters()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many tips each choice of each filter would leave, under the other filters."""

    channels: Mapping[Channel, int]
    offences: Mapping[Offence, int]
    units: Mapping[TeamId, int]
    appeals: Mapping[AppealId, int]
    held: Mapping[With, int]
    keepers: Mapping[PersonId, int]
    unread: int
    late: int | None
    """None where nobody asked what is late."""


@dataclass(frozen=True, slots=True)
class _Group:
    channel: Channel
    offence: Offence
    unit_id: TeamId | None
    appeal_id: AppealId | None
    mine: bool
    nobody: bool
    keeper_id: PersonId | None
    unread: bool
    tips: int


def facets(session: Session, scope: Scope, filters: Filters, *, late: Filters | None = None) -> Facets:
    """Count what each filter would leave; `late` are the filters with "overdue" among them."""
    groups = _groups(session, scope, filters)
    return Facets(
        channels=_sum(groups, filters, "channel", lambda group: group.channel),
        offences=_sum(groups, filters, "offence", lambda group: group.offence),
        units=_known(_sum(groups, filters, "unit_id", lambda group: group.unit_id)),
        appeals=_known(_sum(groups, filters, "appeal_id", lambda group: group.appeal_id)),
        held={
            With.MINE: _all(groups, replace(filters, held=With.MINE, keeper_id=None)),
            With.NOBODY: _all(groups, replace(filters, held=With.NOBODY, keeper_id=None)),
        },
        keepers=_known(_sum(groups, replace(filters, held=None), "keeper_id", lambda group: group.keeper_id)),
        unread=_all(groups, replace(filters, unread=True)),
        late=None if late is None else _late(session, scope, late),
    )


def _groups(session: Session, scope: Scope, filters: Filters) -> list[_Group]:
    """The tips by their kinds; the few that somebody of the team takes care of apart from the rest."""
    kinds = _kinds(session, scope, filters, source(scope))
    kept = _kept(session, scope, filters) if scope.teams else {}
    for (*kind, _), tips in kept.items():
        kinds[tuple(kind)] -= tips
    found = {(*kind, None): tips for kind, tips in kinds.items() if tips} | kept
    return [
        _Group(
            channel=channel,
            offence=offence,
            unit_id=unit,
            appeal_id=appeal,
            mine=scope.person_id in {assignee, keeper} - {None}
            or (unit is not None and unit in scope.member_of),
            nobody=assignee is None and unit is None and keeper is None,
            keeper_id=keeper,
            unread=unread,
            tips=tips,
        )
        for (channel, offence, unit, appeal, assignee, unread, keeper), tips in found.items()
    ]


def _kept(session: Session, scope: Scope, filters: Filters) -> dict[tuple[Any, ...], int]:
    """What somebody of the team takes care of, by kind and person: few tips among very many.

    Found through a subquery, as what is granted is: SQLite would walk through all of a team's tips.
    """
    keeper, tip = table(TipKeeperRow), table(TipRow)
    few = (
        choose(keeper.c.tip_id, keeper.c.person_id)
        .where(keeper.c.program_id == scope.program_id)
        .distinct()
        .subquery()
    )
    found = few.join(tip, and_(tip.c.program_id == scope.program_id, tip.c.tip_id == few.c.tip_id))
    return _kinds(session, scope, filters, found, few.c.person_id)


def _kinds(
    session: Session, scope: Scope, filters: Filters, among: FromClause, *more: ColumnElement[Any]
) -> dict[tuple[Any, ...], int]:
    kinds = (
        col(TipRow.channel),
        col(TipRow.offence),
        col(TipRow.unit_id),
        col(TipRow.appeal_id),
        col(TipRow.assignee_id),
        col(TipRow.unread),
        *more,
    )
    rows = session.execute(
        select(*kinds, func.count())  # type: ignore[call-overload]  # more columns than it was declared for
        .select_from(among)
        .where(
            *within(
                scope, replace(NOTHING, late_on=filters.late_on, alike=filters.alike, files=filters.files)
            ),
            col(TipRow.status).in_(filters.statuses),
        )
        .group_by(*kinds)
    )
    return {tuple(kind): tips for *kind, tips in rows}


def _fits(group: _Group, filters: Filters) -> bool:
    return (
        filters.channel in {None, group.channel}
        and filters.offence in {None, group.offence}
        and filters.unit_id in {None, group.unit_id}
        and filters.appeal_id in {None, group.appeal_id}
        and (filters.held is not With.MINE or group.mine)
        and (filters.held is not With.NOBODY or group.nobody)
        and filters.keeper_id in {None, group.keeper_id}
        and (group.unread or not filters.unread)
    )


def _all(groups: list[_Group], filters: Filters) -> int:
    return sum(group.tips for group in groups if _fits(group, filters))


def _sum(
    groups: list[_Group], filters: Filters, name: str, value: Callable[[_Group], Value]
) -> dict[Value, int]:
    """By the values of one filter, under all others."""
    others = replace(filters, **{name: None})  # type: ignore[arg-type]  # the name of a filter that may be None
    found: dict[Value, int] = {}
    for group in groups:
        if _fits(group, others):
            found[value(group)] = found.get(value(group), 0) + group.tips
    return found


def _known(found: Mapping[Value | None, int]) -> dict[Value, int]:
    return {value: count for value, count in found.items() if value is not None}


def _late(session: Session, scope: Scope, filters: Filters) -> int:
    return session.exec(
        select(func.count())
        .select_from(source(scope))
        .where(*within(scope, filters), col(TipRow.status).in_(filters.statuses))
    ).one()
