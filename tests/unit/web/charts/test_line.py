import itertools

from hypothesis import given
from hypothesis import strategies as st

from web.charts.flags import WIDE, Flag, flags
from web.charts.letters import NARROWEST, width
from web.charts.line import PLOT, Dot, Kind, LineChart, line_chart
from web.charts.months import month_names


def months(count: int, *, first: int = 200701) -> list[int]:
    start = first // 100 * 12 + first % 100 - 1
    return [each // 12 * 100 + each % 12 + 1 for each in range(start, start + count)]


def line(values: list[int | None], *, kinds: list[Kind] | None = None) -> LineChart:
    of = kinds or [Kind.COUNTED] * len(values)
    return line_chart([Dot(*each) for each in zip(months(len(values)), values, of, strict=True)])


def test_a_line_goes_from_month_to_month_on_a_scale_from_zero() -> None:
    chart = line([0, 500, 1000])

    assert [stroke.d for stroke in chart.strokes] == [f"M10 {PLOT}L500 {PLOT // 2}L990 0"]
    assert [(tick.value, tick.y - chart.top) for tick in chart.ticks] == [
        (0, PLOT),
        (500, PLOT / 2),
        (1000, 0),
    ]


def test_a_month_that_is_not_known_is_a_gap_and_one_between_two_gaps_a_dot() -> None:
    chart = line([4, 4, None, 4, None, 4, 4])

    assert [stroke.d.count("L") for stroke in chart.strokes] == [1, 1]
    assert [x for x, _ in chart.alone] == [50.0]


def test_what_was_brought_what_is_counted_and_what_runs_are_pieces_that_meet() -> None:
    kinds = [Kind.EARLIER, Kind.EARLIER, Kind.COUNTED, Kind.COUNTED, Kind.RUNNING]

    chart = line([1, 2, 3, 4, 5], kinds=kinds)

    assert [stroke.kind for stroke in chart.strokes] == [Kind.EARLIER, Kind.COUNTED, Kind.RUNNING]
    ends = [stroke.d.removeprefix("M").split("L") for stroke in chart.strokes]
    assert [before[-1] == after[0] for before, after in itertools.pairwise(ends)] == [True, True]


def test_one_month_is_a_dot_in_the_middle_and_its_number_is_told() -> None:
    chart = line([7])

    assert (chart.strokes, [x for x, _ in chart.alone]) == ((), [50.0])
    assert [(tag.value, tag.anchor, tag.is_last) for tag in chart.tags] == [(7, "middle", True)]


def test_no_month_and_months_without_a_number_are_an_empty_axis() -> None:
    for chart in (line([]), line([None, None])):
        assert (chart.strokes, chart.alone, chart.tags) == ((), (), ())
        assert [tick.value for tick in chart.ticks] == [0, 1]


def test_a_thousand_months_and_a_million_tips_stay_in_the_picture() -> None:
    chart = line([(index * 7919) % 1_000_001 for index in range(1000)])

    points = [tuple(map(float, point.split())) for point in chart.strokes[0].d[1:].split("L")]
    assert len(points) == 1000
    assert all(0 <= x <= 1000 and 0 <= y <= PLOT for x, y in points)
    assert len(chart.strokes[0].d) < 12_000


def test_the_last_month_and_the_highest_are_told_unless_they_lie_on_one_another() -> None:
    assert [tag.value for tag in line([1, 9, *[2] * 50]).tags] == [9, 2]
    assert [tag.value for tag in line([*[2] * 50, 9, 1]).tags] == [1]
    assert [tag.value for tag in line([0] * 50).tags] == [0]


def test_no_number_of_the_axis_lies_under_the_words_beside_a_point() -> None:
    chart = line([1000, *[2] * 50])

    assert [tick.value for tick in chart.ticks if not tick.told] == [1000]


@given(st.integers(1, 700), st.integers(1, 12))
def test_the_names_under_the_axis_stand_apart_where_it_is_narrowest(count: int, january: int) -> None:
    names = month_names(months(count, first=200700 + january))

    places = [name.index * (NARROWEST - 6) / max(1, count - 1) for name in names]
    room = max(width(name.words, size=12) for name in names)
    assert all(after - before >= room + 2 for before, after in itertools.pairwise(places))


def test_years_are_named_and_of_few_months_the_months() -> None:
    assert [name.words for name in month_names(months(3))] == ["Jan 07", "Feb 07", "Mar 07"]
    assert [name.words for name in month_names(months(26, first=202410))] == ["2025", "2026"]
    assert [name.words for name in month_names(months(238))] == ["2010", "2015", "2020", "2025"]


def spans(placed: tuple[Flag, ...], wide: int, *, words: bool) -> dict[int, list[tuple[float, float]]]:
    """Where each flag's words are, by the line that they stand on."""
    lanes: dict[int, list[tuple[float, float]]] = {}
    for flag in placed:
        if flag.y is not None:
            took = 20 + (width(flag.words) if words else 0)
            x = flag.x * wide / 100
            lanes.setdefault(flag.y, []).append((x - took, x) if flag.before else (x, x + took))
    return lanes


@given(st.lists(st.tuples(st.floats(1, 99), st.text(min_size=1, max_size=80)), max_size=40))
def test_no_mark_lies_on_another_and_none_is_cut(marks: list[tuple[float, str]]) -> None:
    placed = flags(sorted(marks))

    assert [flag.number for flag in placed] == list(range(1, len(marks) + 1))
    for wide, words in ((WIDE, True), (NARROWEST, False)):
        for lane in spans(placed, wide, words=words).values():
            ordered = sorted(lane)
            assert all(right <= left for (_, right), (left, _) in itertools.pairwise(ordered))
    assert all(
        left >= 0 and right <= WIDE
        for lane in spans(tuple(flag for flag in placed if flag.words), WIDE, words=True).values()
        for left, right in lane
    )


def test_words_that_would_be_cut_leave_their_number() -> None:
    placed = flags([(20.0, "M" * 80), (50.0, "A campaign"), (90.0, "W" * 80)])

    assert [(flag.words, flag.y) for flag in placed] == [("", 11), ("A campaign", 11), ("", 11)]


def test_marks_stand_at_their_months_and_push_the_plot_down_by_their_lanes() -> None:
    dots = [Dot(month, 5, Kind.COUNTED) for month in months(24)]
    marks = [(200701, "An appeal"), (200702, "A campaign"), (199901, "Before everything")]

    chart = line_chart(dots, marks)

    assert [(flag.number, flag.words, flag.y) for flag in chart.flags] == [
        (1, "An appeal", 11),
        (2, "A campaign", 28),
    ]
    assert chart.top - line_chart(dots).top == 34
