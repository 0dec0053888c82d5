"""The keys of a program that may be sealed to, or believed: those that a signed path leads to from its root.

Somebody who can write the store can put any key into it, and takes part in nothing by that: what is not
proven is left out here, and rings an alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from typing import Final

from sqlalchemy import Connection, select

from crypto.context import Purpose, context
from crypto.errors import CryptoError, NotProven
from crypto.keys import PublicKey
from crypto.proof import Certificate, CertificateKind, EpochStatement, Trusted, trusted
from crypto.signing import VerifyKey
from tipline.errors import NoProvenKey
from tipline.log import Event, log
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import (
    CertificateRow,
    GatewayKeyRow,
    MemberRow,
    PersonRow,
    TeamEpochRow,
)
from tipline.vocabulary import (
    ID_SIZE,
    EpochId,
    KeyId,
    Month,
    PersonId,
    PersonState,
    ProgramId,
    TeamId,
    TeamKind,
    team_id,
)

KEPT: Final = timedelta(seconds=30)
"""How long a program's proven keys are believed without looking again."""


class AlarmKind(StrEnum):
    """What about a key in the store is not right."""

    CERTIFICATE = "certificate"
    EPOCH = "epoch"
    GATEWAY_MONTH = "gateway-month"
    MEMBER = "member"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A key, or a claim to one, that nobody entitled has signed."""

    kind: AlarmKind
    subject: bytes


@dataclass(frozen=True, slots=True)
class ProvenPerson:
    """Somebody of the staff whose keys are proven, and the teams that they hold."""

    person_id: PersonId
    public: PublicKey = field(repr=False)
    verify: VerifyKey = field(repr=False)
    teams: frozenset[TeamId]


@dataclass(frozen=True, slots=True)
class EpochKey:
    """A team's proven key of a month."""

    epoch_id: EpochId
    team_id: TeamId
    month: Month
    not_before: date
    public: PublicKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class GatewayMonth:
    """The gateway's proven key of a month."""

    month: Month
    public: PublicKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProgramKeys:
    """All proven keys of a program at one moment."""

    program_id: ProgramId
    root: VerifyKey = field(repr=False)
    people: Mapping[PersonId, ProvenPerson]
    epochs: Mapping[EpochId, EpochKey]
    gateway_months: Mapping[Month, GatewayMonth]
    gateway: VerifyKey | None = field(repr=False)
    voice: VerifyKey | None = field(repr=False)
    recovery: PublicKey | None = field(repr=False)
    alarms: tuple[Alarm, ...]

    @property
    def voice_id(self) -> KeyId:
        """By which the grants of the program's voice are found."""
        return voice_id(self.program_id)

    @property
    def recovery_id(self) -> bytes:
        """By which the grants to the recovery key are found."""
        return recovery_id(self.program_id)

    def epoch(self, team: TeamId, on: date) -> EpochKey:
        """The key to seal to for a team on a day: the newest that has begun, else the next one.

        An old epoch goes on being used where nobody has made the month's: intake never stops for want of one.

        Raises:
            NoProvenKey: the team has no proven epoch at all.
        """
        epochs = sorted((e for e in self.epochs.values() if e.team_id == team), key=_by_age)
        if not epochs:
            raise NoProvenKey(self.program_id)
        begun = [epoch for epoch in epochs if epoch.not_before <= on]
        return begun[-1] if begun else epochs[0]

    def gateway_month(self, month: Month) -> GatewayMonth:
        """The gateway's key of a month, else the newest before it, else the next one.

        Raises:
            NoProvenKey: the gateway has published none that is proven.
        """
        months = sorted(self.gateway_months)
        if not months:
            raise NoProvenKey(self.program_id)
        begun = [each for each in months if each <= month]
        return self.gateway_months[begun[-1] if begun else months[0]]

    def gateway_key(self, month: Month) -> PublicKey:
        """The public key of `gateway_month`.

        Raises:
            NoProvenKey: as there.
        """
        return self.gateway_month(month).public

    def holders(self, team: TeamId) -> tuple[ProvenPerson, ...]:
        """The people who hold a team, in the order of their ids."""
        return tuple(person for _, person in sorted(self.people.items()) if team in person.teams)


