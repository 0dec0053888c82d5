"""What has changed in a queue since its page was made: what others did, what reporters added, and danger.

Others' deeds are the entries of the audit after the one that was the last when the page was made. What
reporters add is in no audit; it is counted, of the last days, as new tips are: a record keeps its day and not
its minute. Nothing is opened for it, and the page is told a number.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from tipline.audit import Action
from tipline.casework.queue import Scope, in_danger
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipMoveRow, TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonId, ProgramId, RecordKind, Status, TeamId, TipId

SHOWS: Final = frozenset(
    {
        Action.CLAIMED,
        Action.GIVEN_BACK,
        Action.HANDED,
        Action.ASSIGNED,
        Action.DISPATCHED,
        Action.DISPATCH_WITHDRAWN,
        Action.BRIEF_ADDED_TO,
        Action.STARTED,
        Action.SORTED,
        Action.CLOSED,
        Action.PROPOSED,
        Action.TOLD_BY_PHONE,
    }
)
"""Deeds after which a tip stands otherwise. That somebody opened or read one is no change."""
MOST: Final = 2_000
"""Deeds that are looked at, the newest: a page that is open for longer shows at least so many."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page had when it was made."""

    entry: int
    """The last of the audit."""
    added: int
    """What reporters had added to tips, in the days that the page counts."""
    danger: int
    """Open tips in danger to life."""


@dataclass(frozen=True, slots=True)
class _Deed:
    number: int
    tip_id: TipId
    person_id: PersonId | None


@dataclass(frozen=True, slots=True)
class _Program:
    """What has happened in one program."""

    deeds: tuple[_Deed, ...] = field(repr=False)
    added: tuple[tuple[TipId, date, int], ...] = field(repr=False)
    """By tip and day, how often its reporter added to it."""
    teams: Mapping[TipId, TeamId] = field(repr=False)
    """Whose all of these tips are."""
    granted: Mapping[bytes, frozenset[TipId]] = field(repr=False)
    """Of the tips that something was done with: those that somebody without a team's queue holds."""
    danger: Mapping[TeamId, int]
    shut: Mapping[TipId, TeamId] = field(repr=False)
    """Of the tips in danger: those from which somebody who looks is barred."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed in the queues of some people at one moment."""

    programs: Mapping[ProgramId, _Program]

    def of(self, scope: Scope, seen: Seen, *, since: date) -> int:
        """How many tips of a queue others did something with, and how often reporters added to one."""
        found = self.programs[scope.program_id]
        touched = {
            deed.tip_id
            for deed in found.deeds
            if deed.number > seen.entry
            and deed.person_id != scope.person_id
            and _is_in(scope, deed.tip_id, found)
        }
        return len(touched) + max(0, self.added_to(scope, since=since) - seen.added)

    def added_to(self, scope: Scope, *, since: date) -> int:
        """How often reporters added to a tip of a team's queue, in these days."""
        found = self.programs[scope.program_id]
        return sum(
            times
            for tip_id, day, times in found.added
            if day >= since and tip_id not in scope.barred and found.teams.get(tip_id) in scope.teams
        )

    def in_danger(self, scope: Scope) -> int:
        """In how many tips of a team's queue danger to life waits for somebody."""
        found = self.programs[scope.program_id]
        shut = sum(found.shut.get(tip_id) in scope.teams for tip_id in scope.barred)
        return sum(found.danger.get(team, 0) for team in scope.teams) - shut


def changed(
    session: Session,
    scopes: Mapping[ProgramId, Collection[Scope]],
    *,
    after: Mapping[ProgramId, int],
    since: date,
) -> Changed:
    """Look for everybody: seven statements a program at most, however many they are.

    What happened is asked for first and whose tips they are afterwards, by their ids: joined, a database
    may go through all of a team's tips to find the few.

    Args:
        session: of the tips store.
        scopes: whose queues, by program.
        after: the entry of the audit after which deeds are asked for, by program.
        since: the first day of what reporters added.
    """
    return Changed(
        {
            program: _program(session, program, each, after=after[program], since=since)
            for program, each in scopes.items()
        }
    )


