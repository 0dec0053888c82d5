"""Confirm a new person: a holder of the team signs their two public keys, after comparing fingerprints."""

from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest
from typing import Final

from sqlmodel import Session, select

from crypto.errors import CryptoError
from crypto.keys import PublicKey, fingerprint
from crypto.signing import VerifyKey
from tipline import audit
from tipline.access.epochs import grant_missing
from tipline.access.vouching import admit, find_person
from tipline.errors import NoSuchPerson, NotPermitted, WrongFingerprint
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys, load
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, Role, TeamId, TeamKind, team_id

_LOOK_ALIKES: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits to be confirmed, and by whom: who holds the inbox, or integrity."""

    person_id: PersonId
    name: str
    role: Role
    unit_id: TeamId | None
    added_day: date
    fingerprint: str
    team: TeamKind


def waiting(tips: Session, program_id: ProgramId) -> list[Waiting]:
    """Everybody of a program who waits, by name; who has no usable keys is left out."""
    rows = tips.exec(
        select(PersonRow)
        .where(PersonRow.program_id == program_id, PersonRow.state == PersonState.WAITING)
        .order_by(PersonRow.name)
    )
    found = []
    for row in rows:
        try:
            shown = fingerprint_of(row)
        except CryptoError:
            continue
        found.append(
            Waiting(
                person_id=row.person_id,
                name=row.name,
                role=row.role,
                unit_id=row.unit_id,
                added_day=row.added_day,
                fingerprint=shown,
                team=confirmed_by(row.role),
            )
        )
    return found


def confirmed_by(role: Role) -> TeamKind:
    """Which team confirms somebody of this role: integrity its own, the inbox everybody else."""
    return TeamKind.INTEGRITY if role is Role.INTEGRITY else TeamKind.INBOX


def confirm(
    tips: Session,
    keys: Session,
    *,
    program: ProgramKeys,
    person_id: PersonId,
    fingerprint: str,
    by: Holder,
    now: datetime,
) -> None:
    """Vouch for somebody's keys, and grant them what their teams can open.

    A coordinator comes to hold the inbox, an integrity person the integrity team, a member of the board the
    board's, who belongs to a unit that unit; nobody gets what `by` does not hold. Only the fingerprint that
    the person read out proves that the keys in the store are theirs, so it is compared here, not just shown.

    Raises:
        NotPermitted: `by` does not hold the team that confirms this person.
        NoSuchPerson: nobody waits under this id.
        WrongFingerprint: what was read out is not the fingerprint of the stored keys.
    """
    person = find_person(tips, program.program_id, person_id)
    if person.state is not PersonState.WAITING or by.program_id != program.program_id:
        raise NoSuchPerson
    if team_id(program.program_id, confirmed_by(person.role)) not in by.teams:
        raise NotPermitted(by.role)
    check_fingerprint(person, fingerprint)
    teams = teams_of(person)
    admit(tips, person, teams=teams, signer=by.person_id, by=by.holdings.signing(), now=now)
    proven = load(tips.connection(), program.program_id, program.root, watch_staff=False)
    grant_missing(keys, program=proven, by=by.holdings, teams=frozenset(teams))
    audit.record(
        tips,
        program_id=program.program_id,
        action=audit.Action.CONFIRMED,
        by=by.person_id,
        subject=person_id,
        detail=person.role.value,
        at=now,
        signer=by.holdings.signing(),
    )


def teams_of(person: PersonRow) -> tuple[TeamId, ...]:
    """The teams that a person of this role and unit holds, once somebody has vouched for them."""
    if person.role is Role.INTEGRITY:
        return (team_id(person.program_id, TeamKind.INTEGRITY),)
    held = []
    if person.role is Role.COORDINATOR:
        held.append(team_id(person.program_id, TeamKind.INBOX))
    if person.role is Role.BOARD:
        held.append(team_id(person.program_id, TeamKind.BOARD))
    if person.unit_id is not None and not _is_special(person.program_id, person.unit_id):
        held.append(person.unit_id)
    return tuple(held)


def check_fingerprint(person: PersonRow, typed: str) -> None:
    """Compare what a person read out with the keys that are stored; case, spaces and hyphens do not matter.

    Raises:
        WrongFingerprint: it is another one, or the stored keys are none.
    """
    try:
        stored = fingerprint_of(person)
    except CryptoError:
        raise WrongFingerprint from None
    if not compare_digest(_bare(stored).encode(), _bare(typed).encode()):
        raise WrongFingerprint


def fingerprint_of(person: PersonRow) -> str:
    """The fingerprint of the keys in a person's row.

    Raises:
        MalformedKey: they are no keys.
    """
    return fingerprint(PublicKey.from_bytes(person.public_key), VerifyKey(person.verify_key))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum()).translate(_LOOK_ALIKES)


def _is_special(program_id: ProgramId, team: TeamId) -> bool:
    """An attacker may write a special team into a person's unit: it is never granted by that."""
    return team in {team_id(program_id, kind) for kind in TeamKind if kind.special}
