"""Tell SQLite what parts the rows of the large tables of the tips: so it finds a tip's rows by the tip.

Without statistics it takes the primary key, which begins with the program as every index does, and reads
each row of the program to find the three of one tip. Statistics that it gathers by itself would depend on
when it did; these are the same in every store, and tell nothing of what is in it. They are read when a
connection is opened ("The sqlite_stat1 table", the SQLite documentation of its file format, section 2.6.3).
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, Date, Enum, Table
from sqlmodel import SQLModel

from tipline.store.columns import table
from tipline.store.month_tables import FigureRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow
from tipline.store.work_tables import AuditRow

TABLES: Final[tuple[type[SQLModel], ...]] = (
    RecordRow,
    TipGrantRow,
    TipKeyRow,
    TipMoveRow,
    FigureRow,
    AuditRow,
)
ROWS: Final = 1_000_000
"""That a table is taken to have, all of one program."""
DAYS, WORDS, FEW = 1_000, 5, 4
"""Days and words that there are; rows that one id has."""


def tell(connection: Connection) -> None:
    """Write the statistics of the large tables; written again they are the same."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")
    for row in TABLES:
        each = table(row)
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = ?", (each.name,))
        for index, columns, unique in _indexes(connection, each):
            stat = " ".join(str(number) for number in _numbers(each, columns, unique=unique))
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (each.name, index, stat))


def _indexes(connection: Connection, each: Table) -> Iterator[tuple[str, list[str], bool]]:
    """The indexes of a table as the store has them, by their names; the primary key has the table's."""
    for _, name, unique, origin, _ in connection.exec_driver_sql(f"PRAGMA index_list('{each.name}')").all():
        rows = connection.exec_driver_sql(f"PRAGMA index_info('{name}')").all()
        columns = [column for _, _, column in rows]
        yield (each.name if origin == "pk" else name, columns, bool(unique))


def _numbers(each: Table, columns: list[str], *, unique: bool) -> Iterator[int]:
    """How many rows there are, then how many share the first column, the first two, and so on."""
    yield ROWS
    left = ROWS
    for place, name in enumerate(columns, start=1):
        kind = each.columns[name].type
        if name == "program_id":
            pass
        elif isinstance(kind, Date):
            left = max(1, left // DAYS)
        elif isinstance(kind, Enum):
            left = max(1, left // WORDS)
        else:
            left = min(left, FEW)
        yield 1 if unique and place == len(columns) else left
