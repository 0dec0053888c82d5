"""A row for every table: the same column has the same value everywhere, so that parents and children meet."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, LargeBinary, String, Table
from sqlmodel import UTCDateTime

from tipline.store.tables import METADATA
from tipline.vocabulary import StoreName

DAY = date(2026, 11, 20)
LINES_FIRST = ("fund", "posting", "entry")
"""An entry of the ledger comes after its lines."""
MOMENT = datetime(2026, 11, 20, 23, 59, 59, 123456, tzinfo=UTC)


def a_row(table: Table) -> dict[str, Any]:
    """Values for every column of a table."""
    return {column.name: a_value(column) for column in table.columns}


def filling(name: StoreName) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Rows for every table of a store, in an order in which the database takes them."""
    tables = METADATA[name].sorted_tables
    first = [each for each in tables if each.name in LINES_FIRST]
    first.sort(key=lambda each: LINES_FIRST.index(each.name))
    return [(each, _rows(each)) for each in [*first, *(each for each in tables if each not in first)]]


def _rows(table: Table) -> list[dict[str, Any]]:
    row = a_row(table)
    if table.name != "posting":
        return [row]
    return [row, row | {"line": row["line"] + 1, "amount_cents": -row["amount_cents"]}]


def a_value(column: Column[Any]) -> object:
    """What stands in this column."""
    match column.type:
        case Enum() as kind:
            value: object = list(kind.enum_class or ())[-1]
        case LargeBinary() as kind:
            value = (sha256(column.name.encode()).digest() * 40)[: kind.length or 1600]
        case String() as kind:
            value = column.name[: kind.length]
        case UTCDateTime():
            value = MOMENT
        case Date():
            value = DAY
        case Boolean():
            value = True
        case Integer():
            value = 202611
        case kind:
            raise AssertionError(kind)
    return value
