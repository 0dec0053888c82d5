import re
from datetime import UTC, datetime

import pytest

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tests.unit.web.console.months import bring_years
from tipline.vocabulary import Channel, Offence, Role

NAMED = re.compile(
    r'role="img" aria-labelledby="(\S+)-t (\S+)-d">\s*'
    r'<title id="\1-t">[^<]+</title>\s*<desc id="\2-d">[^<]+<'
)
LIMIT = 120_000
"""Bytes of a page."""


def test_the_board_sees_a_month_without_holding_any_grant(console: Console) -> None:
    console.case.tell()
    name = console.somebody(Role.BOARD)

    with console.browser(name) as browser:
        page = browser.get("/reports/2026-11").text

    assert '<span id="total">1</span>' in page
    assert (
        "Offence Nov 2026 so far Oct 2026 Nov 2025 2026 to Nov 2025 to Nov Since Nov 2026 Firearm 1"
        in words(page)
    )
    assert ("Set the mark" in page, "Close the month" in page) == (False, False)


@pytest.mark.parametrize("role", list(Role))
def test_the_month_and_its_parts_are_for_three_roles_alone(quick_console: Console, role: Role) -> None:
    quick_console.case.tell()
    name = {Role.COORDINATOR: ADA, Role.INTEGRITY: "Ida Wells"}.get(role) or quick_console.somebody(role)
    addresses = ("2026-11", "2026-11?with=2026-11", "2026-11/part?of=tips-by-offence&key=firearm")

    with quick_console.browser(name) as browser:
        found = [browser.get(f"/reports/{address}").status_code for address in addresses]
        deeds = [
            browser.post(
                f"/reports/2026-11/{deed}", data={"month": "2026-11", "label": "An appeal"}
            ).status_code
            for deed in ("close", "marks", "marks/remove")
        ]

    may = role in {Role.COORDINATOR, Role.BOARD, Role.ANALYST}
    assert found == [200 if may else 403] * 3
    assert deeds == ([422, 303, 404] if role is Role.COORDINATOR else [403] * 3)


def test_reports_lead_to_the_month_that_it_is_in_the_programs_time_zone(quick_console: Console) -> None:
    quick_console.clock.at = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)

    with quick_console.browser(ADA) as browser:
        answer = browser.get("/reports")

    assert (answer.status_code, answer.headers["location"]) == (303, "/reports/2026-11")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("2026-12", "That month has not begun."),
        ("9999-01", "That month has not begun."),
        ("2026-13", "That is no month. Write it as 2026-10."),
        ("2026-00", "That is no month. Write it as 2026-10."),
        ("0001-01", "That is no month. Write it as 2026-10."),
        ("2026-1", "That is no month. Write it as 2026-10."),
        ("٢٠٢٦-١٠", "That is no month. Write it as 2026-10."),
        ("2026-10-01", "That is no month. Write it as 2026-10."),
        ("x", "That is no month. Write it as 2026-10."),
        ("2026-11?with=x", "What it is compared with is no month. Write it as 2025-10."),
        ("2026-11?with=", "What it is compared with is no month. Write it as 2025-10."),
        ("2026-11?with=2026-12", "That month has not begun."),
        ("2026-11?with=2026-11&from=2026-13", "What it is compared with is no month. Write it as 2025-10."),
        ("2026-11?with=2026-11&from=2026-12", "A period ends before it begins. Put the earlier month first."),
        ("2026-12/part?of=tips-by-offence&key=firearm", "That month has not begun."),
    ],
)
def test_a_month_that_is_none_is_said_to_be_none(quick_console: Console, address: str, said: str) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get(f"/reports/{address}")

    assert answer.status_code == 404
    assert f"No such month {said} To this month" in words(answer.text)


def test_before_the_books_begin_there_is_no_month_and_with_an_opening_balance_there_is(
    quick_console: Console,
) -> None:
    quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        before = browser.get("/reports/2009-03")
        bring_years(quick_console, first=2009)
        after = browser.get("/reports/2009-03")
        earlier = browser.get("/reports/2008-12")

    assert (before.status_code, after.status_code, earlier.status_code) == (404, 200, 404)
    assert "Nothing is kept of March 2009: the books begin with November 2026." in words(before.text)
    assert "Nothing is kept of December 2008: the books begin with January 2009." in words(earlier.text)
    assert '<span id="total">10,300</span>' in after.text
    assert "From before this system: these are totals that were brought, and not counted here." in words(
        after.text
    )


