"""What belongs to one tip is found by the tip: among a million others nothing else is quick enough."""

import pytest
from sqlmodel import SQLModel, select

from tests.databases import Stores
from tipline.store import sqlite_plans
from tipline.store.columns import table
from tipline.store.month_tables import FigureRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow
from tipline.store.work_tables import AuditRow

ID = b"i" * 16


def plan(stores: Stores, row: type[SQLModel], **wanted: bytes) -> str:
    columns = table(row).c
    statement = select(row).where(*(columns[name] == value for name, value in wanted.items()))
    with stores.tips.engine.connect() as connection:
        compiled = statement.compile(connection, compile_kwargs={"literal_binds": False})
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(wanted.values())).all()
    return " ".join(step[3] for step in steps)


@pytest.mark.parametrize("row", [RecordRow, TipGrantRow, TipKeyRow, TipMoveRow, FigureRow])
def test_the_rows_of_a_tip_are_looked_up(sqlite_stores: Stores, row: type[SQLModel]) -> None:
    assert "program_id=? AND tip_id=?" in plan(sqlite_stores, row, program_id=ID, tip_id=ID)


def test_the_history_of_a_tip_is_looked_up(sqlite_stores: Stores) -> None:
    assert "program_id=? AND subject=?" in plan(sqlite_stores, AuditRow, program_id=ID, subject=ID)


def test_what_is_told_twice_is_told_once(sqlite_stores: Stores) -> None:
    rows = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx"
    with sqlite_stores.tips.engine.connect() as connection:
        before = connection.exec_driver_sql(rows).all()
    with sqlite_stores.tips.transaction() as session:
        sqlite_plans.tell(session.connection())
    with sqlite_stores.tips.engine.connect() as connection:
        after = connection.exec_driver_sql(rows).all()

    assert after == before
    assert ("record", "ix_record_program_id_tip_id", "1000000 1000000 4") in [tuple(row) for row in after]
