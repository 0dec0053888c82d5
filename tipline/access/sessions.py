"""Sign a person in, know them again by their cookie, sign them out.

One Argon2id a sign-in, for a name that nobody has too, and one answer for whatever was wrong. A session's
row goes at its end, and with it what the process had opened.
"""

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, not_, or_, select, update

from crypto import locker
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from tipline import audit
from tipline.access import epochs
from tipline.access.confirm import confirmed_by
from tipline.access.passwords import identify
from tipline.errors import NoProvenKey, NotConfirmed, SessionOver, SignInRefused
from tipline.holdings import Holder, Holdings
from tipline.keyring import ProgramKeys
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import SessionRow
from tipline.store.program_tables import PersonRow
from tipline.store.upkeep import checkpoint_soon
from tipline.vocabulary import PersonId, PersonState, ProgramId, team_id

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly a session's last use is kept: a row that changed with every click would tell of each."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token for the cookie, and who it is."""

    token: bytes = field(repr=False)
    holder: Holder


def encode_token(token: bytes) -> str:
    """The token as the cookie has it."""
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def decode_token(text: str) -> bytes:
    """The token out of a cookie.

    Raises:
        SessionOver: it is none.
    """
    try:
        token = base64.b64decode(text.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise SessionOver from None
    if len(token) != locker.TOKEN_SIZE or encode_token(token) != text:
        raise SessionOver
    return token


def sign_in(runtime: ConsoleRuntime, *, name: str, password: str, totp: str, now: datetime) -> SignedIn:
    """Let somebody in, and make the epochs of the months ahead while a holder's keys are open.

    Confirmed is who has a key that is proven and that their password opens; what a row says of them does not
    count.

    Raises:
        SignInRefused: name, password or second factor is wrong, or they have left.
        NotConfirmed: all is right, and nobody has confirmed them yet.
        TooBusy: too many sign in at this moment.
        StoreUnavailable: a store cannot be read or written.
    """
    known = identify(runtime, name=name, password=password, totp=totp, now=now)
    person = known.person
    if person.state is PersonState.GONE:
        raise SignInRefused
    program = _program_that_knows(runtime, person, known.key, now=now)
    if program is None:
        raise NotConfirmed(_confirmers(runtime, person, now=now))
    opened = locker.open_session(
        known.key.seed,
        console_key=runtime.keys.console_key,
        program=person.program_id,
        person=person.person_id,
    )
    holdings = Holdings(person.program_id, person.person_id, known.key)
    with runtime.tips.transaction() as tips, runtime.keys_store.transaction() as keys:
        if not epochs.is_complete(tips, keys, program=program, by=holdings, now=now):
            epochs.ensure(tips, keys, program=program, by=holdings, now=now)
            runtime.keyring.forget(person.program_id)
        keys.exec(delete(SessionRow).where(_expired(runtime, now)))
        keys.add(
            SessionRow(
                program_id=person.program_id,
                session_id=opened.session_id,
                person_id=person.person_id,
                sealed=opened.sealed,
                opened_at=now,
                seen_at=now,
                wrong_codes=known.wrong_codes,
            )
        )
        audit.record(
            tips,
            program_id=person.program_id,
            action=audit.Action.SIGNED_IN,
            by=person.person_id,
            at=now,
            signer=holdings.signing(),
        )
    runtime.holders.drop_unused(since=now - runtime.settings.idle)
    runtime.holders.keep(opened.session_id, proof=_proof(opened.token), holdings=holdings, now=now)
    holder = _holder(
        person,
        program,
        session_id=opened.session_id,
        holdings=holdings,
        wrong_codes=known.wrong_codes,
    )
    return SignedIn(token=opened.token, holder=holder)


def resume(runtime: ConsoleRuntime, token: bytes, *, now: datetime, used: bool = True) -> Holder:
    """Know somebody again by their cookie's token.

    The row must live, and the person still be proven: what ends either ends the session everywhere at once.
    What a page does by itself is not use: with `used` false the session goes on resting.

    Raises:
        SessionOver: idle, old, signed out, unknown, or the person's key counts no longer.
        StoreUnavailable: a store cannot be read or written.
    """
    try:
        session_id = locker.session_id(token)
    except CannotOpen:
        raise SessionOver from None
    with runtime.keys_store.read() as keys:
        row = keys.exec(select(SessionRow).where(SessionRow.session_id == session_id)).first()
    if row is None:
        runtime.holders.drop(session_id)
        raise SessionOver
    if _is_over(runtime, row, now):
        _end(runtime, session_id)
        raise SessionOver
    at = now if used else row.seen_at
    holdings = runtime.holders.find(session_id, proof=_proof(token), now=at)
    if holdings is None:
        holdings = _opened_again(runtime, row, token, now=at)
    with runtime.tips.read() as tips:
        person = tips.exec(
            select(PersonRow).where(
                PersonRow.program_id == row.program_id, PersonRow.person_id == row.person_id
            )
        ).first()
    program = None
    if person is not None and person.state is not PersonState.GONE:
        program = _program_that_knows(runtime, person, holdings.key, now=now)
    if person is None or program is None:
        _end(runtime, session_id)
        raise SessionOver
    if used and now - row.seen_at >= SEEN_EVERY:
        _see(runtime, session_id, now=now)
    return _holder(person, program, session_id=session_id, holdings=holdings, wrong_codes=row.wrong_codes)


def living(runtime: ConsoleRuntime, session_ids: Collection[bytes], *, now: datetime) -> frozenset[bytes]:
    """Which of these sessions are not over; to ask is not to use them.

    Raises:
        StoreUnavailable: the keys store cannot be read.
    """
    with runtime.keys_store.read() as keys:
        found = keys.exec(
            select(SessionRow.session_id).where(
                col(SessionRow.session_id).in_(session_ids), not_(_expired(runtime, now))
            )
        )
        return frozenset(found)


def sign_out(runtime: ConsoleRuntime, token: bytes, *, now: datetime) -> None:
    """End a session: its row goes, what it had opened is wiped. One that is over already is no error.

    Raises:
        StoreUnavailable: a store cannot be read or written; the session may still live.
    """
    try:
        holder = resume(runtime, token, now=now)
    except SessionOver:
        return
    with runtime.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=holder.program_id,
            action=audit.Action.SIGNED_OUT,
            by=holder.person_id,
            at=now,
            signer=holder.holdings.signing(),
        )
    _end(runtime, holder.session_id)
    checkpoint_soon(runtime.keys_store)


