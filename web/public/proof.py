"""A proof of work: some seconds of a phone's work that nobody can do for many tips at once."""

import base64
import binascii
import json
from hashlib import sha256
from typing import Final

import altcha

from crypto.context import Purpose, context
from crypto.derive import mac
from tipline.vocabulary import ProgramId

ALGORITHM: Final = "PBKDF2/SHA-256"
COST: Final = 4_000
"""Rounds for one try. A phone makes some hundred tries a second, and needs 256 of them on average."""
PREFIX: Final = "00"
PROOF_LENGTH: Final = 4_000
"""Letters; a longer one is none."""


def challenge(carried: str, *, key: bytes, program_id: ProgramId) -> str:
    """Ask for work that is good for what one page carries, and for nothing else.

    Returns:
        JSON, as altcha's worker reads it.
    """
    asked = altcha.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        data={"for": _of(carried)},
        hmac_secret=_secret(key, program_id),
    )
    return json.dumps(asked.to_dict(), separators=(",", ":"))


def proven(proof: str, carried: str, *, key: bytes, program_id: ProgramId) -> bool:
    """Whether the work was done, and for what this page carries; costs us one try."""
    if not proof or len(proof) > PROOF_LENGTH:
        return False
    try:
        named = json.loads(base64.b64decode(proof, validate=True))["challenge"]["parameters"]["data"]["for"]
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return False
    return named == _of(carried) and altcha.verify_solution(proof, _secret(key, program_id)).verified


def _of(carried: str) -> str:
    return sha256(carried.encode()).hexdigest()


def _secret(key: bytes, program_id: ProgramId) -> bytes:
    return mac(key, context(Purpose.PROOF, program_id))
