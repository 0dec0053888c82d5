from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tipline.hours import Hours

TORONTO = ZoneInfo("America/Toronto")


def at(hour: int, minute: int = 0, *, day: int = 20, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(9, 59), at(10)),
        (at(10), None),
        (at(19, 59), None),
        (at(20), at(10, day=21)),
        (at(0), at(10)),
        (at(23, 59, day=30), at(10, day=1, month=12)),
    ],
)
def test_the_hours_begin_at_the_first_and_end_before_the_last(now: datetime, opens: datetime | None) -> None:
    assert Hours(10, 20).opens(now, zone=TORONTO) == opens


def test_the_whole_day_is_always_open() -> None:
    assert [Hours(0, 24).opens(at(hour), zone=TORONTO) for hour in range(24)] == [None] * 24


def test_when_clocks_go_forward_an_hour_that_is_not_there_begins_when_the_clock_passes_it() -> None:
    before = datetime(2026, 3, 8, 1, 30, tzinfo=TORONTO)

    assert Hours(2, 20).opens(before, zone=TORONTO) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (5, 5), (20, 10), (0, 25)])
def test_hours_are_of_one_day_and_the_first_comes_first(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="within a day"):
        Hours(first, last)
