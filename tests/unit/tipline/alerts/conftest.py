"""Consoles whose bell is rung, and the people whom it is rung for."""

from pathlib import Path

import pytest

from tests.unit.tipline.alerts.bell import Bell, a_bell
from tests.unit.tipline.casework.case import Case
from tests.unit.tipline.casework.fixtures import case, founded_case, sqlite_case

__all__ = ["bell", "case", "founded_case", "quick_bell", "sqlite_case"]


@pytest.fixture
def bell(case: Case, tmp_path: Path) -> Bell:
    """A bell on each database in turn."""
    return a_bell(case, tmp_path)


@pytest.fixture
def quick_bell(sqlite_case: Case, tmp_path: Path) -> Bell:
    """A bell on SQLite alone: for what does not depend on the database."""
    return a_bell(sqlite_case, tmp_path)
