from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import select

from crypto import locker
from crypto.errors import CannotOpen, MalformedKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline import audit
from tipline.access import passwords, sessions
from tipline.access.sessions import SignedIn, decode_token, encode_token
from tipline.errors import NotConfirmed, SessionOver, SignInRefused, TooBusy
from tipline.holdings import Holder
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import SessionRow
from tipline.store.program_tables import CertificateRow, PersonRow
from tipline.store.work_tables import AuditRow
from tipline.turnstile import Turnstile
from tipline.vocabulary import PersonState, Role, TeamKind, team_id

MINUTE = timedelta(minutes=1)


@dataclass
class Console:
    """A founded program and a console on it."""

    program: FoundedProgram
    runtime: ConsoleRuntime
    folder: Path = field(repr=False)

    def sign_in(
        self,
        name: str = "Ada Byron",
        *,
        password: str | None = None,
        totp: str | None = None,
        now: datetime = NOON,
    ) -> SignedIn:
        person = self.program.people.get(name)
        return sessions.sign_in(
            self.runtime,
            name=name,
            password=password if password is not None else (person.password if person else "x"),
            totp=totp if totp is not None else self.program.code(name, now),
            now=now,
        )

    def resume(self, token: bytes, *, now: datetime = NOON) -> Holder:
        return sessions.resume(self.runtime, token, now=now)

    def restarted(self) -> "Console":
        return Console(self.program, self.program.runtime(self.folder), self.folder)

    def rows(self) -> list[SessionRow]:
        with self.runtime.keys_store.read() as keys:
            return list(keys.exec(select(SessionRow)))

    def entries(self, action: audit.Action) -> list[AuditRow]:
        with self.runtime.tips.read() as tips:
            return list(tips.exec(select(AuditRow).where(AuditRow.action == action.value)))

    def opens_the_inbox(self, holder: Holder) -> bool:
        epoch = self.program.keys().epoch(team_id(holder.program_id, TeamKind.INBOX), NOON.date())
        with self.runtime.keys_store.read() as keys:
            return holder.holdings.epoch_key(keys, epoch.epoch_id) is not None


@pytest.fixture
def console(stores: Stores, tmp_path: Path) -> Console:
    program = found(stores)
    return Console(program, program.runtime(tmp_path), tmp_path)


def test_a_holder_signs_in_and_is_known_again(console: Console) -> None:
    signed = console.sign_in()

    holder = console.resume(signed.token, now=NOON + MINUTE)

    assert (holder.person_id, holder.name, holder.role) == (
        console.program.people["Ada Byron"].person_id,
        "Ada Byron",
        Role.COORDINATOR,
    )
    assert holder.teams == {team_id(console.program.program_id, TeamKind.INBOX)}
    assert holder.holdings is signed.holder.holdings
    assert console.opens_the_inbox(holder)


def test_a_name_is_typed_as_people_type_it(console: Console) -> None:
    person = console.program.people["Ada Byron"]

    signed = sessions.sign_in(
        console.runtime,
        name="  ADA   byrón ",
        password="  ".join(person.password.split()),
        totp=" ".join(console.program.code("Ada Byron")),
        now=NOON,
    )

    assert signed.holder.person_id == person.person_id


def test_signing_in_is_in_the_audit_signed_by_who_did(console: Console) -> None:
    console.sign_in()

    [entry] = console.entries(audit.Action.SIGNED_IN)
    with console.runtime.tips.read() as tips:
        audit.verify(tips, console.program.program_id, console.program.keys())
    assert entry.person_id == console.program.people["Ada Byron"].person_id


def wrong_password(console: Console) -> SignedIn:
    return console.sign_in(password="wrong " * 7)


def wrong_code(console: Console) -> SignedIn:
    return console.sign_in(totp="000000")


def no_code(console: Console) -> SignedIn:
    return console.sign_in(totp="")


