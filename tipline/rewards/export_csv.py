"""The journal as CSV: a line for each line of an entry, debit and credit in columns of their own.

A name that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from tipline.rewards.books import Entered, decimal, month_text

COLUMNS: Final = (
    *("entry", "month", "kind", "fund", "account", "debit", "credit", "currency", "balance"),
    *("award", "entry_id", "reverses", "link"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(entries: Iterable[Entered]) -> Iterator[str]:
    """The file, a line at a time, its heading first."""
    yield _line(COLUMNS)
    for entry in entries:
        for line in entry.lines:
            yield _line(
                (
                    str(entry.number),
                    month_text(entry.month),
                    entry.kind.value,
                    _plain(line.fund),
                    line.account.value,
                    decimal(line.debit) if line.debit else "",
                    decimal(line.credit) if line.credit else "",
                    line.currency,
                    decimal(line.balance),
                    entry.award_id,
                    entry.entry_id,
                    entry.reverses,
                    entry.link,
                )
            )


def _plain(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA) else name


def _line(values: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue()
