"""Who outside a tip's own team holds a grant for it, and for what."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tipline.casework.people import Names
from tipline.casework.views import Holding
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import EpochId, HolderKind, KeyKind, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class Given:
    """The grants of a tip to people and teams outside its own, by who was given it."""

    people: Mapping[PersonId, bool]
    """Those to whom it was given in person, and whether they hold a thread."""
    teams: Mapping[TeamId, bool]
    """The teams to which it was given, by an epoch or one by one."""
    through: Mapping[TeamId, frozenset[PersonId]]
    """Of a team that has it one by one, who holds it so."""


def given_to(session: Session, *, tip: TipRow, names: Names, program: ProgramKeys) -> tuple[Holding, ...]:
    """Everybody to whom a tip was given, the primary first, then by name.

    A team holds it by the epochs of its months, or by grants to its people one by one; either counts as one.
    A grant to an epoch that is not proven opens for nobody of ours, and is not told.
    """
    given = grants_of(session, tip=tip, program=program)
    found = [
        Holding(
            holder=name,
            primary=person_id == tip.assignee_id,
            recipient_id=person_id,
            is_team=False,
            original=original,
        )
        for person_id, original in given.people.items()
        if (name := names.person(person_id)) is not None
    ]
    found += [
        Holding(holder=name, primary=team == tip.unit_id, recipient_id=team, is_team=True, original=original)
        for team, original in given.teams.items()
        if (name := names.team(team)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (not one.primary, one.holder.casefold())))


def grants_of(session: Session, *, tip: TipRow, program: ProgramKeys) -> Given:
    """The grants of a tip to others than its own team.

    Somebody who holds no desk but a team's has the tip through that team.
    """
    own = {person.person_id for person in program.holders(tip.team_id)}
    people: defaultdict[PersonId, list[tuple[KeyKind, TeamId | None]]] = defaultdict(list)
    teams: defaultdict[TeamId, list[KeyKind]] = defaultdict(list)
    for grant, kind, desk in _grants(session, tip):
        if grant.holder_kind is HolderKind.PERSON and grant.holder_id not in own:
            people[PersonId(grant.holder_id)].append((kind, desk))
        elif grant.holder_kind is HolderKind.EPOCH:
            epoch = program.epochs.get(EpochId(grant.holder_id))
            if epoch is not None and epoch.team_id != tip.team_id:
                teams[epoch.team_id].append(kind)
    alone: dict[PersonId, bool] = {}
    through: defaultdict[TeamId, set[PersonId]] = defaultdict(set)
    for person_id, held in people.items():
        desks = {desk for kind, desk in held if kind is KeyKind.DESK}
        for team in desks - {None}:
            if team is not None:
                through[team].add(person_id)
                teams[team] += [kind for kind, _ in held]
        if None in desks or not desks:
            alone[person_id] = any(kind is KeyKind.THREAD for kind, _ in held)
    return Given(
        people=alone,
        teams={team: KeyKind.THREAD in kinds for team, kinds in teams.items()},
        through={team: frozenset(held) for team, held in through.items()},
    )


def _grants(session: Session, tip: TipRow) -> list[tuple[TipGrantRow, KeyKind, TeamId | None]]:
    rows = session.exec(
        select(TipGrantRow, TipKeyRow.kind, TipKeyRow.team_id)
        .join(
            TipKeyRow,
            (col(TipKeyRow.program_id) == TipGrantRow.program_id)
            & (col(TipKeyRow.key_id) == TipGrantRow.key_id),
        )
        .where(col(TipGrantRow.program_id) == tip.program_id, col(TipGrantRow.tip_id) == tip.tip_id)
    )
    return [(grant, KeyKind(kind), None if team is None else TeamId(team)) for grant, kind, team in rows]
