"""Deeds that only insert: those that wait together become one statement a table.

A statement costs more to send than a row to write, so a crowd of tips is written by five statements and not
by five a tip. Should any row be there already, nothing of it counts and each deed is done by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection
from sqlmodel import SQLModel

from tipline.store.statements import Values, insert_all_new

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inserts(Generic[T]):
    """A deed that inserts rows, none of which should be there yet."""

    rows: tuple[tuple[type[SQLModel], Values], ...] = field(repr=False)
    """In the order in which they may be written: a row comes after what it belongs to."""
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
    return all(insert_all_new(connection, row, values) for row, values in tables.items())
