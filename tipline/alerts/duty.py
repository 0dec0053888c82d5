"""Who is on duty now, who is next, and how each can be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select

from tipline.alerts.ladder import Ladder, ladder
from tipline.store.alert_tables import AlertChoiceRow, ShiftRow
from tipline.store.columns import table
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, Role, TeamId, TeamKind, team_id

ROLES: Final = {TeamKind.INBOX: Role.COORDINATOR, TeamKind.INTEGRITY: Role.INTEGRITY}
"""Who reads what comes to a team, and so is on duty for it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be reached."""

    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)

    @property
    def there(self) -> bool:
        """Whether they can be at all."""
        return self.email is not None or self.phone is not None


def role_of(program_id: ProgramId, team: TeamId) -> Role | None:
    """Who is on duty for a team; nobody for one that no tip comes to."""
    return next((role for kind, role in ROLES.items() if team_id(program_id, kind) == team), None)


def people_of(connection: Connection, program_id: ProgramId, role: Role) -> Mapping[PersonId, Reach]:
    """Everybody of a role who is here, and how they can be reached."""
    people, choices = table(PersonRow), table(AlertChoiceRow)
    rows = connection.execute(
        select(people.c.person_id, choices.c.email, choices.c.phone)
        .outerjoin(
            choices,
            (choices.c.program_id == people.c.program_id) & (choices.c.person_id == people.c.person_id),
        )
        .where(
            people.c.program_id == program_id,
            people.c.role == role,
            people.c.state == PersonState.CONFIRMED,
        )
        .order_by(people.c.person_id)
    )
    return {row.person_id: Reach(row.email, row.phone) for row in rows}


def ladder_now(
    connection: Connection, program_id: ProgramId, *, people: Mapping[PersonId, Reach], now: datetime
) -> Ladder:
    """The ladder at this moment, of those who can be reached."""
    shifts = table(ShiftRow)
    rows = connection.execute(
        select(shifts.c.person_id, shifts.c.begins)
        .where(shifts.c.program_id == program_id, shifts.c.ends > now)
        .order_by(shifts.c.begins, shifts.c.shift_id)
    ).all()
    reached = [person for person, reach in people.items() if reach.there]
    there = [(row.person_id, row.begins) for row in rows if row.person_id in reached]
    on_duty = list(dict.fromkeys(person for person, begins in there if begins.astimezone(UTC) <= now))
    following = [person for person in dict.fromkeys(person for person, _ in there) if person not in on_duty]
    return ladder(on_duty, following, reached)
