"""CSV, JSON and the workbook: what stands in them besides the numbers, and what must not."""

import csv
import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from tests.unit.tipline.reports.documents.sample import EMOJI, FORMULA, a_table, the_month, the_year
from tipline.reports.documents.csv import HEADING, csv_bytes, plain
from tipline.reports.documents.json import json_bytes
from tipline.reports.documents.languages import LANGUAGES, words_for
from tipline.reports.documents.report import Report, asked
from tipline.reports.documents.sheets import xlsx_bytes
from tipline.reports.documents.words import Words
from tipline.reports.measures import Measure, Section, Split
from tipline.reports.periods import Column
from tipline.reports.table import MonthState
from tipline.vocabulary import Channel, Disposition, Month, Offence, Status

ENGLISH, FRENCH = LANGUAGES["en"], LANGUAGES["fr"]
SCHEMA = json.loads(Path("docs/schemas/month.schema.json").read_text("utf-8"))
REPORTS = {
    "month": the_month(),
    "running": the_month(MonthState.RUNNING),
    "imported": the_month(MonthState.IMPORTED),
    "year": the_year(),
}


def lines(report: Report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(report, ENGLISH).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_object_obeys_the_published_schema(report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    jsonschema.validate(
        json.loads(json_bytes(report, FRENCH)), SCHEMA, format_checker=jsonschema.FormatChecker()
    )


@pytest.mark.parametrize(
    ("where", "wrong"),
    [("state", "shut"), ("until", "2026-13"), ("currency", None), ("counted_day", "yesterday"), ("new", 1)],
)
def test_the_schema_refuses_what_is_not_written(where: str, wrong: object) -> None:
    told = json.loads(json_bytes(the_month(), ENGLISH)) | {where: wrong}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_knows_every_name_there_is() -> None:
    defined = SCHEMA["$defs"]

    assert defined["measure"]["examples"] == [measure.value for measure in Measure]
    assert defined["section"]["properties"]["name"]["examples"] == [section.value for section in Section]
    assert defined["column_name"]["enum"] == [column.value for column in Column]
    assert defined["state"]["enum"] == [state.value for state in MonthState]


def test_every_line_of_the_csv_has_every_place_and_no_formula() -> None:
    heading, *rest = lines(the_month())

    assert tuple(heading) == HEADING
    assert {len(line) for line in rest} == {len(HEADING)}
    begun = {field[0] for line in rest for field in line if field[:1] in {"=", "+", "-", "@", "\t", "\r"}}
    negative = [line for line in rest if line[8].startswith("-")]
    assert begun == {"-"}
    assert [line[1:2] + line[4:9] for line in negative] == [
        ["cash", "correction", "2026-09", "2026-09", "CAD", "-1250.50"]
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("-12.50", "-12.50"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-٣", "'-٣"),
        ("14 Division", "14 Division"),
        ("", ""),
    ],
)
def test_a_name_is_no_formula(name: str, written: str) -> None:
    assert plain(name) == written


def test_the_csv_has_every_month_since_the_beginning() -> None:
    found = [line for line in lines(the_month()) if line[4] == "by-month" and line[1] == "tips"]

    assert (found[0][5], found[-1][5], len(found)) == ("2011-01", "2026-10", 190)
    assert [line[5] for line in found if line[8] == ""] == ["2013-03"]


def test_the_workbook_holds_real_numbers_on_a_sheet_for_each_table() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(the_month(), FRENCH)))

    assert book.sheetnames == [
        "Rapport",
        *FRENCH.sections.values(),
        "Corrections",
        "Par mois",
    ]
    rewards = book["Récompenses"]
    assert rewards.freeze_panes == "B2"
    assert [cell.number_format for cell in rewards["B"][1:]] == ["#,##0", "#,##0.00"] * 3
    assert {cell.data_type for cell in rewards["B"][1:]} == {"n"}
    assert {cell.alignment.horizontal for cell in book["Par compte de réseau social"]["B"][1:]} <= {
        None,
        "general",
        "right",
    }


