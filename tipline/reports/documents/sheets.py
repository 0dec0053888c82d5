"""The report as a workbook: real numbers, a sheet for each table, and one in front that says what it is."""

from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tipline.reports.documents import say
from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import RULES, Measure, Unit
from tipline.reports.table import SectionTable

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_WIDTH: Final = 44
_WIDTH: Final = 16
_TEXT_WIDTH: Final = 110
_MONTH_WIDTH: Final = 12


class _Book:
    """A workbook that is being written, and its few looks."""

    def __init__(self, file: BytesIO, words: Words, currency: str) -> None:
        self.book = Workbook(file, _OPTIONS)
        self.words = words
        self.currency = currency
        self.title = self.book.add_format({"bold": True, "font_size": 16})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.head_right = self.book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
        )
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.muted = self.book.add_format({"align": "right", "italic": True, "font_color": "#595959"})
        self.numbers = {
            Unit.COUNT: self.book.add_format({"num_format": "#,##0"}),
            Unit.DAYS: self.book.add_format({"num_format": "#,##0"}),
            Unit.CENTS: self.book.add_format({"num_format": "#,##0.00"}),
        }

    def sheet(self, name: str, *heads: str, first_width: int = _FIRST_WIDTH) -> Worksheet:
        """A sheet with a line of heads that stays in sight; it prints on one page's width."""
        made = self.book.add_worksheet(name)
        made.set_column(0, 0, first_width)
        made.set_column(1, max(1, len(heads) - 1), _WIDTH)
        for place, head in enumerate(heads):
            made.write_string(0, place, head, self.head_right if place else self.head)
        made.freeze_panes(1, 1)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        made.repeat_rows(0)
        return made

    def number(self, sheet: Worksheet, row: int, place: int, value: int | None, unit: Unit) -> None:
        """A number; an empty place where it is not known."""
        if value is not None:
            sheet.write_number(row, place, value / 100 if unit is Unit.CENTS else value, self.look(unit))

    def look(self, unit: Unit) -> Format:
        """How a number of this unit looks."""
        return self.numbers[unit]


def xlsx_bytes(report: Report, words: Words) -> bytes:
    """The file. No text in it is a formula or an address, whatever it begins with."""
    file = BytesIO()
    book = _Book(file, words, report.table.currency)
    book.book.set_properties(
        {
            "title": f"{report.table.program_name}: {say.title(words, report)}",
            "author": report.table.program_name,
        }
    )
    _front(book, report)
    for section in report.table.sections:
        _section(book, report, section)
    _corrections(book, report)
    _series(book, report)
    book.book.close()
    return file.getvalue()


def _front(book: _Book, report: Report) -> None:
    words, table = book.words, report.table
    sheet = book.book.add_worksheet(words.report_sheet)
    sheet.set_column(0, 0, _TEXT_WIDTH)
    kind = words.yearly_report if report.yearly else words.monthly_report
    sheet.write_string(0, 0, table.program_name, book.title)
    sheet.write_string(1, 0, f"{kind}: {say.title(words, report)}", book.title)
    lines = [
        *("", say.sentence(words, report), say.standing(words, report), "", words.rules_heading),
        *words.general,
        words.zone_and_currency.format(
            zone=table.zone.key, currency=table.currency, month=say.month(words, table.beginning)
        ),
        *_rules(words),
    ]
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, book.head if line == words.rules_heading else book.wrapped)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _rules(words: Words) -> list[str]:
    return [
        f"{words.sections[RULES[measure].section]}, {words.labels[measure]}: {words.rules[measure]}"
        for measure in Measure
    ]


def _section(book: _Book, report: Report, section: SectionTable) -> None:
    words = book.words
    heads = [say.head(words, report, period) for period in report.columns]
    first = words.first.get(section.section, words.what)
    sheet = book.sheet(words.sections[section.section], first, *heads)
    for number, row in enumerate(section.rows, start=1):
        sheet.write_string(number, 0, words.label(row))
        for place, period in enumerate(report.columns, start=1):
            if period.column in row.withheld:
                sheet.write_string(number, place, words.withheld, book.muted)
            else:
                book.number(sheet, number, place, row.values[period.column], row.unit)


def _corrections(book: _Book, report: Report) -> None:
    words = book.words
    if not report.table.corrections:
        return
    sheet = book.sheet(words.corrections, words.what, words.month_word, words.difference)
    for number, one in enumerate(report.table.corrections, start=1):
        sheet.write_string(number, 0, words.label(one))
        sheet.write_string(number, 1, say.short_month(words, one.month))
        book.number(sheet, number, 2, one.difference, RULES[one.measure].unit)


def _series(book: _Book, report: Report) -> None:
    """Every month since the beginning, and what somebody wrote beside it."""
    words, series = book.words, report.table.series
    marks: dict[int, list[str]] = {}
    for mark in report.table.marks:
        marks.setdefault(mark.month, []).append(mark.label)
    heads = [words.labels[measure] for measure in series]
    sheet = book.sheet(
        words.series_sheet, words.month_word, *heads, words.marks_sheet, first_width=_MONTH_WIDTH
    )
    rows: dict[int, int] = {}
    for place, (measure, points) in enumerate(series.items(), start=1):
        for point in points:
            row = rows.setdefault(point.month, len(rows) + 1)
            book.number(sheet, row, place, point.value, RULES[measure].unit)
            if place == 1:
                sheet.write_string(row, 0, say.short_month(words, point.month))
                sheet.write_string(row, len(heads) + 1, "; ".join(marks.get(point.month, [])))
