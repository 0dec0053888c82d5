"""Deeds that only insert: those that wait together become one statement a table.

A statement costs more to send than a row to write, so a crowd of tips is written by five statements and not
by five a tip. Should any row be there already, nothing of it counts and each deed is done by itself.

Tables and rows are written in one order, whatever came first: two processes that were brought the same texts
wait for one another, and not each for the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

from sqlalchemy import Connection
from sqlmodel import SQLModel

from tipline.store.columns import table
from tipline.store.statements import Values, insert_all_new

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inserts(Generic[T]):
    """A deed that inserts rows, none of which should be there yet."""

    rows: tuple[tuple[type[SQLModel], Values], ...] = field(repr=False)
    """A table may come more than once; which one is written first follows from what belongs to what."""
    result: T
    """What the deed gives where every row was written."""
    otherwise: Callable[[Connection], T] = field(repr=False)
    """What is done instead where one of them was there."""

    def __call__(self, connection: Connection) -> T:
        """Do it by itself, ready for a row that is there."""
        return self.otherwise(connection)


def insert_together(connection: Connection, deeds: Iterable[Inserts[T]]) -> bool:
    """Insert the rows of all deeds; false where one was there, and then the transaction must be given up."""
    tables: dict[type[SQLModel], list[Values]] = {}
    for deed in deeds:
        for row, values in deed.rows:
            tables.setdefault(row, []).append(values)
    return all(
        insert_all_new(connection, row, _in_order(row, tables[row])) for row in sorted(tables, key=_place)
    )


@cache
def _place(row: type[SQLModel]) -> int:
    """Where a table stands in its store: behind every one that its rows belong to."""
    return table(row).metadata.sorted_tables.index(table(row))


def _in_order(row: type[SQLModel], values: list[Values]) -> list[Values]:
    """The rows by their keys; what has none is for the database to refuse."""
    names = [column.name for column in table(row).primary_key]
    return sorted(values, key=lambda one: [(one[name] is None, one[name]) for name in names])
