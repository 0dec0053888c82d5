"""The PDF: made for every reader, of its own fonts, and never of somebody's words as a program."""

import io
from dataclasses import replace
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from tests.unit.tipline.reports.documents.reading_back import pdf_text, structure
from tests.unit.tipline.reports.documents.sample import a_table, the_month, the_year
from tests.unit.tipline.reports.office import NOVEMBER, OCTOBER, Counted
from tipline.reports.documents.languages import LANGUAGES
from tipline.reports.documents.pdf import pdf_bytes
from tipline.reports.documents.printable import RANGES, UNPRINTABLE, printable
from tipline.reports.documents.report import Report
from tipline.reports.table import Mark, MonthState

ENGLISH, FRENCH = LANGUAGES["en"], LANGUAGES["fr"]


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def flat(data: bytes) -> str:
    return " ".join(pdf_text(data).split())


@pytest.fixture(scope="module")
def english() -> bytes:
    """October in English, made once."""
    return pdf_bytes(the_month(), ENGLISH)


@pytest.fixture(scope="module")
def french() -> bytes:
    """October in French, made once."""
    return pdf_bytes(the_month(), FRENCH)


def test_it_is_tagged_for_a_screen_reader_and_says_its_language_and_title(french: bytes) -> None:
    reader = read(french)

    root: Any = reader.root_object  # pypdf's objects have no narrower type
    elements = list(structure(root["/StructTreeRoot"]))
    figures = [each for each in elements if str(each["/S"]) == "/Figure"]
    heads = [each for each in elements if str(each["/S"]) == "/TH"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Toronto Crime Stoppers: ")
    assert len(figures) == 12
    assert [each for each in figures if not str(each.get("/Alt", "")).strip()] == []
    assert len(heads) > 50


def test_it_brings_its_fonts_and_asks_for_none_of_the_machine(english: bytes) -> None:
    fonts = set()
    pages: Any = read(english).pages  # as above
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            fonts.add(str(font.get_object()["/BaseFont"]).partition("+")[2])

    assert {name.partition("-")[0] for name in fonts} <= {"LibertinusSerif", "NewCM10", "DejaVuSansMono"}


def test_the_same_numbers_of_the_same_day_are_the_same_bytes(english: bytes) -> None:
    assert english == pdf_bytes(the_month(), ENGLISH)


def test_the_cover_says_whose_report_of_what_it_is_in_one_sentence(french: bytes) -> None:
    first = " ".join(read(french).pages[0].extract_text().split())

    assert first.startswith("Rapport mensuel Octobre 2026 Toronto Crime Stoppers ")
    assert " renseignements en octobre 2026, " in first
    assert first.endswith("Clos le 3 novembre 2026 : ces nombres ne changent plus.")


def test_every_page_but_the_cover_has_its_number_and_the_programs_name() -> None:
    pages = read(pdf_bytes(the_year(), ENGLISH)).pages

    said = [page.extract_text() for page in pages]
    assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(said, start=1)] == [
        False,
        *[True] * (len(pages) - 1),
    ]
    assert all("Toronto Crime Stoppers" in page for page in said)


def test_every_rule_is_printed(french: bytes) -> None:
    text = flat(french)

    missing = [
        rule for rule in (*FRENCH.rules.values(), *FRENCH.general) if " ".join(rule.split()) not in text
    ]
    assert missing == []


def test_what_was_corrected_and_marked_is_printed(english: bytes) -> None:
    text = flat(english)

    assert "Cash seized September 2026 −$1,250.50" in text
    assert "1. May 2014: Radio campaign 2. Jun 2022: =Appeal: Jane and Finch" in text


HOSTILE = (
    '#panic("x")',
    "*bold* _under_ $x^2$ `raw` <label> @ref",
    '"); #read("/etc/passwd")',
    "= heading",
    "\\u{1F525} \\#",
    "// comment /* */",
    "[{()}]",
)


def test_words_are_printed_as_they_are_and_never_run() -> None:
    marks = tuple(Mark(bytes(16), OCTOBER, label) for label in HOSTILE)
    table = replace(a_table(), marks=marks, program_name=" ".join(HOSTILE))

    text = flat(pdf_bytes(Report(table), ENGLISH))

    assert [label for label in HOSTILE if f"Oct 2026: {label}" not in text] == []
    assert " ".join(HOSTILE) in text


UNUSUAL = {
    "Montréal, Łódź, Αθήνα, Київ": "Montréal, Łódź, Αθήνα, Київ",
    "\U0001f525 fire": f"{UNPRINTABLE} fire",
    "日本": UNPRINTABLE * 2,
    "nul\x00 \x1b[31m": f"nul{UNPRINTABLE} {UNPRINTABLE}[31m",
    "\u202egnp.exe": "gnp.exe",
    "e\u0301te\u0301": "été",
    "z\u0337\u0335algo": "zalgo",
}


def test_what_no_font_has_becomes_a_square_and_the_report_is_still_made() -> None:
    marks = tuple(Mark(bytes(16), OCTOBER, label) for label in UNUSUAL)
    table = replace(a_table(), marks=marks, program_name=" ".join(UNUSUAL))

    text = flat(pdf_bytes(Report(table), ENGLISH))

    assert {label: printable(label) for label in UNUSUAL} == UNUSUAL
    assert [shown for shown in UNUSUAL.values() if f"Oct 2026: {shown}" not in text] == []


def test_every_sign_that_is_let_through_can_be_printed() -> None:
    signs = " ".join(chr(sign) for first, last in RANGES for sign in range(first, last + 1))
    source = (
        b'#set document(title: "T")\n'
        b'#set text(lang: "en", font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))\n'
        b"#sys.inputs.signs"
    )

    made = typst.compile(
        source,
        sys_inputs={"signs": f"{signs} {UNPRINTABLE}"},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )

    assert made.startswith(b"%PDF")


def test_a_month_without_anything_in_it_is_a_report_too(sqlite_office: Counted) -> None:
    report = Report(sqlite_office.table(NOVEMBER))

    text = flat(pdf_bytes(report, ENGLISH))

    assert "0 tips so far in November 2026; 0 follow\u2011ups." in text
    assert "Nothing to show in any of these times: " in text


def test_a_month_that_runs_is_not_compared_as_if_it_were_over() -> None:
    text = flat(pdf_bytes(the_month(MonthState.RUNNING), ENGLISH))

    assert "tips so far in October 2026;" in text
    assert "The whole of that time a year before had " in text
    assert "All of Oct 2025: " in text
    assert "more than in" not in text
