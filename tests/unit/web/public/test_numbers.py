import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from crypto.keys import PrivateKey
from tests.unit.web.public.publisher import BUSY, QUIET, begin, put_out, sign, voice
from tests.unit.web.public.reporter import NOT_KEPT, SLUG, PublicSite
from tipline.reports.public_month import to_bytes
from tipline.vocabulary import Month

NUMBERS = f"/{SLUG}/numbers"
OCTOBER = f"{NUMBERS}/2026-10"


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index("<main") :]).split())


def test_a_program_that_publishes_nothing_has_no_such_page(quick_site: PublicSite) -> None:
    put_out(quick_site.staff, 202610)

    with quick_site.browser() as browser:
        found = [browser.get(f"{path}").status_code for path in (NUMBERS, OCTOBER, f"{OCTOBER}.json")]
        form = browser.get(f"/{SLUG}").text

    assert (found, NUMBERS in form) == ([404, 404, 404], False)


def test_a_program_that_stops_publishing_has_no_such_page_any_more(quick_site: PublicSite) -> None:
    put_out(quick_site.staff, 202610)
    begin(quick_site.staff)
    begin(quick_site.staff, on=False)

    with quick_site.browser() as browser:
        assert browser.get(OCTOBER).status_code == 404


def test_the_latest_month_is_shown_with_the_way_to_the_others(site: PublicSite) -> None:
    begin(site.staff)
    for month in (202512, 202609, 202610):
        put_out(site.staff, month)

    with site.browser() as browser:
        page = browser.get(NUMBERS).text
        form = browser.get(f"/{SLUG}").text

    assert re.findall(rf'href="{NUMBERS}/([0-9-]+)"', page) == ["2026-10", "2026-09", "2025-12"]
    assert "October 2026 in numbers 312 tips came in October 2026." in words(page)
    assert "Text message 150 Web form 92 A link on social media or a poster 60 Phone 10" in words(page)
    assert f'href="{NUMBERS}"' in form


def test_a_program_of_which_no_month_is_out_says_so(quick_site: PublicSite) -> None:
    begin(quick_site.staff)

    with quick_site.browser() as browser:
        answer = browser.get(NUMBERS)

    assert (answer.status_code, "There are no numbers yet" in words(answer.text)) == (200, True)


@pytest.mark.parametrize(
    "address",
    [
        "2026-09", "2026-13", "2026-1", "0000-01", "2026-10-01", "x", "2026-10.xml", "2026-09.json",
        "2026-13.csv", "٢٠٢٦-١٠", ".json", "2026-10.json.csv",
    ],
)  # fmt: skip
def test_a_month_that_is_not_out_is_not_there(quick_site: PublicSite, address: str) -> None:
    begin(quick_site.staff)
    put_out(quick_site.staff, 202610)

    with quick_site.browser() as browser:
        answer = browser.get(f"{NUMBERS}/{address}")

    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)


@pytest.mark.parametrize(
    "rest", ["numbers", "numbers/2026-10", "numbers/2026-10.json", "numbers/2026-10.csv"]
)
def test_an_unknown_program_has_no_numbers(quick_browser: TestClient, rest: str) -> None:
    assert quick_browser.get(f"/nowhere/{rest}").status_code == 404


