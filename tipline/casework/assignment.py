"""To whom a tip may be given, and the proven keys by which they hold it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from tipline.barred import barred_people
from tipline.casework.people import Names, names_of
from tipline.casework.refusals import BarredFromTip
from tipline.casework.views import Recipient
from tipline.errors import NoSuchPerson, NoSuchTeam, NotConfirmed
from tipline.granted import Keeper, keepers
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import (
    HolderKind,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    TeamId,
    TeamKind,
    team_id,
)

RECEIVING: Final = frozenset({Role.INVESTIGATOR, Role.UNIT_LIAISON})
"""Roles to which a tip may be given; a coordinator has the inbox."""


@dataclass(frozen=True, slots=True)
class Target:
    """A person or a team, as a grant is sealed to them."""

    recipient_id: PersonId | TeamId
    is_team: bool
    keepers: tuple[Keeper, ...]
    """A person; a team by its epoch or, where somebody is barred from the tip, its other people."""
    names: tuple[str, ...]
    """Of everybody who will be able to read."""


def recipients(session: Session, *, tip_team: TeamId, program: ProgramKeys) -> tuple[Recipient, ...]:
    """Whom a tip may be given to: confirmed and proven people, and teams that have a proven key.

    Nobody of the team whose tip it is, who has it already; and nobody who holds the inbox, so that a tip
    about us does not come back to those it was kept from. Such a tip goes to persons alone: whoever holds the
    inbox may be in a team, or let somebody into it later.
    """
    names = names_of(session, program.program_id)
    people = [
        Recipient(
            recipient_id=person_id,
            is_team=False,
            name=person.name,
            about=names.team(person.unit_id) or person.role.label,
        )
        for person_id, person in names.people.items()
        if person.role in RECEIVING
        and _proven(person_id, names=names, program=program)
        and _outside(person_id, tip_team=tip_team, program=program)
    ]
    with_key = {epoch.team_id for epoch in program.epochs.values()}
    teams = [
        Recipient(recipient_id=team, is_team=True, name=found.name, about=found.kind.label)
        for team, found in names.teams.items()
        if _is_for_teams(tip_team, program.program_id)
        and not found.kind.special
        and team in with_key
        and program.holders(team)
    ]
    return tuple(sorted(teams, key=_by_name)) + tuple(sorted(people, key=_by_name))


def target_of(
    session: Session, to: PersonId | TeamId, *, tip: TipRow, names: Names, program: ProgramKeys, on: date
) -> Target:
    """Whom a tip is given to, with the key of that day; of a team those alone who are not barred from it.

    Only keys with a signed path to the root are found, whatever the rows of people and teams say.

    Raises:
        NoSuchPerson, NoSuchTeam: nobody here to whom this tip may be given.
        NotConfirmed: nobody who holds the inbox has confirmed that person's keys.
        NoProvenKey: the team has no proven key.
        BarredFromTip: they are barred from it, or everybody of the team is.
    """
    barred = barred_people(session.connection(), tip.program_id, tip.tip_id)
    team = names.teams.get(TeamId(to))
    if team is not None:
        if team.kind.special or not _is_for_teams(tip.team_id, tip.program_id):
            raise NoSuchTeam
        epoch = program.epoch(TeamId(to), on)
        members = names.members.get(TeamId(to), frozenset()) | {
            person.person_id for person in program.holders(TeamId(to))
        }
        found = keepers(TeamId(to), epoch=epoch, barred=barred, program=program)
        if not found:
            raise BarredFromTip(team.name)
        called = tuple(name for name in map(names.person, members - barred) if name is not None)
        return Target(to, is_team=True, keepers=found, names=called)
    person_id = PersonId(to)
    person = names.people.get(person_id)
    if person is None or person.role not in RECEIVING or person.state is PersonState.GONE:
        raise NoSuchPerson
    if not _proven(person_id, names=names, program=program):
        raise NotConfirmed
    if not _outside(person_id, tip_team=tip.team_id, program=program):
        raise NoSuchPerson
    if person_id in barred:
        raise BarredFromTip(person.name)
    keeper = Keeper(person_id, HolderKind.PERSON, program.people[person_id].public)
    return Target(person_id, is_team=False, keepers=(keeper,), names=(person.name,))


def _is_for_teams(tip_team: TeamId, program_id: ProgramId) -> bool:
    return tip_team == team_id(program_id, TeamKind.INBOX)


def _proven(person_id: PersonId, *, names: Names, program: ProgramKeys) -> bool:
    return names.people[person_id].state is PersonState.CONFIRMED and person_id in program.people


def _outside(person_id: PersonId, *, tip_team: TeamId, program: ProgramKeys) -> bool:
    inbox = team_id(program.program_id, TeamKind.INBOX)
    return not program.people[person_id].teams & {tip_team, inbox}


def _by_name(recipient: Recipient) -> str:
    return recipient.name.casefold()
