"""The program's people and teams, as far as casework names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from tipline.store.program_tables import MemberRow, PersonRow, ProgramRow, TeamRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, Role, TeamId, TeamKind


@dataclass(frozen=True, slots=True)
class House:
    """The program, as its staff see it named."""

    name: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody of the staff."""

    name: str
    role: Role
    unit_id: TeamId | None
    state: PersonState


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team."""

    name: str
    kind: TeamKind


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who in a program."""

    people: Mapping[PersonId, PersonName]
    teams: Mapping[TeamId, TeamName]
    members: Mapping[TeamId, frozenset[PersonId]]

    def person(self, person_id: PersonId | None) -> str | None:
        """A person's name, if there is such a person."""
        found = None if person_id is None else self.people.get(person_id)
        return None if found is None else found.name

    def team(self, team_id: TeamId | None) -> str | None:
        """A team's name, if there is such a team."""
        found = None if team_id is None else self.teams.get(team_id)
        return None if found is None else found.name


def house_of(session: Session, program_id: ProgramId) -> House:
    """A program's name, and its time zone."""
    name, zone = session.exec(
        select(col(ProgramRow.name), col(ProgramRow.time_zone)).where(
            col(ProgramRow.program_id) == program_id
        )
    ).one()
    return House(name, ZoneInfo(zone))


def names_of(session: Session, program_id: ProgramId) -> Names:
    """Everybody's names: a program has dozens of people, so they are read at once."""
    people = session.exec(select(PersonRow).where(col(PersonRow.program_id) == program_id)).all()
    teams = session.exec(select(TeamRow).where(col(TeamRow.program_id) == program_id)).all()
    members: dict[TeamId, set[PersonId]] = {}
    for row in session.exec(select(MemberRow).where(col(MemberRow.program_id) == program_id)):
        members.setdefault(row.team_id, set()).add(row.person_id)
    return Names(
        people={row.person_id: PersonName(row.name, row.role, row.unit_id, row.state) for row in people},
        teams={row.team_id: TeamName(row.name, row.kind) for row in teams},
        members={team: frozenset(found) for team, found in members.items()},
    )
