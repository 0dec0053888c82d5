"""People who search."""

from tests.unit.tipline.casework.search.searching import (
    case,
    founded_case,
    quick_searching,
    searching,
    sqlite_case,
)

__all__ = ["case", "founded_case", "quick_searching", "searching", "sqlite_case"]
