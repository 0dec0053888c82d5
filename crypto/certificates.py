"""Statements that a key belongs to somebody: who signs them puts their own key behind it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import SigningKey, VerifyKey

ID_SIZE: Final = 16

NO_TEAM: Final = bytes(ID_SIZE)
"""Stands for the team in every certificate that is not a holder's."""


class CertificateKind(StrEnum):
    """What a certificate makes of its subject."""

    HOLDER = "holder"
    """A member of a team, who may vouch for others of that team."""

    PERSON = "person"
    """A member of staff who holds no team."""

    RECOVERY = "recovery"
    """The key on paper. It has no verify key."""

    GATEWAY = "gateway"
    """The sms gateway. It has no public key here: it has one a month."""

    VOICE = "voice"
    """Who signs what reporters read. It has no public key."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signed statement of one subject's keys, in one program.

    The two keys are bytes as stored; `proof.trusted` tells whether they count.
    A root's certificates have the program's id for signer.
    """

    kind: CertificateKind
    program: bytes
    subject: bytes
    team: bytes
    public: bytes
    verify: bytes
    signer: bytes
    signature: bytes = field(repr=False)

    @classmethod
    def issue(
        cls,
        kind: CertificateKind,
        *,
        program: bytes,
        subject: bytes,
        signer: bytes,
        by: SigningKey,
        team: bytes = NO_TEAM,
        public: bytes = b"",
        verify: bytes = b"",
    ) -> "Certificate":
        """Vouch for a subject's keys.

        Args:
            signer: who signs; the program's id for the root.
        """
        unsigned = cls(kind, program, subject, team, public, verify, signer, b"")
        return replace(unsigned, signature=by.sign(b"", context=unsigned.statement()))

    def statement(self) -> bytes:
        """Give what is signed: everything but the signature."""
        return context(
            Purpose.CERTIFICATE,
            self.kind.value,
            self.program,
            self.subject,
            self.team,
            self.public,
            self.verify,
            self.signer,
        )

    def signed_by(self, verify: VerifyKey) -> bool:
        """Tell whether this key signed it, and say nothing of whether it may."""
        try:
            verify.verify(self.signature, b"", context=self.statement())
        except NotProven:
            return False
        return True
