import re
from dataclasses import replace

import pytest

from crypto.errors import CannotOpen
from crypto.locker import (
    LOCKED_SEED_SIZE,
    SESSION_ID_SIZE,
    TOKEN_SIZE,
    PasswordLock,
    burn_time,
    make_lock,
    open_lock,
    open_session,
    resume,
    session_id,
)
from crypto.passphrase import MEMORY_KIB, PASSES

SEED, CONSOLE_KEY = b"s" * 32, b"c" * 32
PROGRAM, PERSON = b"a program's id!!", b"a person's id!!!"
PASSWORD = "seven plain words of the english list"


def a_lock(*, password: str = PASSWORD, memory_kib: int = 8, passes: int = 1) -> PasswordLock:
    return make_lock(
        SEED,
        password=password,
        console_key=CONSOLE_KEY,
        program=PROGRAM,
        person=PERSON,
        memory_kib=memory_kib,
        passes=passes,
    )


def opened(
    lock: PasswordLock,
    *,
    password: str = PASSWORD,
    console_key: bytes = CONSOLE_KEY,
    program: bytes = PROGRAM,
    person: bytes = PERSON,
) -> bytes:
    return open_lock(lock, password=password, console_key=console_key, program=program, person=person)


def test_a_lock_opens_with_its_password() -> None:
    assert opened(a_lock()) == SEED


def test_a_lock_costs_what_the_design_says() -> None:
    lock = make_lock(SEED, password=PASSWORD, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)

    assert (lock.memory_kib, lock.passes) == (MEMORY_KIB, PASSES) == (65_536, 3)
    assert (len(lock.salt), len(lock.check), len(lock.locked)) == (16, 32, LOCKED_SEED_SIZE)
    assert LOCKED_SEED_SIZE == 81
    assert opened(lock) == SEED


@pytest.mark.parametrize(
    "typed",
    [
        f"  {PASSWORD} ",
        PASSWORD.replace(" ", "\n"),
        PASSWORD.replace(" ", "\u3000"),
        PASSWORD.replace("e", "ｅ"),
    ],
)
def test_spaces_and_widths_do_not_matter(typed: str) -> None:
    assert opened(a_lock(), password=typed) == SEED


@pytest.mark.parametrize("typed", ["", "seven", PASSWORD.upper(), PASSWORD + "s", PASSWORD.replace(" ", "")])
def test_another_password_does_not_open(typed: str) -> None:
    with pytest.raises(CannotOpen):
        opened(a_lock(), password=typed)


def test_another_console_key_program_or_person_does_not_open() -> None:
    lock = a_lock()

    with pytest.raises(CannotOpen):
        opened(lock, console_key=b"d" * 32)
    with pytest.raises(CannotOpen):
        opened(lock, program=b"another program!")
    with pytest.raises(CannotOpen):
        opened(lock, person=b"another person!!")


def test_a_changed_lock_does_not_open() -> None:
    lock = a_lock()
    changed = [
        replace(lock, salt=bytes(16)),
        replace(lock, salt=b""),
        replace(lock, memory_kib=16),
        replace(lock, passes=2),
        replace(lock, check=bytes(32)),
        replace(lock, check=b""),
        replace(lock, locked=lock.locked[:-1]),
        replace(lock, locked=b""),
        replace(lock, locked=a_lock().locked),
    ]

    for stored in changed:
        with pytest.raises(CannotOpen):
            opened(stored)


@pytest.mark.parametrize(
    ("memory_kib", "passes"), [(0, 1), (7, 1), (2**31, 1), (8, 0), (8, 17), (-1, 1), (8, -1)]
)
def test_costs_beyond_reason_are_refused_before_they_are_paid(memory_kib: int, passes: int) -> None:
    with pytest.raises(CannotOpen):
        opened(replace(a_lock(), memory_kib=memory_kib, passes=passes))


def test_two_locks_of_one_password_have_nothing_in_common() -> None:
    one, two = a_lock(), a_lock()

    assert {one.salt, one.check, one.locked}.isdisjoint({two.salt, two.check, two.locked})


def test_a_lock_tells_nothing_of_what_it_locks() -> None:
    assert re.fullmatch(r"PasswordLock\(salt=b.*, memory_kib=8, passes=1\)", repr(a_lock()), re.DOTALL)


def test_a_seed_or_console_key_of_another_size_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="seed"):
        make_lock(b"", password=PASSWORD, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)
    with pytest.raises(ValueError, match="console key"):
        opened(a_lock(), console_key=b"")
    with pytest.raises(ValueError, match="seed"):
        open_session(b"", console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)
    with pytest.raises(ValueError, match="console key"):
        burn_time(PASSWORD, b"")


def test_time_is_burnt_for_an_unknown_name() -> None:
    burn_time(PASSWORD, CONSOLE_KEY)


def test_a_session_gives_the_seed_back() -> None:
    token, found_by, sealed = open_session(SEED, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)

    assert (len(token), len(found_by), len(sealed)) == (TOKEN_SIZE, SESSION_ID_SIZE, LOCKED_SEED_SIZE)
    assert (TOKEN_SIZE, SESSION_ID_SIZE) == (32, 32)
    assert session_id(token) == found_by
    assert resume(token, sealed, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON) == SEED


def test_another_token_console_key_program_or_person_does_not_resume() -> None:
    token, _, sealed = open_session(SEED, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)
    attempts = [
        (bytes(32), CONSOLE_KEY, PROGRAM, PERSON),
        (token[:16] + bytes(16), CONSOLE_KEY, PROGRAM, PERSON),
        (token[:31], CONSOLE_KEY, PROGRAM, PERSON),
        (token, b"d" * 32, PROGRAM, PERSON),
        (token, CONSOLE_KEY, b"another program!", PERSON),
        (token, CONSOLE_KEY, PROGRAM, b"another person!!"),
    ]

    for typed, console_key, program, person in attempts:
        with pytest.raises(CannotOpen):
            resume(typed, sealed, console_key=console_key, program=program, person=person)


def test_the_id_of_a_session_does_not_depend_on_the_half_that_opens_it() -> None:
    token, found_by, _ = open_session(SEED, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)

    assert session_id(token[:16] + bytes(16)) == found_by
    assert token[16:] not in found_by
    assert session_id(bytes(16) + token[16:]) != found_by


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_token_of_another_size_finds_nothing(size: int) -> None:
    with pytest.raises(CannotOpen):
        session_id(bytes(size))


def test_a_session_tells_nothing_of_itself() -> None:
    session = open_session(SEED, console_key=CONSOLE_KEY, program=PROGRAM, person=PERSON)

    assert f"{session!r} {session}" == "OpenedSession(…) OpenedSession(…)"
