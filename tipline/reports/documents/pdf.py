"""The report as a PDF that anybody can read, a screen reader too (PDF/UA-1): written by typst.

What it says is passed as data, and no word of it is ever taken for a part of the program that draws the page.
"""

import json
from collections.abc import Iterator
from typing import Final

from tipline.reports.documents import pictures, say
from tipline.reports.documents.printable import UNPRINTABLE, printed
from tipline.reports.documents.report import Report
from tipline.reports.documents.typesetting import Template, typeset
from tipline.reports.documents.words import Words
from tipline.reports.measures import RULES, Measure, Section
from tipline.reports.periods import Column
from tipline.reports.table import Row, SectionTable

CARDS: Final = (
    Measure.TIPS,
    Measure.FOLLOW_UPS,
    Measure.ARRESTS,
    Measure.CHARGES,
    Measure.CLEARED,
    Measure.FIREARMS,
    Measure.RECOVERED,
    Measure.APPROVED,
    Measure.PAID,
    Measure.UNCLAIMED,
    Measure.DAYS_TO_DISPATCH,
    Measure.DAYS_TO_DISPOSITION,
)
"""What stands on top, in this order, as far as it is known."""

ORDER: Final = (
    *(Section.TIPS, Section.CHANNELS, Section.OFFENCES, Section.RESULTS, Section.REWARDS, Section.TIMES),
    *(Section.STANDING, Section.DISPOSITIONS, Section.APART, Section.APPEALS, Section.ACCOUNTS),
    *(Section.LINKS, Section.AGENCIES, Section.DIVISIONS, Section.NO_ANSWER),
)
"""What a board asks first stands first."""


def pdf_bytes(report: Report, words: Words) -> bytes:
    """The file, the same bytes for the same numbers of the same day."""
    told = content(report, words)
    shown = printed(told)
    note = words.unprintable if UNPRINTABLE in json.dumps(shown, ensure_ascii=False) else ""
    data = json.dumps({"report": shown, "note": note})
    return typeset(data, template=Template.MONTH, day=report.table.counted_day)


def content(report: Report, words: Words) -> dict[str, object]:
    """Everything that stands in the document, in its words."""
    table = report.table
    shown = [table.section(name) for name in ORDER if has_numbers(report, table.section(name))]
    nothing = [words.sections[name] for name in ORDER if not has_numbers(report, table.section(name))]
    return {
        "language": words.code,
        "program": table.program_name,
        "kind": words.yearly_report if report.yearly else words.monthly_report,
        "title": _capital(say.title(words, report)),
        "sentence": say.sentence(words, report),
        "standing": say.standing(words, report),
        "page": words.page,
        "cards": list(_cards(report, words)),
        "headings": {
            "figures": words.figures,
            "charts": words.charts,
            "tables": words.tables,
            "rules": words.rules_heading,
            "marks": words.marks,
        },
        "twelve": pictures.twelve(report, words),
        "line": pictures.line(report, words),
        "sections": [_section(report, section, words) for section in shown],
        "nothing": words.nothing_in.format(sections="; ".join(nothing)) if nothing else "",
        "corrections": _corrections(report, words),
        "general": [
            *words.general,
            words.zone_and_currency.format(
                zone=table.zone.key, currency=table.currency, month=say.month(words, table.beginning)
            ),
        ],
        "rules": list(_rules(words)),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def has_numbers(report: Report, section: SectionTable) -> bool:
    """There is something to print: in some column a number that is not zero, or one that is withheld."""
    columns = [period.column for period in report.columns]
    return any(row.values[column] or column in row.withheld for row in section.rows for column in columns)


def _cards(report: Report, words: Words) -> Iterator[dict[str, object]]:
    since = (report.against,) if report.yearly else (Column.YEAR_AGO, Column.MONTH_BEFORE)
    currency = report.table.currency
    for measure in CARDS:
        row = report.table.row(measure)
        if row is None or row.values[report.main] is None:
            continue
        yield {
            "label": words.label(row),
            "said": say.rounded(words, row.values[report.main], row.unit, currency),
            "changes": [
                _change(report, words, row, column) for column in since if row.values[column] is not None
            ],
        }


def _change(report: Report, words: Words, row: Row, since: Column) -> dict[str, str]:
    currency = report.table.currency
    period = say.head(words, report, report.period(since))
    value = say.rounded(words, row.values[since], row.unit, currency)
    if report.running:
        return {"by": "", "than": words.all_of.format(period=period, value=value)}
    by = say.change(words, row, of=report.main, since=since, currency=currency)
    return {"by": by, "than": words.on.format(period=period, value=value)}


def _section(report: Report, section: SectionTable, words: Words) -> dict[str, object]:
    columns = [period.column for period in report.columns]
    return {
        "title": words.sections[section.section],
        "first": words.first.get(section.section, words.what),
        "heads": [say.head(words, report, period) for period in report.columns],
        "rows": [
            [words.label(row), *(say.cell(words, row, column, report.table.currency) for column in columns)]
            for row in section.rows
        ],
        "bars": pictures.bars(report, section, words),
        "columns": pictures.rewards(report, words) if section.section is Section.REWARDS else None,
    }


def _corrections(report: Report, words: Words) -> dict[str, object] | None:
    table = report.table
    if not table.corrections:
        return None
    return {
        "title": words.corrections,
        "note": words.corrections_note.format(period=say.month(words, table.month)),
        "heads": [words.what, words.month_word, words.difference],
        "rows": [
            [
                words.label(one),
                say.month(words, one.month),
                ("+" if one.difference > 0 else "")
                + say.number(words, one.difference, RULES[one.measure].unit, table.currency),
            ]
            for one in table.corrections
        ],
    }


def _rules(words: Words) -> Iterator[dict[str, str]]:
    """Every rule once, with what it is the rule of."""
    labels: dict[str, list[str]] = {}
    for measure in Measure:
        labels.setdefault(words.rules[measure], []).append(words.labels[measure])
    for said, names in labels.items():
        yield {"names": ", ".join(names), "words": said}
