"""What reports refuse, as facts; doors choose the words. They belong to the tree in `tipline/errors.py`.

Refused
├── NothingHere
│   ├── MonthAhead            a month that has not begun
│   └── MonthBeforeBeginning  a month of which nothing is kept; since when there is
├── MonthNotOver              a month cannot be closed before it has ended
├── MonthClosedBefore         it was closed already, or lies before what was counted here
├── EarlierMonthOpen          another is to be closed first
├── MonthNotClosed            only a closed month is published
├── MonthPublished            it is out already
├── NotPublishing             the program publishes no months
└── TotalsRefused             a file of earlier totals; what is wrong with it and where
"""

from enum import StrEnum

from tipline.errors import NothingHere, Refused
from tipline.vocabulary import Month


class MonthAhead(NothingHere):
    """A month that has not begun in the program's time zone."""

    def __init__(self, month: Month) -> None:
        super().__init__(month)
        self.month = month


class MonthBeforeBeginning(NothingHere):
    """A month of which a program keeps nothing; the first one of which it does."""

    def __init__(self, month: Month, *, beginning: Month) -> None:
        super().__init__(month, beginning)
        self.month = month
        self.beginning = beginning


class MonthNotOver(Refused):
    """A month that runs cannot be closed."""

    def __init__(self, month: Month) -> None:
        super().__init__(month)
        self.month = month


class MonthClosedBefore(Refused):
    """A month is closed already, or its totals were imported."""

    def __init__(self, month: Month) -> None:
        super().__init__(month)
        self.month = month


class EarlierMonthOpen(Refused):
    """Months are closed in order, and the first open one is another."""

    def __init__(self, month: Month, *, first: Month) -> None:
        super().__init__(month, first)
        self.month = month
        self.first = first


class MonthNotClosed(Refused):
    """Only a closed month is published: its numbers stay."""

    def __init__(self, month: Month) -> None:
        super().__init__(month)
        self.month = month


class MonthPublished(Refused):
    """A month is out already, and what is out stays as it is."""

    def __init__(self, month: Month) -> None:
        super().__init__(month)
        self.month = month


class NotPublishing(Refused):
    """No coordinator has switched on that the program publishes its months."""


class Fault(StrEnum):
    """What is wrong with a file of earlier totals."""

    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    EMPTY = "empty"
    WRONG_DELIMITER = "wrong-delimiter"
    NO_MONTH_COLUMN = "no-month-column"
    NO_TIPS_COLUMN = "no-tips-column"
    UNKNOWN_MEASURE = "unknown-measure"
    COLUMN_TWICE = "column-twice"
    TWO_HEADERS = "two-headers"
    UNEVEN = "uneven"
    FORMULA = "formula"
    NO_MONTH = "no-month"
    MONTH_TWICE = "month-twice"
    FUTURE = "future"
    MONTH_KEPT = "month-kept"
    MONTH_IMPORTED = "month-imported"
    NO_TIPS = "no-tips"
    NEGATIVE = "negative"
    NO_NUMBER = "no-number"
    TOO_MANY = "too-many"
    MORE_THAN_TIPS = "more-than-tips"


class TotalsRefused(Refused):
    """A file of earlier totals is not taken; nothing of it was kept."""

    def __init__(self, fault: Fault, *, line: int = 0, column: str = "", month: Month | None = None) -> None:
        super().__init__(fault.value, line, column, month)
        self.fault = fault
        self.line = line
        """Counted from 1; 0 where it is the whole file."""
        self.column = column
        self.month = month