def seen_now(session: Session, scope: Scope, *, since: date) -> Seen:
    """What there is in a queue at this moment, to tell later what has changed."""
    last = session.exec(
        select(col(AuditRow.number))
        .where(col(AuditRow.program_id) == scope.program_id)
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    entry = last or 0
    found = changed(session, {scope.program_id: [scope]}, after={scope.program_id: entry}, since=since)
    return Seen(entry, found.added_to(scope, since=since), found.in_danger(scope))


def _is_in(scope: Scope, tip_id: TipId, found: _Program) -> bool:
    if tip_id in scope.barred:
        return False
    if scope.teams:
        return found.teams.get(tip_id) in scope.teams
    return any(tip_id in found.granted.get(holder, ()) for holder in scope.principals)


def _program(
    session: Session, program: ProgramId, scopes: Collection[Scope], *, after: int, since: date
) -> _Program:
    teams = frozenset(team for scope in scopes for team in scope.teams)
    holders = frozenset(holder for scope in scopes if not scope.teams for holder in scope.principals)
    deeds = _deeds(session, program, after=after)
    touched = {deed.tip_id for deed in deeds}
    added = _added(session, program, since=since) if teams else ()
    return _Program(
        deeds=deeds,
        added=added,
        teams=_teams(session, program, touched | {tip_id for tip_id, _, _ in added}) if teams else {},
        granted=_granted(session, program, holders, tips=touched),
        danger=_danger(session, program, teams) if teams else {},
        shut=_shut(session, program, frozenset(tip_id for scope in scopes for tip_id in scope.barred)),
    )


def _deeds(session: Session, program: ProgramId, *, after: int) -> tuple[_Deed, ...]:
    rows = session.exec(
        select(col(AuditRow.number), col(AuditRow.subject), col(AuditRow.person_id))
        .where(
            col(AuditRow.program_id) == program,
            col(AuditRow.number) > after,
            col(AuditRow.action).in_(sorted(action.value for action in SHOWS)),
        )
        .order_by(col(AuditRow.number).desc())
        .limit(MOST)
    )
    return tuple(_Deed(number, TipId(tip), person) for number, tip, person in rows if tip is not None)


def _added(session: Session, program: ProgramId, *, since: date) -> tuple[tuple[TipId, date, int], ...]:
    """What reporters wrote, and that they took a tip back."""
    found: list[tuple[TipId, date, int]] = []
    for row, which in (
        (RecordRow, col(RecordRow.kind) == RecordKind.MESSAGE),
        (TipMoveRow, col(TipMoveRow.status) == Status.WITHDRAWN),
    ):
        rows = session.exec(
            select(col(row.tip_id), col(row.day), func.count())
            .where(col(row.program_id) == program, which, col(row.day) >= since)
            .group_by(col(row.tip_id), col(row.day))
        )
        found += [(TipId(tip_id), day, times) for tip_id, day, times in rows]
    return tuple(found)


def _teams(session: Session, program: ProgramId, tips: set[TipId]) -> Mapping[TipId, TeamId]:
    if not tips:
        return {}
    rows = session.exec(
        select(col(TipRow.tip_id), col(TipRow.team_id)).where(
            col(TipRow.program_id) == program, col(TipRow.tip_id).in_(sorted(tips))
        )
    )
    return {TipId(tip_id): TeamId(team) for tip_id, team in rows}


def _danger(session: Session, program: ProgramId, teams: frozenset[TeamId]) -> Mapping[TeamId, int]:
    rows = session.exec(
        select(col(TipRow.team_id), func.count())
        .where(
            col(TipRow.program_id) == program,
            in_danger(),
            col(TipRow.team_id).in_(sorted(teams)),
        )
        .group_by(col(TipRow.team_id))
    )
    return {TeamId(team): tips for team, tips in rows}


def _shut(session: Session, program: ProgramId, barred: frozenset[TipId]) -> Mapping[TipId, TeamId]:
    """Those of the few tips from which anybody is barred that count as danger."""
    if not barred:
        return {}
    rows = session.exec(
        select(col(TipRow.tip_id), col(TipRow.team_id)).where(
            col(TipRow.program_id) == program,
            col(TipRow.tip_id).in_(sorted(barred)),
            in_danger(),
        )
    )
    return {TipId(tip_id): TeamId(team) for tip_id, team in rows}


def _granted(
    session: Session, program: ProgramId, holders: frozenset[bytes], *, tips: set[TipId]
) -> Mapping[bytes, frozenset[TipId]]:
    if not holders or not tips:
        return {}
    rows = session.exec(
        select(col(TipGrantRow.holder_id), col(TipGrantRow.tip_id)).where(
            col(TipGrantRow.program_id) == program,
            col(TipGrantRow.holder_id).in_(sorted(holders)),
            col(TipGrantRow.tip_id).in_(sorted(tips)),
        )
    )
    found: dict[bytes, set[TipId]] = {}
    for holder, tip in rows:
        found.setdefault(holder, set()).add(TipId(tip))
    return {holder: frozenset(held) for holder, held in found.items()}
