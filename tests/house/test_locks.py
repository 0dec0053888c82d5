"""The lock files are fresh; and the check that says so sees each way in which they may not be."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LOCKS = ("requirements.lock", "requirements-media.lock", "requirements-build.lock", "requirements-dev.lock")
CHECKED = ("pyproject.toml", *LOCKS)


def _check(folder: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "tools" / "check_locks.py"
    return subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (*CHECKED, "tools/check_locks.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_locks_are_fresh() -> None:
    assert (_check(ROOT).stdout, _check(ROOT).returncode) == ("The locks are fresh.\n", 0)


@pytest.mark.parametrize(
    ("name", "line", "instead", "said"),
    [
        ("pyproject.toml", r'^    "alembic.*$', '    "alembic>=1.19",', "requirements.lock is stale"),
        ("pyproject.toml", r'^    "alembic.*$', '    "alembic>=99",', "but pyproject.toml needs alembic>=99"),
        ("pyproject.toml", r'^    "alembic.*$', '    "none-such",', "has no pin for none-such"),
        (
            "pyproject.toml",
            r"^requires-python = .*$",
            'requires-python = ">=3.12"',
            "requirements-dev.lock is stale",
        ),
        ("requirements.lock", r"^alembic==.*$", r"alembic==1.0 \\", "requirements.lock is stale"),
        ("requirements.lock", r"^alembic==.*$", r"alembic==1.1 \\", "requirements-dev.lock has alembic"),
        (
            "requirements.lock",
            r"^alembic==.*$",
            "--index-url https://index.example/simple",
            "is no pin and no hash",
        ),
        ("requirements.lock", r"^alembic==.*$", r"alembic @ file:///elsewhere \\", "has no pin for alembic"),
        ("requirements-media.lock", r"^av==.*$", r"av==18.0 \\", "requirements-dev.lock has av"),
        ("requirements-dev.lock", r"^    --hash=sha256:.*\n", "", "requirements-dev.lock is stale"),
        ("requirements-build.lock", r"^.*\n", "", "requirements-build.lock is stale"),
    ],
)
def test_a_lock_that_does_not_hold_is_seen(copy: Path, name: str, line: str, instead: str, said: str) -> None:
    whole = (copy / name).read_text()
    broken = re.sub(line, instead, whole, count=1, flags=re.MULTILINE)
    (copy / name).write_text(broken)

    checked = _check(copy)

    assert broken != whole
    assert checked.returncode == 1
    assert said in checked.stdout
