"""Cases to work on."""

from tests.unit.tipline.casework.fixtures import case, founded_case, sqlite_case

__all__ = ["case", "founded_case", "sqlite_case"]
