"""Somebody joins the staff: the first people of a program by its root, the others by a confirmation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from crypto.passphrase import MEMORY_KIB
from tipline import audit
from tipline.access.epochs import ensure, grant_missing
from tipline.access.founding import INBOX_HOLDERS, INTEGRITY_HOLDERS, RecoverySecret, founded
from tipline.access.people import NewPerson, add_person
from tipline.access.vouching import admit
from tipline.holdings import Holdings
from tipline.keyring import load
from tipline.vocabulary import ProgramId, Role, TeamId, TeamKind, team_id

NEVER_READ: Final = frozenset(
    {Role.BOARD, Role.TREASURER, Role.TELLER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR}
)
"""Roles that must never read tips, and so never hold the inbox, however early they join."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Who joined, what they hold from the start (nothing: they wait), whether founding is complete now."""

    person: NewPerson
    team: TeamKind | None
    complete: bool


def join(
    tips: Session,
    keys: Session,
    *,
    program_id: ProgramId,
    name: str,
    role: Role,
    unit_id: TeamId | None = None,
    secret: RecoverySecret | None,
    console_key: bytes,
    memory_kib: int = MEMORY_KIB,
    now: datetime,
) -> Joined:
    """Add somebody; while the program is being founded the root vouches for those that it needs.

    These are the first two whose role may read tips, who hold the inbox, and one person of integrity.
    Everybody else waits for a holder of the inbox, or of integrity, who compares the fingerprint.

    Args:
        secret: the recovery secret, while it still lies here.
        memory_kib: as for `add_person`.

    Raises:
        NameTaken: somebody signs in with this name.
        NoSuchTeam: the program has no such unit.
        Unsuitable: the name cannot be used.
    """
    person = add_person(
        tips,
        keys,
        program_id=program_id,
        name=name,
        role=role,
        unit_id=unit_id,
        console_key=console_key,
        memory_kib=memory_kib,
        now=now,
    )
    audit.record(
        tips,
        program_id=program_id,
        action=audit.Action.ADDED,
        by=None,
        subject=person.person_id,
        detail=role.value,
        at=now,
        signer=None if secret is None else secret.root(),
    )
    if secret is None:
        return Joined(person=person, team=None, complete=False)
    return _by_root(tips, keys, person=person, secret=secret, now=now)


def _by_root(
    tips: Session, keys: Session, *, person: NewPerson, secret: RecoverySecret, now: datetime
) -> Joined:
    program_id, root = person.row.program_id, secret.root()
    before = founded(load(tips.connection(), program_id, root.verify_key(), watch_staff=False))
    team: TeamKind | None = None
    if person.row.role is Role.INTEGRITY:
        if before.integrity_holders < INTEGRITY_HOLDERS:
            team = TeamKind.INTEGRITY
    elif person.row.role not in NEVER_READ and before.inbox_holders < INBOX_HOLDERS:
        team = TeamKind.INBOX
    if team is None:
        return Joined(person=person, team=None, complete=before.complete)
    teams = (team_id(program_id, team), *_unit(person))
    admit(tips, person.row, teams=teams, signer=program_id, by=root, now=now)
    program = load(tips.connection(), program_id, root.verify_key(), watch_staff=False)
    grant_missing(keys, program=program, by=secret.holdings(program_id), teams=frozenset(teams))
    ensure(tips, keys, program=program, by=Holdings(program_id, person.person_id, person.key), now=now)
    return Joined(person=person, team=team, complete=founded(program).complete)


def _unit(person: NewPerson) -> tuple[TeamId, ...]:
    unit = person.row.unit_id
    return () if unit is None or person.row.role is Role.INTEGRITY else (unit,)
