"""The second factor: six digits that are right once, and few guesses at them for whoever has the password.

After five wrong codes within an hour one right code no longer lets anybody in, but two do: different ones,
the second within a few minutes of the first, and few wrong ones between. A person who is refused types the
next code anyway; who guesses would have to be lucky twice. So nobody who knows a password can lock its owner
out for good.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Final

import pyotp
from sqlmodel import Session, col, select, update

from crypto.errors import CannotOpen
from crypto.sealing import unlock
from tipline.access.people import totp_context
from tipline.store.key_tables import CodeTriesRow, PasswordLockRow
from tipline.store.statements import insert_new
from tipline.vocabulary import ID_SIZE, PersonId, ProgramId

STEP_S: Final = 30
"""A TOTP code's time (RFC 6238); one step before and one after are taken too, for clocks that differ."""

WINDOW: Final = timedelta(hours=1)
FREE_TRIES: Final = 5
"""Wrong codes in a window after which one right code is not enough; and how many may come between two."""

BETWEEN: Final = 6
"""Steps from the first of two right codes within which the second must come: three minutes."""

MOST: Final = 1_000_000
"""Where counting ends."""

NOBODY: Final = (ProgramId(bytes(ID_SIZE)), PersonId(bytes(ID_SIZE)))
"""Whose row counts what was refused for another reason: every refusal writes one."""


class Verdict(StrEnum):
    """What is to be done with a sign-in; the words are the audit's."""

    OPENS = "sign-in"
    NOT_KNOWN = "sign-in, wrong name or password"
    WRONG_CODE = "sign-in, right password, wrong code"
    ANOTHER = "sign-in, right password and code, after too many wrong codes"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and how many wrong codes had come before one that opens."""

    verdict: Verdict
    wrong_codes: int = 0


def step_of(stored: PasswordLockRow, typed: str, *, console_key: bytes, now: datetime) -> int | None:
    """The step whose code was typed, if it is one of the three that are taken."""
    place = totp_context(stored.program_id, stored.person_id)
    try:
        secret = unlock(stored.totp, console_key, context=place)
    except CannotOpen:
        return None
    codes = pyotp.TOTP(base64.b32encode(secret).decode())
    given = "".join(typed.split())
    current = int(now.timestamp()) // STEP_S
    for step in (current, current - 1, current + 1):
        if compare_digest(codes.generate_otp(step).encode(), given.encode()):
            return step
    return None


def judge(keys: Session, stored: PasswordLockRow | None, *, step: int | None, now: datetime) -> Judged:
    """Count a try, and tell whether it opens; the same work in the store for whatever was wrong.

    The caller commits before it answers, so that every process counts the same tries.

    Args:
        stored: the account whose password was right; nothing where no account's was.
        step: of the code that was typed, if it is a right one.
    """
    tries = _locked(keys, stored, now=now)
    if not timedelta() <= now - tries.since < WINDOW:
        tries.since, tries.wrong, tries.right_step = now, 0, 0
    if stored is None:
        _count(tries)
        judged = Judged(Verdict.NOT_KNOWN)
    elif step is None or not _spend(keys, stored, step):
        _count(tries)
        judged = Judged(Verdict.WRONG_CODE)
    elif tries.wrong < FREE_TRIES or _is_second(tries, step):
        judged = Judged(Verdict.OPENS, tries.untold)
        tries.wrong = tries.right_step = tries.untold = 0
    else:
        tries.wrong, tries.right_step = FREE_TRIES, step
        judged = Judged(Verdict.ANOTHER)
    keys.add(tries)
    keys.flush()
    return judged


def _locked(keys: Session, stored: PasswordLockRow | None, *, now: datetime) -> CodeTriesRow:
    """The row that counts, made where there is none; nobody else counts in it before the transaction ends."""
    program_id, person_id = (stored.program_id, stored.person_id) if stored is not None else NOBODY
    fresh = {"wrong": 0, "right_step": 0, "untold": 0, "since": now}
    insert_new(keys.connection(), CodeTriesRow, {"program_id": program_id, "person_id": person_id, **fresh})
    return keys.exec(
        select(CodeTriesRow)
        .where(CodeTriesRow.program_id == program_id, CodeTriesRow.person_id == person_id)
        .with_for_update()
    ).one()


def _count(tries: CodeTriesRow) -> None:
    tries.wrong = min(tries.wrong + 1, MOST)
    tries.untold = min(tries.untold + 1, MOST)


def _is_second(tries: CodeTriesRow, step: int) -> bool:
    """Whether this is the second of two right codes, with few wrong ones since the first."""
    first = tries.right_step
    return first != 0 and first < step <= first + BETWEEN and tries.wrong < 2 * FREE_TRIES


def _spend(keys: Session, stored: PasswordLockRow, step: int) -> bool:
    """Use a code up: two who send the same one at the same moment cannot both be let in."""
    changed = keys.exec(
        update(PasswordLockRow)
        .where(
            col(PasswordLockRow.program_id) == stored.program_id,
            col(PasswordLockRow.person_id) == stored.person_id,
            col(PasswordLockRow.totp_step) < step,
        )
        .values(totp_step=step)
    )
    return changed.rowcount == 1
