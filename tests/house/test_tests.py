"""The tests lie where they are looked for, and there are some in every place."""

from pathlib import Path, PurePosixPath
from typing import Final

from tests.house.tree import PACKAGES, ROOT, names, python

WITHOUT: Final = frozenset({"vectors", "pictures", "__pycache__"})
"""Folders of tests that hold what tests read or make."""


def _folders(root: Path) -> list[Path]:
    inner = [folder for folder in root.iterdir() if folder.is_dir() and folder.name not in WITHOUT]
    return inner + [deeper for folder in inner for deeper in _folders(folder)]


def test_every_folder_of_tests_has_tests() -> None:
    folders = _folders(ROOT / "tests")

    assert folders
    assert [str(folder.relative_to(ROOT)) for folder in folders if not any(folder.rglob("test_*.py"))] == []


def test_unit_tests_mirror_the_packages() -> None:
    folders = _folders(ROOT / "tests" / "unit")

    places = [folder.relative_to(ROOT / "tests" / "unit") for folder in folders]

    assert [str(place) for place in places if not (ROOT / place).is_dir()] == []


def test_every_package_has_unit_tests() -> None:
    assert [name for name in PACKAGES if not any((ROOT / "tests" / "unit" / name).rglob("test_*.py"))] == []


def test_every_folder_of_a_package_is_a_package() -> None:
    folders = {source.path.parent for source in python(*PACKAGES)}

    scripts = PurePosixPath("tipline/store/migrations")
    inner = [folder for folder in folders if not folder.is_relative_to(scripts)]

    assert [str(folder) for folder in inner if not (ROOT / folder / "__init__.py").is_file()] == []


def test_every_test_that_is_written_is_collected() -> None:
    written = {source.path.name for source in python("tests") if "\ndef test_" in source.text}

    assert (
        sorted(name for name in written if not name.startswith("test_") and name != "life_of_a_tip.py") == []
    )


def test_nothing_that_is_made_is_tracked() -> None:
    made = {".db", ".log", ".pyc", ".key", ".pem"}

    assert [str(path) for path in names() if path.suffix in made or ".venv" in path.parts] == []
