"""The database itself refuses to change or delete a line of the audit trail."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from tests.databases import Kind, Stores
from tests.unit.tipline.store.samples import a_row
from tipline.store.columns import table
from tipline.store.work_tables import AuditRow

AUDIT = table(AuditRow)
LINE = a_row(AUDIT)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET action = 'nothing'",
        "UPDATE audit SET number = number + 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 202611",
    ],
)
def test_a_line_is_neither_changed_nor_deleted(stores: Stores, change: str) -> None:
    add_the_line(stores)

    with pytest.raises(IntegrityError), stores.tips.transaction() as session:
        session.connection().execute(text(change))

    assert lines(stores) == [tuple(LINE.values())]


def test_a_line_is_not_replaced_by_an_insert(stores: Stores, database: Kind) -> None:
    add_the_line(stores)
    names = ", ".join(LINE)
    values = ", ".join(f":{name}" for name in LINE)
    replace = {
        Kind.SQLITE: f"INSERT OR REPLACE INTO audit ({names}) VALUES ({values})",
        Kind.POSTGRES: f"INSERT INTO audit ({names}) VALUES ({values}) "
        "ON CONFLICT (program_id, number) DO UPDATE SET action = 'forged'",
    }[database]

    with pytest.raises(IntegrityError), stores.tips.transaction() as session:
        session.connection().execute(text(replace), LINE | {"action": "forged"})

    assert lines(stores) == [tuple(LINE.values())]


@pytest.mark.postgres
def test_the_lines_are_not_truncated(stores: Stores, database: Kind) -> None:
    add_the_line(stores)
    if database is Kind.SQLITE:
        return  # it has no TRUNCATE

    with pytest.raises(IntegrityError), stores.tips.transaction() as session:
        session.connection().execute(text("TRUNCATE audit"))

    assert lines(stores) == [tuple(LINE.values())]


def test_the_next_line_is_added(stores: Stores) -> None:
    add_the_line(stores)

    with stores.tips.transaction() as session:
        session.connection().execute(insert(AUDIT), LINE | {"number": LINE["number"] + 1})

    assert [line[1] for line in lines(stores)] == [202611, 202612]


def add_the_line(stores: Stores) -> None:
    with stores.tips.transaction() as session:
        session.connection().execute(insert(AUDIT), LINE)


def lines(stores: Stores) -> list[tuple[object, ...]]:
    with stores.tips.read() as session:
        return [tuple(row) for row in session.connection().execute(select(AUDIT).order_by(AUDIT.c.number))]
