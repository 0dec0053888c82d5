"""Statements of a team's key for a month, and of a program's key for what falls due in a quarter."""

from dataclasses import dataclass, field, replace

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import SigningKey, VerifyKey


@dataclass(frozen=True, slots=True)
class EpochStatement:
    """A team's public key from one day on, signed by somebody who may give it one."""

    program: bytes
    team: bytes
    epoch: bytes
    month: int
    """As `yyyymm`."""
    not_before: int
    """The proleptic Gregorian ordinal of its first day."""
    public: bytes
    signer: bytes
    signature: bytes = field(repr=False)

    @classmethod
    def issue(
        cls,
        *,
        program: bytes,
        team: bytes,
        epoch: bytes,
        month: int,
        not_before: int,
        public: bytes,
        signer: bytes,
        by: SigningKey,
    ) -> "EpochStatement":
        """Vouch for a team's key."""
        unsigned = cls(program, team, epoch, month, not_before, public, signer, b"")
        return replace(unsigned, signature=by.sign(b"", context=unsigned.statement()))

    def statement(self) -> bytes:
        """Give what is signed: everything but the signature."""
        return context(
            Purpose.EPOCH,
            self.program,
            self.team,
            self.epoch,
            self.month,
            self.not_before,
            self.public,
            self.signer,
        )

    def signed_by(self, verify: VerifyKey) -> bool:
        """Tell whether this key signed it, and say nothing of whether it may."""
        return _signed(self, verify)


@dataclass(frozen=True, slots=True)
class DisposalStatement:
    """The key that closed tips are granted to until their quarter has come.

    When its seed's grants are destroyed, all that was granted to it is forgotten.
    """

    program: bytes
    epoch: bytes
    quarter: int
    """As `yyyyq`, q from 1 to 4."""
    public: bytes
    signer: bytes
    signature: bytes = field(repr=False)

    @classmethod
    def issue(
        cls,
        *,
        program: bytes,
        epoch: bytes,
        quarter: int,
        public: bytes,
        signer: bytes,
        by: SigningKey,
    ) -> "DisposalStatement":
        """Vouch for a quarter's key."""
        unsigned = cls(program, epoch, quarter, public, signer, b"")
        return replace(unsigned, signature=by.sign(b"", context=unsigned.statement()))

    def statement(self) -> bytes:
        """Give what is signed: everything but the signature."""
        return context(Purpose.DISPOSAL, self.program, self.epoch, self.quarter, self.public, self.signer)

    def signed_by(self, verify: VerifyKey) -> bool:
        """Tell whether this key signed it, and say nothing of whether it may."""
        return _signed(self, verify)


def _signed(statement: EpochStatement | DisposalStatement, verify: VerifyKey) -> bool:
    try:
        verify.verify(statement.signature, b"", context=statement.statement())
    except (NotProven, ValueError):  # ValueError: a number of a row that no statement can hold
        return False
    return True
