"""Statements that the domain shares: insert rows, insert unless there is one, take turns."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from tipline.store.columns import table
from tipline.vocabulary import ProgramId

Values = Mapping[str, Any]  # a row of any table, by the names of its columns


def insert_rows(connection: Connection, row: type[SQLModel], values: Sequence[Values]) -> None:
    """Insert rows of one table in one statement; all of them name the same columns.

    Raises:
        IntegrityError: a row with one of these keys is there, or one that it belongs to is not.
    """
    if values:
        connection.execute(_insert(row), values)


def insert_new(connection: Connection, row: type[SQLModel], values: Values) -> bool:
    """Insert a row unless one with its key, or another unique value of it, is there; whether it was inserted.

    An error would spoil the whole transaction on PostgreSQL; this leaves it as it was.
    """
    return connection.execute(_insert_new(row, connection.dialect.name), values).rowcount == 1


def insert_all_new(connection: Connection, row: type[SQLModel], values: Sequence[Values]) -> bool:
    """As `insert_new` for several rows of one table in one statement; whether all of them were inserted."""
    return connection.execute(_insert_new(row, connection.dialect.name), values).rowcount == len(values)


def take_turn(where: Connection | Session, *, program_id: ProgramId, what: str) -> None:
    """Wait until no other transaction does `what` in this program, and keep others out until this one ends.

    For what reads a last number and writes the next. A writing transaction on SQLite is alone as it is.
    """
    connection = where.connection() if isinstance(where, Session) else where
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(what.encode() + b"\0" + program_id).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(number)))


@cache
def _insert(row: type[SQLModel]) -> Insert:
    """One statement a table: building it anew is a tenth of the time of a tip."""
    return insert(table(row))


@cache
def _insert_new(row: type[SQLModel], dialect: str) -> Insert:
    """As `_insert`, one for each database."""
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table(row)).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
