"""A request to open an original: two custodians hand their halves to its key, for a day."""

from dataclasses import dataclass, field, replace
from typing import Final

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import SigningKey, VerifyKey

OPENING_SECONDS: Final = 24 * 60 * 60
"""How long a request's key lives."""


@dataclass(frozen=True, slots=True)
class OpeningRequest:
    """Who wants to open which original, why, and the key that was made for it.

    Custodians check it before they seal their half to its key, so that nobody
    who writes the database can have a half sealed to themselves.
    """

    program: bytes
    request: bytes
    tip: bytes
    file: bytes
    person: bytes
    reason_digest: bytes
    """SHA-256 of the sealed reason, so that it cannot be exchanged afterwards."""
    public: bytes
    made_at: int
    """Seconds since 1970, UTC."""
    signature: bytes = field(repr=False)

    @classmethod
    def issue(
        cls,
        *,
        program: bytes,
        request: bytes,
        tip: bytes,
        file: bytes,
        person: bytes,
        reason_digest: bytes,
        public: bytes,
        made_at: int,
        by: SigningKey,
    ) -> "OpeningRequest":
        """Ask to open an original."""
        unsigned = cls(program, request, tip, file, person, reason_digest, public, made_at, b"")
        return replace(unsigned, signature=by.sign(b"", context=unsigned.statement()))

    def statement(self) -> bytes:
        """Give what is signed: everything but the signature."""
        return context(
            Purpose.OPENING,
            self.program,
            self.request,
            self.tip,
            self.file,
            self.person,
            self.reason_digest,
            self.public,
            self.made_at,
        )

    def counts(self, verify: VerifyKey, *, at: int) -> bool:
        """Tell whether its person made it, and less than a day before `at`."""
        if not 0 <= at - self.made_at < OPENING_SECONDS:
            return False
        try:
            verify.verify(self.signature, b"", context=self.statement())
        except (NotProven, ValueError):  # ValueError: a number of a row that no statement can hold
            return False
        return True
