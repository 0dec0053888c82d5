"""What a program believes, and what it does not, when somebody can write every store."""

import secrets
from datetime import date, timedelta
from typing import TypeVar

import pytest
from sqlmodel import Session, SQLModel, select

from crypto.context import Purpose, context
from crypto.keys import PrivateKey
from crypto.proof import Certificate, CertificateKind, EpochStatement
from crypto.signing import SigningKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.errors import NoProvenKey
from tipline.keyring import Alarm, AlarmKind, Keyring, gateway_id, recovery_id, voice_id
from tipline.store.program_tables import CertificateRow, GatewayKeyRow, MemberRow, PersonRow, TeamEpochRow
from tipline.vocabulary import (
    EpochId,
    Month,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    TeamId,
    TeamKind,
    team_id,
)

TODAY = NOON.date()

R = TypeVar("R", bound=SQLModel)


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def inbox(program: FoundedProgram) -> TeamId:
    return team_id(program.program_id, TeamKind.INBOX)


def write(program: FoundedProgram, *rows: SQLModel) -> None:
    with program.tips.transaction() as tips:
        for row in rows:
            tips.add(row)


def one(session: Session, row: type[R], **values: object) -> R:
    return session.exec(select(row).filter_by(**values)).one()


def a_certificate(
    program: FoundedProgram,
    attacker: PrivateKey,
    kind: CertificateKind,
    *,
    subject: bytes,
    team: bytes = bytes(16),
    signer: bytes | None = None,
    public: bytes | None = None,
    verify: bytes | None = None,
) -> CertificateRow:
    """A certificate that an attacker signs with a key of their own."""
    issued = Certificate.issue(
        kind,
        program=program.program_id,
        subject=subject,
        signer=program.program_id if signer is None else signer,
        by=attacker.signing(),
        team=team,
        public=attacker.public().raw if public is None else public,
        verify=attacker.signing().verify_key().raw if verify is None else verify,
    )
    return CertificateRow(
        program_id=program.program_id,
        certificate_id=secrets.token_bytes(16),
        kind=kind.value,
        subject_id=issued.subject,
        team_id=issued.team,
        public_key=issued.public,
        verify_key=issued.verify,
        signer_id=issued.signer,
        signature=issued.signature,
        day=TODAY,
    )


