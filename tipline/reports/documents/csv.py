"""The report as CSV, a line for each number: to be counted with, and to be read by any program.

Names of measures, parts and columns are the ones that never change; an amount is written 1250.50. An empty
value is not known, or withheld where the last column says so. What a program has named, and a spreadsheet
would take for a formula, is written with an apostrophe before it.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import RULES, Measure, Unit
from tipline.reports.months import written

HEADING: Final = (
    *("section", "measure", "part", "label", "column", "first_month", "last_month", "unit", "value"),
    "withheld",
)
CORRECTION: Final = "correction"
"""The column of what was found of earlier months."""
BY_MONTH: Final = "by-month"
"""The column of the numbers of single months, from the beginning on."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(report: Report, words: Words) -> bytes:
    """The file: UTF-8 with the mark by which a spreadsheet knows it, lines ended as RFC 4180 asks."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADING)
    for line in _lines(report, words):
        writer.writerow([plain(field) for field in line])
    return text.getvalue().encode("utf-8-sig")


def plain(name: str) -> str:
    """A text that no spreadsheet takes for a formula; a number stays one."""
    number = name.removeprefix("-").replace(".", "", 1)
    if name.startswith(_FORMULA) and not (number.isascii() and number.isdigit()):
        return f"'{name}"
    return name


def _lines(report: Report, words: Words) -> Iterator[tuple[str, ...]]:
    for section in report.table.sections:
        for row in section.rows:
            for period in report.columns:
                yield (
                    *_named(row.measure, row.key, words.label(row)),
                    *(period.column.value, written(period.first), written(period.last)),
                    *_number(row.measure, row.values[period.column], report.table.currency),
                    "yes" if period.column in row.withheld else "",
                )
    for one in report.table.corrections:
        about = written(one.month)
        yield (
            *_named(one.measure, one.key, words.label(one)),
            *(CORRECTION, about, about),
            *_number(one.measure, one.difference, report.table.currency),
            "",
        )
    for measure, points in report.table.series.items():
        for point in points:
            about = written(point.month)
            yield (
                *_named(measure, "", words.labels[measure]),
                *(BY_MONTH, about, about),
                *_number(measure, point.value, report.table.currency),
                "",
            )


def _named(measure: Measure, part: str, label: str) -> tuple[str, str, str, str]:
    return RULES[measure].section.value, measure.value, part, label


def _number(measure: Measure, value: int | None, currency: str) -> tuple[str, str]:
    if RULES[measure].unit is not Unit.CENTS:
        return RULES[measure].unit.value, "" if value is None else str(value)
    if value is None:
        return currency, ""
    sign = "-" if value < 0 else ""
    return currency, f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
