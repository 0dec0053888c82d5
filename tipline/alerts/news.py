"""What can wait: a letter at the quarter-hour where there is something new, and one every day in any case.

What somebody was last told of is theirs alone, so that nobody's reading silences anybody else. It is locked
under the console's key: in the clear it would say how many tips came before which quarter-hour.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, or_, select, update
from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import lock, unlock
from tipline.alerts.house import day_and_hour
from tipline.alerts.post import owe
from tipline.barred import barred_tips
from tipline.letters import Letter
from tipline.store.alert_tables import AlertChoiceRow
from tipline.store.columns import table
from tipline.store.program_tables import PersonRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import (
    HolderKind,
    KeyKind,
    PersonId,
    PersonState,
    ProgramId,
    RecordKind,
    Role,
    TeamId,
    TeamKind,
    team_id,
)

QUARTER: Final = timedelta(minutes=15)
WINDOW: Final = timedelta(minutes=1)
"""After a quarter-hour: a console that was late or away waits for the next one."""

_FORM: Final = struct.Struct(">qqq")
"""Quarter-hour (8), day (8), count (8)."""

OWN_TEAM: Final = {Role.COORDINATOR: TeamKind.INBOX, Role.INTEGRITY: TeamKind.INTEGRITY}
"""Whose new tips somebody hears of; everybody else hears of what they were given."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there was when somebody was last told."""

    quarter: int
    day: date
    """From which the count is: yesterday's, so that what came around midnight is in it."""
    count: int

    def packed(self) -> bytes:
        """As bytes of one size."""
        return _FORM.pack(self.quarter, self.day.toordinal(), self.count)

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """What `packed` made."""
        quarter, day, count = _FORM.unpack(packed)
        return cls(quarter, date.fromordinal(day), count)


def quarter_of(now: datetime) -> int | None:
    """The number of the quarter-hour that has just begun; None between two."""
    quarter, past = divmod(now.astimezone(UTC) - datetime.fromtimestamp(0, UTC), QUARTER)
    return quarter if past < WINDOW else None


def owe_alerts(
    session: Session, *, program_id: ProgramId, zone: ZoneInfo, console_key: bytes, now: datetime
) -> int:
    """At a quarter-hour, owe a letter to each who wants one and for whom something has come; to how many.

    What they were told of is changed with the letter in one transaction, and only by whoever finds it as it
    was: two consoles at one quarter-hour owe one letter.
    """
    quarter = quarter_of(now)
    if quarter is None:
        return 0
    connection, choices = session.connection(), table(AlertChoiceRow)
    today, _ = day_and_hour(now, zone=zone)
    told = 0
    for person in _people(connection, program_id, wants=choices.c.alerts):
        place = context(Purpose.ALERTS, program_id, person.person_id)
        seen = _read(person.seen, console_key, place)
        if seen is not None and seen.quarter >= quarter:
            continue
        news = seen is not None and _count(connection, program_id, person, since=seen.day) > seen.count
        since = today - timedelta(days=1)
        fresh = Seen(quarter, since, _count(connection, program_id, person, since=since))
        as_it_was = choices.c.seen.is_(None) if person.seen is None else choices.c.seen == person.seen
        mine = connection.execute(
            update(choices)
            .where(choices.c.program_id == program_id, choices.c.person_id == person.person_id, as_it_was)
            .values(seen=lock(fresh.packed(), console_key, context=place))
        )
        if mine.rowcount == 1 and news:
            owe(connection, program_id=program_id, person_id=person.person_id, letter=Letter.ALERT, now=now)
            told += 1
    return told


