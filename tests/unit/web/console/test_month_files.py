"""The month and the year as files of the console."""

import csv
import io
import json

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tipline.vocabulary import Role

BEGINS = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbfsection,", "json": b"{\n"}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def test_the_board_takes_a_month_and_a_year_along(quick_console: Console) -> None:
    name = quick_console.somebody(Role.BOARD)

    with quick_console.browser(name) as browser:
        answers = {
            f"{time}.{kind}": browser.get(f"/reports/{time}.{kind}")
            for time in ("2026-11", "2026")
            for kind in BEGINS
        }

    for file_name, answer in answers.items():
        kind = file_name.rpartition(".")[2]
        assert answer.status_code == 200
        assert answer.content.startswith(BEGINS[kind])
        assert answer.headers["content-type"] == TYPES[kind]
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="toronto-crime-stoppers-{file_name}"'
        )
        assert "no-store" in answer.headers["cache-control"]


def test_the_files_say_what_the_page_says(console: Console) -> None:
    for _ in range(3):
        console.case.tell()

    with console.browser(ADA) as browser:
        page = browser.get("/reports/2026-11").text
        told = json.loads(browser.get("/reports/2026-11.json?language=fr").content)
        lines = csv.DictReader(io.StringIO(browser.get("/reports/2026-11.csv").content.decode("utf-8-sig")))

    tips = [line["value"] for line in lines if (line["measure"], line["column"]) == ("tips", "month")]
    assert '<span id="total">3</span>' in page
    assert told["sections"][0]["rows"][0]["values"]["month"] == 3
    assert told["sentence"] == "3 renseignements à ce jour en novembre 2026; 0 suivi."
    assert tips == ["3"]


def test_the_page_leads_to_every_file(quick_console: Console) -> None:
    quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        page = browser.get("/reports/2026-11").text
        links = [part.partition('"')[0] for part in page.split('href="') if part.startswith("/reports/2026")]
        files = [link for link in links if "." in link]
        found = {link: browser.get(link).status_code for link in files}

    assert found == dict.fromkeys(files, 200)
    assert {link.partition("?")[0].rpartition(".")[2] for link in files} == set(BEGINS)


NO_FILE = {
    "2026-12.pdf": "That month has not begun.",
    "2027.pdf": "That year has not begun.",
    "9999-12.csv": "That month has not begun.",
    "2026-10.pdf": "Nothing is kept of it: the books begin with November 2026.",
    "2025.xlsx": "Nothing is kept of it: the books begin with November 2026.",
    "2026-13.pdf": "There is no such file.",
    "0001-01.json": "There is no such file.",
    "2026-11.docx": "There is no such file.",
    "2026-11.pdf.exe": "There is no such file.",
    "2026-11.PDF": "There is no such file.",
    "٢٠٢٦.pdf": "There is no such file.",
    ".pdf": "That is no month.",
}


def test_what_is_no_file_is_said_to_be_none(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answers = {address: browser.get(f"/reports/{address}") for address in NO_FILE}

    assert {answer.status_code for answer in answers.values()} == {404}
    assert [address for address, said in NO_FILE.items() if said not in words(answers[address].text)] == []


def test_who_may_not_see_the_month_may_not_take_it_along(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        refused = [browser.get(f"/reports/2026-11.{kind}").status_code for kind in BEGINS]
    with quick_console.browser() as nobody:
        away = [nobody.get(f"/reports/2026-11.{kind}").status_code for kind in BEGINS]

    assert (refused, away) == ([403] * 4, [303] * 4)
    assert [line[0] for line in quick_console.case.trail()] == ["signed-in", *["not-permitted"] * 4]
