"""Cases for tests: founded once in a session on SQLite and copied, or anew on each database."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import SqliteSource, Stores, StoreUrls
from tests.unit.tipline.casework.case import Case, a_case


@pytest.fixture
def case(stores: Stores) -> Case:
    """A program with staff, on each database in turn."""
    return a_case(stores)


@pytest.fixture(scope="session")
def founded_case(sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Case]:
    """A program with staff in files to copy."""
    folder = tmp_path_factory.mktemp("case")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        stores.ledger.ping()
        return folder, a_case(stores)


@pytest.fixture
def sqlite_case(founded_case: tuple[Path, Case], tmp_path: Path) -> Iterator[Case]:
    """A program with staff on SQLite alone: for what does not depend on the database."""
    folder, made = founded_case
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with closing(Stores(StoreUrls(lambda name: f"sqlite:///{tmp_path / name.value}.db"))) as stores:
        program = replace(made.program, stores=stores, people=dict(made.program.people))
        yield Case(program)
