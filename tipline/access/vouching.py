"""Vouch for somebody's keys and hand them what they may open: the writing that every way in shares."""

import secrets
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, select

from crypto.keys import PrivateKey, PublicKey
from crypto.proof import NO_TEAM, Certificate, CertificateKind
from crypto.signing import SigningKey, VerifyKey
from tipline.errors import NoSuchPerson
from tipline.holdings import seal_grant
from tipline.store.key_tables import EpochGrantRow
from tipline.store.program_tables import CertificateRow, MemberRow, PersonRow
from tipline.vocabulary import ID_SIZE, PersonId, PersonState, ProgramId, TeamId


def put_certificate(
    tips: Session,
    kind: CertificateKind,
    *,
    program_id: ProgramId,
    subject: bytes,
    signer: bytes,
    by: SigningKey,
    team: bytes = NO_TEAM,
    public: bytes = b"",
    verify: bytes = b"",
    now: datetime,
) -> None:
    """Sign that these keys are the subject's, and keep the statement."""
    issued = Certificate.issue(
        kind,
        program=program_id,
        subject=subject,
        signer=signer,
        by=by,
        team=team,
        public=public,
        verify=verify,
    )
    tips.add(
        CertificateRow(
            program_id=program_id,
            certificate_id=secrets.token_bytes(ID_SIZE),
            kind=kind.value,
            subject_id=subject,
            team_id=team,
            public_key=public,
            verify_key=verify,
            signer_id=signer,
            signature=issued.signature,
            day=now.astimezone(UTC).date(),
        )
    )


def admit(
    tips: Session,
    person: PersonRow,
    *,
    teams: tuple[TeamId, ...],
    signer: bytes,
    by: SigningKey,
    now: datetime,
) -> None:
    """Vouch for a person's keys, as a holder of these teams or of none, and call them confirmed."""
    public, verify = PublicKey.from_bytes(person.public_key), VerifyKey(person.verify_key)
    for team in teams or (TeamId(NO_TEAM),):
        put_certificate(
            tips,
            CertificateKind.HOLDER if teams else CertificateKind.PERSON,
            program_id=person.program_id,
            subject=person.person_id,
            signer=signer,
            by=by,
            team=team,
            public=public.raw,
            verify=verify.raw,
            now=now,
        )
    for team in teams:
        tips.merge(MemberRow(program_id=person.program_id, team_id=team, person_id=person.person_id))
    person.state = PersonState.CONFIRMED
    tips.add(person)
    tips.flush()


def put_grant(
    keys: Session,
    *,
    program_id: ProgramId,
    holder_id: bytes,
    to: PublicKey,
    subject_id: bytes,
    key: PrivateKey,
) -> None:
    """Grant a key to a holder, in place of whatever grant of it they had."""
    keys.exec(
        delete(EpochGrantRow).where(
            col(EpochGrantRow.program_id) == program_id,
            col(EpochGrantRow.subject_id) == subject_id,
            col(EpochGrantRow.holder_id) == holder_id,
        )
    )
    sealed = seal_grant(key.seed, to, program_id=program_id, holder_id=holder_id, subject_id=subject_id)
    keys.add(EpochGrantRow(program_id=program_id, subject_id=subject_id, holder_id=holder_id, sealed=sealed))
    keys.flush()


def find_person(tips: Session, program_id: ProgramId, person_id: PersonId) -> PersonRow:
    """Somebody of a program's staff.

    Raises:
        NoSuchPerson: nobody of the program has this id.
    """
    person = tips.exec(
        select(PersonRow).where(PersonRow.program_id == program_id, PersonRow.person_id == person_id)
    ).first()
    if person is None:
        raise NoSuchPerson
    return person
