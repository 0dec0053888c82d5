"""A console for the tests of signing in."""

from pathlib import Path

import pytest

from tests.databases import Stores
from tests.program import found
from tests.unit.tipline.access.desk import Console


@pytest.fixture
def console(stores: Stores, tmp_path: Path) -> Console:
    """A founded program and a console on it, on each database in turn."""
    program = found(stores)
    return Console(program, program.runtime(tmp_path), tmp_path)
