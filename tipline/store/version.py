"""The version of a store: which one this program needs, and which one is there.

Every server asks this at its start, so nothing of what moves a store (`schema`) is loaded for it.
"""

import sqlite3
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from tipline.errors import StoreUnreachable
from tipline.store.engine import BUSY_SECONDS, make_engine, sqlite_file
from tipline.vocabulary import StoreName

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def steps(name: StoreName) -> Path:
    """The folder of a store's migrations, each a file that is named as its version."""
    return MIGRATIONS / name.value / "versions"


def newest(name: StoreName) -> str:
    """The version that this program needs: versions are counted in their names."""
    return max(step.stem for step in steps(name).glob(f"{name.value}_*.py"))


def version(name: StoreName, url: str) -> str | None:
    """The version that a store is at; None without tables.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be read.
    """
    engine = reach(name, url)
    try:
        return found(name, engine)
    finally:
        engine.dispose()


def reach(name: StoreName, url: str, *, patience: int = BUSY_SECONDS) -> Engine:
    """An engine for a store that should be there: asking for a SQLite file must not make it.

    Args:
        patience: as for `make_engine`.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: there is no such file.
    """
    path = sqlite_file(name, url)
    if path is not None and not path.is_file():
        raise StoreUnreachable(name)
    return make_engine(name, url, patience=patience)


def found(name: StoreName, engine: Engine) -> str | None:
    """The version of the store behind an engine; None without tables.

    Raises:
        StoreUnreachable: it cannot be read.
    """
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            at: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return at
    except (DBAPIError, NoFreeConnection, sqlite3.Error, psycopg.Error):
        engine.dispose()
        raise StoreUnreachable(name) from None
