from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.carrier_watch import LATE, Late
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import (
    LEASE,
    NO_PROGRAM,
    STRANGE,
    DueErasure,
    add_erasure,
    erase_later,
    erased,
    erasures_wait,
    late_erasures,
    owe_erasure,
    owed_already,
    owed_by_day,
    take_erasures,
)
from tipline.store.columns import table
from tipline.store.vault_tables import ErasureRow, Remains
from tipline.vocabulary import ProgramId

SID = "SM" + "1" * 32
OTHER_SID = "MM" + "2" * 32
PICTURE = "ME" + "3" * 32


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def names(program: FoundedProgram) -> Names:
    return Names(program.gateway)


def owe(
    program: FoundedProgram,
    sid: str = SID,
    *,
    now: datetime = NOON,
    **more: Any,  # noqa: ANN401  # as `owe_erasure` has them
) -> bool:
    values = owe_erasure(names(program), sid=sid, now=now, **more)
    return program.stores.vault.write_now(lambda connection: add_erasure(connection, values))


def take(program: FoundedProgram, *, now: datetime = NOON, limit: int = 10) -> list[DueErasure]:
    return program.stores.vault.write_now(
        lambda connection: take_erasures(connection, names(program), now=now, limit=limit)
    )


def rows(program: FoundedProgram) -> Sequence[Any]:
    with program.stores.vault.read() as session:
        return session.connection().execute(select(table(ErasureRow))).all()


def test_what_is_owed_is_taken_with_its_id_and_its_pictures(program: FoundedProgram) -> None:
    owe(program, media=[PICTURE], program_id=program.program_id)

    [one] = take(program)

    assert (one.program_id, one.sid, one.media, one.tries) == (program.program_id, SID, (PICTURE,), 1)


def test_a_message_that_is_owed_twice_is_one_row(program: FoundedProgram) -> None:
    told = [owe(program), owe(program), owe(program, OTHER_SID)]

    assert told == [True, False, True]
    assert sorted(one.sid for one in take(program)) == [OTHER_SID, SID]


def test_what_was_taken_is_nobody_elses_until_its_lease_is_over(program: FoundedProgram) -> None:
    owe(program)
    first = take(program)

    meanwhile, after = take(program, now=NOON + LEASE / 2), take(program, now=NOON + LEASE)

    assert [len(first), len(meanwhile), [one.tries for one in after]] == [1, 0, [2]]


def test_what_is_erased_is_forgotten_here_too(program: FoundedProgram) -> None:
    owe(program)
    owe(program, OTHER_SID)
    gone = next(one for one in take(program) if one.sid == SID)

    program.stores.vault.write_now(lambda connection: erased(connection, gone))

    assert [one.sid for one in take(program, now=NOON + LEASE)] == [OTHER_SID]


def test_pictures_that_are_told_of_while_a_message_is_erased_are_erased_too(program: FoundedProgram) -> None:
    owe(program)
    [one] = take(program)
    owe(program, media=[PICTURE])

    program.stores.vault.write_now(lambda connection: erased(connection, one))

    assert [again.media for again in take(program)] == [(PICTURE,)]


def test_a_message_waits_until_it_is_due_and_no_longer_than_it_is_told(program: FoundedProgram) -> None:
    tomorrow = NOON + timedelta(days=1)
    owe(program, kind=Remains.RECEIVED, due=tomorrow)
    waits = take(program)

    owe(program)

    assert (waits, [one.sid for one in take(program)]) == ([], [SID])


def test_what_is_owed_again_for_later_stays_due(program: FoundedProgram) -> None:
    owe(program)

    owe(program, due=NOON + timedelta(days=1))

    assert [one.sid for one in take(program)] == [SID]


def test_what_failed_is_tried_again_when_it_is_due(program: FoundedProgram) -> None:
    owe(program)
    [one] = take(program)
    again = NOON + timedelta(hours=3)

    program.stores.vault.write_now(lambda connection: erase_later(connection, one, due=again))

    assert take(program, now=again - timedelta(seconds=1)) == []
    assert [late.tries for late in take(program, now=again)] == [2]


