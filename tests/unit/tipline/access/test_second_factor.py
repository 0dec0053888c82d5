"""Who has a password has few guesses at the code, and cannot lock its owner out."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.access.desk import Console
from tipline import audit
from tipline.access.second_factor import FREE_TRIES, STEP_S, WINDOW
from tipline.access.sessions import SignedIn
from tipline.errors import SignInRefused
from tipline.store.key_tables import CodeTriesRow

STEP = timedelta(seconds=STEP_S)
SECOND = timedelta(seconds=1)
WRONG_CODE = "sign-in, right password, wrong code"
ANOTHER = "sign-in, right password and code, after too many wrong codes"


def test_five_wrong_codes_are_forgiven_to_who_types_a_right_one_an_hour_later(console: Console) -> None:
    guess(console, times=FREE_TRIES)

    assert opens(console, NOON + WINDOW)


def test_four_wrong_codes_cost_nothing_but_a_word(console: Console) -> None:
    guess(console, times=FREE_TRIES - 1)

    signed = console.sign_in()

    assert signed.holder.wrong_codes == FREE_TRIES - 1
    assert console.resume(signed.token).wrong_codes == FREE_TRIES - 1


def test_after_five_wrong_codes_a_right_one_is_refused_like_a_wrong_one(console: Console) -> None:
    guess(console, times=FREE_TRIES)

    with pytest.raises(SignInRefused) as refused:
        console.sign_in()

    assert refused.value.args == ()
    assert console.rows() == []
    assert [entry.detail for entry in console.entries(audit.Action.REFUSED)] == [
        *[WRONG_CODE] * FREE_TRIES,
        ANOTHER,
    ]


def test_the_next_right_code_lets_its_owner_in_however_often_somebody_guessed(console: Console) -> None:
    guess(console, times=FREE_TRIES + 20)
    assert not opens(console, NOON)
    guess(console, times=FREE_TRIES - 1, now=NOON + SECOND)

    signed = console.sign_in(now=NOON + STEP)

    assert signed.holder.wrong_codes == 2 * FREE_TRIES + 19
    assert console.sign_in(now=NOON + 2 * STEP).holder.wrong_codes == 0


def test_five_guesses_between_two_right_codes_undo_the_first(console: Console) -> None:
    guess(console, times=FREE_TRIES)
    assert not opens(console, NOON)
    guess(console, times=FREE_TRIES, now=NOON + SECOND)

    assert not opens(console, NOON + STEP)
    assert opens(console, NOON + 2 * STEP)


def test_two_right_codes_that_are_far_apart_are_not_two_in_a_row(console: Console) -> None:
    guess(console, times=FREE_TRIES)
    assert not opens(console, NOON)

    assert not opens(console, NOON + 7 * STEP)
    assert opens(console, NOON + 13 * STEP)


def test_the_same_right_code_twice_is_one(console: Console) -> None:
    guess(console, times=FREE_TRIES)

    assert [opens(console, NOON) for _ in range(3)] == [False, False, False]


def test_guesses_that_are_refused_do_not_make_the_hour_longer(console: Console) -> None:
    guess(console, times=FREE_TRIES)
    guess(console, times=FREE_TRIES, now=NOON + WINDOW - SECOND)

    assert opens(console, NOON + WINDOW)


def test_a_wrong_password_is_no_guess_at_anybodys_code(console: Console) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInRefused):
            console.sign_in(password="wrong " * 7)
        with pytest.raises(SignInRefused):
            console.sign_in("Nobody Here", totp="000000")

    assert console.sign_in().holder.wrong_codes == 0


def test_guesses_at_one_persons_code_are_not_anothers(console: Console) -> None:
    guess(console, times=FREE_TRIES)

    assert console.sign_in("Grace Hopper").holder.wrong_codes == 0


def test_another_process_counts_the_same_guesses(console: Console) -> None:
    other = console.restarted()
    guess(console, times=3)
    guess(other, times=2)

    assert not opens(console, NOON)
    assert opens(other, NOON + STEP)


def test_guesses_at_the_same_moment_are_all_counted(console: Console) -> None:
    consoles = [console, *(console.restarted() for _ in range(3))]
    together = threading.Barrier(len(consoles))

    def race(one: Console) -> None:
        together.wait()
        guess(one, times=2)

    racers = [threading.Thread(target=race, args=(one,)) for one in consoles]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    with console.runtime.keys_store.read() as keys:
        (tries,) = keys.exec(select(CodeTriesRow)).all()
    assert (tries.person_id, tries.wrong) == (console.program.people["Ada Byron"].person_id, 8)


def test_whatever_is_refused_does_the_same_work_in_both_stores(console: Console) -> None:
    def wrong_password() -> SignedIn:
        return console.sign_in(password="wrong " * 7)

    def wrong_code() -> SignedIn:
        return console.sign_in(totp="000000")

    guess(console, times=FREE_TRIES)
    work = [keys_work(console, deed) for deed in (wrong_password, wrong_code, wrong_code, wrong_password)]

    assert work[0]
    assert work == [work[0]] * 4


def guess(console: Console, *, times: int, now: datetime = NOON) -> None:
    """Somebody who has Ada's password tries codes."""
    right = {console.program.code("Ada Byron", now + offset * STEP) for offset in (-1, 0, 1)}
    wrong = next(code for code in ("000000", "000001", "000002", "000003") if code not in right)
    for _ in range(times):
        with pytest.raises(SignInRefused):
            console.sign_in(totp=wrong, now=now)


def opens(console: Console, now: datetime) -> bool:
    """Whether Ada's password and the code of this moment let her in."""
    try:
        console.sign_in(now=now)
    except SignInRefused:
        return False
    return True


def keys_work(console: Console, deed: Callable[[], SignedIn]) -> list[str]:
    """What a refused sign-in does in the keys store."""
    done: list[str] = []

    def note(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        done.append(statement)

    engine = console.runtime.keys_store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.raises(SignInRefused):
            deed()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return done
