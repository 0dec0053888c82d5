"""What waits: a page of tips, from the columns that stand in the clear. Nothing is opened here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from tipline.store.program_tables import PersonRow, TeamRow
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import Channel, Offence, Priority, ProgramId, Status, TeamId

PAGE: Final = 50
OPEN: Final = (Status.NEW, Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is asked for; nothing means all of it."""

    status: Status | None = None
    channel: Channel | None = None
    offence: Offence | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose queue it is: all tips of some teams or, without a team, those that somebody holds a grant for."""

    program_id: ProgramId
    teams: frozenset[TeamId]
    principals: frozenset[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One tip, as far as it can be told without opening it."""

    number: str
    received_day: date
    channel: Channel
    offence: Offence
    status: Status
    priority: Priority
    unread: bool
    assignee: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, and the counts beside it."""

    lines: tuple[QueueLine, ...]
    page: int
    pages: int
    total: int
    """How many tips the filters leave."""
    everything: int
    """How many there are in this queue whatever the status."""
    by_status: Mapping[Status, int]
    """Under the other filters, so that each count is what choosing it would show."""
    danger: int
    """Open tips with danger to life, under the filters of channel and offence."""
    unread: int


@dataclass(frozen=True, slots=True)
class _Counts:
    by_status: Mapping[Status, int]
    danger: Mapping[Status, int]
    unread: int


def queue(session: Session, scope: Scope, filters: Filters, *, page: int = 1) -> QueuePage:
    """One page: open danger to life first, then the newest day first, then by the number.

    Three statements whatever the number of tips, each within one index: the counts, the danger that is pinned
    on top (only where there is any on this page), and the rest.
    """
    counts = _counts(session, scope, filters)
    chosen = tuple(Status) if filters.status is None else (filters.status,)
    total = sum(counts.by_status.get(status, 0) for status in chosen)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    pinned = sum(counts.danger.get(status, 0) for status in chosen if status in OPEN)
    start = (page - 1) * PAGE
    lines: list[QueueLine] = []
    if start < pinned:
        lines += _lines(session, scope, filters, _in_danger(), skip=start, take=PAGE)
    if len(lines) < PAGE and total > pinned:
        rest = not_(_in_danger()) if pinned else None
        lines += _lines(session, scope, filters, rest, skip=max(0, start - pinned), take=PAGE - len(lines))
    return QueuePage(
        lines=tuple(lines),
        page=page,
        pages=pages,
        total=total,
        everything=sum(counts.by_status.values()),
        by_status=counts.by_status,
        danger=sum(counts.danger.get(status, 0) for status in OPEN),
        unread=counts.unread,
    )


def _in_danger() -> ColumnElement[bool]:
    return and_(col(TipRow.priority) == Priority.DANGER, col(TipRow.status).in_(OPEN))


def _within(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(TipRow.program_id) == scope.program_id]
    if scope.teams:
        conditions.append(_among(scope.teams))
    else:
        conditions.append(
            col(TipRow.tip_id).in_(
                select(TipGrantRow.tip_id).where(
                    col(TipGrantRow.program_id) == scope.program_id,
                    col(TipGrantRow.holder_id).in_(sorted(scope.principals)),
                )
            )
        )
    if filters.channel is not None:
        conditions.append(col(TipRow.channel) == filters.channel)
    if filters.offence is not None:
        conditions.append(col(TipRow.offence) == filters.offence)
    return conditions


def _among(teams: frozenset[TeamId]) -> ColumnElement[bool]:
    # One team is the rule, and an equality lets both databases read the index in order.
    if len(teams) == 1:
        return col(TipRow.team_id) == next(iter(teams))
    return col(TipRow.team_id).in_(sorted(teams))


def _counts(session: Session, scope: Scope, filters: Filters) -> _Counts:
    rows = session.exec(
        select(col(TipRow.status), col(TipRow.priority), col(TipRow.unread), func.count())
        .where(*_within(scope, filters))
        .group_by(col(TipRow.status), col(TipRow.priority), col(TipRow.unread))
    )
    by_status: dict[Status, int] = {}
    danger: dict[Status, int] = {}
    unread = 0
    for status, priority, is_unread, count in rows:
        by_status[status] = by_status.get(status, 0) + count
        if priority is Priority.DANGER:
            danger[status] = danger.get(status, 0) + count
        if is_unread:
            unread += count
    return _Counts(by_status, danger, unread)


def _lines(
    session: Session,
    scope: Scope,
    filters: Filters,
    extra: ColumnElement[bool] | None,
    *,
    skip: int,
    take: int,
) -> list[QueueLine]:
    conditions = _within(scope, filters)
    if filters.status is not None:
        conditions.append(col(TipRow.status) == filters.status)
    if extra is not None:
        conditions.append(extra)
    rows = session.exec(
        select(TipRow, PersonRow.name, TeamRow.name)
        .outerjoin(
            PersonRow,
            and_(
                col(PersonRow.program_id) == TipRow.program_id, col(PersonRow.person_id) == TipRow.assignee_id
            ),
        )
        .outerjoin(
            TeamRow,
            and_(col(TeamRow.program_id) == TipRow.program_id, col(TeamRow.team_id) == TipRow.unit_id),
        )
        .where(*conditions)
        .order_by(col(TipRow.received_day).desc(), col(TipRow.number))
        .offset(skip)
        .limit(take)
    ).all()
    return [
        QueueLine(
            number=tip.number,
            received_day=tip.received_day,
            channel=tip.channel,
            offence=tip.offence,
            status=tip.status,
            priority=tip.priority,
            unread=tip.unread and bool(scope.teams),
            assignee=person or team,
        )
        for tip, person, team in rows
    ]
