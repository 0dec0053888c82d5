"""The teams' keys of the months: made in the session of a holder of the team, granted to all its holders."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlmodel import Session, col, delete, select

from crypto.errors import CryptoError
from crypto.keys import PrivateKey, PublicKey
from crypto.proof import EpochStatement
from tipline.access.vouching import put_grant
from tipline.errors import NoGrant
from tipline.holdings import Holdings
from tipline.keyring import ProgramKeys, ProvenPerson, load
from tipline.log import Event, log
from tipline.store.key_tables import EpochGrantRow
from tipline.store.program_tables import TeamEpochRow, TeamRow
from tipline.store.statements import take_turn
from tipline.vocabulary import (
    ID_SIZE,
    EpochId,
    Month,
    PersonId,
    ProgramId,
    TeamId,
    TeamKind,
    team_id,
)

MONTHS_AHEAD: Final = 3
"""Beside the month that runs: a holder who signs in once a quarter keeps the inbox going."""


@dataclass(frozen=True, slots=True)
class Ensured:
    """What was missing."""

    made: int
    granted: int


def ensure(tips: Session, keys: Session, *, program: ProgramKeys, by: Holdings, now: datetime) -> Ensured:
    """Make the epochs that are missing from this month to three ahead, and grant whatever is not granted yet.

    For every team that `by` holds; who holds the inbox does it for the units too. A row that nobody entitled
    has signed and that stands in a month's place goes. Grants go to proven holders and to the recovery key,
    never to a key from a row of staff. Two who sign in at the same moment take turns.
    """
    take_turn(tips, program_id=program.program_id, what="epochs")
    teams = _teams(tips, program, by)
    now_proven = _again(tips, program)
    made = 0
    for team in sorted(teams):
        for month in months_from(now):
            if not any(e.team_id == team and e.month == month for e in now_proven.epochs.values()):
                _make(tips, keys, team=team, month=month, by=by)
                made += 1
    if made:
        now_proven = _again(tips, program)
        log(Event.EPOCHS_MADE, program=program.program_id, count=made)
    return Ensured(made=made, granted=grant_missing(keys, program=now_proven, by=by, teams=teams))


def is_complete(tips: Session, keys: Session, *, program: ProgramKeys, by: Holdings, now: datetime) -> bool:
    """Whether `ensure` would have nothing to do: a read, so that a sign-in need not wait for its turn."""
    teams = _teams(tips, program, by)
    there = {(epoch.team_id, epoch.month) for epoch in program.epochs.values()}
    if any((team, month) not in there for team in teams for month in months_from(now)):
        return False
    granted = _granted(keys, program.program_id)
    return all(
        (subject, holder) in granted
        for subject, holder, _ in owed(program, teams)
        if (subject, by.holder_id) in granted
    )


def grant_missing(keys: Session, *, program: ProgramKeys, by: Holdings, teams: frozenset[TeamId]) -> int:
    """Grant every epoch of these teams, and the program's voice, to each proven holder who lacks it.

    Only what `by` can open, and only if it is the key that was proven: a grant that somebody has swapped is
    not passed on.
    """
    granted = _granted(keys, program.program_id)
    count = 0
    for subject, holder, to in owed(program, teams):
        if (subject, holder) in granted or (subject, by.holder_id) not in granted:
            continue
        key = open_proven(keys, program=program, by=by, subject_id=subject)
        if key is not None:
            put_grant(
                keys, program_id=program.program_id, holder_id=holder, to=to, subject_id=subject, key=key
            )
            count += 1
    return count


def open_proven(keys: Session, *, program: ProgramKeys, by: Holdings, subject_id: bytes) -> PrivateKey | None:
    """The key of an epoch or the voice, if the grant opens and gives the key that was proven."""
    epoch = program.epochs.get(EpochId(subject_id))
    try:
        key = by.granted(keys, subject_id)
        if subject_id == program.voice_id:
            right = key.signing().verify_key() == program.voice
        else:
            right = epoch is not None and key.public() == epoch.public
    except (NoGrant, CryptoError):
        right, key = False, None
    if not right:
        log(Event.CANNOT_OPEN, program=program.program_id)
        return None
    return key


def months_from(now: datetime) -> list[Month]:
    """This month and those ahead for which there must be an epoch."""
    today = now.astimezone(UTC).date()
    first = today.year * 12 + today.month - 1
    return [Month(at // 12 * 100 + at % 12 + 1) for at in range(first, first + MONTHS_AHEAD + 1)]


def _teams(tips: Session, program: ProgramKeys, by: Holdings) -> frozenset[TeamId]:
    """The teams that `by` may make keys for."""
    person = program.people.get(PersonId(by.holder_id))
    held = person.teams if person is not None else frozenset()
    if team_id(program.program_id, TeamKind.INBOX) not in held:
        return held
    special = {team_id(program.program_id, kind) for kind in TeamKind if kind.special}
    rows = tips.exec(select(TeamRow.team_id).where(TeamRow.program_id == program.program_id))
    return held.union(TeamId(team) for team in rows if team not in special)


def owed(program: ProgramKeys, teams: frozenset[TeamId]) -> Iterator[tuple[bytes, bytes, PublicKey]]:
    """Everything that must be granted: subject, holder, the holder's proven key.

    Who holds the inbox holds the units' epochs too, one by one, to pass them on to whoever joins a unit.
    """
    inbox, integrity = (team_id(program.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    inbox_holders, integrity_holders = program.holders(inbox), program.holders(integrity)
    special = {team_id(program.program_id, kind) for kind in TeamKind if kind.special}
    for epoch in program.epochs.values():
        if epoch.team_id in teams:
            people = {person.person_id: person for person in program.holders(epoch.team_id)}
            if epoch.team_id not in special:
                people |= {person.person_id: person for person in inbox_holders}
            yield from _each(program, epoch.epoch_id, people.values())
    if program.voice is not None and teams & {inbox, integrity}:
        yield from _each(program, program.voice_id, {*inbox_holders, *integrity_holders})


def _each(
    program: ProgramKeys, subject: bytes, people: Iterable[ProvenPerson]
) -> Iterator[tuple[bytes, bytes, PublicKey]]:
    for person in people:
        yield subject, person.person_id, person.public
    if program.recovery is not None:
        yield subject, program.recovery_id, program.recovery


def _granted(keys: Session, program_id: ProgramId) -> set[tuple[bytes, bytes]]:
    return set(
        keys.exec(
            select(EpochGrantRow.subject_id, EpochGrantRow.holder_id).where(
                EpochGrantRow.program_id == program_id
            )
        )
    )


def _again(tips: Session, program: ProgramKeys) -> ProgramKeys:
    """What is proven in this very transaction."""
    return load(tips.connection(), program.program_id, program.root, watch_staff=False)


def _make(tips: Session, keys: Session, *, team: TeamId, month: Month, by: Holdings) -> None:
    key, epoch_id = PrivateKey.generate(), EpochId(secrets.token_bytes(ID_SIZE))
    not_before = date(month // 100, month % 100, 1)
    statement = EpochStatement.issue(
        program=by.program_id,
        team=team,
        epoch=epoch_id,
        month=month,
        not_before=not_before.toordinal(),
        public=key.public().raw,
        signer=by.holder_id,
        by=by.signing(),
    )
    tips.exec(
        delete(TeamEpochRow).where(
            col(TeamEpochRow.program_id) == by.program_id,
            col(TeamEpochRow.team_id) == team,
            col(TeamEpochRow.month) == month,
        )
    )
    tips.add(
        TeamEpochRow(
            program_id=by.program_id,
            epoch_id=epoch_id,
            team_id=team,
            month=month,
            not_before=not_before,
            public_key=statement.public,
            signer_id=PersonId(by.holder_id),
            signature=statement.signature,
        )
    )
    tips.flush()
    put_grant(
        keys,
        program_id=by.program_id,
        holder_id=by.holder_id,
        to=by.key.public(),
        subject_id=epoch_id,
        key=key,
    )