def owe_digests(session: Session, *, program_id: ProgramId, zone: ZoneInfo, now: datetime) -> int:
    """Owe the letter of the day to each who chose an hour that has come; to how many."""
    connection, choices = session.connection(), table(AlertChoiceRow)
    today, hour = day_and_hour(now, zone=zone)
    not_yet = or_(choices.c.digest_day.is_(None), choices.c.digest_day < today)
    told = 0
    for person in _people(connection, program_id, wants=(choices.c.digest_hour <= hour) & not_yet):
        mine = connection.execute(
            update(choices)
            .where(choices.c.program_id == program_id, choices.c.person_id == person.person_id, not_yet)
            .values(digest_day=today)
        )
        if mine.rowcount == 1:
            owe(connection, program_id=program_id, person_id=person.person_id, letter=Letter.DIGEST, now=now)
            told += 1
    return told


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who reads tips here and wants something."""

    person_id: PersonId
    role: Role
    unit_id: TeamId | None
    seen: bytes | None


def _people(connection: Connection, program_id: ProgramId, *, wants: ColumnElement[bool]) -> list[_Person]:
    choices, people = table(AlertChoiceRow), table(PersonRow)
    rows = connection.execute(
        select(choices.c.person_id, choices.c.seen, people.c.role, people.c.unit_id)
        .join(
            people,
            (people.c.program_id == choices.c.program_id) & (people.c.person_id == choices.c.person_id),
        )
        .where(
            choices.c.program_id == program_id,
            wants,
            people.c.state == PersonState.CONFIRMED,
            people.c.role.in_([role for role in Role if role.may_work]),
        )
    )
    return [_Person(row.person_id, row.role, row.unit_id, row.seen) for row in rows.all()]


def _read(locked: bytes | None, console_key: bytes, place: bytes) -> Seen | None:
    """What somebody was last told of; nothing where they never were, or somebody changed it."""
    try:
        return None if locked is None else Seen.read(unlock(locked, console_key, context=place))
    except (CannotOpen, struct.error, ValueError):
        return None


def _count(connection: Connection, program_id: ProgramId, person: _Person, *, since: date) -> int:
    """How much has come for somebody since a day."""
    kind = OWN_TEAM.get(person.role)
    if kind is None:
        return _given(connection, program_id, person.person_id, unit=person.unit_id)
    return _come(connection, program_id, team_id(program_id, kind), person.person_id, since=since)


def _come(
    connection: Connection, program_id: ProgramId, team: TeamId, person: PersonId, *, since: date
) -> int:
    """Tips of a team, and what reporters added to them; of none from which this person is barred."""
    tips, records = table(TipRow), table(RecordRow)
    barred = sorted(barred_tips(connection, program_id, person))
    new = connection.scalar(
        select(func.count()).where(
            tips.c.program_id == program_id,
            tips.c.team_id == team,
            tips.c.received_day >= since,
            tips.c.tip_id.not_in(barred),
        )
    )
    added = connection.scalar(
        select(func.count())
        .select_from(records)
        .join(tips, (tips.c.program_id == records.c.program_id) & (tips.c.tip_id == records.c.tip_id))
        .where(
            records.c.program_id == program_id,
            records.c.kind == RecordKind.MESSAGE,
            records.c.day >= since,
            tips.c.team_id == team,
            tips.c.tip_id.not_in(barred),
        )
    )
    return (new or 0) + (added or 0)


def _given(connection: Connection, program_id: ProgramId, person: PersonId, *, unit: TeamId | None) -> int:
    """Tips that were ever given to a person, and to their unit; of none from which this person is barred.

    One that the unit has by grants to its people one by one is the unit's.
    """
    grants, keys = table(TipGrantRow), table(TipKeyRow)
    own = select(grants.c.tip_id).where(
        grants.c.program_id == program_id,
        grants.c.holder_id == person,
        grants.c.holder_kind == HolderKind.PERSON,
    )
    found = set(connection.scalars(own))
    if unit is not None:
        theirs = select(keys.c.tip_id).where(
            keys.c.program_id == program_id, keys.c.kind == KeyKind.DESK, keys.c.team_id == unit
        )
        found.update(connection.scalars(theirs))
    return len(found - barred_tips(connection, program_id, person))
