"""What is wrong with a list that somebody brings from another system: where, what, and what to do."""

from collections.abc import Mapping
from typing import Final

from tipline.claims import OLD_CODE_LEAST, OLD_CODE_MOST
from tipline.lists import ListFault, ListRefused
from tipline.reports.months import written
from tipline.reports.refusals import Fault, TotalsRefused

SAVE: Final = "Save it as “CSV UTF-8 (comma delimited)”."

TOTALS: Final[Mapping[Fault, str]] = {
    Fault.TOO_LARGE: "The file is larger than a megabyte; earlier totals are far smaller.",
    Fault.NOT_TEXT: f"The file cannot be read as CSV in UTF-8. {SAVE}",
    Fault.EMPTY: "The file has no month in it.",
    Fault.WRONG_DELIMITER: "Columns must be parted by commas. This file parts them by something else.",
    Fault.NO_MONTH_COLUMN: "There is no column “month”. The first line must name the columns.",
    Fault.NO_TIPS_COLUMN: "There is no column “tips”; it is the only one that every month must have.",
    Fault.UNKNOWN_MEASURE: "There is no measure “{column}”. The template has every column that there is.",
    Fault.COLUMN_TWICE: "The column “{column}” is there twice.",
    Fault.TWO_HEADERS: "A second line of headings. Leave only the first.",
    Fault.UNEVEN: "The line has more or fewer columns than the first.",
    Fault.FORMULA: "A formula in the column “{column}”. Save values, not formulas.",
    Fault.NO_MONTH: "No month. Write it as 2009-03.",
    Fault.MONTH_TWICE: "{month} is there twice.",
    Fault.FUTURE: "{month} has not begun: earlier totals end before this system's first tip.",
    Fault.MONTH_KEPT: "{month} is counted here already: earlier totals end before this system's first tip.",
    Fault.MONTH_IMPORTED: "{month} was imported before. Take that import back first.",
    Fault.NO_TIPS: "The month has no number of tips.",
    Fault.NEGATIVE: "A number below zero in the column “{column}”.",
    Fault.NO_NUMBER: "No whole number, or no amount such as 1250.50, in the column “{column}”.",
    Fault.TOO_MANY: "The number in the column “{column}” is too large to be true.",
    Fault.MORE_THAN_TIPS: "“{column}” comes to more than the month's tips.",
}

LISTS: Final[Mapping[ListFault, str]] = {
    ListFault.TOO_LARGE: "The file is larger than can be taken at once. Part it into several.",
    ListFault.TOO_MANY_LINES: "There are more lines than can be taken at once. Part the file into several.",
    ListFault.NOT_TEXT: f"The file cannot be read as CSV in UTF-8. {SAVE}",
    ListFault.EMPTY: "There is nothing in it below the line of headings.",
    ListFault.WRONG_DELIMITER: "Columns must be parted by commas. This file parts them by something else.",
    ListFault.MISSING_COLUMN: "There is no column “{column}”. The first line must name the columns.",
    ListFault.UNKNOWN_COLUMN: "Column {column} has no name that is known here. The template has every column "
    "that there is; take out what is not in it.",
    ListFault.COLUMN_TWICE: "The column “{column}” is there twice.",
    ListFault.TWO_HEADERS: "A second line of headings. Leave only the first.",
    ListFault.UNEVEN: "The line has more or fewer columns than the first. Words with a comma in them stand "
    "between quotation marks.",
    ListFault.FORMULA: "A formula in the column “{column}”. Save values, not formulas.",
    ListFault.BROUGHT_BEFORE: "This very file was brought before. Take that one back first, if it was wrong.",
    ListFault.FUTURE: "The date in the column “{column}” has not come yet.",
    ListFault.NO_MONTH: "No month in the column “{column}”. Write it as 2024-03.",
    ListFault.NO_CODE: f"No code of {OLD_CODE_LEAST} to {OLD_CODE_MOST} letters and digits.",
    ListFault.CODE_SHORTENED: "The spreadsheet has shortened this code, as 1.2E+11. Make the column "
    "text, and bring the codes anew from the other system.",
    ListFault.CODE_TWICE: "This code stands in an earlier line too.",
    ListFault.CODE_KNOWN: "This code was brought before. Take the line out, or take that list back first.",
    ListFault.NEGATIVE: "An amount below zero. What was paid does not belong here.",
    ListFault.NO_AMOUNT: "No amount. Write it as 1250 or 1,250.50, and above zero.",
    ListFault.FRACTION: "An amount has two digits after the point, or none: 1250.50.",
    ListFault.OTHER_CURRENCY: "Another currency than the fund's. Amounts stand without a currency, in the "
    "fund's own.",
    ListFault.TOO_MUCH: "The amount is too large to be true.",
    ListFault.NO_FUND: "No fund of rewards has this name, or there are several and none is named. Name it as "
    "the page of the funds does.",
    ListFault.NO_DAY: "No day in the column “{column}”. Write it as 2026-03-31.",
    ListFault.NO_WORDS: "The tip has no words.",
    ListFault.TOO_LONG: "Too long in the column “{column}”.",
    ListFault.NO_CHANNEL: "No channel: text, web, link or phone.",
    ListFault.NO_OFFENCE: "No offence that is known here. Leave it empty, or write it as the queue names it.",
    ListFault.NOT_OPEN: "Not an open tip: new, open, pending, assigned, triaged, dispatched, in progress or "
    "under investigation. Closed ones stay where they were, and are counted in the monthly totals.",
    ListFault.NO_LANGUAGE: "No language: two letters, as en or fr.",
    ListFault.NO_YES: "Write yes or no in the column “{column}”, or leave it empty.",
}


def totals_sentence(refused: TotalsRefused) -> str:
    """What is wrong with a file of totals, where, and that nothing was kept."""
    month = written(refused.month) if refused.month is not None else ""
    return _said(TOTALS[refused.fault].format(column=refused.column, month=month), refused.line)


def list_sentence(refused: ListRefused) -> str:
    """What is wrong with a list of awards or tips, where, and that nothing was kept: no word of the list."""
    return _said(LISTS[refused.fault].format(column=refused.column), refused.line)


def _said(words: str, line: int) -> str:
    where = f"Line {line}: " if line else ""
    return f"{where}{words} Nothing was kept."
