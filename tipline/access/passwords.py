"""A name, a password and a second factor: who it is, at the same cost whether anybody has the name or not."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.locker import PasswordLock, burn_time, open_lock
from crypto.pseudonym import keyed_name
from tipline import audit
from tipline.access import second_factor
from tipline.access.second_factor import Verdict
from tipline.errors import SignInRefused
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import PasswordLockRow
from tipline.store.program_tables import PersonRow, ProgramRow
from tipline.vocabulary import ProgramId, fold

LONGEST: Final = 200
"""Letters of a name, a password or a code that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose password and second factor are right."""

    person: PersonRow = field(repr=False)
    key: PrivateKey = field(repr=False)
    wrong_codes: int = 0
    """How many wrong codes came with this password since they last signed in."""


def identify(runtime: ConsoleRuntime, *, name: str, password: str, totp: str, now: datetime) -> Known:
    """Tell who it is, and spend their second factor; a refusal is written into the audit.

    Whatever is wrong, the work is the same: one Argon2id, one count and one entry. A name that nobody has
    is entered in the audit of one of the programs, always the same one for the same name.

    Raises:
        SignInRefused: name, password or second factor is wrong, the code was used before, or too many wrong
            ones came before it.
        TooBusy: too many sign in at this moment; nothing was tried.
        StoreUnavailable: a store cannot be read or written.
    """
    name, password, totp = name[:LONGEST], password[:LONGEST], totp[:LONGEST]
    person, stored = _account(runtime, name)
    with runtime.turnstile.turn():
        key = _opened(runtime, person, stored, password)
    step = None
    if stored is not None and key is not None:
        step = second_factor.step_of(stored, totp, console_key=runtime.keys.console_key, now=now)
    with runtime.keys_store.transaction() as keys:
        account = stored if key is not None else None
        judged = second_factor.judge(keys, account, step=step, now=now)
    if person is not None and key is not None and judged.verdict is Verdict.OPENS:
        return Known(person=person, key=key, wrong_codes=judged.wrong_codes)
    _write_refusal(runtime, person, name, verdict=judged.verdict, now=now)
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


def _write_refusal(
    runtime: ConsoleRuntime, person: PersonRow | None, name: str, *, verdict: Verdict, now: datetime
) -> None:
    with runtime.tips.transaction() as tips:
        program_id = person.program_id if person is not None else _somewhere(runtime, tips, name)
        if program_id is not None:
            audit.record(
                tips,
                program_id=program_id,
                action=audit.Action.REFUSED,
                by=None,
                subject=person.person_id if person is not None else None,
                detail=verdict.value if person is not None else "sign-in, unknown name",
                at=now,
                signer=None,
            )


def _somewhere(runtime: ConsoleRuntime, tips: Session, name: str) -> ProgramId | None:
    programs = tips.exec(select(ProgramRow.program_id).order_by(col(ProgramRow.program_id))).all()
    if not programs:
        return None
    digest = keyed_name(runtime.keys.console_key, context(Purpose.CHECK, fold(name)))
    return ProgramId(programs[int.from_bytes(digest, "big") % len(programs)])
