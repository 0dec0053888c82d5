"""Which tips somebody searches, a team's or the few that were given to them, and what has changed in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipRow
from tipline.vocabulary import (
    ID_SIZE,
    KeyId,
    ProgramId,
    RecordId,
    RecordKind,
    TeamId,
    TeamKind,
    TipId,
    team_id,
)

BATCH: Final = 2_000
"""Ids in one statement."""

Bucket = tuple[str, date]
Buckets = Mapping[Bucket, int]
"""How many records there are of each kind and day, and tips of each day under a name of their own."""
TIPS: Final = "tips"


@dataclass(frozen=True, slots=True)
class Source:
    """Tips that are searched together, and whose grants open them."""

    program_id: ProgramId
    team_id: TeamId | None
    """Whose tips they are; nothing for those that were given to one person."""
    holders: frozenset[bytes] = field(repr=False)
    """The epochs of that team which the person holds; or the person, and epochs of other teams."""
    everybodys: frozenset[bytes] = field(repr=False)
    """Every epoch of the team, held or not: what is granted to none of them is no tip of this index."""

    def has(self, team_id: TeamId) -> bool:
        """Whether a tip of this team is one of these, beside a grant."""
        return self.team_id is None or self.team_id == team_id

    @property
    def held(self) -> bytes:
        """By which an index knows for whom it is complete."""
        return sha256(b"".join(sorted(self.holders))).digest()

    @property
    def own(self) -> ColumnElement[bool]:
        """What makes a tip one of these, beside a grant."""
        within = col(TipRow.program_id) == self.program_id
        return within if self.team_id is None else within & (col(TipRow.team_id) == self.team_id)


@dataclass(frozen=True, slots=True)
class Current:
    """A tip as it stands in the store, without a word of it."""

    day: date
    state: bytes
    opens: bool
    """Whether the person holds a grant to it, and not only somebody else of the team."""


def sources_of(
    session: Session, principals: frozenset[bytes], *, by: Holder, program: ProgramKeys
) -> tuple[Source, ...]:
    """What a person searches: an index for each inbox that they hold, and what else was granted to them."""
    own = frozenset(team_id(by.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    teams = sorted(by.teams & own) if by.role.may_triage else []
    found = []
    rest = principals
    for team in teams:
        epochs = frozenset(epoch.epoch_id for epoch in program.epochs.values() if epoch.team_id == team)
        found.append(Source(by.program_id, team, principals & epochs, epochs))
        rest -= epochs
    given = select(col(TipGrantRow.tip_id)).where(
        col(TipGrantRow.program_id) == by.program_id, col(TipGrantRow.holder_id).in_(sorted(rest))
    )
    if session.connection().execute(given.limit(1)).first() is not None:
        found.append(Source(by.program_id, None, rest, rest))
    return tuple(found)


def buckets(session: Session, source: Source, *, since: date | None = None) -> Buckets:
    """Counts that change with whatever is added or goes, read from two indexes and no row.

    None for what was given to one person: there is so little of it that it is compared each time.

    Args:
        since: the first day that is counted, else all are.
    """
    if source.team_id is None:
        return {}
    records, tips = _records(source), source.own
    if since is not None:  # every kind by its name, so that the index is entered at the day of each
        records &= col(RecordRow.kind).in_(tuple(RecordKind)) & (col(RecordRow.day) >= since)
        tips &= col(TipRow.received_day) >= since
    connection = session.connection()
    by_kind = connection.execute(
        select(col(RecordRow.kind), col(RecordRow.day), func.count())
        .where(records)
        .group_by(col(RecordRow.kind), col(RecordRow.day))
    )
    by_day = connection.execute(
        select(col(TipRow.received_day), func.count()).where(tips).group_by(col(TipRow.received_day))
    )
    return {(str(kind), day): count for kind, day, count in by_kind} | {
        (TIPS, day): count for day, count in by_day
    }


def counted_on(session: Session, source: Source, known: Buckets, *, since: date) -> Buckets:
    """As `buckets`, by half the work: days before `since` are counted anew only where their sum has changed.

    What is added belongs to these days, and where something of an earlier day has gone the sum is smaller.
    """
    if source.team_id is None:
        return {}
    counts = {place: count for place, count in known.items() if place[1] < since}
    counts.update(buckets(session, source, since=since))
    tips = sum(count for (kind, _), count in counts.items() if kind == TIPS)
    totals = (sum(counts.values()) - tips, tips)
    return counts if totals == _totals(session, source) else buckets(session, source)


def _totals(session: Session, source: Source) -> tuple[int, int]:
    """How many records and tips there are."""
    connection = session.connection()
    records = connection.execute(select(func.count()).select_from(RecordRow).where(_records(source)))
    tips = connection.execute(select(func.count()).select_from(TipRow).where(source.own))
    return records.scalar_one(), tips.scalar_one()


def _records(source: Source) -> ColumnElement[bool]:
    return col(RecordRow.program_id) == source.program_id


def touched(session: Session, source: Source, places: Collection[Bucket]) -> set[TipId]:
    """The tips of these days, and those with a record of one of these kinds and days."""
    found: set[TipId] = set()
    for kind, day in places:
        if kind == TIPS:
            of_the_day = select(col(TipRow.tip_id)).where(source.own, col(TipRow.received_day) == day)
            found.update(session.connection().scalars(of_the_day))
            continue
        found.update(
            session.connection().scalars(
                select(col(RecordRow.tip_id)).where(
                    col(RecordRow.program_id) == source.program_id,
                    col(RecordRow.kind) == kind,
                    col(RecordRow.day) == day,
                )
            )
        )
    return found


def current(session: Session, source: Source, among: Collection[TipId] | None = None) -> dict[TipId, Current]:
    """The tips of a source as they stand now: all of them, or some."""
    if among is None and source.team_id is not None:
        return _all(session, source)
    ids = sorted(given(session, source) if among is None else among)
    found: dict[TipId, Current] = {}
    for start in range(0, len(ids), BATCH):
        found |= _some(session, source, ids[start : start + BATCH])
    return found


def _all(session: Session, source: Source) -> dict[TipId, Current]:
    """Every tip of a team: three indexes are read from one end to the other."""
    connection = session.connection()
    tips = connection.execute(select(col(TipRow.tip_id), col(TipRow.received_day)).where(source.own))
    grants = connection.execute(
        select(col(TipGrantRow.tip_id), col(TipGrantRow.key_id), col(TipGrantRow.holder_id)).where(
            col(TipGrantRow.program_id) == source.program_id,
            col(TipGrantRow.holder_id).in_(sorted(source.everybodys)),
        )
    )
    records = connection.execute(
        select(col(RecordRow.tip_id), col(RecordRow.record_id)).where(
            col(RecordRow.program_id) == source.program_id
        )
    )
    return _put_together(source, dict(tips.all()), grants, records)


def _some(session: Session, source: Source, ids: list[TipId]) -> dict[TipId, Current]:
    """Some tips, found by their ids: whose they are, and for whom the grants, is asked afterwards.

    Where both stand in one statement SQLite walks through all of a team's tips in search of the few.
    """
    connection = session.connection()
    tips = connection.execute(
        select(col(TipRow.tip_id), col(TipRow.received_day), col(TipRow.team_id)).where(
            col(TipRow.program_id) == source.program_id, col(TipRow.tip_id).in_(ids)
        )
    )
    days = {tip_id: day for tip_id, day, team in tips if source.has(team)}
    grants = connection.execute(
        select(col(TipGrantRow.tip_id), col(TipGrantRow.key_id), col(TipGrantRow.holder_id)).where(
            col(TipGrantRow.program_id) == source.program_id, col(TipGrantRow.tip_id).in_(ids)
        )
    )
    records = connection.execute(
        select(col(RecordRow.tip_id), col(RecordRow.record_id)).where(
            col(RecordRow.program_id) == source.program_id, col(RecordRow.tip_id).in_(ids)
        )
    )
    return _put_together(source, days, grants, records)


def given(session: Session, source: Source) -> set[TipId]:
    """The tips that somebody holds a grant for."""
    rows = session.connection().scalars(
        select(col(TipGrantRow.tip_id)).where(
            col(TipGrantRow.program_id) == source.program_id,
            col(TipGrantRow.holder_id).in_(sorted(source.holders)),
        )
    )
    return set(rows)


def _put_together(
    source: Source,
    days: Mapping[TipId, date],
    grants: Iterable[tuple[TipId, KeyId, bytes]],
    records: Iterable[tuple[TipId, RecordId]],
) -> dict[TipId, Current]:
    parts: defaultdict[TipId, list[bytes]] = defaultdict(list)
    opens: set[TipId] = set()
    for tip_id, key_id, holder_id in grants:
        if tip_id in days and holder_id in source.everybodys:
            parts[tip_id].append(key_id)
            if holder_id in source.holders:
                opens.add(tip_id)
    for tip_id, record_id in records:
        if tip_id in parts:
            parts[tip_id].append(record_id)
    return {tip_id: Current(days[tip_id], _state(ids), tip_id in opens) for tip_id, ids in parts.items()}


def _state(parts: Iterable[bytes]) -> bytes:
    return sha256(b"".join(sorted(parts))).digest()[:ID_SIZE]
