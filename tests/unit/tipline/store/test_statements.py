"""Rows are inserted once, and who reads a last number to write the next does it alone."""

import threading

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from tests.databases import Stores
from tests.unit.tipline.store.samples import a_row
from tipline.store.columns import table
from tipline.store.program_tables import WatchedNameRow
from tipline.store.statements import insert_new, insert_rows, take_turn
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ProgramId

PROGRAM = ProgramId(bytes(16))


def test_many_rows_go_in_by_one_statement(stores: Stores) -> None:
    rows = [{"program_id": PROGRAM, "name": f"name {number}"} for number in range(5)]

    stores.tips.write_now(lambda connection: insert_rows(connection, WatchedNameRow, rows))
    stores.tips.write_now(lambda connection: insert_rows(connection, WatchedNameRow, []))

    assert names(stores) == [row["name"] for row in rows]


def test_a_row_that_is_there_already_is_not_inserted_again(stores: Stores) -> None:
    row = {"program_id": PROGRAM, "name": "once"}

    def deed(connection: Connection) -> bool:
        return insert_new(connection, WatchedNameRow, row)

    told = [stores.tips.write_now(deed) for _ in range(3)]

    assert (told, names(stores)) == ([True, False, False], ["once"])


def test_another_unique_value_counts_too(stores: Stores) -> None:
    first = a_row(table(TipRow))
    second = first | {"tip_id": bytes(16)}

    told = stores.tips.write_now(
        lambda connection: [insert_new(connection, TipRow, row) for row in (first, second)]
    )

    assert told == [True, False]


def test_a_row_that_is_there_leaves_the_transaction_as_it_was(stores: Stores) -> None:
    row = {"program_id": PROGRAM, "name": "once"}
    other = {"program_id": PROGRAM, "name": "twice"}

    with stores.tips.transaction() as session:
        for each in (row, row, other):
            insert_new(session.connection(), WatchedNameRow, each)

    assert names(stores) == ["once", "twice"]


def test_inserting_a_row_twice_is_an_error_where_it_must_not_happen(stores: Stores) -> None:
    row = {"program_id": PROGRAM, "name": "once"}

    with pytest.raises(IntegrityError):
        stores.tips.write_now(lambda connection: insert_rows(connection, WatchedNameRow, [row, row]))

    assert names(stores) == []


def test_taking_turns_keeps_two_from_counting_to_the_same_number(stores: Stores) -> None:
    tips = stores.tips

    def add_the_next() -> None:
        with tips.transaction() as session:
            take_turn(session, program_id=PROGRAM, what="names")
            rows = table(WatchedNameRow)
            count = session.connection().scalar(select(func.count()).select_from(rows))
            insert_rows(
                session.connection(), WatchedNameRow, [{"program_id": PROGRAM, "name": f"{count:03}"}]
            )

    threads = [threading.Thread(target=add_the_next) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names(stores) == [f"{number:03}" for number in range(12)]


def names(stores: Stores) -> list[str]:
    rows = table(WatchedNameRow)
    with stores.tips.read() as session:
        return list(session.connection().scalars(select(rows.c.name).order_by(rows.c.name)))
