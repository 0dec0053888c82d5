from datetime import timedelta

import pytest
from sqlmodel import select

from crypto import locker
from crypto.errors import CannotOpen, MalformedKey
from tests.program import NOON
from tests.unit.tipline.access.desk import Console
from tipline import audit
from tipline.access import sessions
from tipline.access.sessions import decode_token, encode_token
from tipline.errors import SessionOver, SignInRefused
from tipline.store.key_tables import SessionRow
from tipline.store.program_tables import CertificateRow, PersonRow
from tipline.vocabulary import PersonState

MINUTE = timedelta(minutes=1)


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


@pytest.mark.parametrize("restarted", [False, True])
def test_what_a_page_asks_by_itself_keeps_no_session_from_its_rest(console: Console, restarted: bool) -> None:
    signed = console.sign_in()
    asked = console.restarted() if restarted else console
    runtime, idle = asked.runtime, asked.runtime.settings.idle

    holder = sessions.resume(runtime, signed.token, now=NOON + 29 * MINUTE, used=False)
    [row] = console.rows()
    runtime.holders.drop_unused(since=NOON + 31 * MINUTE - idle)

    assert (holder.person_id, row.seen_at) == (signed.holder.person_id, NOON)
    assert runtime.holders.count() == 0
    with pytest.raises(SessionOver):
        sessions.resume(runtime, signed.token, now=NOON + 31 * MINUTE, used=False)
    assert console.rows() == []


def test_which_sessions_live_is_told_without_using_them(console: Console) -> None:
    signed = console.sign_in()
    [row] = console.rows()
    ids = [row.session_id, bytes(32)]

    found = [sessions.living(console.runtime, ids, now=NOON + minutes * MINUTE) for minutes in (1, 29, 31)]

    assert found == [frozenset({row.session_id})] * 2 + [frozenset()]
    assert [each.seen_at for each in console.rows()] == [NOON]
    sessions.sign_out(console.runtime, signed.token, now=NOON + 2 * MINUTE)
    assert sessions.living(console.runtime, ids, now=NOON + 2 * MINUTE) == frozenset()


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
