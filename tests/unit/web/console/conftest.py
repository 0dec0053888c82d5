"""Consoles to look at."""

from pathlib import Path

import pytest

from tests.unit.tipline.casework.case import Case
from tests.unit.tipline.casework.fixtures import case, founded_case, sqlite_case
from tests.unit.tipline.rewards.conftest import founded_board, sqlite_board
from tests.unit.web.console.console import Console, a_console

__all__ = [
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