def test_a_row_that_the_programs_voice_has_not_signed_is_not_shown(
    site: PublicSite, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(site.staff)
    put_out(site.staff, 202609)
    put_out(site.staff, 202610, signer=PrivateKey.generate().signing())

    with site.browser() as browser:
        answers = [browser.get(path) for path in (OCTOBER, f"{OCTOBER}.json", f"{OCTOBER}.csv", NUMBERS)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 200]
    assert "September 2026 in numbers" in answers[3].text
    assert "2026-10" not in answers[3].text
    assert "published-month" in capsys.readouterr().err


def test_a_quiet_month_is_withheld_in_words(quick_site: PublicSite) -> None:
    begin(quick_site.staff)
    put_out(quick_site.staff, 202610, QUIET)

    with quick_site.browser() as browser:
        page = browser.get(OCTOBER).text
        lines = list(csv.reader(io.StringIO(browser.get(f"{OCTOBER}.csv").text)))

    assert "We do not tell how many tips came in October 2026." in words(page)
    assert "The whole month is withheld." in words(page)
    assert ("<table" in page, "<svg" in page) == (False, False)
    assert {line[3] for line in lines[1:]} == {"withheld"}


def test_page_json_and_csv_tell_the_same(quick_site: PublicSite) -> None:
    begin(quick_site.staff)
    september = put_out(quick_site.staff, 202609)
    public = put_out(quick_site.staff, 202610, year_of=(september,))

    with quick_site.browser() as browser:
        page, as_json, as_csv = (browser.get(f"{OCTOBER}{kind}") for kind in ("", ".json", ".csv"))

    assert as_json.content == to_bytes(public)
    lines = list(csv.reader(io.StringIO(as_csv.text)))
    assert lines[0] == ["time", "table", "row", "number"]
    body = as_json.json()
    told = {(line[1], line[2]): line[3] for line in lines[1:] if line[0] == "2026-10"}
    for part in ("channels", "offences", "results", "awards"):
        for row, number in body[part].items():
            assert told[part, row] == ("withheld" if number is None else str(number))
    shown = re.findall(r'<td class="n">(?:<i>)?([^<]+)', page.text)
    of_tables: dict[tuple[str, str], list[str]] = {}
    for time, table, _, number in lines[1:]:
        if time == "2026-10" or table != "tips":
            drawn_under = "channels" if table == "tips" else table
            of_tables.setdefault((time, drawn_under), []).append(number)
    silent = [table for table, numbers in of_tables.items() if set(numbers) == {"withheld"}]
    assert page.text.count("every number of this table is withheld") == len(silent) == 1
    assert sorted(shown) == sorted(
        number for table, numbers in of_tables.items() if table not in silent for number in numbers
    )
    assert "624 tips came in the 2 months of 2026 that we tell." in words(page.text)
    assert (as_json.headers["content-type"], as_csv.headers["content-type"]) == (
        "application/json",
        "text/csv; charset=utf-8",
    )


def test_the_chart_has_the_numbers_of_the_table_and_needs_neither_script_nor_style(
    quick_site: PublicSite,
) -> None:
    begin(quick_site.staff)
    put_out(quick_site.staff, 202610, BUSY)

    with quick_site.browser() as browser:
        page = browser.get(OCTOBER).text

    svg = page[page.index("<svg") : page.index("</svg>") + len("</svg>")]
    drawn = [text.text for text in ET.fromstring(svg).iter("text")]  # noqa: S314 - our own page
    assert drawn[:2] == ["Firearm", "17"]
    assert not re.search(r"<script|style=|\son\w+=|<a[^>]+download", page)


def test_a_full_page_of_fifteen_years_is_small_and_nothing_of_it_is_kept(quick_site: PublicSite) -> None:
    begin(quick_site.staff)
    months = [year * 100 + month for year in range(2012, 2027) for month in range(1, 13)]
    first, signer = put_out(quick_site.staff, months[0]), voice(quick_site.staff)
    out = [sign(quick_site.staff, replace(first, month=Month(each)), signer) for each in months[1:-1]]
    put_out(quick_site.staff, months[-1], year_of=tuple(out[-11:]))

    with quick_site.browser() as browser:
        answers = [browser.get(f"{NUMBERS}/2026-12{kind}") for kind in ("", ".json", ".csv")]

    assert len(answers[0].content) <= 40_000
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == NOT_KEPT


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
def test_a_head_is_answered_and_a_post_is_not(quick_site: PublicSite, kind: str) -> None:
    begin(quick_site.staff)
    put_out(quick_site.staff, 202610)

    with quick_site.browser() as browser:
        assert browser.head(f"{OCTOBER}{kind}").status_code == 200
        assert browser.post(f"{OCTOBER}{kind}").status_code == 405