def test_whether_anything_is_due_is_seen_without_writing(program: FoundedProgram) -> None:
    def waits() -> bool:
        with program.stores.vault.look() as connection:
            return erasures_wait(connection, now=NOON)

    before = waits()
    owe(program)
    owed = waits()
    take(program)

    assert (before, owed, waits()) == (False, True, False)


def test_messages_that_are_kept_here_already_are_known(program: FoundedProgram) -> None:
    owe(program)

    with program.stores.vault.look() as connection:
        known = owed_already(connection, names(program), [SID, OTHER_SID])

    assert known == {SID}


def test_a_row_names_no_message_and_tells_no_minute(program: FoundedProgram) -> None:
    owe(program, now=NOON + timedelta(minutes=7, seconds=31), media=[PICTURE])

    [row] = rows(program)

    assert (row.due, row.owed_at) == (NOON, NOON + timedelta(minutes=15))
    assert all(plain.encode() not in bytes(row.sealed) for plain in (SID, PICTURE))


def test_a_text_and_one_with_ten_pictures_look_alike_but_for_their_kind(program: FoundedProgram) -> None:
    owe(program)
    owe(program, OTHER_SID, media=[PICTURE] * 10)

    assert [len(row.sealed) for row in rows(program)] == [len(rows(program)[0].sealed)] * 2
    assert {row.kind for row in rows(program)} == {Remains.SENT, Remains.PICTURES}


def test_a_row_that_was_moved_or_changed_is_not_taken(
    program: FoundedProgram, capfd: pytest.CaptureFixture[str]
) -> None:
    owe(program)
    moved = ProgramId(b"m" * 16)
    with program.stores.vault.transaction() as session:
        session.connection().execute(update(table(ErasureRow)).values(program_id=moved))

    taken, again = take(program), take(program, now=NOON + STRANGE - timedelta(seconds=1))

    assert (taken, again, len(rows(program))) == ([], [], 1)
    assert capfd.readouterr().err.count("cannot-open") == 1


def test_another_gateway_s_keys_open_nothing(program: FoundedProgram) -> None:
    owe(program)
    stranger = replace(program.gateway, vault_key=b"x" * 32)

    taken = program.stores.vault.write_now(
        lambda connection: take_erasures(connection, Names(stranger), now=NOON, limit=10)
    )

    assert taken == []


def test_what_is_late_is_counted_by_program_with_the_oldest(program: FoundedProgram) -> None:
    owe(program, program_id=program.program_id, now=NOON + timedelta(hours=2))
    owe(program, OTHER_SID, program_id=program.program_id)
    owe(program, "SM" + "4" * 32)

    quarter = NOON + timedelta(minutes=15)
    with program.stores.vault.look() as connection:
        in_time = late_erasures(connection, now=quarter + LATE)
        counted = late_erasures(connection, now=quarter + LATE + timedelta(seconds=1))
        all_of_it = late_erasures(connection, now=NOON + timedelta(days=1))

    assert in_time == []
    assert counted == [Late(NO_PROGRAM, 1, quarter), Late(program.program_id, 1, quarter)]
    assert all_of_it == [Late(NO_PROGRAM, 1, quarter), Late(program.program_id, 2, quarter)]


def test_what_is_owed_is_counted_by_day_and_kind(program: FoundedProgram) -> None:
    morning = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    owe(program, now=morning, kind=Remains.RECEIVED)
    owe(program, OTHER_SID, now=morning + timedelta(hours=8), kind=Remains.RECEIVED)
    owe(program, "SM" + "4" * 32, now=morning + timedelta(days=1))

    with program.stores.vault.look() as connection:
        counted = owed_by_day(connection)

    assert counted == [
        (date(2026, 11, 20), Remains.RECEIVED, 2),
        (date(2026, 11, 21), Remains.SENT, 1),
    ]
