"""The four kinds of document, and how each is written from a report."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from tipline.reports.documents.csv import csv_bytes
from tipline.reports.documents.json import json_bytes
from tipline.reports.documents.pdf import pdf_bytes
from tipline.reports.documents.report import Report
from tipline.reports.documents.sheets import xlsx_bytes
from tipline.reports.documents.words import Words


class Kind(StrEnum):
    """A kind of document, by the end of its file's name."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What a browser is told that it gets."""
        return _MEDIA_TYPES[self]


def write(report: Report, kind: Kind, words: Words) -> bytes:
    """A report as a document of this kind."""
    return _WRITERS[kind](report, words)


_WRITERS: Final[Mapping[Kind, Callable[[Report, Words], bytes]]] = {
    Kind.PDF: pdf_bytes,
    Kind.XLSX: xlsx_bytes,
    Kind.CSV: csv_bytes,
    Kind.JSON: json_bytes,
}

_MEDIA_TYPES: Final[Mapping[Kind, str]] = {
    Kind.PDF: "application/pdf",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.JSON: "application/json",
}
