"""How many tips have come into a queue since its page was made: two counts, from columns in the clear.

The store knows the day of a tip and not its minute, so what is new is told by counting: the tips of the last
days have no way but up. A tip that somebody opens, ends or marks stays among them. Where tips are given to
somebody, the count is of those that they, and each team of theirs, hold a grant for: a tip that was theirs as
a team's and is then given to them in person counts as newly given.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from sqlalchemy import func
from sqlmodel import Session, col, select

from tipline.barred import barred_by_day
from tipline.casework.queue import Scope
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import PersonId, ProgramId, TeamId

LATE: Final = timedelta(days=1)
"""A tip of before midnight may come in after it."""
OLDEST: Final = timedelta(days=3)
"""No page is open for longer: a session ends after hours."""

_Team: TypeAlias = tuple[ProgramId, TeamId]
_Holder: TypeAlias = tuple[ProgramId, bytes]


@dataclass(frozen=True, slots=True)
class Mark:
    """How many tips of these days, or of any that are given to somebody, there were when a page was made."""

    since: date
    seen: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is in the queues of some people at one moment."""

    by_day: Mapping[_Team, Mapping[date, int]]
    given: Mapping[_Holder, int]
    barred: Mapping[tuple[ProgramId, PersonId, TeamId], Mapping[date, int]]
    """Tips among the first from which somebody is barred: to them they have not come."""

    def of(self, scope: Scope, *, since: date) -> int:
        """How many there are in one queue, of these days where it is a team's."""
        if scope.teams:
            days = [self.by_day.get((scope.program_id, team), {}) for team in scope.teams]
            return _since(days, since) - self._barred(scope, since)
        return sum(self.given.get((scope.program_id, holder), 0) for holder in scope.principals)

    def _barred(self, scope: Scope, since: date) -> int:
        if scope.person_id is None:
            return 0
        keys = [(scope.program_id, scope.person_id, team) for team in scope.teams]
        return _since([self.barred.get(key, {}) for key in keys], since)

    def new(self, scope: Scope, mark: Mark) -> int:
        """How many have come into a queue since it was marked."""
        return max(0, self.of(scope, since=mark.since) - mark.seen)


def arrived(session: Session, scopes: Collection[Scope], *, since: date) -> Arrived:
    """Count for everybody who looks, in three statements however many they are."""
    teams = {(scope.program_id, team) for scope in scopes for team in scope.teams}
    holders = {
        (scope.program_id, holder) for scope in scopes if not scope.teams for holder in scope.principals
    }
    people = {
        (scope.program_id, scope.person_id) for scope in scopes if scope.teams and scope.person_id is not None
    }
    return Arrived(
        _by_day(session, teams, since=since),
        _given(session, holders),
        barred_by_day(session.connection(), people, since=since),
    )


def mark(session: Session, scope: Scope, *, today: date) -> Mark:
    """What is in a queue at this moment, to tell later what is new."""
    since = today - LATE
    return Mark(since, arrived(session, [scope], since=since).of(scope, since=since))


def _since(counts: Iterable[Mapping[date, int]], since: date) -> int:
    return sum(tips for each in counts for day, tips in each.items() if day >= since)


def _by_day(session: Session, teams: set[_Team], *, since: date) -> Mapping[_Team, Mapping[date, int]]:
    found: dict[_Team, dict[date, int]] = {}
    if not teams:
        return found
    columns = (col(TipRow.program_id), col(TipRow.team_id), col(TipRow.received_day))
    rows = session.exec(
        select(*columns, func.count())
        .where(
            columns[0].in_(sorted({program for program, _ in teams})),
            columns[1].in_(sorted({team for _, team in teams})),
            columns[2] >= since,
        )
        .group_by(*columns)
    )
    for program, team, day, tips in rows:
        found.setdefault((program, team), {})[day] = tips
    return found


def _given(session: Session, holders: set[_Holder]) -> Mapping[_Holder, int]:
    if not holders:
        return {}
    columns = (col(TipGrantRow.program_id), col(TipGrantRow.holder_id))
    rows = session.exec(
        select(*columns, func.count(func.distinct(TipGrantRow.tip_id)))
        .where(
            columns[0].in_(sorted({program for program, _ in holders})),
            columns[1].in_(sorted({holder for _, holder in holders})),
        )
        .group_by(*columns)
    )
    return {(program, holder): tips for program, holder, tips in rows}