def end_all(runtime: ConsoleRuntime, *, program_id: ProgramId, person_id: PersonId) -> int:
    """End every session of somebody, so that nothing they had opened stays in memory; how many there were.

    Another process lets go of what it holds of theirs at the next request with that cookie.

    Raises:
        StoreUnavailable: the keys store cannot be written.
    """
    theirs = (col(SessionRow.program_id) == program_id) & (col(SessionRow.person_id) == person_id)
    with runtime.keys_store.transaction() as keys:
        found = keys.exec(select(SessionRow.session_id).where(theirs)).all()
        keys.exec(delete(SessionRow).where(theirs))
    for session_id in found:
        runtime.holders.drop(session_id)
    return len(found)


def sweep(runtime: ConsoleRuntime, *, now: datetime) -> None:
    """End every session that rested too long: to be called once a minute, so that nothing stays open unused.

    Raises:
        StoreUnavailable: the keys store cannot be written.
    """
    runtime.holders.drop_unused(since=now - runtime.settings.idle)
    with runtime.keys_store.transaction() as keys:
        over = keys.exec(select(SessionRow.session_id).where(_expired(runtime, now))).all()
        if over:
            keys.exec(delete(SessionRow).where(_expired(runtime, now)))
    for session_id in over:
        runtime.holders.drop(session_id)


def _opened_again(runtime: ConsoleRuntime, row: SessionRow, token: bytes, *, now: datetime) -> Holdings:
    """This process has not seen the session: it was restarted, or another one let the person in."""
    try:
        seed = locker.resume(
            token,
            row.sealed,
            console_key=runtime.keys.console_key,
            program=row.program_id,
            person=row.person_id,
        )
    except CannotOpen:
        raise SessionOver from None
    holdings = Holdings(row.program_id, row.person_id, PrivateKey.from_seed(seed))
    return runtime.holders.keep(row.session_id, proof=_proof(token), holdings=holdings, now=now)


def _program_that_knows(
    runtime: ConsoleRuntime, person: PersonRow, key: PrivateKey, *, now: datetime
) -> ProgramKeys | None:
    """The program's keys, if this very key is proven there; what was just signed is looked up again."""
    for _ in range(2):
        try:
            program = runtime.keyring.of(runtime.tips, person.program_id, now=now)
        except NoProvenKey:
            return None
        proven = program.people.get(person.person_id)
        if proven is not None and proven.public == key.public():
            return program
        runtime.keyring.forget(person.program_id)
    return None


def _confirmers(runtime: ConsoleRuntime, person: PersonRow, *, now: datetime) -> tuple[str, ...]:
    """The names of those who may confirm somebody; told after a right password alone."""
    try:
        program = runtime.keyring.of(runtime.tips, person.program_id, now=now)
    except NoProvenKey:
        return ()
    team = team_id(person.program_id, confirmed_by(person.role))
    ids = [holder.person_id for holder in program.holders(team)]
    with runtime.tips.read() as tips:
        names = tips.exec(
            select(PersonRow.name)
            .where(PersonRow.program_id == person.program_id, col(PersonRow.person_id).in_(ids))
            .order_by(PersonRow.name)
        )
        return tuple(names)


def _holder(
    person: PersonRow, program: ProgramKeys, *, session_id: bytes, holdings: Holdings, wrong_codes: int
) -> Holder:
    return Holder(
        person_id=person.person_id,
        program_id=person.program_id,
        name=person.name,
        role=person.role,
        unit_id=person.unit_id,
        teams=program.people[person.person_id].teams,
        session_id=session_id,
        holdings=holdings,
        wrong_codes=wrong_codes,
    )


def _is_over(runtime: ConsoleRuntime, row: SessionRow, now: datetime) -> bool:
    settings = runtime.settings
    return now - row.seen_at > settings.idle or now - row.opened_at > settings.longest_session


def _expired(runtime: ConsoleRuntime, now: datetime) -> ColumnElement[bool]:
    settings = runtime.settings
    return or_(
        col(SessionRow.seen_at) < now - settings.idle,
        col(SessionRow.opened_at) < now - settings.longest_session,
    )


def _see(runtime: ConsoleRuntime, session_id: bytes, *, now: datetime) -> None:
    with runtime.keys_store.transaction() as keys:
        keys.exec(update(SessionRow).where(col(SessionRow.session_id) == session_id).values(seen_at=now))


def _end(runtime: ConsoleRuntime, session_id: bytes) -> None:
    with runtime.keys_store.transaction() as keys:
        keys.exec(delete(SessionRow).where(col(SessionRow.session_id) == session_id))
    runtime.holders.drop(session_id)


def _proof(token: bytes) -> bytes:
    """By which a process knows the whole token again without keeping it."""
    return sha256(token).digest()
