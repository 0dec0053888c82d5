"""A public site, on both databases or on the quick one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.unit.web.public.reporter import PublicSite, a_public_site


@pytest.fixture
def site(stores: Stores, tmp_path: Path) -> PublicSite:
    """Toronto's public site, on each database in turn."""
    return a_public_site(stores, tmp_path)


@pytest.fixture
def quick_site(sqlite_stores: Stores, tmp_path: Path) -> PublicSite:
    """Toronto's public site, for what does not depend on the database."""
    return a_public_site(sqlite_stores, tmp_path)


@pytest.fixture
def browser(site: PublicSite) -> Iterator[TestClient]:
    """A browser on the site."""
    with site.browser() as client:
        yield client


@pytest.fixture
def quick_browser(quick_site: PublicSite) -> Iterator[TestClient]:
    """A browser on the quick site."""
    with quick_site.browser() as client:
        yield client