def unknown_name(console: Console) -> SignedIn:
    return console.sign_in("Nobody Here", totp="000000")


def no_name(console: Console) -> SignedIn:
    return console.sign_in("", totp="000000")


def anothers_password(console: Console) -> SignedIn:
    return console.sign_in(password=console.program.people["Grace Hopper"].password)


@pytest.mark.parametrize(
    "attempt", [wrong_password, wrong_code, no_code, unknown_name, no_name, anothers_password]
)
def test_whatever_is_wrong_the_answer_is_the_same(console: Console, attempt: object) -> None:
    with pytest.raises(SignInRefused) as refused:
        attempt(console)  # type: ignore[operator]  # one of the above

    assert refused.value.args == ()
    assert console.rows() == []
    assert len(console.entries(audit.Action.REFUSED)) == 1


def test_a_refusal_names_nobody_that_the_stranger_may_not_be(console: Console) -> None:
    for attempt in (wrong_password, unknown_name):
        with pytest.raises(SignInRefused):
            attempt(console)

    known, unknown = console.entries(audit.Action.REFUSED)
    assert (known.person_id, known.subject, known.signature) == (
        None,
        console.program.people["Ada Byron"].person_id,
        None,
    )
    assert (unknown.person_id, unknown.subject) == (None, None)


def test_every_attempt_costs_one_argon2_known_name_or_not(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[str] = []
    opens, burns = locker.open_lock, locker.burn_time

    def counted_open(*args: object, **values: object) -> bytes:
        spent.append("open")
        return opens(*args, **values)  # type: ignore[arg-type]  # passed on

    def counted_burn(*args: object) -> None:
        spent.append("burn")
        burns(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(passwords, "open_lock", counted_open)
    monkeypatch.setattr(passwords, "burn_time", counted_burn)
    for attempt in (wrong_password, wrong_code, unknown_name, no_name):
        with pytest.raises(SignInRefused):
            attempt(console)

    assert spent == ["open", "open", "burn", "burn"]


def test_a_code_works_once(console: Console) -> None:
    console.sign_in()

    with pytest.raises(SignInRefused):
        console.sign_in()
    console.sign_in(now=NOON + 2 * MINUTE)


def test_a_code_of_the_step_before_and_after_is_taken_and_no_other(console: Console) -> None:
    secret = pyotp.TOTP(console.program.people["Ada Byron"].totp_secret)
    codes = [secret.at(NOON, counter_offset=offset) for offset in (-2, 2, -1, 1)]

    for code in codes[:2]:
        with pytest.raises(SignInRefused):
            console.sign_in(totp=code)
    console.sign_in(totp=codes[2])
    console.sign_in(totp=codes[3])
    with pytest.raises(SignInRefused):
        console.sign_in(totp=secret.at(NOON))


def test_a_wrong_password_does_not_spend_the_code(console: Console) -> None:
    with pytest.raises(SignInRefused):
        wrong_password(console)

    console.sign_in()


def test_who_waits_is_told_after_a_right_password_alone(console: Console) -> None:
    console.program.add("Sam Spade", Role.INVESTIGATOR)
    console.program.add("Ida Tarbell", Role.INTEGRITY)

    with pytest.raises(NotConfirmed) as sam:
        console.sign_in("Sam Spade")
    with pytest.raises(NotConfirmed) as ida:
        console.sign_in("Ida Tarbell")
    with pytest.raises(SignInRefused):
        console.sign_in("Sam Spade", password="wrong", now=NOON + 2 * MINUTE)
    with pytest.raises(SignInRefused):
        console.sign_in("Sam Spade", totp="000000", now=NOON + 2 * MINUTE)

    assert sam.value.confirmers == ("Ada Byron", "Grace Hopper")
    assert ida.value.confirmers == ("Ida Wells",)
    assert console.rows() == []


def test_a_row_that_calls_somebody_confirmed_lets_nobody_in(console: Console) -> None:
    console.program.add("Sam Spade", Role.COORDINATOR)
    with console.runtime.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.name == "Sam Spade")).one()
        row.state = PersonState.CONFIRMED
        tips.add(row)

    with pytest.raises(NotConfirmed):
        console.sign_in("Sam Spade")


