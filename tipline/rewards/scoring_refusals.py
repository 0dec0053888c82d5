"""What scoring refuses, as facts; doors choose the words.

TableRefused        a scoring table that a program cannot use
SheetRefused        a sheet that does not fit its table
NoTableInForce      no scoring table had begun on that day
DayTaken            another version begins on that day, or a later one is there already
NotScoringBytes     bytes that are no table, or no sheet, as they are written here
"""

from datetime import date
from enum import StrEnum

from tipline.errors import NothingHere, Refused, TiplineError


class Fault(StrEnum):
    """What is wrong with a table or a sheet."""

    NOTHING = "nothing"
    """No factor, no level, no bracket."""
    TOO_MANY = "too-many"
    TWICE = "twice"
    """The same factor or campaign two times."""
    NEGATIVE = "negative"
    TOO_LARGE = "too-large"
    NOT_RISING = "not-rising"
    """A higher level with fewer points, or levels or brackets out of order."""
    LABEL = "label"
    """Empty, too long, or not printable."""
    STEP = "step"
    """Rounded to something else than 5, 10 or 50 dollars."""
    NOT_ROUND = "not-round"
    """A cap, floor or bonus that is no multiple of what is rounded to."""
    CAP_BELOW_FLOOR = "cap-below-floor"
    WINDOW = "window"
    """A campaign that ends before it starts."""
    NOT_IN_TABLE = "not-in-table"
    """A factor, level or campaign that the table does not have."""
    OUTSIDE_WINDOW = "outside-window"
    """The campaign had not begun, or was over."""
    FACTOR_MISSING = "factor-missing"
    BACKDATED = "backdated"
    """A table from a day that is over: what was decided by another then was decided by it."""


class TableRefused(Refused):
    """The table cannot be used; what is wrong, and where: a factor, a campaign, or nothing more exact."""

    def __init__(self, fault: Fault, *, where: str = "") -> None:
        super().__init__(fault.value, where)
        self.fault = fault
        self.where = where


class SheetRefused(Refused):
    """The sheet does not fit the table; what is wrong, and at which factor or campaign."""

    def __init__(self, fault: Fault, *, where: str = "") -> None:
        super().__init__(fault.value, where)
        self.fault = fault
        self.where = where


class NoTableInForce(NothingHere):
    """The program has no scoring table that had begun on a day."""

    def __init__(self, on: date) -> None:
        super().__init__(on.isoformat())
        self.on = on


class DayTaken(Refused):
    """Two versions cannot begin on one day, and none may begin before the newest one does."""

    def __init__(self, *, newest: date) -> None:
        super().__init__(newest.isoformat())
        self.newest = newest


class NotScoringBytes(TiplineError):
    """The bytes are not what this program writes: damaged, made by somebody else, or of another version."""
