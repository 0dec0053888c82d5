"""The journal as a workbook: real numbers, a sheet of entries and one of what stands on each account."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from tipline.rewards.books import Entered, Moved, month_text
from tipline.rewards.export_csv import COLUMNS

MONEY: Final = "#,##0.00"
_WIDTHS: Final = (8, 10, 14, 24, 12, 14, 14, 9, 14, 34, 34, 34, 66)


def xlsx_bytes(entries: Iterable[Entered]) -> bytes:
    """The file. No text in it is a formula or an address, whatever it begins with."""
    file = BytesIO()
    book = Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": MONEY})
    journal, standing = book.add_worksheet("Journal"), book.add_worksheet("Balances")
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        journal.set_column(column, column, width)
        journal.write_string(0, column, name, bold)
    journal.freeze_panes(1, 0)
    last: dict[tuple[str, str], Moved] = {}
    row = 0
    for entry in entries:
        for line in entry.lines:
            row += 1
            last[line.fund, line.account.value] = line
            journal.write_number(row, 0, entry.number)
            for column, text in (
                *((1, month_text(entry.month)), (2, entry.kind.value), (3, line.fund)),
                *((4, line.account.value), (7, line.currency), (9, entry.award_id)),
                *((10, entry.entry_id), (11, entry.reverses), (12, entry.link)),
            ):
                journal.write_string(row, column, text)
            for column, cents in ((5, line.debit), (6, line.credit), (8, line.balance)):
                if cents or column == 8:  # noqa: PLR2004 - a balance of nothing is one
                    journal.write_number(row, column, cents / 100, money)
    for column, name in enumerate(("fund", "account", "balance", "currency")):
        standing.write_string(0, column, name, bold)
    for number, ((fund, account), line) in enumerate(sorted(last.items()), start=1):
        standing.write_string(number, 0, fund)
        standing.write_string(number, 1, account)
        standing.write_number(number, 2, line.balance / 100, money)
        standing.write_string(number, 3, line.currency)
    standing.set_column(0, 1, 24)
    standing.set_column(2, 2, 16)
    book.close()
    return file.getvalue()