def test_who_was_confirmed_a_moment_ago_gets_in_at_once(console: Console) -> None:
    console.program.add("Sam Spade", Role.INVESTIGATOR)
    with pytest.raises(NotConfirmed):
        console.sign_in("Sam Spade")
    console.program.confirm("Sam Spade", by="Ada Byron")

    signed = console.sign_in("Sam Spade", now=NOON + MINUTE)

    assert not console.opens_the_inbox(signed.holder)


def test_a_holders_sign_in_makes_the_months_ahead(console: Console) -> None:
    later = NOON + timedelta(days=60)

    console.sign_in(now=later)

    inbox = team_id(console.program.program_id, TeamKind.INBOX)
    months = [e.month for e in console.program.keys().epochs.values() if e.team_id == inbox]
    assert max(months) == 202704


def test_too_many_at_once_are_told_to_come_back(console: Console) -> None:
    busy = Turnstile(at_once=1, queue=0)
    runtime = ConsoleRuntime(
        console.runtime.settings,
        console.runtime.clock,
        console.runtime.tips,
        console.runtime.keys_store,
        console.runtime.keyring,
        console.runtime.keys,
        turnstile=busy,
    )

    with busy.turn(), pytest.raises(TooBusy):
        Console(console.program, runtime, console.folder).sign_in()

    assert console.entries(audit.Action.REFUSED) == []


def test_a_session_survives_a_restart_of_the_process(console: Console) -> None:
    signed = console.sign_in()

    holder = console.restarted().resume(signed.token)

    assert holder.holdings is not signed.holder.holdings
    assert console.opens_the_inbox(holder)


def test_the_stores_do_not_hold_what_opens_a_session(console: Console) -> None:
    signed = console.sign_in()
    [row] = console.rows()
    seed = console.program.people["Ada Byron"].key.seed

    assert signed.token[:16] not in row.session_id + row.sealed
    assert signed.token[16:] not in row.session_id + row.sealed
    assert seed not in row.sealed
    assert signed.token.hex() not in repr(signed)
    with pytest.raises(CannotOpen):
        locker.resume(
            signed.token,
            row.sealed,
            console_key=bytes(32),
            program=row.program_id,
            person=row.person_id,
        )


@pytest.mark.parametrize("restarted", [False, True])
def test_half_a_token_opens_nothing(console: Console, restarted: bool) -> None:
    signed = console.sign_in()
    asked = console.restarted() if restarted else console

    with pytest.raises(SessionOver):
        asked.resume(signed.token[:16] + bytes(16))

    assert console.resume(signed.token).person_id == signed.holder.person_id


@pytest.mark.parametrize("token", [b"", bytes(32), bytes(31)])
def test_a_token_that_nobody_has_is_over(console: Console, token: bytes) -> None:
    with pytest.raises(SessionOver):
        console.resume(token)


def test_a_session_ends_when_nobody_uses_it(console: Console) -> None:
    signed = console.sign_in()

    console.resume(signed.token, now=NOON + 29 * MINUTE)
    console.resume(signed.token, now=NOON + 58 * MINUTE)
    with pytest.raises(SessionOver):
        console.resume(signed.token, now=NOON + 89 * MINUTE)

    assert console.rows() == []
    with pytest.raises(MalformedKey):
        signed.holder.holdings.key.seed  # noqa: B018 - reading it is what must fail


def test_a_session_ends_after_twelve_hours_however_busy(console: Console) -> None:
    signed = console.sign_in()
    at = NOON
    while at < NOON + timedelta(hours=12):
        console.resume(signed.token, now=at)
        at += 20 * MINUTE

    with pytest.raises(SessionOver):
        console.resume(signed.token, now=NOON + timedelta(hours=12) + MINUTE)