def test_every_picture_has_a_name_words_and_a_table_and_nothing_is_a_script_or_a_style(
    quick_console: Console,
) -> None:
    bring_years(quick_console)
    for offence in (Offence.FIREARM, Offence.ARSON):
        for channel in Channel:
            quick_console.case.tell(channel=channel, offence=offence)

    with quick_console.browser(ADA) as browser:
        page = browser.get("/reports/2026-11?all").text

    pictures = re.findall(r'<svg class="chart [^>]*>(.*?)(?=</figure>)', page, re.DOTALL)
    named = NAMED.findall(page)
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert (len(pictures), len(named)) == (page.count('role="img"'), page.count('role="img"'))
    assert len(named) >= 5
    assert all("<caption>" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)
    assert len(tables) == page.count('<section class="panel') + 1
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=|https?://", page) == []
    assert sorted(set(ids := re.findall(r'\bid="([^"]+)"', page))) == sorted(ids)


def test_a_page_of_twenty_years_and_everything_in_it_is_small(quick_console: Console) -> None:
    bring_years(quick_console)
    quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        for number in range(40):
            label = f"An appeal with rather many words, number {number}"
            browser.post(
                "/reports/2026-11/marks",
                data={"month": f"20{10 + number % 15}-0{1 + number % 9}", "label": label},
            )
        page = browser.get("/reports/2026-11?all")

    assert page.text.count('aria-label="Remove ') == 40
    assert len(page.content) < LIMIT


def test_a_program_without_a_tip_has_a_page_too(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        page = browser.get("/reports/2026-11")

    assert page.status_code == 200
    assert '<span id="total">0</span>' in page.text
    assert "Nothing to show in any of these times: Results; Rewards; Tips by channel" in words(page.text)


def test_any_two_times_are_compared_and_chosen_in_a_form(quick_console: Console) -> None:
    bring_years(quick_console)
    quick_console.case.tell()
    chosen = {"month": "2025-06", "from": "2025-01", "with": "2009-03", "with-from": ""}

    with quick_console.browser(ADA) as browser:
        led = browser.get("/reports", params=chosen)
        page = words(browser.get(led.headers["location"]).text)
        alone = browser.get("/reports", params={"month": "x", "with": "2009-03"})

    assert led.headers["location"] == "/reports/2025-06?from=2025-01&with=2009-03"
    assert (
        "January to June 2025 and March 2009 61,800 tips in January to June 2025, 500 % more than in" in page
    )
    assert "What Jan to Jun 2025 Mar 2009 Change Arrests 246 41 +500 %" in page
    assert (alone.status_code, "That is no month." in alone.text) == (404, True)


def test_a_part_is_told_over_the_years_and_what_is_no_part_is_not_there(quick_console: Console) -> None:
    bring_years(quick_console)
    told = quick_console.case.tell()
    quick_console.case.assign(told, quick_console.case.person(DANA))
    division = quick_console.case.division().hex()

    with quick_console.browser(ADA) as browser:
        page = browser.get("/reports/2026-11").text
        offence = words(browser.get("/reports/2026-11/part?of=tips-by-offence&key=firearm").text)
        unit = words(browser.get(f"/reports/2026-11/part?of=tips-by-division&key={division}").text)
        nowhere = [
            browser.get(f"/reports/2026-11/part?{query}").status_code
            for query in (
                "",
                "of=tips&key=x",
                "of=tips-by-offence",
                "of=tips-by-offence&key=unicorns",
                "of=unicorns&key=x",
                "of=days-to-dispatch&key=3",
            )
        ]

    assert f'href="/reports/2026-11/part?of=tips-by-division&amp;key={division}"' in page
    assert "Firearm Tips by offence. Each tip under the one offence it is about." in offence
    assert "2025 200 200" in offence
    assert "51 Division Tips by division." in unit
    assert "Nov 2026 so far 1 Oct 2026 \u2013" in unit
    assert "Nov Dec Year 2026 1 1" in unit  # what is not known before it is not drawn
    assert nowhere == [404] * 6
