"""A name, a password and a second factor: who it is, at the same cost whether anybody has the name or not."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Final

import pyotp
from sqlmodel import Session, col, select, update

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.locker import PasswordLock, burn_time, open_lock
from crypto.pseudonym import keyed_name
from crypto.sealing import unlock
from tipline import audit
from tipline.access.people import totp_context
from tipline.errors import SignInRefused
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import PasswordLockRow
from tipline.store.program_tables import PersonRow, ProgramRow
from tipline.vocabulary import ProgramId, fold

STEP_S: Final = 30
"""A TOTP code's time (RFC 6238); one step before and one after are taken too, for clocks that differ."""

LONGEST: Final = 200
"""Letters of a name, a password or a code that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose password and second factor are right."""

    person: PersonRow = field(repr=False)
    key: PrivateKey = field(repr=False)


def identify(runtime: ConsoleRuntime, *, name: str, password: str, totp: str, now: datetime) -> Known:
    """Tell who it is, and spend their second factor; a refusal is written into the audit.

    Whatever is wrong, the work is the same: one Argon2id, and one entry. A name that nobody has is entered in
    the audit of one of the programs, always the same one for the same name.

    Raises:
        SignInRefused: name, password or second factor is wrong, or the code was used before.
        TooBusy: too many sign in at this moment; nothing was tried.
        StoreUnavailable: a store cannot be read or written.
    """
    name, password, totp = name[:LONGEST], password[:LONGEST], totp[:LONGEST]
    person, stored = _account(runtime, name)
    with runtime.turnstile.turn():
        key = _opened(runtime, person, stored, password)
    if person is not None and stored is not None and key is not None:
        step = _step(runtime, stored, totp, now=now)
        if step is not None and _spend(runtime, stored, step):
            return Known(person=person, key=key)
    _write_refusal(runtime, person, name, now=now)
    raise SignInRefused


def _account(runtime: ConsoleRuntime, name: str) -> tuple[PersonRow | None, PasswordLockRow | None]:
    with runtime.tips.read() as tips:
        person = tips.exec(select(PersonRow).where(PersonRow.sign_in == fold(name))).first()
    with runtime.keys_store.read() as keys:
        stored = keys.exec(
            select(PasswordLockRow).where(
                PasswordLockRow.program_id == (person.program_id if person else b""),
                PasswordLockRow.person_id == (person.person_id if person else b""),
            )
        ).first()
    return person, stored


def _opened(
    runtime: ConsoleRuntime, person: PersonRow | None, stored: PasswordLockRow | None, password: str
) -> PrivateKey | None:
    console_key = runtime.keys.console_key
    if person is None or stored is None:
        burn_time(password, console_key)
        return None
    lock = PasswordLock(
        salt=stored.salt,
        memory_kib=stored.memory_kib,
        passes=stored.passes,
        check=stored.check_value,
        locked=stored.locked,
    )
    try:
        seed = open_lock(
            lock,
            password=password,
            console_key=console_key,
            program=person.program_id,
            person=person.person_id,
        )
    except CannotOpen:
        return None
    return PrivateKey.from_seed(seed)


def _step(runtime: ConsoleRuntime, stored: PasswordLockRow, typed: str, *, now: datetime) -> int | None:
    """The step whose code was typed, if it is one of the three that are taken."""
    place = totp_context(stored.program_id, stored.person_id)
    try:
        secret = unlock(stored.totp, runtime.keys.console_key, context=place)
    except CannotOpen:
        return None
    codes = pyotp.TOTP(base64.b32encode(secret).decode())
    given = "".join(typed.split())
    current = int(now.timestamp()) // STEP_S
    for step in (current, current - 1, current + 1):
        if compare_digest(codes.generate_otp(step).encode(), given.encode()):
            return step
    return None


def _spend(runtime: ConsoleRuntime, stored: PasswordLockRow, step: int) -> bool:
    """Use a code up: two who send the same one at the same moment cannot both be let in."""
    with runtime.keys_store.transaction() as keys:
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


def _write_refusal(runtime: ConsoleRuntime, person: PersonRow | None, name: str, *, now: datetime) -> None:
    with runtime.tips.transaction() as tips:
        program_id = person.program_id if person is not None else _somewhere(runtime, tips, name)
        if program_id is not None:
            audit.record(
                tips,
                program_id=program_id,
                action=audit.Action.REFUSED,
                by=None,
                subject=person.person_id if person is not None else None,
                detail="sign-in" if person is not None else "sign-in, unknown name",
                at=now,
                signer=None,
            )


def _somewhere(runtime: ConsoleRuntime, tips: Session, name: str) -> ProgramId | None:
    programs = tips.exec(select(ProgramRow.program_id).order_by(col(ProgramRow.program_id))).all()
    if not programs:
        return None
    digest = keyed_name(runtime.keys.console_key, context(Purpose.CHECK, fold(name)))
    return ProgramId(programs[int.from_bytes(digest, "big") % len(programs)])
