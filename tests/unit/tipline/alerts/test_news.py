from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, SAM
from tipline.alerts.house import zones
from tipline.alerts.news import owe_alerts
from tipline.errors import NotPermitted
from tipline.letters import Letter
from tipline.vocabulary import Role

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_a_new_tip_is_told_at_the_next_quarter_hour_and_once(bell: Bell) -> None:
    ada = bell.asks(ADA, alerts=True)
    bell.ring(NOON)
    bell.case.tell()

    rung = [bell.ring(NOON + timedelta(minutes=minute)) for minute in (1, 7, 14, 15, 16, 30)]

    assert rung == [[], [], [], [(ada, Letter.ALERT)], [], []]


def test_who_switches_it_on_is_not_told_of_what_was_there(quick_bell: Bell) -> None:
    quick_bell.case.tell()
    ada = quick_bell.asks(ADA, alerts=True)

    first = quick_bell.ring(NOON + QUARTER)
    quick_bell.case.tell()

    assert (first, quick_bell.ring(NOON + 2 * QUARTER)) == ([], [(ada, Letter.ALERT)])


def test_one_persons_reading_silences_nobody_else(bell: Bell) -> None:
    ada, grace = bell.asks(ADA, alerts=True), bell.asks(GRACE, alerts=True)
    bell.ring(NOON)
    told = bell.case.tell()
    bell.case.open(told, by=ADA)
    bell.case.answer(told)

    assert bell.ring(NOON + QUARTER) == [(ada, Letter.ALERT), (grace, Letter.ALERT)]


def test_what_a_reporter_adds_is_news_too(bell: Bell) -> None:
    told = bell.case.tell()
    ada = bell.asks(ADA, alerts=True)
    bell.ring(NOON)
    bell.case.add(told, "He is back.")

    assert bell.ring(NOON + QUARTER) == [(ada, Letter.ALERT)]


def test_a_tip_about_us_is_told_to_integrity_alone(bell: Bell) -> None:
    bell.asks(ADA, alerts=True)
    ida = bell.asks(IDA, alerts=True)
    bell.ring(NOON)
    bell.case.tell(about_us=True)

    assert bell.ring(NOON + QUARTER) == [(ida, Letter.ALERT)]


def test_an_investigator_is_told_of_what_they_and_their_unit_are_given(bell: Bell) -> None:
    dana, sam = bell.asks(DANA, alerts=True), bell.asks(SAM, alerts=True)
    bell.ring(NOON)
    first, second = bell.case.tell(), bell.case.tell()

    nothing_given = bell.ring(NOON + QUARTER)
    bell.case.assign(first, bell.case.person(DANA))
    to_dana = bell.ring(NOON + 2 * QUARTER)
    bell.case.assign(second, bell.case.division())
    to_both = bell.ring(NOON + 3 * QUARTER)

    assert (nothing_given, to_dana) == ([], [(dana, Letter.ALERT)])
    assert to_both == [(dana, Letter.ALERT), (sam, Letter.ALERT)]


def test_news_over_midnight_is_told(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, alerts=True)
    before, after = datetime(2026, 11, 21, 4, 45, tzinfo=UTC), datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    quick_bell.ring(before)
    quick_bell.case.tell(now=before + timedelta(minutes=14))
    over = quick_bell.ring(after)
    quick_bell.case.tell(now=after + timedelta(minutes=1))

    assert (over, quick_bell.ring(after + QUARTER)) == ([(ada, Letter.ALERT)], [(ada, Letter.ALERT)])


def test_a_console_that_was_away_waits_for_the_next_quarter_hour(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, alerts=True)
    quick_bell.ring(NOON)
    quick_bell.case.tell()
    again = quick_bell.beside()

    rung = [again.ring(NOON + timedelta(minutes=minute)) for minute in (67, 74, 75)]

    assert rung == [[], [], [(ada, Letter.ALERT)]]


def test_two_consoles_at_one_quarter_hour_tell_once(bell: Bell) -> None:
    ada = bell.asks(ADA, alerts=True)
    other = bell.beside()
    bell.ring(NOON)
    other.ring(NOON)
    bell.case.tell()

    rung = bell.ring(NOON + QUARTER) + other.ring(NOON + QUARTER)
    bell.case.tell()
    late = other.ring(NOON + QUARTER + timedelta(seconds=40))

    assert (rung, late) == ([(ada, Letter.ALERT)], [])


def test_what_somebody_was_told_of_is_locked_and_has_one_size(quick_bell: Bell) -> None:
    quick_bell.asks(ADA, alerts=True)
    quick_bell.ring(NOON)
    before = quick_bell.row(ADA).seen
    quick_bell.case.tell()
    quick_bell.ring(NOON + QUARTER)
    after = quick_bell.row(ADA).seen

    assert before is not None
    assert after is not None
    assert (len(before) == len(after), before == after) == (True, False)


def test_what_somebody_was_told_of_and_somebody_else_changed_begins_anew(quick_bell: Bell) -> None:
    quick_bell.asks(ADA, alerts=True)
    ada = quick_bell.asks(GRACE, alerts=True)
    quick_bell.ring(NOON)
    row = quick_bell.row(ADA)
    row.seen = quick_bell.row(GRACE).seen
    quick_bell.case.write(row)
    quick_bell.case.tell()

    assert quick_bell.ring(NOON + QUARTER) == [(ada, Letter.ALERT)]


def test_a_deed_that_dies_tells_nobody_and_the_next_one_does(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, alerts=True)
    quick_bell.ring(NOON)
    quick_bell.case.tell()

    with pytest.raises(BrokenPipeError):
        owe_and_die(quick_bell, NOON + QUARTER)

    assert quick_bell.ring(NOON + QUARTER) == [(ada, Letter.ALERT)]


def owe_and_die(bell: Bell, now: datetime) -> None:
    program_id = bell.case.program.program_id
    with bell.runtime.tips.transaction() as session:
        owe_alerts(
            session,
            program_id=program_id,
            zone=zones(session)[program_id],
            console_key=bell.runtime.keys.console_key,
            now=now,
        )
        raise BrokenPipeError


def test_the_letter_of_the_day_comes_whether_or_not_there_is_news(bell: Bell) -> None:
    ada = bell.asks(ADA, digest_hour=7)
    seven = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    rung = [bell.ring(at) for at in (seven - timedelta(minutes=1), seven, seven + QUARTER)]
    next_day = bell.ring(seven + timedelta(days=1))

    assert (rung, next_day) == ([[], [(ada, Letter.DIGEST)], []], [(ada, Letter.DIGEST)])


def test_an_hour_that_is_over_today_begins_tomorrow(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, digest_hour=6)

    assert quick_bell.ring(NOON) == []
    assert quick_bell.ring(NOON + timedelta(days=1)) == [(ada, Letter.DIGEST)]


@pytest.mark.parametrize("role", [Role.BOARD, Role.ANALYST])
def test_who_reads_no_tips_is_told_of_none(quick_bell: Bell, role: Role) -> None:
    quick_bell.case.program.add("Wilma Other", role, confirmed_by=ADA)

    with pytest.raises(NotPermitted):
        quick_bell.asks("Wilma Other", alerts=True)
