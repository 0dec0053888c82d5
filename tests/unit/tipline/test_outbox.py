from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.signing import SigningKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline import outbox
from tipline.outbox import DueText, OutboundText
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Month, TipId

TIP = TipId(b"t" * 16)


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def owe(
    program: FoundedProgram,
    text: str = "Is the car still there?",
    *,
    voice: SigningKey | None = None,
    later: timedelta = timedelta(),
) -> None:
    keys = program.keys()
    with program.keys_store.read() as session:
        own = program.holder("Ada Byron").holdings.voice(session, keys)
    with program.tips.transaction() as tips:
        outbox.put_text(
            tips,
            program_id=program.program_id,
            tip_id=TIP,
            text=text,
            to=keys.gateway_key(Month(202611)),
            voice=voice or own,
            now=NOON + later,
        )


def take(program: FoundedProgram, *, now: timedelta = timedelta(), limit: int = 10) -> list[DueText]:
    return program.tips.write_now(lambda connection: outbox.due(connection, now=NOON + now, limit=limit))


def waiting(program: FoundedProgram, *, now: timedelta = timedelta()) -> bool:
    with program.tips.read() as tips:
        return outbox.waiting(tips.connection(), now=NOON + now)


def opened(program: FoundedProgram, row: DueText) -> OutboundText:
    return outbox.open_text(row, keys=program.gateway.month_keys().values(), voice=program.keys().voice)


def test_the_gateway_opens_what_is_owed(program: FoundedProgram) -> None:
    owe(program, "Où est la voiture ?")

    [row] = take(program)

    assert opened(program, row) == OutboundText(tip_id=TIP, text="Où est la voiture ?")
    assert row.tries == 1


def test_nobody_else_opens_it(program: FoundedProgram) -> None:
    owe(program)
    [row] = take(program)

    with pytest.raises(CannotOpen):
        outbox.open_text(row, keys=[PrivateKey.generate()], voice=program.keys().voice)


def test_a_text_that_the_program_did_not_sign_is_not_sent(program: FoundedProgram) -> None:
    owe(program, "Meet me at the corner", voice=PrivateKey.generate().signing())
    [row] = take(program)

    with pytest.raises(CannotOpen):
        opened(program, row)
    with pytest.raises(CannotOpen):
        outbox.open_text(row, keys=program.gateway.month_keys().values(), voice=None)


def test_a_text_moved_to_another_row_does_not_open(program: FoundedProgram) -> None:
    owe(program)
    [row] = take(program)

    with pytest.raises(CannotOpen):
        opened(program, DueText(row.program_id, b"x" * 16, row.sealed, row.tries))


def test_nothing_of_it_stands_in_the_clear(program: FoundedProgram) -> None:
    owe(program, "Is the car still there?")

    with program.tips.read() as tips:
        row = tips.exec(select(OutboxRow)).one()

    assert b"car" not in row.sealed
    assert row.sealed.find(TIP) == -1
    assert "car" not in repr(take(program))


def test_what_was_taken_stays_away_for_a_minute(program: FoundedProgram) -> None:
    owe(program)

    first, second = take(program), take(program)
    again = take(program, now=timedelta(seconds=61))

    assert (len(first), len(second), len(again)) == (1, 0, 1)
    assert again[0].tries == 2


def test_what_was_sent_is_gone(program: FoundedProgram) -> None:
    owe(program)
    [row] = take(program)

    program.tips.write_now(lambda connection: outbox.done(connection, row))

    assert take(program, now=timedelta(days=1)) == []
    with program.tips.read() as tips:
        assert tips.exec(select(OutboxRow)).all() == []


def test_what_could_not_be_sent_waits_until_then(program: FoundedProgram) -> None:
    owe(program)
    [row] = take(program)

    program.tips.write_now(lambda connection: outbox.later(connection, row, due=NOON + timedelta(hours=1)))

    assert take(program, now=timedelta(minutes=59)) == []
    assert len(take(program, now=timedelta(minutes=60))) == 1


def test_waiting_tells_whether_anything_is_due(program: FoundedProgram) -> None:
    owe(program, later=timedelta(minutes=5))

    assert not waiting(program)
    assert waiting(program, now=timedelta(minutes=5))


def test_no_more_are_taken_than_asked_for(program: FoundedProgram) -> None:
    for _ in range(3):
        owe(program)

    assert [len(take(program, limit=2)), len(take(program, limit=2))] == [2, 1]
