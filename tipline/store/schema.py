"""Bring a store to a version: four histories of migrations, one environment."""

import sqlite3
from pathlib import Path
from typing import Final

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from tipline.errors import StoreUnreachable
from tipline.store import sqlite_plans
from tipline.store.engine import WRITING, create_file, make_engine, sqlite_file
from tipline.store.tables import METADATA
from tipline.store.trouble import told
from tipline.vocabulary import StoreName

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def newest(name: StoreName) -> str:
    """The version that this program needs."""
    head = ScriptDirectory.from_config(_config(name)).get_current_head()
    if head is None:
        raise RuntimeError(f"the history of {name.value} is empty")
    return head


def migrate(name: StoreName, url: str) -> None:
    """Bring a store to the newest version, making it if there is none; it may be done twice.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be opened.
        StoreUnavailable: it is locked, full or read-only.
    """
    create_file(name, url)
    _move(name, url, "head")


def downgrade(name: StoreName, url: str, *, to: str = "base") -> None:
    """Take a store back to an earlier version, with what only the later ones can hold.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be opened.
        StoreUnavailable: it is locked, full or read-only.
    """
    _move(name, url, to)


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


def reach(name: StoreName, url: str) -> Engine:
    """An engine for a store that should be there: asking for a SQLite file must not make it.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: there is no such file.
    """
    path = sqlite_file(name, url)
    if path is not None and not path.is_file():
        raise StoreUnreachable(name)
    return make_engine(name, url)


def found(name: StoreName, engine: Engine) -> str | None:
    """The version of the store behind an engine; None without tables.

    Raises:
        StoreUnreachable: it cannot be read.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except (DBAPIError, NoFreeConnection, sqlite3.Error, psycopg.Error):
        engine.dispose()
        raise StoreUnreachable(name) from None


def _move(name: StoreName, url: str, to: str) -> None:
    engine = reach(name, url)
    try:
        before = found(name, engine)
        config = _config(name)
        with told(name), engine.execution_options(**{WRITING: True}).begin() as connection:
            config.attributes["connection"] = connection
            config.attributes["metadata"] = METADATA[name]
            if to == "head":
                command.upgrade(config, to)
                if name is StoreName.TIPS and connection.dialect.name == "sqlite":
                    sqlite_plans.tell(connection)
            elif before is not None:
                command.downgrade(config, to)
    finally:
        engine.dispose()


def _config(name: StoreName) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(_MIGRATIONS / name.value / "versions").replace("%", "%%"))
    return config
