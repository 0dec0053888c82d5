"""A row for every table: the same column has the same value everywhere, so that parents and children meet."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, LargeBinary, String, Table
from sqlmodel import UTCDateTime

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 23, 59, 59, 123456, tzinfo=UTC)


def a_row(table: Table) -> dict[str, Any]:
    """Values for every column of a table."""
    return {column.name: a_value(column) for column in table.columns}


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
