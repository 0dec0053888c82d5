from datetime import UTC, datetime

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, words
from tipline.reports.month import Line, MonthReport
from tipline.vocabulary import Month, Role
from web.console.month import sentence


def report(now: int, before: int, follow_ups: int = 0) -> MonthReport:
    return MonthReport(
        month=Month(202610),
        total=Line("Tips", now, before),
        follow_ups=Line("Follow-ups", follow_ups, 0),
        spam=Line("Spam", 0, 0),
        by_channel=(),
        by_offence=(),
        by_link=(),
    )


@pytest.mark.parametrize(
    ("now", "before", "follow_ups", "said"),
    [
        (812, 745, 41, "812 tips in October 2026, 9\u202f% more than in October 2025; 41 follow\u2011ups."),
        (1, 0, 1, "1 tip in October 2026, October 2025 had none; 1 follow\u2011up."),
        (0, 4, 0, "0 tips in October 2026, 100\u202f% fewer than in October 2025; 0 follow\u2011ups."),
        (5, 5, 0, "5 tips in October 2026, as many as in October 2025; 0 follow\u2011ups."),
        (1001, 1000, 0, "1,001 tips in October 2026, about as many as in October 2025; 0 follow\u2011ups."),
    ],
)
def test_one_sentence_says_the_month(now: int, before: int, follow_ups: int, said: str) -> None:
    assert sentence(report(now, before, follow_ups), running=False) == said


def test_a_month_that_runs_is_not_compared_as_if_it_were_over() -> None:
    assert sentence(report(95, 120, 3), running=True) == (
        "95 tips so far in October 2026, and 3 follow\u2011ups. The whole of October 2025 had 120."
    )


def test_the_board_sees_a_month_without_holding_any_grant(console: Console) -> None:
    console.case.tell()
    name = console.somebody(Role.BOARD)

    with console.browser(name) as browser:
        page = browser.get("/reports/2026-11").text

    assert '<span id="total">1</span>' in page
    assert "Firearm 1 0" in words(page)


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
    ],
)
def test_a_month_that_is_none_is_said_to_be_none(quick_console: Console, address: str, said: str) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get(f"/reports/{address}")

    assert answer.status_code == 404
    assert f"No such month {said} To this month" in words(answer.text)
