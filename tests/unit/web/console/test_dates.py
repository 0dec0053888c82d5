from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from web.console.dates import clock, exact, moment, month_name, said

TODAY = date(2026, 11, 20)
TORONTO = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 19), "yesterday"),
        (date(2026, 11, 18), "Wed"),
        (date(2026, 11, 14), "Sat"),
        (date(2026, 11, 13), "13 Nov"),
        (date(2026, 1, 1), "1 Jan"),
        (date(2025, 12, 31), "31 Dec 2025"),
        (date(2026, 11, 21), "21 Nov"),
    ],
)
def test_a_day_is_said_as_a_person_says_it(day: date, words: str) -> None:
    assert said(day, today=TODAY) == words


def test_a_date_is_told_exactly_where_it_matters() -> None:
    at = datetime(2026, 11, 1, 3, 59, tzinfo=UTC)

    assert exact(date(2026, 10, 14)) == "Wed 14 October 2026"
    assert (clock(at, zone=TORONTO), moment(at, zone=TORONTO)) == ("23:59", "31 Oct 2026, 23:59")
    assert month_name(202610) == "October 2026"
