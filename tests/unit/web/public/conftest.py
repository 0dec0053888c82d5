"""A public site, on both databases or on the quick one."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.databases import SqliteSource, Stores, StoreUrls
from tests.unit.tipline.intake.readers import Staff, a_staff
from tests.unit.web.public.reporter import PublicSite, a_public_site


@pytest.fixture
def site(stores: Stores, tmp_path: Path) -> PublicSite:
    """Toronto's public site, on each database in turn."""
    return a_public_site(a_staff(stores), tmp_path)


@pytest.fixture(scope="session")
def founded_staff(
    sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Staff]:
    """A founded program in files to copy."""
    folder = tmp_path_factory.mktemp("toronto")
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        stores.ledger.ping()
        return folder, a_staff(stores)


@pytest.fixture
def quick_site(founded_staff: tuple[Path, Staff], tmp_path: Path) -> Iterator[PublicSite]:
    """Toronto's public site on SQLite alone: for what does not depend on the database."""
    folder, staff = founded_staff
    for file in folder.iterdir():
        shutil.copy(file, tmp_path)
    with closing(Stores(StoreUrls(lambda name: f"sqlite:///{tmp_path / name.value}.db"))) as stores:
        yield a_public_site(staff.on(stores), tmp_path)


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
