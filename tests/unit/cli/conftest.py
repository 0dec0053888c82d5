"""A terminal for the tests of the commands."""

from pathlib import Path

import pytest

from tests.databases import SqliteSource
from tests.unit.cli.terminal import Terminal


@pytest.fixture
def terminal(sqlite_source: SqliteSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A folder whose four stores have been migrated."""
    urls = sqlite_source.migrated(tmp_path)
    for url in (urls.tips, urls.keys, urls.vault, urls.ledger):
        assert url.startswith(f"sqlite:///{tmp_path}/")
    tmp_path.chmod(0o700)
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    return Terminal(tmp_path)
