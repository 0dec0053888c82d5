"""The program whose months are counted, for the tests of reports."""

import pytest

from tests.databases import Stores
from tests.unit.tipline.reports.office import Counted, an_office


@pytest.fixture
def office(stores: Stores) -> Counted:
    """A program in Toronto's time zone, on each database in turn."""
    return an_office(stores)


@pytest.fixture
def sqlite_office(sqlite_stores: Stores) -> Counted:
    """The same on SQLite alone, for what is one on both."""
    return an_office(sqlite_stores)
