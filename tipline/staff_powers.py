"""What each role may do with tips, people and the program: powers of `tipline.vocabulary.Role`."""

from typing import Final

_TRIAGE: Final[frozenset[object]] = frozenset({"coordinator", "integrity"})
_WORK: Final[frozenset[object]] = _TRIAGE | {"investigator", "unit-liaison"}
_MONTH: Final[frozenset[object]] = frozenset({"coordinator", "analyst", "board"})
_AUDIT: Final[frozenset[object]] = frozenset({"auditor", "coordinator"})
_MANAGE: Final[frozenset[object]] = frozenset({"administrator", "coordinator"})
_LEAD: Final[frozenset[object]] = frozenset({"coordinator"})
_BOARD: Final[frozenset[object]] = frozenset({"board"})


class StaffPowers:
    """The powers of a role over everything but awards and their books."""

    @property
    def may_triage(self) -> bool:
        """Sort, assign and close tips: a coordinator the program's, integrity its own."""
        return self in _TRIAGE

    @property
    def may_work(self) -> bool:
        """Read the tips that are theirs, ask the reporter, write notes."""
        return self in _WORK

    @property
    def may_see_month(self) -> bool:
        """See a month in counts, without a grant to any tip."""
        return self in _MONTH

    @property
    def may_close_month(self) -> bool:
        """Freeze a month's numbers, and write marks beside them."""
        return self in _LEAD

    @property
    def may_confirm(self) -> bool:
        """Confirm a new person, as far as they hold the team themselves."""
        return self in _LEAD

    @property
    def may_set_scoring(self) -> bool:
        """Set the table by which rewards are scored, as the board decided it."""
        return self in _LEAD

    @property
    def may_audit(self) -> bool:
        """Read the audit trail and verify its chain."""
        return self in _AUDIT

    @property
    def may_manage(self) -> bool:
        """See the program's people and add accounts, which hold nothing until somebody confirms them."""
        return self in _MANAGE

    @property
    def may_open_apps(self) -> bool:
        """Decide that tips are taken by an app whose company knows who writes."""
        return self in _BOARD
