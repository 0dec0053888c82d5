"""The roster: who is on duty from when to when, kept by those whose team it is; and the gaps in it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from tipline import audit
from tipline.alerts.duty import Reach, people_of
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.store.alert_tables import ShiftRow
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import ID_SIZE, PersonId, ProgramId, Role

LONGEST: Final = timedelta(days=14)
"""A shift that is longer was mistyped."""
MOST_WEEKS: Final = 26
DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who may be on duty."""

    person_id: PersonId
    name: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day: somebody's, or nobody's."""

    begins: datetime
    ends: datetime
    shift_id: bytes | None = None
    name: str = ""
    """Empty in a gap."""
    reached: bool = True
    """Whether a page would reach them at all."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the roster, in the program's time zone."""

    day: date
    stretches: tuple[Stretch, ...]

    @property
    def has_gap(self) -> bool:
        """Whether nobody could be paged for a part of it."""
        return any(not stretch.name or not stretch.reached for stretch in self.stretches)


def may_keep(role: Role) -> bool:
    """Who keeps a roster: a coordinator the inbox's, integrity its own."""
    return role.may_triage


def crew(session: Session, program_id: ProgramId, role: Role) -> tuple[OnDuty, ...]:
    """Everybody of a role who can be put on duty, by name."""
    reaches = people_of(session.connection(), program_id, role)
    rows = session.exec(
        select(PersonRow).where(
            col(PersonRow.program_id) == program_id, col(PersonRow.person_id).in_(list(reaches))
        )
    )
    found = [OnDuty(row.person_id, row.name, reaches[row.person_id]) for row in rows]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def week(session: Session, *, by: Holder, first: date, zone: ZoneInfo) -> tuple[Day, ...]:
    """Seven days of the roster of `by`'s team.

    Raises:
        NotPermitted: `by` keeps none.
    """
    if not may_keep(by.role):
        raise NotPermitted(by.role)
    people = {one.person_id: one for one in crew(session, by.program_id, by.role)}
    begins, ends = _midnight(first, zone), _midnight(first + timedelta(days=DAYS), zone)
    rows = session.exec(
        select(ShiftRow)
        .where(
            col(ShiftRow.program_id) == by.program_id,
            col(ShiftRow.ends) > begins,
            col(ShiftRow.begins) < ends,
            col(ShiftRow.person_id).in_(list(people)),
        )
        .order_by(col(ShiftRow.begins), col(ShiftRow.ends))
    ).all()
    shifts = [
        Stretch(
            row.begins.astimezone(UTC),
            row.ends.astimezone(UTC),
            row.shift_id,
            people[row.person_id].name,
            people[row.person_id].reach.there,
        )
        for row in rows
    ]
    days = [first + timedelta(days=count) for count in range(DAYS)]
    return tuple(
        Day(day, _of_day(shifts, _midnight(day, zone), _midnight(day + timedelta(days=1), zone)))
        for day in days
    )


def add_shifts(
    session: Session,
    *,
    person_id: PersonId,
    begins: datetime,
    ends: datetime,
    weeks: int,
    by: Holder,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    """Put somebody on duty, and in so many weeks after it at the same hours of the program's time zone.

    Raises:
        NotPermitted: `by` keeps no roster.
        Unsuitable: not somebody of `by`'s team (`person`), hours that end before they begin, are over, or are
            longer than two weeks (`hours`), or too many weeks (`weeks`).
    """
    if not may_keep(by.role):
        raise NotPermitted(by.role)
    if person_id not in people_of(session.connection(), by.program_id, by.role):
        raise Unsuitable("person")
    if not begins < ends <= begins + LONGEST or ends <= now:
        raise Unsuitable("hours")
    if not 0 <= weeks <= MOST_WEEKS:
        raise Unsuitable("weeks")
    for count in range(weeks + 1):
        session.add(
            ShiftRow(
                program_id=by.program_id,
                shift_id=secrets.token_bytes(ID_SIZE),
                person_id=person_id,
                begins=_weeks_on(begins, count, zone),
                ends=_weeks_on(ends, count, zone),
            )
        )
    _write_down(session, by=by, now=now)


def take_shift_away(session: Session, *, shift_id: bytes, by: Holder, now: datetime) -> None:
    """Take a shift away; nothing happens where it is gone already.

    Raises:
        NotPermitted: `by` keeps no roster.
    """
    if not may_keep(by.role):
        raise NotPermitted(by.role)
    row = session.get(ShiftRow, (by.program_id, shift_id))
    if row is None or row.person_id not in people_of(session.connection(), by.program_id, by.role):
        return
    session.delete(row)
    _write_down(session, by=by, now=now)


def nobody_now(session: Session, *, by: Holder, now: datetime) -> bool:
    """Whether there is a gap at this moment in a roster that was begun."""
    people = people_of(session.connection(), by.program_id, by.role)
    rows = session.exec(
        select(ShiftRow).where(
            col(ShiftRow.program_id) == by.program_id, col(ShiftRow.person_id).in_(list(people))
        )
    ).all()
    there = any(
        row.begins.astimezone(UTC) <= now < row.ends.astimezone(UTC) and people[row.person_id].there
        for row in rows
    )
    return bool(rows) and not there


def _of_day(shifts: Sequence[Stretch], begins: datetime, ends: datetime) -> tuple[Stretch, ...]:
    """The stretches of a day, with the gaps between them; a shift over midnight is in both days."""
    found: list[Stretch] = []
    covered = begins
    for shift in shifts:
        if shift.ends <= begins or shift.begins >= ends:
            continue
        if shift.begins > covered:
            found.append(Stretch(covered, shift.begins))
        found.append(shift)
        covered = max(covered, shift.ends)
    if covered < ends:
        found.append(Stretch(covered, ends))
    return tuple(found)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _weeks_on(at: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """The same hour on the clock so many weeks later, also over a change of the clock."""
    local = at.astimezone(zone)
    return (local.replace(tzinfo=None) + timedelta(weeks=weeks)).replace(tzinfo=zone).astimezone(UTC)


def _write_down(session: Session, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.ROSTER_CHANGED,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
