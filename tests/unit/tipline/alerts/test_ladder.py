from datetime import timedelta

import pytest

from tipline.alerts.ladder import Ladder, Rung, ladder
from tipline.vocabulary import PersonId

A, B, C, D, E = (PersonId(bytes([n]) * 16) for n in range(5))
OUTSIDE = Rung((), outside=True)


def times(one: Ladder, count: int) -> list[tuple[int, Rung]]:
    """Minutes and rungs from the beginning on."""
    found, step, after = [], 0, timedelta()
    for _ in range(count):
        rung, step, wait = one.at(step)
        found.append((int(after.total_seconds()) // 60, rung))
        after += wait
    return found


def test_everybody_on_duty_then_the_next_two_then_outside_then_round_again() -> None:
    one = ladder([A, B], [C, D, E], [A, B, C, D, E])

    assert times(one, 6) == [
        (0, Rung((A, B))),
        (5, Rung((C,))),
        (15, Rung((D,))),
        (25, OUTSIDE),
        (35, Rung((A, B))),
        (40, Rung((C,))),
    ]


def test_a_short_roster_is_exhausted_sooner() -> None:
    assert times(ladder([A], [], [A]), 3) == [(0, Rung((A,))), (5, OUTSIDE), (15, Rung((A,)))]


def test_in_a_gap_the_number_outside_is_called_at_once_beside_the_next() -> None:
    one = ladder([], [C, D], [A, B, C, D])

    assert times(one, 4) == [
        (0, Rung((C,), outside=True)),
        (5, Rung((D,))),
        (15, OUTSIDE),
        (25, Rung((C,), outside=True)),
    ]


@pytest.mark.parametrize("everybody", [[A, B], []])
def test_without_a_roster_it_is_called_at_once_beside_everybody(everybody: list[PersonId]) -> None:
    one = ladder([], [], everybody)

    assert times(one, 2) == [(0, Rung(tuple(everybody), outside=True)), (10, one.rungs[0])]


def test_a_step_of_a_longer_roster_begins_anew() -> None:
    rung, step, _ = ladder([A], [], [A]).at(3)

    assert (rung, step) == (Rung((A,)), 1)
