"""A connection to one store: the settings that keep it durable, forgetful and mute.

SQLite is told to write through to the disk (`synchronous=FULL`), to overwrite what it deletes
(`secure_delete`), to use pages so large that a sealed record leaves no overflow page in order of arrival,
and to keep temporary tables off the disk. Errors of either database keep the values they quote to themselves.
"""

import os
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from tipline.errors import SettingRefused, StoreUnreachable, TiplineError
from tipline.store.alive import doubt_the_idle
from tipline.vocabulary import StoreName

PAGE_SIZE: Final = 16384
BUSY_SECONDS: Final = 5
"""How long a statement waits for a lock, on both databases, before the store counts as unavailable."""
DOOR_SECONDS: Final = 2
"""As above where a reporter waits for an answer, and the spool keeps what the store does not; the least that
libpq takes for a connection."""

POOL_SIZE: Final = 8
POOL_OVERFLOW: Final = 24

WRITING: Final = "tipline_writing"
"""The execution option of a connection that is going to write: SQLite locks at its BEGIN, not half-way."""

_LOOKING: Final = "tipline_looking"
"""The execution option of a connection on SQLite that begins no transaction."""

_PRAGMAS: Final = (
    f"PRAGMA page_size={PAGE_SIZE}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)


def make_engine(name: StoreName, url: str, *, patience: int = BUSY_SECONDS) -> Engine:
    """An engine for the store at `url`; nothing is connected yet.

    Args:
        patience: seconds that anything waits for a lock, a connection or the pool.

    Raises:
        SettingRefused: the URL is no URL, or of a database that the stores do not run on.
    """
    parts = _read(name, url)
    if parts.get_backend_name() == "sqlite":
        engine = create_engine(
            parts,
            hide_parameters=True,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=patience,
        )
        event.listen(engine, "connect", partial(_prepare_sqlite, patience))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            parts,
            hide_parameters=True,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=patience,
            connect_args={"connect_timeout": patience, "options": f"-c lock_timeout={patience}s"},
        )
        doubt_the_idle(engine)
    event.listen(engine, "handle_error", _mute)
    return engine


def for_looks(engine: Engine) -> Engine:
    """The same engine without transactions: a statement stands alone, and pays for no beginning and end."""
    if engine.name == "sqlite":
        return engine.execution_options(**{_LOOKING: True})
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def sqlite_file(name: StoreName, url: str) -> Path | None:
    """The file of a store on SQLite; None on PostgreSQL.

    Raises:
        SettingRefused: as `make_engine`; also a store in memory, which no second connection would see.
    """
    parts = _read(name, url)
    if parts.get_backend_name() != "sqlite":
        return None
    if not parts.database or parts.database == ":memory:":
        raise SettingRefused(f"{name.value}_url")
    return Path(parts.database)


def create_file(name: StoreName, url: str) -> None:
    """Make an empty file for a store on SQLite, for its owner alone; not on PostgreSQL, nor if one is there.

    SQLite gives its journals the mode of the file that they belong to.

    Raises:
        SettingRefused: as `sqlite_file`.
        StoreUnreachable: the file cannot be made there.
    """
    path = sqlite_file(name, url)
    if path is None:
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError:
        raise StoreUnreachable(name) from None


def _read(name: StoreName, url: str) -> URL:
    try:
        parts = make_url(url)
    except ArgumentError:
        raise SettingRefused(f"{name.value}_url") from None
    if parts.get_backend_name() == "postgresql":
        return parts.set(drivername="postgresql+psycopg")
    if parts.get_backend_name() == "sqlite":
        return parts.set(drivername="sqlite+pysqlite")
    raise SettingRefused(f"{name.value}_url")


def _prepare_sqlite(patience: int, connection: Any, _: object) -> None:  # noqa: ANN401 - SQLAlchemy leaves it untyped
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (f"PRAGMA busy_timeout={patience * 1000}", *_PRAGMAS):
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(_LOOKING, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING, False) else "BEGIN")


def _mute(context: ExceptionContext) -> None:
    """Take the values out of an error's text before anybody prints it.

    `hide_parameters` leaves out what we bound, but PostgreSQL quotes rows and values in messages of its
    own, and a type of SQLAlchemy's the value it could not use. SQLite names columns alone.
    """
    original = context.original_exception
    if context.dialect.name == "sqlite" and context.sqlalchemy_exception is not None and _is_driver(original):
        return
    constraint = original.diag.constraint_name if isinstance(original, psycopg.Error) else None
    muted: BaseException | None = original
    while muted is not None and not isinstance(muted, TiplineError):
        muted.args = (constraint or "",)
        muted = muted.__cause__ or muted.__context__
    if context.sqlalchemy_exception is not None:
        kind = type(original)
        context.sqlalchemy_exception.args = (f"({kind.__module__}.{kind.__qualname__}) {constraint or ''}",)


def _is_driver(error: BaseException) -> bool:
    return type(error).__module__ == "sqlite3"
