"""The custodians: two teams, A and B, who open an original together, and of whom nobody is in both.

The first of each is vouched for by the program's root; they vouch for the others themselves. The team's keys
of the months are made when one of them signs in, as every team's are.
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from crypto.signing import SigningKey
from tipline import audit
from tipline.access.epochs import grant_missing
from tipline.access.founding import RecoverySecret
from tipline.access.vouching import admit, find_person
from tipline.errors import NotConfirmed, NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys, load
from tipline.store.program_tables import PersonRow, TeamRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, TeamKind, team_id

CUSTODIANS: Final = (TeamKind.CUSTODIAN_A, TeamKind.CUSTODIAN_B)


def appoint_by_root(
    tips: Session,
    keys: Session,
    *,
    program_id: ProgramId,
    person_id: PersonId,
    team: TeamKind,
    secret: RecoverySecret,
    now: datetime,
) -> None:
    """Make somebody whose keys are proven a custodian, with the recovery secret in hand.

    Raises:
        NoSuchPerson: nobody of the program has this id.
        NotConfirmed: nobody has vouched for their keys yet.
        Unsuitable: `team`: they are in the other team, or in this one, or it is no team of custodians.
    """
    root = secret.root()
    program = load(tips.connection(), program_id, root.verify_key(), watch_staff=False)
    person = _suitable(tips, program, person_id, team)
    _appoint(tips, person, team, signer=program_id, by=root, now=now)
    proven = load(tips.connection(), program_id, root.verify_key(), watch_staff=False)
    holdings, teams = secret.holdings(program_id), frozenset({team_id(program_id, team)})
    grant_missing(keys, program=proven, by=holdings, teams=teams)
    audit.record(
        tips,
        program_id=program_id,
        action=audit.Action.CUSTODIAN_APPOINTED,
        by=None,
        subject=person_id,
        detail=team.value,
        at=now,
        signer=root,
    )


def appoint(
    tips: Session,
    keys: Session,
    *,
    program: ProgramKeys,
    person_id: PersonId,
    team: TeamKind,
    by: Holder,
    now: datetime,
) -> None:
    """Let somebody into a custodian's own team.

    Raises:
        NotPermitted: `by` is no custodian of this team.
        NoSuchPerson, NotConfirmed, Unsuitable: as `appoint_by_root`.
    """
    if team_id(program.program_id, team) not in by.teams or by.program_id != program.program_id:
        raise NotPermitted(by.role)
    person = _suitable(tips, program, person_id, team)
    _appoint(tips, person, team, signer=by.person_id, by=by.holdings.signing(), now=now)
    proven = load(tips.connection(), program.program_id, program.root, watch_staff=False)
    teams = frozenset({team_id(program.program_id, team)})
    grant_missing(keys, program=proven, by=by.holdings, teams=teams)
    audit.record(
        tips,
        program_id=program.program_id,
        action=audit.Action.CUSTODIAN_APPOINTED,
        by=by.person_id,
        subject=person_id,
        detail=team.value,
        at=now,
        signer=by.holdings.signing(),
    )


def _suitable(tips: Session, program: ProgramKeys, person_id: PersonId, team: TeamKind) -> PersonRow:
    if team not in CUSTODIANS:
        raise Unsuitable("team")
    row = find_person(tips, program.program_id, person_id)
    person = program.people.get(person_id)
    if row.state is not PersonState.CONFIRMED or person is None:
        raise NotConfirmed
    if person.teams & {team_id(program.program_id, kind) for kind in CUSTODIANS}:
        raise Unsuitable("team")
    return row


def _appoint(
    tips: Session, person: PersonRow, team: TeamKind, *, signer: bytes, by: SigningKey, now: datetime
) -> None:
    special = team_id(person.program_id, team)
    if tips.get(TeamRow, (person.program_id, special)) is None:
        tips.add(TeamRow(program_id=person.program_id, team_id=special, kind=team, name=team.label))
        tips.flush()
    admit(tips, person, teams=(special,), signer=signer, by=by, now=now)
