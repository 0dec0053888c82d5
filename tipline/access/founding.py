"""Found a program: its first keys, signed by the root, which follows from the recovery secret.

The secret lies on the machine only while the program is being founded: until two people hold the inbox
and one the integrity team.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from sqlmodel import Session

from crypto.keys import PrivateKey
from crypto.proof import CertificateKind
from crypto.shares import SECRET_SIZE, recovery_key, root_key
from crypto.signing import SigningKey, VerifyKey
from tipline import audit
from tipline.access.vouching import put_certificate, put_grant
from tipline.holdings import Holdings
from tipline.keyring import ProgramKeys, gateway_id, recovery_id, voice_id
from tipline.vocabulary import ProgramId, TeamKind, team_id

INBOX_HOLDERS: Final = 2
INTEGRITY_HOLDERS: Final = 1


@dataclass(frozen=True, slots=True)
class RecoverySecret:
    """What a program's root and recovery key follow from; kept on paper, in shares."""

    raw: bytes = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """A new one."""
        return cls(secrets.token_bytes(SECRET_SIZE))

    def root(self) -> SigningKey:
        """The key that signs a program's first certificates."""
        return root_key(self.raw)

    def holdings(self, program_id: ProgramId) -> Holdings:
        """What the recovery key opens: everything that is granted to it."""
        return Holdings(program_id, recovery_id(program_id), recovery_key(self.raw))


@dataclass(frozen=True, slots=True)
class Founded:
    """How far a program's founding has come."""

    inbox_holders: int
    integrity_holders: int

    @property
    def complete(self) -> bool:
        """The root is no longer needed: everybody else is confirmed by those who are in."""
        return self.inbox_holders >= INBOX_HOLDERS and self.integrity_holders >= INTEGRITY_HOLDERS


def found_program(
    tips: Session,
    keys: Session,
    *,
    program_id: ProgramId,
    secret: RecoverySecret,
    gateway: VerifyKey,
    now: datetime,
) -> None:
    """Sign the recovery key, the gateway and the program's voice, whose seed only recovery is granted yet."""
    root, recovery = secret.root(), recovery_key(secret.raw)
    voice = PrivateKey.generate()
    for kind, subject, public, verify in (
        (CertificateKind.RECOVERY, recovery_id(program_id), recovery.public().raw, b""),
        (CertificateKind.GATEWAY, gateway_id(program_id), b"", gateway.raw),
        (CertificateKind.VOICE, voice_id(program_id), b"", voice.signing().verify_key().raw),
    ):
        put_certificate(
            tips,
            kind,
            program_id=program_id,
            subject=subject,
            signer=program_id,
            by=root,
            public=public,
            verify=verify,
            now=now,
        )
    tips.flush()
    put_grant(
        keys,
        program_id=program_id,
        holder_id=recovery_id(program_id),
        to=recovery.public(),
        subject_id=voice_id(program_id),
        key=voice,
    )
    audit.record(tips, program_id=program_id, action=audit.Action.FOUNDED, by=None, at=now, signer=root)


def founded(program: ProgramKeys) -> Founded:
    """How many hold the two teams without which a program does not run."""
    inbox, integrity = (team_id(program.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    return Founded(
        inbox_holders=len(program.holders(inbox)),
        integrity_holders=len(program.holders(integrity)),
    )
