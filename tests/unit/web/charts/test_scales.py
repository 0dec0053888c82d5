import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.scales import share, ticks


@pytest.mark.parametrize(
    ("top", "found"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (5, (0, 2, 4, 6)),
        (812, (0, 500, 1000)),
        (10_300, (0, 5_000, 10_000, 15_000)),
        (10**12, (0, 5 * 10**11, 10**12)),
    ],
)
def test_an_axis_begins_at_zero_and_its_numbers_are_round(top: int, found: tuple[int, ...]) -> None:
    assert ticks(top) == found


def test_an_axis_of_amounts_is_round_in_dollars() -> None:
    assert [ticks(top, one=100) for top in (0, 1, 250, 99_900)] == [
        (0, 100),
        (0, 100),
        (0, 100, 200, 300),
        (0, 50_000, 100_000),
    ]


@given(st.integers(0, 10**15), st.integers(2, 9))
def test_no_number_is_above_its_axis_and_no_axis_is_crowded(top: int, most: int) -> None:
    found = ticks(top, most=most)

    steps = {after - before for before, after in itertools.pairwise(found)}
    assert (found[0], len(steps), found[-1] >= top, 2 <= len(found) <= most) == (0, 1, True, True)
    assert str(*steps).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("value", "top", "part"),
    [(0, 0, 0.0), (5, 0, 0.0), (0, 7, 0.0), (7, 7, 100.0), (1, 3, 33.33), (9, 7, 100.0), (-3, 7, 0.0)],
)
def test_a_bar_takes_its_part_of_the_width_and_never_more(value: int, top: int, part: float) -> None:
    assert share(value, top) == part
