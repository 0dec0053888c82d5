"""A claim on an award: what its reporter is given, how a typed code finds the award, how a code is replaced.

The code is drawn where the award is proposed and sealed to the reporter's own key. The ledger keeps two
values of it, computed with a pepper that lies in no store. A code that replaces it is made by the reporter's
own visit, from their own key, and handed over locked under a key that only the claim and the ledger's pepper
give: whoever can write the stores cannot ask for one.
"""

import json
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from crypto.context import Purpose, context
from crypto.derive import expand
from crypto.errors import BadCode, CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.numbers import CLAIM_MATERIAL_SIZE, claim_code_of, read_claim_code
from crypto.padding import pad, unpad
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, seal, unlock, unseal
from tipline.vocabulary import ID_SIZE, AwardId, Cents, KeyId, ProgramId

OLD_CODE_LEAST: Final = 4
OLD_CODE_MOST: Final = 40
"""Letters and digits of another system's code."""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """What the ledger keeps of a claim code."""

    name: bytes = field(repr=False)
    tie: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reporter is given with an award; a wish for none, or for the community, has no code."""

    award_id: AwardId
    amount: Cents
    """In cents, as proposed; what the board decided is asked of the ledger."""
    code: str | None = field(repr=False)
    renewal: bytes = field(repr=False)
    """The key under which another code can be asked for."""


def seal_claim(claim: Claim, to: PublicKey, *, program_id: ProgramId, key_id: KeyId) -> bytes:
    """Seal a claim to its reporter, for the thread in which they find it; claims are of one size.

    Raises:
        MalformedKey: `to` must not be sealed to.
    """
    body = {
        "award": claim.award_id.hex(),
        "amount": claim.amount,
        "code": claim.code,
        "renewal": claim.renewal.hex(),
    }
    return seal(pad(json.dumps(body).encode()), to, context=_place(program_id, key_id))


def open_claim(sealed: bytes, *, key: PrivateKey, program_id: ProgramId, key_id: KeyId) -> Claim:
    """Open a claim with its reporter's key; one from before reporters picked their desk names a place too.

    Raises:
        CannotOpen: another key or thread, changed, or no claim.
    """
    try:
        body = json.loads(unpad(unseal(sealed, key, context=_place(program_id, key_id))))
        return Claim(
            award_id=AwardId(bytes.fromhex(body["award"])),
            amount=Cents(int(body["amount"])),
            code=None if body["code"] is None else str(body["code"]),
            renewal=bytes.fromhex(body["renewal"]),
        )
    except (ValueError, KeyError, TypeError):
        raise CannotOpen from None


def claim_name(code: str, *, pepper: bytes, program_id: ProgramId) -> bytes:
    """By which a code is looked for: another program's is found nowhere."""
    return keyed_name(pepper, context(Purpose.CLAIM, program_id, code))


def claim_names(code: str, *, pepper: bytes, program_id: ProgramId, award_id: AwardId) -> ClaimNames:
    """What the ledger keeps of a code: where it leads, and what ties it to this award and no other."""
    return ClaimNames(
        name=claim_name(code, pepper=pepper, program_id=program_id),
        tie=keyed_name(pepper, context(Purpose.CLAIM, program_id, award_id, code)),
    )


def read_old_code(typed: str) -> str:
    """A code of another system as it is kept and typed: its letters and digits, whatever their case or width.

    Raises:
        BadCode: fewer than four of them, or more than forty.
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    code = "".join(letter for letter in plain if letter.isalnum())
    if not OLD_CODE_LEAST <= len(code) <= OLD_CODE_MOST:
        raise BadCode
    return code


def old_claim_name(code: str, *, pepper: bytes, program_id: ProgramId) -> bytes:
    """By which a code of another system is looked for; one of ours with the same digits is another."""
    return keyed_name(pepper, context(Purpose.CLAIM, program_id, "old", code))


def old_claim_names(code: str, *, pepper: bytes, program_id: ProgramId, award_id: AwardId) -> ClaimNames:
    """As `claim_names`, of a code of another system."""
    return ClaimNames(
        name=old_claim_name(code, pepper=pepper, program_id=program_id),
        tie=keyed_name(pepper, context(Purpose.CLAIM, program_id, award_id, "old", code)),
    )


def list_digest(content: bytes, *, pepper: bytes, program_id: ProgramId) -> bytes:
    """By which a list of such codes is known again, and none of them can be tried."""
    return keyed_name(pepper, context(Purpose.CLAIM, program_id, "list", sha256(content).digest()))


def renewal_key(*, pepper: bytes, program_id: ProgramId, award_id: AwardId, reissued: bool) -> bytes:
    """The key under which an award's reporter asks for another code; who had it before has another."""
    return expand(pepper, context(Purpose.AWARD, program_id, award_id, "renewal", int(reissued)))


def renewed_code(key: PrivateKey, *, program_id: ProgramId, award_id: AwardId, number: int) -> str:
    """The code that replaces the first one, or the one before: it follows from the reporter's key."""
    where = context(Purpose.CLAIM, program_id, award_id, "code", number)
    return claim_code_of(expand(key.seed, where, size=CLAIM_MATERIAL_SIZE))


def request_id(key: PrivateKey, *, program_id: ProgramId, award_id: AwardId, number: int) -> bytes:
    """The id of the request for that code: asked for twice, it is one request; to others it says nothing."""
    where = context(Purpose.CLAIM, program_id, award_id, "request", number)
    return expand(key.seed, where, size=ID_SIZE)


def lock_request(code: str, number: int, *, claim: Claim, program_id: ProgramId) -> bytes:
    """A request that this code should replace the one before it."""
    return lock(f"{number} {code}".encode(), claim.renewal, context=_renewal(program_id, claim.award_id))


def open_request(
    locked: bytes, *, pepper: bytes, program_id: ProgramId, award_id: AwardId, reissued: bool
) -> tuple[str, int]:
    """The code of a request and its number, if it is for this award.

    Raises:
        CannotOpen: it is for another one, or none.
    """
    key = renewal_key(pepper=pepper, program_id=program_id, award_id=award_id, reissued=reissued)
    text = unlock(locked, key, context=_renewal(program_id, award_id)).decode("ascii", "replace")
    number, _, code = text.partition(" ")
    try:
        return read_claim_code(code), int(number)
    except (BadCode, ValueError):
        raise CannotOpen from None


def _place(program_id: ProgramId, key_id: KeyId) -> bytes:
    return context(Purpose.CLAIM, program_id, key_id)


def _renewal(program_id: ProgramId, award_id: AwardId) -> bytes:
    return context(Purpose.AWARD, program_id, award_id, "renewal")
