"""Tell a store that is locked, full, read-only or gone from a mistake in a statement."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from tipline.errors import StoreUnavailable
from tipline.vocabulary import StoreName

_SQLITE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)

_POSTGRESQL_CLASSES: Final = ("08", "40", "53", "55", "57", "58", "XX")
"""Connection, serialisation, resources, locks, intervention by the operator, system, internal."""

_COLLISIONS: Final = frozenset({"40001", "40P01"})
"""Two transactions that cannot both go on: one of them is ended, and may begin again at once."""

_POSTGRESQL: Final = frozenset({"25006"})
"""A read-only transaction, as on a standby."""


def is_trouble(error: BaseException) -> bool:
    """Whether the store itself is to blame, and the same deed might succeed later."""
    if isinstance(error, NoFreeConnection):
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    if isinstance(cause, psycopg.Error):
        if cause.sqlstate is None:
            return isinstance(cause, psycopg.OperationalError)
        return cause.sqlstate in _POSTGRESQL or cause.sqlstate.startswith(_POSTGRESQL_CLASSES)
    return False


def is_collision(error: BaseException) -> bool:
    """Whether another process was doing the same at the same time, so that it is worth trying again now."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.Error) and cause.sqlstate in _COLLISIONS


@contextmanager
def told(name: StoreName) -> Generator[None, None, None]:
    """Turn the store's own trouble into `StoreUnavailable`, and let everything else pass.

    Raises:
        StoreUnavailable: the store is locked, full, read-only or gone.
    """
    try:
        yield
    except (DBAPIError, NoFreeConnection, sqlite3.Error, psycopg.Error) as error:
        if is_trouble(error):
            raise StoreUnavailable(name) from None
        raise
