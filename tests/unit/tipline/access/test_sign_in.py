from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from crypto import locker
from tests.program import NOON
from tests.unit.tipline.access.desk import Console
from tipline import audit
from tipline.access import passwords, sessions
from tipline.access.sessions import SignedIn
from tipline.errors import NotConfirmed, SignInRefused, TooBusy
from tipline.runtime import ConsoleRuntime
from tipline.store.program_tables import PersonRow
from tipline.turnstile import Turnstile
from tipline.vocabulary import PersonState, Role, TeamKind, team_id

MINUTE = timedelta(minutes=1)


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
        console.runtime.ledger,
        console.runtime.ledger_keys,
        console.runtime.blobs,
        turnstile=busy,
    )

    with busy.turn(), pytest.raises(TooBusy):
        Console(console.program, runtime, console.folder).sign_in()

    assert console.entries(audit.Action.REFUSED) == []