def test_the_row_tells_the_last_use_to_the_minute_at_most(console: Console) -> None:
    signed = console.sign_in()

    console.resume(signed.token, now=NOON + timedelta(seconds=59))
    [before] = console.rows()
    console.resume(signed.token, now=NOON + MINUTE)
    [after] = console.rows()

    assert (before.seen_at, after.seen_at) == (NOON, NOON + MINUTE)


def test_signing_out_ends_it_everywhere(console: Console) -> None:
    signed = console.sign_in()
    other = console.restarted()
    other.resume(signed.token)

    sessions.sign_out(console.runtime, signed.token, now=NOON + MINUTE)

    assert console.rows() == []
    assert [entry.person_id for entry in console.entries(audit.Action.SIGNED_OUT)] == [
        signed.holder.person_id
    ]
    for asked in (console, other):
        with pytest.raises(SessionOver):
            asked.resume(signed.token, now=NOON + MINUTE)
    sessions.sign_out(console.runtime, signed.token, now=NOON + MINUTE)


def test_a_session_ends_when_its_row_is_deleted(console: Console) -> None:
    signed = console.sign_in()
    with console.runtime.keys_store.transaction() as keys:
        for row in keys.exec(select(SessionRow)):
            keys.delete(row)

    with pytest.raises(SessionOver):
        console.resume(signed.token)

    with pytest.raises(MalformedKey):
        signed.holder.holdings.key.seed  # noqa: B018 - as above


def test_a_session_ends_when_the_person_is_proven_no_longer(console: Console) -> None:
    signed = console.sign_in()
    with console.runtime.tips.transaction() as tips:
        for row in tips.exec(
            select(CertificateRow).where(CertificateRow.subject_id == signed.holder.person_id)
        ):
            tips.delete(row)

    with pytest.raises(SessionOver):
        console.resume(signed.token, now=NOON + MINUTE)

    assert console.rows() == []


def test_a_session_ends_when_the_person_has_left(console: Console) -> None:
    signed = console.sign_in()
    with console.runtime.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.name == "Ada Byron")).one()
        row.state = PersonState.GONE
        tips.add(row)

    with pytest.raises(SessionOver):
        console.resume(signed.token)
    with pytest.raises(SignInRefused):
        console.sign_in(now=NOON + 2 * MINUTE)


def test_a_session_row_given_to_another_person_opens_nothing(console: Console) -> None:
    signed = console.sign_in()
    with console.runtime.keys_store.transaction() as keys:
        row = keys.exec(select(SessionRow)).one()
        taken = SessionRow(
            **row.model_dump() | {"person_id": console.program.people["Grace Hopper"].person_id}
        )
        keys.delete(row)
        keys.flush()
        keys.add(taken)

    with pytest.raises(SessionOver):
        console.restarted().resume(signed.token)


def test_a_sweep_wipes_what_rested_too_long(console: Console) -> None:
    first, second = console.sign_in(), console.sign_in("Grace Hopper", now=NOON + 20 * MINUTE)

    sessions.sweep(console.runtime, now=NOON + 31 * MINUTE)

    assert [row.person_id for row in console.rows()] == [second.holder.person_id]
    with pytest.raises(MalformedKey):
        first.holder.holdings.key.seed  # noqa: B018 - as above
    assert second.holder.holdings.key.seed == console.program.people["Grace Hopper"].key.seed


def test_the_cookie_is_the_token_in_letters(console: Console) -> None:
    token = bytes(range(224, 256))

    cookie = encode_token(token)

    assert (len(cookie), decode_token(cookie)) == (43, token)
    for text in ("", "x", cookie[:-1], cookie + "A", "é" * 43, cookie + "=", "+" * 43):
        with pytest.raises(SessionOver):
            decode_token(text)
