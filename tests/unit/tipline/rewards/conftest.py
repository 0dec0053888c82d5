"""Books for the tests of the ledger, on each database in turn."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import SqliteSource, Stores, StoreUrls
from tests.unit.tipline.rewards.board import Board, a_board
from tests.unit.tipline.rewards.books import Books


@pytest.fixture
def books(stores: Stores) -> Books:
    """A program with a rewards fund, a community fund and a desk, all empty."""
    return Books(stores.ledger)


@pytest.fixture
def board(stores: Stores) -> Board:
    """A program that gives awards, on each database in turn."""
    return a_board(stores)


@pytest.fixture(scope="session")
def founded_board(
    sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Board]:
    """A program that gives awards, in files to copy."""
    folder = tmp_path_factory.mktemp("board")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        return folder, a_board(stores)


@pytest.fixture
def sqlite_board(founded_board: tuple[Path, Board], tmp_path: Path) -> Iterator[Board]:
    """A program that gives awards on SQLite alone: for what does not depend on the database."""
    folder, made = founded_board
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with closing(Stores(StoreUrls(lambda name: f"sqlite:///{tmp_path / name.value}.db"))) as stores:
        yield made.on(stores)
