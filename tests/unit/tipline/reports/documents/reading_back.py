"""Documents read back as another program reads them: numbers again, to be compared with the table's."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from tipline.reports.documents.pdf import ORDER, has_numbers
from tipline.reports.documents.printable import printable
from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import Unit

Numbers: TypeAlias = Mapping[tuple[str, str, str], int | str | None]
"""By measure, part and column: a number, `withheld`, or None where it is not known."""

WITHHELD: Final = "withheld"


def of_table(report: Report) -> Numbers:
    """What the page's own table says."""
    return {
        (row.measure.value, row.key, period.column.value): (
            WITHHELD if period.column in row.withheld else row.values[period.column]
        )
        for section in report.table.sections
        for row in section.rows
        for period in report.columns
    }


def of_csv(data: bytes) -> Numbers:
    """What a CSV file says of the tables."""
    lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return {
        (line["measure"], line["part"].removeprefix("'"), line["column"]): _csv_number(line)
        for line in lines
        if line["column"] not in {"correction", "by-month"}
    }


def of_json(data: bytes) -> Numbers:
    """What a JSON file says of the tables."""
    return {
        (row["measure"], row["part"], column): WITHHELD if column in row["withheld"] else value
        for section in json.loads(data)["sections"]
        for row in section["rows"]
        for column, value in row["values"].items()
    }


def of_xlsx(data: bytes, report: Report, words: Words) -> Numbers:
    """What a workbook says: the sheet of each section, its rows in the order of the table."""
    book = load_workbook(io.BytesIO(data))
    found: dict[tuple[str, str, str], int | str | None] = {}
    for section in report.table.sections:
        sheet = book[words.sections[section.section]]
        lines = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [line[0] for line in lines] == [words.label(row) for row in section.rows]
        for row, line in zip(section.rows, lines, strict=True):
            for period, value in zip(report.columns, line[1:], strict=True):
                where = row.measure.value, row.key, period.column.value
                found[where] = _xlsx_number(value, words, money=row.unit is Unit.CENTS)
    return found


def of_pdf(data: bytes, report: Report, words: Words) -> Numbers:
    """What a PDF says: in the order in which its tables stand, each line's name and its cells."""
    text = re.sub(r"[ \n]+", " ", pdf_text(data))
    at = text.index(words.tables)
    found: dict[tuple[str, str, str], int | str | None] = {}
    for section in filter(partial(has_numbers, report), map(report.table.section, ORDER)):
        for row in section.rows:
            label = re.escape(re.sub(" +", " ", printable(words.label(row))))
            cell = rf"({re.escape(words.withheld)}|{words.unknown}|[\u2212$\d,.\u00a0]+)"
            line = re.compile(" ".join([label, *[cell] * len(report.columns)])).search(text, at)
            assert line is not None, words.label(row)
            at = line.end()
            for period, said in zip(report.columns, line.groups(), strict=True):
                where = row.measure.value, row.key, period.column.value
                found[where] = _pdf_number(said, words, money=row.unit is Unit.CENTS)
    return found


def pdf_text(data: bytes) -> str:
    """All text of a PDF, page by page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def structure(node: Any) -> Iterator[DictionaryObject]:  # noqa: ANN401 - pypdf's objects have no narrower type
    """Every element of the tree that a screen reader follows."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for each in node:
            yield from structure(each)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        yield from structure(node.get("/K", ArrayObject()))


def _csv_number(line: dict[str, str]) -> int | str | None:
    if line["withheld"]:
        return WITHHELD
    if not line["value"]:
        return None
    return round(float(line["value"]) * 100) if line["unit"] == "CAD" else int(line["value"])


def _xlsx_number(value: Any, words: Words, *, money: bool) -> int | str | None:  # noqa: ANN401 - any cell
    if value is None:
        return None
    if value == words.withheld:
        return WITHHELD
    assert isinstance(value, int | float)
    return round(value * 100) if money else int(value)


def _pdf_number(text: str, words: Words, *, money: bool) -> int | str | None:
    if text in {words.unknown, words.withheld}:
        return None if text == words.unknown else WITHHELD
    digits = re.sub(rf"[$\u00a0{words.thousands}]", "", text).replace("\u2212", "-")
    whole, _, hundredths = digits.partition(words.decimal)
    return int(whole) * 100 + int(hundredths or 0) if money else int(whole)
