"""Let somebody in again when nobody can: with the recovery secret, put together from its shares."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.access.confirm import check_fingerprint, confirmed_by, teams_of
from tipline.access.epochs import open_proven, owed
from tipline.access.founding import RecoverySecret
from tipline.access.vouching import admit, find_person, put_grant
from tipline.errors import NoProvenKey, NoSuchPerson, WrongFingerprint
from tipline.keyring import ProgramKeys, load
from tipline.vocabulary import PersonId, PersonState, team_id


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came back: how many keys were granted."""

    granted: int


def recover(
    tips: Session,
    keys: Session,
    *,
    program: ProgramKeys,
    secret: RecoverySecret,
    person_id: PersonId,
    fingerprint: str | None,
    now: datetime,
) -> Recovered:
    """Make a named person a holder by the root, and grant them every epoch that lives and the voice.

    They come to hold the inbox, or integrity if that is their role. Who is confirmed needs nothing more; for
    who still waits, because everybody who could confirm them is gone, the fingerprint that they read out is
    compared. What was granted to them before is sealed again, in case it was damaged.

    Raises:
        NoProvenKey: the secret is another program's.
        NoSuchPerson: nobody has this id, or they have left.
        WrongFingerprint: they wait, and the fingerprint is missing or another one.
    """
    root = secret.root()
    if root.verify_key() != program.root:
        raise NoProvenKey(program.program_id)
    person = find_person(tips, program.program_id, person_id)
    if person.state is PersonState.GONE:
        raise NoSuchPerson
    proven = program.people.get(person_id)
    if proven is None:
        if fingerprint is None:
            raise WrongFingerprint
        check_fingerprint(person, fingerprint)
    elif (proven.public.raw, proven.verify.raw) != (person.public_key, person.verify_key):
        raise WrongFingerprint
    team = team_id(program.program_id, confirmed_by(person.role))
    teams = tuple(dict.fromkeys((team, *teams_of(person))))
    admit(tips, person, teams=teams, signer=program.program_id, by=root, now=now)
    granted = _grant_everything(tips, keys, program=program, secret=secret, person_id=person_id)
    audit.record(
        tips,
        program_id=program.program_id,
        action=audit.Action.RECOVERED,
        by=None,
        subject=person_id,
        detail=f"{granted} keys",
        at=now,
        signer=root,
    )
    return Recovered(granted=granted)


def _grant_everything(
    tips: Session, keys: Session, *, program: ProgramKeys, secret: RecoverySecret, person_id: PersonId
) -> int:
    """Whatever their teams are owed; integrity's epochs stay closed to the inbox all the same."""
    program = load(tips.connection(), program.program_id, program.root, watch_staff=False)
    person, recovery = program.people[person_id], secret.holdings(program.program_id)
    every_team = frozenset(epoch.team_id for epoch in program.epochs.values()) | person.teams
    subjects = [subject for subject, holder, _ in owed(program, every_team) if holder == person_id]
    granted = 0
    for subject in subjects:
        key = open_proven(keys, program=program, by=recovery, subject_id=subject)
        if key is not None:
            put_grant(
                keys,
                program_id=program.program_id,
                holder_id=person_id,
                to=person.public,
                subject_id=subject,
                key=key,
            )
            granted += 1
    return granted
