"""Deeds that only insert share statements, and where a row is there already each is done by itself."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from concurrent import futures

import pytest
from sqlalchemy import Connection, event, insert, select, text

from tests.databases import Kind, Stores
from tests.unit.tipline.store.samples import DAY
from tipline.errors import FormTokenUsed
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.inserts import Inserts, insert_together
from tipline.store.program_tables import WatchedNameRow
from tipline.store.statements import Values, insert_new
from tipline.store.work_tables import FormTokenRow
from tipline.store.writer import Deed

NAMES, TOKENS = table(WatchedNameRow), table(FormTokenRow)
BY_ITSELF, TAKEN = -1, -2


@pytest.fixture
def tips(stores: Stores) -> Store:
    return stores.tips


@pytest.fixture
def statements(tips: Store) -> list[str]:
    """The table of every insert that is sent; a commit stands between groups."""
    sent: list[str] = []
    event.listen(
        tips.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: sent.extend(_inserted(statement)),
    )
    event.listen(tips.engine, "commit", lambda _: sent.append("commit"))
    return sent


def test_a_crowd_takes_one_statement_a_table_and_one_commit(tips: Store, statements: list[str]) -> None:
    answers = together(tips, [two_rows(number) for number in range(50)])

    assert answers == list(range(50))
    assert kept(tips) == list(range(50))
    # The first may be gone before the others come.
    assert statements[-3:] == ["form_token", "watched_name", "commit"]
    assert statements.count("commit") <= 2


def test_a_deed_alone_is_done_by_its_rows(tips: Store) -> None:
    assert together(tips, [two_rows(7)]) == [7]
    assert kept(tips) == [7]


def test_where_a_row_is_there_each_is_done_by_itself_and_nothing_twice(tips: Store) -> None:
    together(tips, [two_rows(3)])

    answers = together(tips, [two_rows(number) for number in range(5)])

    assert sorted(answer for answer in answers if isinstance(answer, int)) in (
        [TAKEN, BY_ITSELF, BY_ITSELF, BY_ITSELF, BY_ITSELF],
        [TAKEN, BY_ITSELF, BY_ITSELF, BY_ITSELF, 0],
    )
    assert kept(tips) == list(range(5))


def test_two_of_one_crowd_that_want_the_same_row_are_told_apart(tips: Store) -> None:
    answers = together(tips, [two_rows(1), two_rows(1), two_rows(2)])

    assert answers.count(TAKEN) == 1
    assert kept(tips) == [1, 2]


def test_a_row_that_belongs_to_nothing_is_told_to_its_deed_alone(tips: Store) -> None:
    def refuse(_: Connection) -> int:
        raise FormTokenUsed

    nameless: Values = {"program_id": bytes(16), "name": None}
    answers = together(tips, [two_rows(1), Inserts(((WatchedNameRow, nameless),), 9, refuse), two_rows(2)])

    assert [type(answer) for answer in answers] == [int, FormTokenUsed, int]
    assert kept(tips) == [1, 2]


def test_other_deeds_of_the_group_are_done_with_them(tips: Store, statements: list[str]) -> None:
    deeds: list[Deed[int]] = [two_rows(1), another(2), two_rows(3)]

    answers = together(tips, deeds)

    assert answers == [1, 2, 3]
    assert kept(tips) == [1, 3]
    assert statements.count("commit") <= 2


def test_a_bad_deed_of_the_group_takes_nothing_of_them_away(tips: Store) -> None:
    def bad(_: Connection) -> int:
        raise FormTokenUsed

    deeds: list[Deed[int]] = [two_rows(1), bad, two_rows(2)]

    answers = together(tips, deeds)

    assert isinstance(answers[1], FormTokenUsed)
    assert kept(tips) == [1, 2]


def test_rows_are_written_in_the_order_of_their_keys_whatever_came_first(tips: Store) -> None:
    sent: list[list[bytes]] = []
    event.listen(
        tips.engine,
        "before_execute",
        lambda _c, _s, many, *_: sent.append([one["token_hash"] for one in many if "token_hash" in one]),
    )

    with tips.transaction() as session:
        written = insert_together(session.connection(), [two_rows(number) for number in (3, 1, 2)])

    assert (written, sent) == (True, [[a_token(number)["token_hash"] for number in (1, 2, 3)], []])


@pytest.mark.postgres
@pytest.mark.parametrize("database", [Kind.POSTGRES], indirect=True)
def test_two_processes_each_with_what_the_other_wants_both_get_on(tips: Store) -> None:
    both = Inserts(
        ((FormTokenRow, a_token(1)), (FormTokenRow, a_token(2))),
        0,
        lambda connection: TAKEN if not insert_new(connection, FormTokenRow, a_token(1)) else BY_ITSELF,
    )

    with futures.ThreadPoolExecutor() as pool:
        with tips.transaction() as other:  # a process that writes in another order
            insert_new(other.connection(), FormTokenRow, a_token(2))
            answer = pool.submit(tips.write_now, both)
            while not somebody_waits(tips):
                time.sleep(0.01)
            insert_new(other.connection(), FormTokenRow, a_token(1))

        assert answer.result() == TAKEN


def somebody_waits(store: Store) -> bool:
    """Whether a transaction waits for another."""
    with store.read() as session:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND database IS NULL")
        return bool(session.connection().scalar(waiting))


def a_token(number: int) -> Values:
    """A token that was used up."""
    return {"program_id": bytes(16), "token_hash": number.to_bytes(16, "big"), "day": DAY}


def two_rows(number: int) -> Inserts[int]:
    """A name and a token; by itself it says so, and whether the name was taken."""
    name: Values = {"program_id": bytes(16), "name": f"{number:03}"}
    token = a_token(number)

    def by_itself(connection: Connection) -> int:
        if not insert_new(connection, WatchedNameRow, name):
            return TAKEN
        connection.execute(insert(TOKENS), token)
        return BY_ITSELF

    return Inserts(((WatchedNameRow, name), (FormTokenRow, token)), number, by_itself)


def another(number: int) -> Deed[int]:
    """A deed that reads."""

    def deed(connection: Connection) -> int:
        connection.execute(select(TOKENS.c.day)).all()
        return number

    return deed


def together(store: Store, deeds: Sequence[Deed[int]]) -> list[int | BaseException]:
    """Ask for all of them at once."""

    async def ask() -> list[int | BaseException]:
        return await asyncio.gather(*(store.write(deed) for deed in deeds), return_exceptions=True)

    return asyncio.run(ask())


def kept(store: Store) -> list[int]:
    """The numbers that have both of their rows."""
    with store.read() as session:
        names = set(map(int, session.connection().scalars(select(NAMES.c.name))))
        tokens = session.connection().scalars(select(TOKENS.c.token_hash))
        return sorted(names & {int.from_bytes(token, "big") for token in tokens})


def _inserted(statement: str) -> Iterator[str]:
    if statement.startswith("INSERT INTO "):
        yield statement.split()[2].strip('"')