class Keyring:
    """The proven keys of every program, looked up in the store at most every half minute.

    With `watch_staff` the rows of people and members are compared with what is proven too; a process that may
    not read staff leaves it off.
    """

    def __init__(self, roots: Mapping[ProgramId, bytes], *, watch_staff: bool = False) -> None:
        self._roots = {program: VerifyKey(root) for program, root in roots.items()}
        self._watch_staff = watch_staff
        self._kept: dict[ProgramId, tuple[datetime, ProgramKeys]] = {}
        self._rung: set[tuple[ProgramId, Alarm]] = set()
        self._lock = Lock()

    def knows(self, program_id: ProgramId) -> bool:
        """Whether the settings have a root for this program: without one nothing can be sealed to it here."""
        return program_id in self._roots

    def of(self, store: Store, program_id: ProgramId, *, now: datetime) -> ProgramKeys:
        """The proven keys of a program; each new alarm is logged once.

        Raises:
            NoProvenKey: the settings have no root for this program.
            StoreUnavailable: the store cannot be read.
        """
        kept = self._kept.get(program_id)
        if kept and abs(now - kept[0]) < KEPT:
            return kept[1]
        with self._lock:
            kept = self._kept.get(program_id)
            if kept and abs(now - kept[0]) < KEPT:
                return kept[1]
            with store.read() as session:
                keys = self.read(session.connection(), program_id)
            self._kept[program_id] = (now, keys)
        return keys

    def read(self, connection: Connection, program_id: ProgramId) -> ProgramKeys:
        """The proven keys as they stand in this transaction, looked up at once.

        Raises:
            NoProvenKey: the settings have no root for this program.
        """
        root = self._roots.get(program_id)
        if root is None:
            raise NoProvenKey(program_id)
        keys = load(connection, program_id, root, watch_staff=self._watch_staff)
        for alarm in keys.alarms:
            if (program_id, alarm) not in self._rung:
                self._rung.add((program_id, alarm))
                log(Event.KEY_NOT_PROVEN, program=program_id, alarm=alarm.kind)
        return keys

    def forget(self, program_id: ProgramId) -> None:
        """Look again at the next question: this process has just changed the keys."""
        self._kept.pop(program_id, None)


def load(connection: Connection, program_id: ProgramId, root: VerifyKey, *, watch_staff: bool) -> ProgramKeys:
    """Read a program's keys and keep those that are proven, with an alarm for each that is not."""
    certificates, alarms = _certificates(connection, program_id)
    proof = trusted(
        certificates,
        root=root,
        program=program_id,
        inbox=team_id(program_id, TeamKind.INBOX),
        closed=frozenset(team_id(program_id, kind) for kind in TeamKind if kind.special and kind.closed),
    )
    alarms += [Alarm(AlarmKind.CERTIFICATE, refused.subject) for refused in proof.refused]
    people = {
        PersonId(subject): ProvenPerson(
            person_id=PersonId(subject),
            public=keys.public,
            verify=keys.verify,
            teams=frozenset(TeamId(team) for team in keys.teams),
        )
        for subject, keys in proof.people.items()
    }
    epochs, refused_epochs = _epochs(connection, program_id, proof)
    gateway = proof.gateway.verify if proof.gateway else None
    months, refused_months = _gateway_months(connection, program_id, gateway)
    alarms += refused_epochs + refused_months
    if watch_staff:
        alarms += _strangers(connection, program_id, people)
    return ProgramKeys(
        program_id=program_id,
        root=root,
        people=people,
        epochs=epochs,
        gateway_months=months,
        gateway=gateway,
        voice=proof.voice.verify if proof.voice else None,
        recovery=proof.recovery.public if proof.recovery else None,
        alarms=tuple(dict.fromkeys(alarms)),
    )


def voice_id(program_id: ProgramId) -> KeyId:
    """The id of a program's voice: the key that signs what the program says to reporters."""
    return KeyId(_subject(program_id, CertificateKind.VOICE))


def recovery_id(program_id: ProgramId) -> bytes:
    """The id of a program's recovery key, as a holder of grants."""
    return _subject(program_id, CertificateKind.RECOVERY)


def gateway_id(program_id: ProgramId) -> bytes:
    """The id of a program's gateway, as the subject of a certificate."""
    return _subject(program_id, CertificateKind.GATEWAY)


