"""What each role may do with the books of the rewards; `tipline.vocabulary.Role` has these beside others."""

from typing import Final

_KEEP: Final[frozenset[object]] = frozenset({"treasurer"})
_READ: Final[frozenset[object]] = _KEEP | {"coordinator", "board", "auditor"}


class BookPowers:
    """The powers of a role over funds and journal; who approves or pays an award writes nothing by hand."""

    @property
    def may_keep_books(self) -> bool:
        """Make a fund, record what came and left, take an entry back, close a month."""
        return self in _KEEP

    @property
    def may_read_books(self) -> bool:
        """See funds, journal and scoring table, prove the books, take them away as a file."""
        return self in _READ
