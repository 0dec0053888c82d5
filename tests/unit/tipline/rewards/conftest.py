"""Books for the tests of the ledger, on each database in turn."""

import pytest

from tests.databases import Stores
from tests.unit.tipline.rewards.books import Books


@pytest.fixture
def books(stores: Stores) -> Books:
    """A program with a rewards fund, a community fund and a desk, all empty."""
    return Books(stores.ledger)
