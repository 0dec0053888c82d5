"""Give a tip to a person or a team, by grants and by nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from crypto.keys import PublicKey
from tipline import audit
from tipline.casework import due
from tipline.casework.named import named_in
from tipline.casework.people import Names, names_of
from tipline.casework.progress import move
from tipline.casework.reach import find_own, today
from tipline.casework.thread import words_of
from tipline.casework.tip_keys import grant, held, needed
from tipline.casework.trail import write_down
from tipline.casework.views import Recipient
from tipline.errors import NamedInTip, NoSuchPerson, NoSuchTeam, NotConfirmed, UnlawfulMove
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import (
    HolderKind,
    KeyKind,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    Status,
    TeamId,
    TeamKind,
    team_id,
)

RECEIVING: Final = frozenset({Role.INVESTIGATOR, Role.UNIT_LIAISON})
"""Roles to which a tip may be given; a coordinator has the inbox."""


@dataclass(frozen=True, slots=True)
class _Target:
    holder: bytes
    kind: HolderKind
    public: PublicKey
    names: tuple[str, ...]
    """Of everybody who will be able to read."""

    @property
    def is_team(self) -> bool:
        return self.kind is HolderKind.EPOCH


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


def assign(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    to: PersonId | TeamId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Give a tip to a person or a team: its threads, the brief, and a desk of their own.

    The one it was given to last has the outcome; who had it before keeps it for information. What is granted
    is sealed to keys with a signed path to the root and to no others, whatever the rows of people and teams
    say.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: work on the tip is over.
        NoSuchPerson, NoSuchTeam: nobody here to whom a tip may be given.
        NotConfirmed: nobody who holds the inbox has confirmed that person's keys.
        NamedInTip: the person, or somebody of the team, is named in the tip.
        NoProvenKey: the team, or the epoch to which the tip was sealed, has no proven key.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    if not tip.status.open:
        raise UnlawfulMove(at=tip.status, to=Status.DISPATCHED)
    names = names_of(session, tip.program_id)
    day = today(session, tip.program_id, now)
    target = _target(to, tip=tip, names=names, program=program, on=day)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    texts = words_of(session, tip=tip, keys=keys)
    if named := named_in(target.names, texts):
        raise NamedInTip(named)
    brief = needed(session, tip=tip, keys=keys, kind=KeyKind.BRIEF, by=by, program=program, now=now)
    desk = needed(
        session,
        tip=tip,
        keys=keys,
        kind=KeyKind.DESK,
        recipient=to,
        is_team=target.is_team,
        by=by,
        program=program,
        now=now,
    )
    threads = [(key.key_id, key.key) for key in keys if key.kind is KeyKind.THREAD and key.key is not None]
    for key_id, key in [*threads, brief, desk]:
        grant(
            session, tip=tip, key_id=key_id, key=key, holder=target.holder, kind=target.kind, to=target.public
        )
    if target.is_team:
        tip.unit_id, tip.assignee_id = TeamId(to), None
    else:
        tip.unit_id, tip.assignee_id = None, PersonId(to)
    if Status.DISPATCHED in tip.status.next:
        move(session, tip, to=Status.DISPATCHED, day=day)
    due.begin(session, tip, day=day)
    session.add(tip)
    write_down(session, tip, audit.Action.ASSIGNED, by=by, now=now, detail=f"to {to.hex()}")


def _target(to: PersonId | TeamId, *, tip: TipRow, names: Names, program: ProgramKeys, on: date) -> _Target:
    team = names.teams.get(TeamId(to))
    if team is not None:
        if team.kind.special or not _is_for_teams(tip.team_id, tip.program_id):
            raise NoSuchTeam
        epoch = program.epoch(TeamId(to), on)
        members = names.members.get(TeamId(to), frozenset()) | {
            person.person_id for person in program.holders(TeamId(to))
        }
        called = tuple(name for name in map(names.person, members) if name is not None)
        return _Target(epoch.epoch_id, HolderKind.EPOCH, epoch.public, called)
    person_id = PersonId(to)
    person = names.people.get(person_id)
    if person is None or person.role not in RECEIVING or person.state is PersonState.GONE:
        raise NoSuchPerson
    if not _proven(person_id, names=names, program=program):
        raise NotConfirmed
    if not _outside(person_id, tip_team=tip.team_id, program=program):
        raise NoSuchPerson
    return _Target(person_id, HolderKind.PERSON, program.people[person_id].public, (person.name,))


def _is_for_teams(tip_team: TeamId, program_id: ProgramId) -> bool:
    return tip_team == team_id(program_id, TeamKind.INBOX)


def _proven(person_id: PersonId, *, names: Names, program: ProgramKeys) -> bool:
    return names.people[person_id].state is PersonState.CONFIRMED and person_id in program.people


def _outside(person_id: PersonId, *, tip_team: TeamId, program: ProgramKeys) -> bool:
    inbox = team_id(program.program_id, TeamKind.INBOX)
    return not program.people[person_id].teams & {tip_team, inbox}


def _by_name(recipient: Recipient) -> str:
    return recipient.name.casefold()
