"""Each of our numbers texts so many segments a second; none waits for another, and each text has a turn."""

from datetime import datetime, timedelta

import pytest

from sms.pace import FORGOTTEN, Pace
from tests.program import NOON
from tipline.private import Address

LINE, OTHER = Address.read("+14165550199"), Address.read("274637")
SHORT, LONG = "x", "x" * 400
"""One segment, and three."""


def seconds(*turns: datetime) -> list[float]:
    return [(turn - NOON).total_seconds() for turn in turns]


def ask(pace: Pace, name: int, text: str = SHORT, *, line: Address = LINE, at: float = 0) -> datetime:
    return pace.turn(b"%d" % name, line=line, text=text, now=NOON + timedelta(seconds=at))


def test_texts_leave_a_segment_a_second_the_first_at_once() -> None:
    pace = Pace(1.0)

    turns = [ask(pace, 0), ask(pace, 1, LONG), ask(pace, 2), ask(pace, 3)]

    assert seconds(*turns) == [0, 1, 4, 5]


def test_a_text_that_asks_again_keeps_its_turn_and_has_it_then() -> None:
    pace = Pace(1.0)
    ask(pace, 0)
    turn = ask(pace, 1)

    again, then, after = ask(pace, 1, at=0.5), ask(pace, 1, at=1), ask(pace, 2, at=1)

    assert seconds(turn, again, then, after) == [1, 1, 1, 2]


def test_a_number_that_has_a_thousand_to_say_keeps_no_other_waiting() -> None:
    pace = Pace(1.0)
    turns = [ask(pace, name) for name in range(1000)]

    assert seconds(turns[-1], ask(pace, 1000, line=OTHER)) == [999, 0]


@pytest.mark.parametrize("rate", [0.5, 1.0, 3.0, 100.0])
def test_in_no_second_leave_more_segments_than_the_rate_and_one_text(rate: float) -> None:
    pace = Pace(rate)
    turns = seconds(*(ask(pace, name) for name in range(300)))

    most = max(sum(start <= turn < start + 1 for turn in turns) for start in turns)

    assert most <= max(1, 2 * rate)
    assert turns[-1] == pytest.approx((299 - max(0, rate - 1)) / rate, abs=0.01)


def test_what_was_not_used_is_not_saved_up() -> None:
    pace = Pace(1.0)
    ask(pace, 0)

    assert seconds(ask(pace, 1, at=60), ask(pace, 2, at=60), ask(pace, 3, at=60)) == [60, 61, 62]


def test_a_page_waits_for_no_turn_and_answers_wait_for_it() -> None:
    pace = Pace(1.0)
    pace.spent(line=LINE, text=LONG, now=NOON)

    assert seconds(ask(pace, 0), ask(pace, 1, line=OTHER)) == [3, 0]


def test_who_is_asked_to_wait_waits_with_everything_and_another_number_does_not() -> None:
    pace = Pace(1.0)
    ask(pace, 0)
    early = ask(pace, 1)
    pace.hold(line=LINE, until=NOON + timedelta(seconds=30))

    assert seconds(early, ask(pace, 1, at=1), ask(pace, 2, at=1)) == [1, 30, 31]
    assert seconds(ask(pace, 3, line=OTHER, at=1)) == [1]


def test_a_turn_that_nobody_came_for_is_forgotten() -> None:
    pace = Pace(1.0)
    ask(pace, 0)
    ask(pace, 1)
    pace.forget(now=NOON + timedelta(seconds=1) + FORGOTTEN)

    later = 700.0
    assert seconds(ask(pace, 1, at=later), ask(pace, 2, at=later)) == [later, later + 1]
