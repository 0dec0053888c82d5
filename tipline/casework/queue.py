"""What waits: a page of tips, from the columns that stand in the clear. Nothing is opened here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, not_, or_, true
from sqlalchemy import select as choose
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tipline.casework.keepers import Keeper, keepers_among
from tipline.store.case_tables import CaseTipRow
from tipline.store.columns import table
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import PersonRow, TeamRow
from tipline.store.tip_tables import IN_DANGER, TipDueRow, TipGrantRow, TipKeeperRow, TipRow
from tipline.vocabulary import (
    AppealId,
    CaseId,
    Channel,
    LinkId,
    Offence,
    PersonId,
    Priority,
    ProgramId,
    Status,
    TeamId,
    TipId,
)

PAGE: Final = 50
OPEN: Final = (Status.NEW, Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING)


class With(StrEnum):
    """With whom a tip is."""

    MINE = "mine"
    """Given to whoever looks, or to a team of theirs."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Alike:
    """What tips of a flood have in common, as far as it stands in the clear; none is in danger to life."""

    day: date
    channel: Channel
    offence: Offence
    language: str
    appeal_id: AppealId | None = None
    link_id: LinkId | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Tips that are counted and not listed, because a line of their own stands for them."""

    tips: int
    which: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is asked for; nothing means all of it."""

    status: Status | None = None
    open_only: bool = False
    """Work on it is not over, or danger to life waits in it; no matter where there is a status."""
    channel: Channel | None = None
    offence: Offence | None = None
    unit_id: TeamId | None = None
    appeal_id: AppealId | None = None
    held: With | None = None
    keeper_id: PersonId | None = None
    """Who of the team takes care of it; asked for beside nothing of `held`."""
    unread: bool = False
    """Nobody has opened it, or not what the reporter added since."""
    late_on: date | None = None
    """An outcome of it is overdue on this day."""
    alike: Alike | None = None
    """Of one kind, as the tips of a flood are."""
    files: bool = False
    """A file came with it."""

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Where the tips may stand."""
        if self.status is not None:
            return (self.status,)
        return OPEN if self.open_only else tuple(Status)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose queue it is: all tips of some teams or, without a team, those that somebody holds a grant for."""

    program_id: ProgramId
    teams: frozenset[TeamId]
    principals: frozenset[bytes] = field(repr=False)
    person_id: PersonId | None = None
    """Who looks, for what is theirs."""
    member_of: frozenset[TeamId] = frozenset()
    """And the teams that they are in."""
    case_id: CaseId | None = None
    """Those alone that lie in a case."""
    barred: frozenset[TipId] = field(repr=False, default=frozenset())
    """Tips from which whoever looks is barred: in no list and in no count."""


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
    """The person or the team that it was dispatched to."""
    keeper: Keeper | None
    """Who of the team takes care of it, for the team."""
    language: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, and the counts beside it."""

    lines: tuple[QueueLine, ...]
    page: int
    pages: int
    total: int
    """How many tips the filters leave, those that are left out of the list too."""
    pinned: int
    """How many lines at the top of this page are danger to life that waits for somebody."""
    everything: int
    """How many there are in this queue whatever the status."""
    by_status: Mapping[Status, int]
    """Under the other filters, so that each count is what choosing it would show."""
    still_open: int
    """How many choosing the open ones would show."""
    danger: int
    """Tips with danger to life that wait for somebody, under the filters of channel and offence."""
    unread: int


@dataclass(frozen=True, slots=True)
class _Count:
    tips: int
    danger: int
    """Of them, those in which danger to life waits for somebody."""
    unread: int


def queue(
    session: Session, scope: Scope, filters: Filters, *, page: int = 1, left_out: LeftOut | None = None
) -> QueuePage:
    """One page: danger to life first, then the newest day first, then by the number from the end.

    Danger to life is on top while the tip is open, and in one that is finished from when its reporter writes
    of it until somebody of the team has opened it: as long as it pages.

    What is `left_out` is in every count, and takes no place on a page; danger to life is never among it.

    Five statements whatever the number of tips: the counts, which tips of the danger that is pinned on top
    (only where there is any on this page) and which of the rest, each within one index; then those 50 rows,
    and who of the team takes care of them.
    """
    counts = _counts(session, scope, filters)
    chosen = filters.statuses
    woken = sum(count.danger for status, count in counts.items() if not status.open)
    more = woken if filters.status is None and filters.open_only else 0
    total = sum(counts[status].tips for status in chosen if status in counts) + more
    pinned = sum(counts[status].danger for status in chosen if status in counts) + more
    listed = total - (left_out.tips if left_out else 0)
    pages = max(1, -(-listed // PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE
    ids: list[TipId] = []
    if start < pinned:
        every = replace(filters, open_only=False)
        ids += _ids(session, scope, every, _in_danger(scope), skip=start, take=PAGE)
    on_top = len(ids)
    if len(ids) < PAGE and listed > pinned:
        rest = not_(_in_danger(scope)) if pinned else true()
        if left_out:
            rest = and_(rest, not_(left_out.which))
        ids += _ids(session, scope, filters, rest, skip=max(0, start - pinned), take=PAGE - len(ids))
    return QueuePage(
        lines=_lines(session, scope, ids),
        page=page,
        pages=pages,
        total=total,
        pinned=on_top,
        everything=sum(count.tips for count in counts.values()),
        by_status={status: count.tips for status, count in counts.items()},
        still_open=sum(count.tips for status, count in counts.items() if status.open) + woken,
        danger=sum(count.danger for count in counts.values()),
        unread=sum(counts[status].unread for status in chosen if status in counts) + more,
    )


def in_danger() -> ColumnElement[bool]:
    """Whether danger to life waits for somebody in a tip: it is open, or pages though it is finished.

    That is the condition of `alerts/pages.py`. Who finishes a tip has read it, so what is unread in it then
    came later; what was taken back pages nobody.
    """
    status = col(TipRow.status)
    return and_(IN_DANGER, or_(status.in_(OPEN), and_(col(TipRow.unread), status != Status.WITHDRAWN)))


def _in_danger(scope: Scope) -> ColumnElement[bool]:
    """Whether it has its place on top: what is unread is a matter of the team whose tip it is."""
    return in_danger() if scope.teams else and_(IN_DANGER, col(TipRow.status).in_(OPEN))


def within(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    """What a tip must be like, whatever its status."""
    conditions = _whose(scope)
    for column, wanted in (
        (col(TipRow.channel), filters.channel),
        (col(TipRow.offence), filters.offence),
        (col(TipRow.unit_id), filters.unit_id),
        (col(TipRow.appeal_id), filters.appeal_id),
    ):
        if wanted is not None:
            conditions.append(column == wanted)
    if filters.unread:
        conditions.append(col(TipRow.unread).is_(True))
    if filters.held is not None:
        conditions.append(_held(scope, filters.held))
    if filters.keeper_id is not None:
        conditions.append(col(TipRow.tip_id).in_(_kept(scope, filters.keeper_id)))
    if filters.late_on is not None:
        conditions.append(_late(scope, filters.late_on))
    if filters.alike is not None:
        conditions.append(one_of(filters.alike))
    if filters.files:
        with_files = select(TipFileRow.tip_id).where(col(TipFileRow.program_id) == scope.program_id)
        conditions.append(col(TipRow.tip_id).in_(with_files))
    return conditions


def _whose(scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(TipRow.program_id) == scope.program_id]
    if scope.teams:
        conditions.append(_among(scope.teams))
    if scope.barred:
        conditions.append(col(TipRow.tip_id).not_in(sorted(scope.barred)))
    return conditions


def one_of(alike: Alike) -> ColumnElement[bool]:
    """What a tip of one kind is like: routine in any case, so that danger to life is in no flood."""
    return and_(
        col(TipRow.received_day) == alike.day,
        col(TipRow.channel) == alike.channel,
        col(TipRow.offence) == alike.offence,
        col(TipRow.appeal_id).is_not_distinct_from(alike.appeal_id),
        col(TipRow.priority) == Priority.ROUTINE,
        col(TipRow.language) == alike.language,
        col(TipRow.link_id).is_not_distinct_from(alike.link_id),
    )


def _held(scope: Scope, held: With) -> ColumnElement[bool]:
    """With whom a tip is: dispatched to them, or to a team of theirs, or taken care of by them."""
    person, unit, tip = col(TipRow.assignee_id), col(TipRow.unit_id), col(TipRow.tip_id)
    if held is With.NOBODY:
        return and_(person.is_(None), unit.is_(None), tip.not_in(_kept(scope)))
    mine = or_(person == scope.person_id, unit.in_(sorted(scope.member_of)))
    return mine if scope.person_id is None else or_(mine, tip.in_(_kept(scope, scope.person_id)))


def _kept(scope: Scope, by: PersonId | None = None) -> SelectOfScalar[TipId]:
    """The few tips that somebody of the team takes care of, or this person."""
    found = select(col(TipKeeperRow.tip_id)).where(col(TipKeeperRow.program_id) == scope.program_id)
    return found if by is None else found.where(col(TipKeeperRow.person_id) == by)


def _late(scope: Scope, day: date) -> ColumnElement[bool]:
    """Few outcomes are late: the tips are found by them."""
    late = select(TipDueRow.tip_id).where(
        col(TipDueRow.program_id) == scope.program_id, col(TipDueRow.due_day) <= day
    )
    return and_(col(TipRow.tip_id).in_(late), col(TipRow.status).in_(OPEN))


def source(scope: Scope) -> FromClause:
    """All tips, of which the conditions choose; or those that are granted or filed, found through that.

    A join and not an IN: SQLite would walk through every tip of the program in the order of the list.
    """
    tip = table(TipRow)
    found: FromClause = tip
    if scope.case_id is not None:
        filed = table(CaseTipRow)
        which = choose(filed.c.tip_id).where(
            filed.c.program_id == scope.program_id, filed.c.case_id == scope.case_id
        )
        found = _through(scope, which, found)
    if not scope.teams:
        grant = table(TipGrantRow)
        which = choose(grant.c.tip_id).where(
            grant.c.program_id == scope.program_id, grant.c.holder_id.in_(sorted(scope.principals))
        )
        found = _through(scope, which, found)
    return found


def _through(scope: Scope, which: Select[tuple[bytes]], to: FromClause) -> FromClause:
    tip, first = table(TipRow), which.distinct().subquery()
    return first.join(to, and_(tip.c.program_id == scope.program_id, tip.c.tip_id == first.c.tip_id))


def _among(teams: frozenset[TeamId]) -> ColumnElement[bool]:
    # One team is the rule, and an equality lets both databases read the index in order.
    if len(teams) == 1:
        return col(TipRow.team_id) == next(iter(teams))
    return col(TipRow.team_id).in_(sorted(teams))


def _counts(session: Session, scope: Scope, filters: Filters) -> dict[Status, _Count]:
    rows = session.exec(
        select(
            col(TipRow.status),
            func.count(),
            func.count().filter(_in_danger(scope)),
            func.count().filter(col(TipRow.unread).is_(True)),
        )
        .select_from(source(scope))
        .where(*within(scope, filters))
        .group_by(col(TipRow.status))
    )
    return {status: _Count(tips, danger, unread) for status, tips, danger, unread in rows}


def _ids(
    session: Session, scope: Scope, filters: Filters, extra: ColumnElement[bool], *, skip: int, take: int
) -> list[TipId]:
    conditions = [*within(scope, filters), extra]
    if filters.status is not None or filters.open_only:
        conditions.append(col(TipRow.status).in_(filters.statuses))
    found = session.exec(
        select(col(TipRow.tip_id))
        .select_from(source(scope))
        .where(*conditions)
        # Both from the end: so an index is read backwards, and nothing is sorted.
        .order_by(col(TipRow.received_day).desc(), col(TipRow.number).desc())
        .offset(skip)
        .limit(take)
    )
    return [TipId(tip_id) for tip_id in found]


def _lines(session: Session, scope: Scope, ids: list[TipId]) -> tuple[QueueLine, ...]:
    keepers = keepers_among(session, scope.program_id, ids) if scope.teams else {}
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
        .where(col(TipRow.program_id) == scope.program_id, col(TipRow.tip_id).in_(ids))
    )
    found = {
        tip.tip_id: QueueLine(
            number=tip.number,
            received_day=tip.received_day,
            channel=tip.channel,
            offence=tip.offence,
            status=tip.status,
            priority=tip.priority,
            unread=tip.unread and bool(scope.teams),
            assignee=person or team,
            keeper=keepers.get(tip.tip_id),
            language=tip.language,
        )
        for tip, person, team in rows
    }
    return tuple(found[tip_id] for tip_id in ids)
