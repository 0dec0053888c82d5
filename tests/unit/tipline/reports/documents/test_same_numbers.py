"""The page's table and the four documents say the same numbers: each document is read back and compared."""

from datetime import UTC, datetime
from typing import Final

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.reports.documents.reading_back import (
    WITHHELD,
    Numbers,
    of_csv,
    of_json,
    of_pdf,
    of_table,
    of_xlsx,
)
from tests.unit.tipline.reports.documents.sample import the_month, the_year
from tests.unit.tipline.reports.office import MIDDAY, Counted
from tipline.casework.figures import record
from tipline.figures import Figure
from tipline.reports.documents.csv import csv_bytes
from tipline.reports.documents.json import json_bytes
from tipline.reports.documents.languages import LANGUAGES
from tipline.reports.documents.pdf import pdf_bytes
from tipline.reports.documents.report import Report
from tipline.reports.documents.sheets import xlsx_bytes
from tipline.reports.documents.words import Words
from tipline.reports.rewards import RewardCounts, Rewards

IN_SEPTEMBER: Final = datetime(2026, 9, 3, 12, tzinfo=UTC)


def documents(report: Report, words: Words) -> dict[str, Numbers]:
    return {
        "csv": of_csv(csv_bytes(report, words)),
        "json": of_json(json_bytes(report, words)),
        "xlsx": of_xlsx(xlsx_bytes(report, words), report, words),
        "pdf": of_pdf(pdf_bytes(report, words), report, words),
    }


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("report", [the_month(), the_year()], ids=["month", "year"])
def test_every_document_says_every_number_of_the_table(report: Report, words: Words) -> None:
    told = of_table(report)

    found = documents(report, words)

    assert {None, WITHHELD} < set(told.values())
    assert found == dict.fromkeys(("csv", "json", "xlsx", "pdf"), told)


def test_what_the_store_counts_is_what_the_documents_say(office: Counted) -> None:
    case = office.case
    for at in (*[MIDDAY] * 5, *[IN_SEPTEMBER] * 2):
        case.tell(now=at)
    tip = case.tell(now=MIDDAY)
    figures = {Figure.CASH: 1_234_505}
    with case.at_work() as (tips, keys):
        record(tips, keys, number=tip.number, figures=figures, by=case.by(ADA), now=MIDDAY)
    ledger = Rewards("CAD", lambda _: RewardCounts(2, 150_000, 1, 50_050, 3, 210_000))
    report = Report(office.table(rewards=ledger))
    told = of_table(report)
    assert told["tips", "", "month"] == 6
    assert told["cash", "", "month"] == 1_234_505
    assert told["paid", "", "month"] == 50_050
    words = LANGUAGES["en"]

    found = documents(report, words)

    # A table without a number is not printed; the PDF names it in a sentence instead.
    printed = found.pop("pdf")
    assert found == dict.fromkeys(("csv", "json", "xlsx"), told)
    assert {where for where, value in told.items() if value} <= set(printed)
    assert printed.items() <= told.items()
