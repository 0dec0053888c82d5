"""Acting as one role of PostgreSQL, and what it is refused."""

from collections.abc import Generator
from contextlib import contextmanager

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, TextClause, insert, text
from sqlalchemy.exc import ProgrammingError

from tests.databases import Stores
from tests.unit.tipline.store.samples import a_row
from tipline.store.columns import table
from tipline.store.inserts import Inserts, insert_together
from tipline.store.roles import ALL, May
from tipline.store.tables import METADATA
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import HolderKind, StoreName

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@contextmanager
def acting_as(stores: Stores, role: str) -> Generator[Connection, None, None]:
    """A connection to the tips with the powers of a role, rolled back at its end unless it commits."""
    with stores.tips.engine.connect() as connection:
        connection.exec_driver_sql(f"SET ROLE {quoted(role)}")
        connection.commit()
        yield connection
        connection.rollback()
        connection.exec_driver_sql("RESET ROLE")
        connection.commit()


def refused(connection: Connection, statement: TextClause) -> bool:
    """Whether the database refuses a statement for want of a right; it has no effect."""
    try:
        with connection.begin_nested() as savepoint:
            connection.execute(statement)
            savepoint.rollback()
    except ProgrammingError as error:
        return isinstance(error.orig, InsufficientPrivilege)
    return False


def take_a_tip(connection: Connection) -> None:
    """Insert a tip with a key, a grant to an epoch, one to the reporter, and a record, as the doors do."""
    grant = a_row(table(TipGrantRow))
    rows = (
        (RecordRow, a_row(table(RecordRow))),
        (TipGrantRow, grant | {"holder_id": bytes(16), "holder_kind": HolderKind.EPOCH}),
        (TipGrantRow, grant | {"holder_kind": HolderKind.REPORTER}),
        (TipKeyRow, a_row(table(TipKeyRow))),
        (TipRow, a_row(table(TipRow))),
    )
    assert insert_together(connection, [Inserts(rows, None, lambda _: None)])


def fill_parents(stores: Stores) -> None:
    with stores.tips.transaction() as session:
        for name in ("program", "certificate", "team_epoch", "appeal", "link"):
            each = METADATA[StoreName.TIPS].tables[name]
            session.connection().execute(insert(each), a_row(each))


def rights_of(may: May, column: str) -> set[str]:
    rights = {"DELETE"} if may.delete else set()
    rights |= {"INSERT"} if may.insert else set()
    rights |= {"SELECT"} if may.select == ALL or column in may.select.split() else set()
    return rights | ({"UPDATE"} if may.update == ALL or column in may.update.split() else set())


def rights_found(connection: Connection, role: str, each: str, column: str) -> set[str]:
    by_column = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
    asked = ", ".join(
        f"has_column_privilege(:role, '{each}', '{column}', '{right}')"
        if right in by_column
        else f"has_table_privilege(:role, '{each}', '{right}')"
        for right in RIGHTS
    )
    row = connection.execute(text(f"SELECT {asked}"), {"role": role}).one()
    return {right for right, has in zip(RIGHTS, row, strict=True) if has}


def columns_of(name: StoreName, each: str) -> list[str]:
    return METADATA[name].tables[each].columns.keys()


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
