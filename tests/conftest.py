"""Fixtures for every test: the stores, on both databases."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Kind, PostgresServer, PostgresSource, SqliteSource, Stores, StoreUrls, postgres

BOTH = [Kind.SQLITE, pytest.param(Kind.POSTGRES, marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, one for each worker: started by the first test that asks for it."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_source(postgres_server: PostgresServer) -> Iterator[PostgresSource]:
    """Migrated PostgreSQL databases to copy from."""
    with closing(PostgresSource(postgres_server)) as source:
        yield source


@pytest.fixture(scope="session")
def sqlite_source(tmp_path_factory: pytest.TempPathFactory) -> SqliteSource:
    """Migrated SQLite files to copy from."""
    return SqliteSource(tmp_path_factory.mktemp("templates"))


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Kind:
    """Each of the two databases in turn."""
    return Kind(request.param)


@pytest.fixture
def store_urls(database: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreUrls]:
    """Four stores without tables, on each database in turn: for what migrates by itself."""
    if database is Kind.SQLITE:
        files: SqliteSource = request.getfixturevalue("sqlite_source")
        yield files.empty(tmp_path)
        return
    databases: PostgresSource = request.getfixturevalue("postgres_source")
    yield databases.empty()
    databases.forget()


@pytest.fixture
def migrated_urls(database: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreUrls]:
    """Four migrated stores, on each database in turn: for what opens them by itself, such as a process."""
    if database is Kind.SQLITE:
        files: SqliteSource = request.getfixturevalue("sqlite_source")
        yield files.migrated(tmp_path)
        return
    databases: PostgresSource = request.getfixturevalue("postgres_source")
    yield databases.migrated()
    databases.forget()


@pytest.fixture
def stores(migrated_urls: StoreUrls) -> Iterator[Stores]:
    """Four migrated stores, open, on each database in turn."""
    with closing(Stores(migrated_urls)) as four:
        yield four


@pytest.fixture
def sqlite_stores(sqlite_source: SqliteSource, tmp_path: Path) -> Iterator[Stores]:
    """Four migrated stores, open, on SQLite alone: for what does not depend on the database."""
    with closing(Stores(sqlite_source.migrated(tmp_path))) as four:
        yield four
