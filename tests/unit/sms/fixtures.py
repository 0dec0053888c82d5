"""Gateways for tests: founded once in a session on SQLite and copied, or anew on each database."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import SqliteSource, Stores, StoreUrls
from tests.unit.sms.gateway import Gateway, Programs, a_gateway, two_programs


@pytest.fixture(scope="session")
def founded_programs(
    sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Programs]:
    """Both programs in files to copy."""
    folder = tmp_path_factory.mktemp("programs")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        assert stores.vault is not None
        return folder, two_programs(stores)


@pytest.fixture
def gateway(founded_programs: tuple[Path, Programs], tmp_path: Path) -> Iterator[Gateway]:
    """A gateway on SQLite alone: for what does not depend on the database."""
    folder, programs = founded_programs
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with closing(Stores(StoreUrls(lambda name: f"sqlite:///{tmp_path / name.value}.db"))) as stores:
        yield a_gateway(stores, tmp_path, programs.on(stores))


@pytest.fixture
def any_gateway(stores: Stores, tmp_path: Path) -> Gateway:
    """A gateway on each of the two databases in turn."""
    return a_gateway(stores, tmp_path, two_programs(stores))


@pytest.fixture
def anyio_backend() -> str:
    """What runs the tests that are asynchronous."""
    return "asyncio"
