"""The report as one JSON object; docs/schemas/month.schema.json says what is in it."""

import json
from typing import Final

from tipline.reports.documents import say
from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import RULES, Measure
from tipline.reports.months import written
from tipline.reports.periods import Period
from tipline.reports.table import Row, SectionTable

FORMAT: Final = "tipline-report/1"
"""Another number when what was written before could no longer be read the same way."""


def json_bytes(report: Report, words: Words) -> bytes:
    """The object in UTF-8. Amounts are in cents; `null` is not known, or withheld where the row says so."""
    return json.dumps(_report(report, words), ensure_ascii=False, indent=1).encode() + b"\n"


def _report(report: Report, words: Words) -> dict[str, object]:
    table = report.table
    return {
        "format": FORMAT,
        "kind": "year" if report.yearly else "month",
        "name": report.name,
        "language": words.code,
        "program": table.program_name,
        "until": written(table.month),
        "time_zone": table.zone.key,
        "currency": table.currency,
        "state": table.state.value,
        "beginning": written(table.beginning),
        "counted_day": table.counted_day.isoformat(),
        "closed_day": table.closed_day.isoformat() if table.closed_day else None,
        "sentence": say.sentence(words, report),
        "columns": [_column(report, period, words) for period in report.columns],
        "sections": [_section(report, section, words) for section in table.sections],
        "corrections": [
            {
                "month": written(one.month),
                "measure": one.measure.value,
                "part": one.key,
                "label": words.label(one),
                "unit": RULES[one.measure].unit.value,
                "difference": one.difference,
            }
            for one in table.corrections
        ],
        "series": [
            {
                "measure": measure.value,
                "unit": RULES[measure].unit.value,
                "months": [
                    {"month": written(point.month), "value": point.value, "state": point.state.value}
                    for point in points
                ],
            }
            for measure, points in table.series.items()
        ],
        "marks": [{"month": written(mark.month), "label": mark.label} for mark in table.marks],
        "rules": list(words.general),
    }


def _column(report: Report, period: Period, words: Words) -> dict[str, object]:
    return {
        "name": period.column.value,
        "label": say.head(words, report, period),
        "first": written(period.first),
        "last": written(period.last),
    }


def _section(report: Report, section: SectionTable, words: Words) -> dict[str, object]:
    return {
        "name": section.section.value,
        "label": words.sections[section.section],
        "rules": [
            {"measure": measure.value, "words": words.rules[measure]}
            for measure in Measure
            if RULES[measure].section is section.section
        ],
        "rows": [_row(report, row, words) for row in section.rows],
    }


def _row(report: Report, row: Row, words: Words) -> dict[str, object]:
    shown = [period.column for period in report.columns]
    return {
        "measure": row.measure.value,
        "part": row.key,
        "label": words.label(row),
        "unit": row.unit.value,
        "values": {column.value: row.values[column] for column in shown},
        "withheld": [column.value for column in shown if column in row.withheld],
    }
