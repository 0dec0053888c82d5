"""Consoles to look at."""

from pathlib import Path

import pytest

from tests.unit.tipline.casework.case import Case
from tests.unit.tipline.casework.fixtures import case, founded_case, sqlite_case
from tests.unit.tipline.rewards.board import PEPPER, Board
from tests.unit.tipline.rewards.conftest import board, founded_board, sqlite_board
from tests.unit.web.console.console import Console, a_console
from tests.unit.web.console.paying import Paying
from tipline.key_files import LedgerKeys

__all__ = [
    "board",
    "case",
    "console",
    "founded_board",
    "founded_case",
    "quick_console",
    "sqlite_board",
    "sqlite_case",
]


@pytest.fixture
def console(case: Case, tmp_path: Path) -> Console:
    """A console on each database in turn."""
    return a_console(case, tmp_path)


@pytest.fixture
def quick_console(sqlite_case: Case, tmp_path: Path) -> Console:
    """A console on SQLite alone: for what does not depend on the database."""
    return a_console(sqlite_case, tmp_path)


@pytest.fixture
def paying(board: Board, tmp_path: Path) -> Paying:
    """A console with desks, on each database in turn."""
    return a_paying_console(board, tmp_path)


@pytest.fixture
def quick_paying(sqlite_board: Board, tmp_path: Path) -> Paying:
    """A console with desks on SQLite alone."""
    return a_paying_console(sqlite_board, tmp_path)


def a_paying_console(board: Board, folder: Path) -> Paying:
    """A console on the stores of a board, with the pepper of its ledger."""
    board.case.program.ledger_keys = LedgerKeys(PEPPER)
    return Paying(board, a_console(board.case, folder))
