from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.program import NOON, OUTSIDE
from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA
from tipline.alerts import numbers, roster
from tipline.errors import NotPermitted, Unsuitable
from tipline.private import PhoneNumber

TORONTO = ZoneInfo("America/Toronto")
MONDAY = date(2026, 11, 23)


def add(
    bell: Bell,
    who: str,
    begins: datetime,
    ends: datetime,
    *,
    weeks: int = 0,
    by: str = ADA,
    now: datetime = NOON,
) -> None:
    with bell.runtime.tips.transaction() as session:
        roster.add_shifts(
            session,
            person_id=bell.case.person(who),
            begins=begins,
            ends=ends,
            weeks=weeks,
            by=bell.case.by(by),
            zone=TORONTO,
            now=now,
        )


def week(bell: Bell, first: date = MONDAY, *, by: str = ADA) -> list[tuple[int, str, str, str]]:
    """The parts of a week: day, from, until, who."""
    with bell.runtime.tips.read() as session:
        days = roster.week(session, by=bell.case.by(by), first=first, zone=TORONTO)
    return [
        (
            day.day.day,
            f"{part.begins.astimezone(TORONTO):%d %H:%M}",
            f"{part.ends.astimezone(TORONTO):%d %H:%M}",
            part.name,
        )
        for day in days
        for part in day.stretches
    ]


def local(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TORONTO).astimezone(UTC)


def test_a_week_shows_who_is_on_duty_and_the_gaps_between(bell: Bell) -> None:
    add(bell, ADA, local(23, 8), local(23, 20))
    add(bell, GRACE, local(23, 20), local(24, 8))

    shown = week(bell)

    assert shown[:5] == [
        (23, "23 00:00", "23 08:00", ""),
        (23, "23 08:00", "23 20:00", ADA),
        (23, "23 20:00", "24 08:00", GRACE),
        (24, "23 20:00", "24 08:00", GRACE),
        (24, "24 08:00", "25 00:00", ""),
    ]
    assert [name for _, _, _, name in shown[5:]] == [""] * 5


def test_two_who_overlap_leave_no_gap(quick_bell: Bell) -> None:
    add(quick_bell, ADA, local(22, 0), local(29, 0))
    add(quick_bell, ADA, local(28, 0), local(30, 0))
    add(quick_bell, GRACE, local(25, 8), local(25, 12))

    assert "" not in [name for _, _, _, name in week(quick_bell)]


def test_the_same_hours_of_later_weeks_stay_the_same_on_the_clock(quick_bell: Bell) -> None:
    before = datetime(2026, 10, 26, 18, tzinfo=TORONTO)
    add(quick_bell, ADA, before, before + timedelta(hours=4), weeks=1, now=datetime(2026, 10, 20, tzinfo=UTC))

    [later] = [part for part in week(quick_bell, date(2026, 11, 2)) if part[3] == ADA]

    assert later == (2, "02 18:00", "02 22:00", ADA)


@pytest.mark.parametrize(
    ("hours", "weeks", "who", "what"),
    [
        ((local(23, 8), local(23, 8)), 0, ADA, "hours"),
        ((local(23, 8), local(23, 7)), 0, ADA, "hours"),
        ((local(1, 8), local(16, 8)), 0, ADA, "hours"),
        ((local(18, 8), local(18, 9)), 0, ADA, "hours"),
        ((local(23, 8), local(23, 9)), 27, ADA, "weeks"),
        ((local(23, 8), local(23, 9)), -1, ADA, "weeks"),
        ((local(23, 8), local(23, 9)), 0, DANA, "person"),
        ((local(23, 8), local(23, 9)), 0, IDA, "person"),
    ],
)
def test_what_is_no_shift_is_refused(
    quick_bell: Bell, hours: tuple[datetime, datetime], weeks: int, who: str, what: str
) -> None:
    with pytest.raises(Unsuitable) as refused:
        add(quick_bell, who, *hours, weeks=weeks)

    assert refused.value.what == what
    assert {name for _, _, _, name in week(quick_bell)} == {""}


def test_integrity_keeps_a_roster_of_its_own(quick_bell: Bell) -> None:
    add(quick_bell, ADA, local(23, 0), local(30, 0))
    add(quick_bell, IDA, local(24, 0), local(24, 12), by=IDA)

    assert {name for _, _, _, name in week(quick_bell)} == {ADA}
    assert {name for _, _, _, name in week(quick_bell, by=IDA)} == {IDA, ""}


def test_an_investigator_keeps_none(quick_bell: Bell) -> None:
    with pytest.raises(NotPermitted):
        add(quick_bell, DANA, local(23, 0), local(24, 0), by=DANA)


def test_a_gap_now_is_known_once_the_roster_was_begun_and_counts_who_cannot_be_reached(bell: Bell) -> None:
    empty = nobody(bell, NOON)
    add(bell, ADA, NOON, NOON + timedelta(hours=1))
    unreached = nobody(bell, NOON)
    bell.asks(ADA)

    assert (empty, unreached) == (False, True)
    assert [nobody(bell, NOON + timedelta(minutes=minute)) for minute in (0, 59, 60)] == [False, False, True]


def nobody(bell: Bell, now: datetime) -> bool:
    with bell.runtime.tips.read() as session:
        return roster.nobody_now(session, by=bell.case.by(ADA), now=now)


def test_the_number_outside_can_be_changed_and_never_taken_away(quick_bell: Bell) -> None:
    program_id, ada = quick_bell.case.program.program_id, quick_bell.case.by(ADA)
    other = PhoneNumber("+14165550191")
    with quick_bell.runtime.tips.transaction() as session:
        before = numbers.outside_of(session, program_id)
        numbers.set_outside(session, other, by=ada, now=NOON)
        with pytest.raises(Unsuitable):
            numbers.set_outside(session, PhoneNumber("911"), by=ada, now=NOON)
        with pytest.raises(NotPermitted):
            numbers.set_outside(session, OUTSIDE, by=quick_bell.case.by(IDA), now=NOON)

    with quick_bell.runtime.tips.read() as session:
        assert (before, numbers.outside_of(session, program_id)) == (OUTSIDE.e164, other.e164)


@pytest.mark.parametrize(
    ("place", "number"),
    [("", "911"), ("Toronto", ""), ("x" * 81, "911"), ("Toronto", "call"), ("T", "1" * 25)],
)
def test_what_is_no_centre_is_refused(quick_bell: Bell, place: str, number: str) -> None:
    with quick_bell.runtime.tips.transaction() as session, pytest.raises(Unsuitable):
        numbers.add_centre(session, place=place, number=number, by=quick_bell.case.by(ADA), now=NOON)