def gateway_month_context(program_id: ProgramId, month: Month) -> bytes:
    """What the gateway's signature over a month's public key is bound to."""
    return context(Purpose.GATEWAY_KEY, program_id, month)


def _by_age(epoch: EpochKey) -> tuple[date, Month]:
    return epoch.not_before, epoch.month


def _subject(program_id: ProgramId, kind: CertificateKind) -> bytes:
    """There is one of each kind in a program, so its id follows from the program's and cannot be renamed."""
    return sha256(context(Purpose.CERTIFICATE, program_id, kind.value)).digest()[:ID_SIZE]


def _certificates(connection: Connection, program_id: ProgramId) -> tuple[list[Certificate], list[Alarm]]:
    rows = table(CertificateRow)
    certificates, alarms = [], []
    for row in connection.execute(
        select(rows).where(rows.c.program_id == program_id).order_by(rows.c.certificate_id)
    ):
        try:
            kind = CertificateKind(row.kind)
        except ValueError:
            alarms.append(Alarm(AlarmKind.CERTIFICATE, row.subject_id))
            continue
        certificates.append(
            Certificate(
                kind=kind,
                program=program_id,
                subject=row.subject_id,
                team=row.team_id,
                public=row.public_key,
                verify=row.verify_key,
                signer=row.signer_id,
                signature=row.signature,
            )
        )
    return certificates, alarms


def _epochs(
    connection: Connection, program_id: ProgramId, proof: Trusted
) -> tuple[dict[EpochId, EpochKey], list[Alarm]]:
    rows = table(TeamEpochRow)
    proven, alarms = {}, []
    for row in connection.execute(select(rows).where(rows.c.program_id == program_id)):
        epoch_id = EpochId(row.epoch_id)
        statement = EpochStatement(
            program=program_id,
            team=row.team_id,
            epoch=row.epoch_id,
            month=row.month,
            not_before=row.not_before.toordinal(),
            public=row.public_key,
            signer=row.signer_id,
            signature=row.signature,
        )
        try:
            if not proof.epoch_counts(statement):
                raise NotProven
            proven[epoch_id] = EpochKey(
                epoch_id=epoch_id,
                team_id=TeamId(row.team_id),
                month=Month(row.month),
                not_before=row.not_before,
                public=PublicKey.from_bytes(row.public_key),
            )
        except CryptoError:
            alarms.append(Alarm(AlarmKind.EPOCH, row.epoch_id))
    return proven, alarms


def _gateway_months(
    connection: Connection, program_id: ProgramId, gateway: VerifyKey | None
) -> tuple[dict[Month, GatewayMonth], list[Alarm]]:
    rows = table(GatewayKeyRow)
    proven, alarms = {}, []
    for row in connection.execute(select(rows).where(rows.c.program_id == program_id)):
        month = Month(row.month)
        try:
            if gateway is None:
                raise NotProven
            gateway.verify(row.signature, row.public_key, context=gateway_month_context(program_id, month))
            proven[month] = GatewayMonth(month, PublicKey.from_bytes(row.public_key))
        except CryptoError:
            alarms.append(Alarm(AlarmKind.GATEWAY_MONTH, month.to_bytes(ID_SIZE, "big")))
    return proven, alarms


def _strangers(
    connection: Connection, program_id: ProgramId, people: Mapping[PersonId, ProvenPerson]
) -> list[Alarm]:
    """What the rows of staff claim beyond what is proven."""
    alarms = []
    members = table(MemberRow)
    for row in connection.execute(select(members).where(members.c.program_id == program_id)):
        person = people.get(row.person_id)
        if person is None or row.team_id not in person.teams:
            alarms.append(Alarm(AlarmKind.MEMBER, row.person_id))
    persons = table(PersonRow)
    for row in connection.execute(select(persons).where(persons.c.program_id == program_id)):
        person = people.get(row.person_id)
        if person is None:
            right = row.state != PersonState.CONFIRMED
        else:
            right = (row.public_key, row.verify_key) == (person.public.raw, person.verify.raw)
        if not right:
            alarms.append(Alarm(AlarmKind.PERSON, row.person_id))
    return alarms