def an_epoch(
    program: FoundedProgram, key: PrivateKey, *, by: SigningKey, signer: bytes, team: TeamId, month: Month
) -> TeamEpochRow:
    first = date(month // 100, month % 100, 1)
    statement = EpochStatement.issue(
        program=program.program_id,
        team=team,
        epoch=secrets.token_bytes(16),
        month=month,
        not_before=first.toordinal(),
        public=key.public().raw,
        signer=signer,
        by=by,
    )
    return TeamEpochRow(
        program_id=program.program_id,
        epoch_id=EpochId(statement.epoch),
        team_id=team,
        month=month,
        not_before=first,
        public_key=statement.public,
        signer_id=PersonId(signer),
        signature=statement.signature,
    )


def test_a_founded_program_is_proven_from_end_to_end(program: FoundedProgram) -> None:
    keys = program.keys()

    assert keys.alarms == ()
    assert {person.person_id for person in keys.holders(inbox(program))} == {
        program.people["Ada Byron"].person_id,
        program.people["Grace Hopper"].person_id,
    }
    assert keys.gateway == program.gateway.signing().verify_key()
    assert keys.recovery == program.secret.holdings(program.program_id).key.public()
    assert sorted(e.month for e in keys.epochs.values() if e.team_id == inbox(program)) == [
        202611,
        202612,
        202701,
        202702,
    ]
    assert sorted(keys.gateway_months) == [202611, 202612]


def test_the_epoch_of_a_day_is_the_newest_that_has_begun(program: FoundedProgram) -> None:
    keys = program.keys()

    assert keys.epoch(inbox(program), date(2026, 12, 31)).month == 202612
    assert keys.epoch(inbox(program), date(2031, 1, 1)).month == 202702
    assert keys.epoch(inbox(program), date(2020, 1, 1)).month == 202611


def test_a_team_without_a_proven_epoch_has_no_key(program: FoundedProgram) -> None:
    with pytest.raises(NoProvenKey):
        program.keys().epoch(TeamId(bytes(16)), TODAY)


def test_the_gateways_month_is_the_newest_that_is_proven(program: FoundedProgram) -> None:
    keys = program.keys()

    assert keys.gateway_month(Month(202703)).month == 202612
    assert keys.gateway_month(Month(202001)).month == 202611
    assert keys.gateway_key(Month(202611)) == program.gateway.month_keys()[Month(202611)].public()


def test_a_swapped_key_of_an_epoch_is_not_used(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        row = one(tips, TeamEpochRow, team_id=inbox(program), month=202611)
        epoch_id, row.public_key = row.epoch_id, PrivateKey.generate().public().raw
        tips.add(row)

    keys = program.keys()

    assert keys.alarms == (Alarm(AlarmKind.EPOCH, epoch_id),)
    assert epoch_id not in keys.epochs
    assert keys.epoch(inbox(program), TODAY).month == 202612


def test_an_epoch_that_nobody_of_the_team_has_signed_is_not_used(program: FoundedProgram) -> None:
    attacker = PrivateKey.generate()
    row = an_epoch(
        program,
        attacker,
        by=attacker.signing(),
        signer=program.people["Ada Byron"].person_id,
        team=inbox(program),
        month=Month(202703),
    )
    write(program, row)

    assert program.keys().alarms == (Alarm(AlarmKind.EPOCH, row.epoch_id),)


def test_who_holds_the_inbox_cannot_make_a_key_for_integrity(program: FoundedProgram) -> None:
    ada = program.people["Ada Byron"]
    row = an_epoch(
        program,
        PrivateKey.generate(),
        by=ada.key.signing(),
        signer=ada.person_id,
        team=team_id(program.program_id, TeamKind.INTEGRITY),
        month=Month(202703),
    )
    write(program, row)

    assert program.keys().alarms == (Alarm(AlarmKind.EPOCH, row.epoch_id),)


def test_an_epoch_moved_to_another_team_or_month_is_not_used(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        row = one(tips, TeamEpochRow, team_id=inbox(program), month=202702)
        epoch_id, row.month = row.epoch_id, Month(203012)
        tips.add(row)

    assert program.keys().alarms == (Alarm(AlarmKind.EPOCH, epoch_id),)


@pytest.mark.parametrize("kind", [CertificateKind.RECOVERY, CertificateKind.GATEWAY, CertificateKind.VOICE])
def test_a_key_that_the_root_did_not_sign_is_not_the_programs(
    program: FoundedProgram, kind: CertificateKind
) -> None:
    attacker = PrivateKey.generate()
    subjects = {
        CertificateKind.RECOVERY: recovery_id(program.program_id),
        CertificateKind.GATEWAY: gateway_id(program.program_id),
        CertificateKind.VOICE: voice_id(program.program_id),
    }
    seals = kind is CertificateKind.RECOVERY
    before = program.keys()
    write(
        program,
        a_certificate(
            program,
            attacker,
            kind,
            subject=subjects[kind],
            public=None if seals else b"",
            verify=b"" if seals else None,
        ),
    )

    after = program.keys()

    assert after.alarms == (Alarm(AlarmKind.CERTIFICATE, subjects[kind]),)
    assert (after.recovery, after.gateway, after.voice) == (before.recovery, before.gateway, before.voice)


def test_a_holder_without_a_path_to_the_root_holds_nothing(program: FoundedProgram) -> None:
    attacker, subject = PrivateKey.generate(), PersonId(secrets.token_bytes(16))
    write(
        program,
        a_certificate(program, attacker, CertificateKind.HOLDER, subject=subject, team=inbox(program)),
        a_certificate(
            program, attacker, CertificateKind.HOLDER, subject=subject, team=inbox(program), signer=subject
        ),
    )

    keys = program.keys()

    assert subject not in keys.people
    assert keys.alarms == (Alarm(AlarmKind.CERTIFICATE, subject),)


def test_a_member_that_somebody_added_rings_and_holds_nothing(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")
    write(program, MemberRow(program_id=program.program_id, team_id=inbox(program), person_id=sam.person_id))

    keys = program.keys()

    assert keys.alarms == (Alarm(AlarmKind.MEMBER, sam.person_id),)
    assert keys.people[sam.person_id].teams == frozenset()


def test_a_person_whose_key_somebody_swapped_rings_and_keeps_the_proven_one(program: FoundedProgram) -> None:
    ada = program.people["Ada Byron"]
    with program.tips.transaction() as tips:
        row = one(tips, PersonRow, person_id=ada.person_id)
        row.public_key = PrivateKey.generate().public().raw
        tips.add(row)

    keys = program.keys()

    assert keys.alarms == (Alarm(AlarmKind.PERSON, ada.person_id),)
    assert keys.people[ada.person_id].public == ada.key.public()


def test_a_person_called_confirmed_without_a_signature_rings(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.COORDINATOR)
    with program.tips.transaction() as tips:
        row = one(tips, PersonRow, person_id=sam.person_id)
        row.state = PersonState.CONFIRMED
        tips.add(row)

    keys = program.keys()

    assert keys.alarms == (Alarm(AlarmKind.PERSON, sam.person_id),)
    assert sam.person_id not in keys.people


def test_a_gateway_key_that_the_gateway_did_not_sign_is_not_used(program: FoundedProgram) -> None:
    attacker = PrivateKey.generate()
    signature = attacker.signing().sign(
        attacker.public().raw, context=context(Purpose.GATEWAY_KEY, program.program_id, 202701)
    )
    write(
        program,
        GatewayKeyRow(
            program_id=program.program_id,
            month=Month(202701),
            public_key=attacker.public().raw,
            signature=signature,
        ),
    )

    keys = program.keys()

    assert [alarm.kind for alarm in keys.alarms] == [AlarmKind.GATEWAY_MONTH]
    assert keys.gateway_month(Month(202701)).month == 202612


def test_a_certificate_of_no_known_kind_rings(program: FoundedProgram) -> None:
    attacker, subject = PrivateKey.generate(), secrets.token_bytes(16)
    row = a_certificate(program, attacker, CertificateKind.PERSON, subject=subject)
    row.kind = "owner"
    write(program, row)

    assert program.keys().alarms == (Alarm(AlarmKind.CERTIFICATE, subject),)


def test_a_keyring_rings_once_for_each_alarm(
    program: FoundedProgram, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        program,
        MemberRow(program_id=program.program_id, team_id=inbox(program), person_id=PersonId(bytes(16))),
    )
    keyring = Keyring(program.roots, watch_staff=True)

    for minute in range(3):
        keyring.of(program.tips, program.program_id, now=NOON + timedelta(minutes=minute))

    assert capsys.readouterr().err.count('"key-not-proven"') == 1


def test_a_keyring_looks_again_after_half_a_minute_or_when_told(program: FoundedProgram) -> None:
    keyring = Keyring(program.roots)
    first = keyring.of(program.tips, program.program_id, now=NOON)
    sam = program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    kept = keyring.of(program.tips, program.program_id, now=NOON + timedelta(seconds=29))
    later = keyring.of(program.tips, program.program_id, now=NOON + timedelta(seconds=31))
    keyring.forget(program.program_id)
    told = keyring.of(program.tips, program.program_id, now=NOON + timedelta(seconds=32))

    assert kept is first
    assert sam.person_id in later.people
    assert told is not later


def test_a_keyring_that_does_not_watch_staff_reads_none_of_their_rows(program: FoundedProgram) -> None:
    write(
        program,
        MemberRow(program_id=program.program_id, team_id=inbox(program), person_id=PersonId(bytes(16))),
    )

    assert Keyring(program.roots).of(program.tips, program.program_id, now=NOON).alarms == ()


def test_a_program_without_a_root_in_the_settings_has_no_keys(program: FoundedProgram) -> None:
    with pytest.raises(NoProvenKey):
        Keyring({}).of(program.tips, ProgramId(program.program_id), now=NOON)


def test_another_root_believes_nothing_of_it(program: FoundedProgram) -> None:
    other = SigningKey.from_seed(bytes(32)).verify_key().raw

    keys = Keyring({program.program_id: other}).of(program.tips, program.program_id, now=NOON)

    assert (dict(keys.people), dict(keys.epochs), keys.voice, keys.gateway) == ({}, {}, None, None)
