"""Real trouble for a store: locked, full, read-only, gone."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text

from tests.databases import Kind
from tipline.store.db import Store
from tipline.store.engine import make_engine


def on_connect(store: Store, statement: str) -> None:
    """Have every connection from now on begin with this statement."""

    def run(connection: Any, _: object) -> None:  # noqa: ANN401 - either driver's
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        if not isinstance(connection, sqlite3.Connection):
            connection.commit()

    store.engine.dispose()
    event.listen(store.engine, "connect", run)


@contextmanager
def locked(store: Store, kind: Kind, url: str) -> Generator[None, None, None]:
    """Somebody else holds the store, for longer than anybody waits."""
    patience = "PRAGMA busy_timeout=50" if kind is Kind.SQLITE else "SET lock_timeout = '50ms'"
    on_connect(store, patience)
    other = make_engine(store.name, url)
    with other.connect() as connection:
        if kind is Kind.SQLITE:
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('mine')")
        else:
            connection.execute(text("LOCK TABLE appeal IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()
    other.dispose()


@contextmanager
def full(store: Store, kind: Kind, url: str) -> Generator[None, None, None]:
    """There is no room for another page; on SQLite alone, where a limit can be set."""
    assert kind is Kind.SQLITE
    on_connect(store, "PRAGMA max_page_count=1")
    yield


@contextmanager
def read_only(store: Store, kind: Kind, url: str) -> Generator[None, None, None]:
    """Nobody may write."""
    on_connect(
        store,
        "PRAGMA query_only=ON" if kind is Kind.SQLITE else "SET default_transaction_read_only = on",
    )
    yield


@contextmanager
def gone(store: Store, kind: Kind, url: str) -> Generator[None, None, None]:
    """The file, or the server's database, is not there any more."""
    store.engine.dispose()
    parts = make_url(url)
    if kind is Kind.SQLITE:
        path = Path(parts.database or "")
        path.rename(path.with_suffix(".away"))
        path.mkdir()
        yield
        path.rmdir()
        path.with_suffix(".away").rename(path)
        return
    server = make_engine(
        store.name, str(parts.set(database="postgres").render_as_string(hide_password=False))
    )
    with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{parts.database}" RENAME TO "{parts.database}_away"')
        yield
        connection.exec_driver_sql(f'ALTER DATABASE "{parts.database}_away" RENAME TO "{parts.database}"')
    server.dispose()