def test_no_text_of_the_workbook_is_a_formula_or_an_address() -> None:
    data = xlsx_bytes(the_month(), ENGLISH)

    book = load_workbook(io.BytesIO(data))
    labels = [cell.value for cell in book["Tips by social account"]["A"]]
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        written = b"".join(opened.read(name) for name in opened.namelist())
    assert {FORMULA, EMOJI} < set(labels)
    assert (b"<f>" in written, b"<hyperlink" in written) == (False, False)


def test_a_month_without_a_correction_has_no_sheet_for_it() -> None:
    assert "Corrections" not in load_workbook(io.BytesIO(xlsx_bytes(the_year(), ENGLISH))).sheetnames


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_the_name_of_a_sheet_is_one_that_a_workbook_takes(words: Words) -> None:
    names = [*words.sections.values(), words.report_sheet, words.series_sheet, words.corrections]

    assert [name for name in names if len(name) > 31 or set(name) & set("[]:*?/\\'")] == []
    assert len({name.lower() for name in names}) == len(names)


def test_every_word_of_the_trade_is_said_in_french() -> None:
    vocabulary = {
        Split.CHANNEL: Channel,
        Split.STATUS: Status,
        Split.OFFENCE: Offence,
        Split.DISPOSITION: Disposition,
    }

    assert set(FRENCH.sections) == set(Section)
    assert set(FRENCH.labels) == set(FRENCH.rules) == set(Measure)
    assert {split: list(words) for split, words in FRENCH.parts.items()} == {
        split: [word.value for word in words] for split, words in vocabulary.items()
    }
    assert len(FRENCH.general) == len(ENGLISH.general)
    assert set(FRENCH.first) == set(ENGLISH.first)


@pytest.mark.parametrize(
    ("wished", "program", "code"),
    [
        ("", ["fr", "en"], "fr"),
        ("en", ["fr"], "en"),
        ("xx", ["fr"], "fr"),
        ("", ["de", "fr"], "fr"),
        ("", ["de"], "en"),
        ("../../x", [], "en"),
    ],
)
def test_a_document_is_in_the_language_wished_for_or_in_the_programs_first(
    wished: str, program: list[str], code: str
) -> None:
    assert words_for(wished, program).code == code


def test_a_file_is_named_by_the_program_and_the_time() -> None:
    assert the_month().file_name("toronto", "pdf") == "toronto-2026-10.pdf"
    assert the_year().file_name("toronto", "pdf") == "toronto-2026.pdf"
    assert Report(a_table(month=Month(199901))).file_name("x", "csv") == "x-1999-01.csv"


def test_a_year_tells_the_year_and_its_largest_parts_first() -> None:
    report = the_year()

    offences = [row.values[Column.YEAR_TO_DATE] or 0 for row in report.table.section(Section.OFFENCES).rows]
    channels = [row.key for row in report.table.section(Section.CHANNELS).rows]
    assert [(period.column, period.written) for period in report.columns] == [
        (Column.YEAR_TO_DATE, "2026-01 to 2026-12"),
        (Column.LAST_YEAR_TO_DATE, "2025-01 to 2025-12"),
        (Column.INCEPTION, "2011-01 to 2026-12"),
    ]
    assert offences == sorted(offences, reverse=True)
    assert channels == [channel.value for channel in Channel if not channel.by_app]


@pytest.mark.parametrize(
    ("name", "current", "until"),
    [
        ("2026", 202611, 202611),
        ("2025", 202611, 202512),
        ("2027", 202611, 202712),
        ("2026-10", 202611, 202610),
    ],
)
def test_a_year_that_runs_is_told_to_the_month_that_it_is(name: str, current: int, until: int) -> None:
    wanted = asked(name)

    assert wanted is not None
    assert wanted.until(Month(current)) == until
