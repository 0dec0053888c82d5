from hypothesis import given
from hypothesis import strategies as st

from web.charts.bars import GAP, ROW, Item, bar_chart
from web.charts.letters import NARROWEST, shortened, width


def test_bars_begin_at_zero_and_the_longest_fills_the_width() -> None:
    chart = bar_chart([Item("Text", 50, "50", 100, "was 100"), Item("Web", 25, "25", 0, "was 0")])

    assert [(bar.width, bar.width_before) for bar in chart.bars] == [(50.0, 100.0), (25.0, 0.0)]
    assert ([bar.text_y for bar in chart.bars], chart.height) == ([13, 13 + ROW], 2 * ROW)


def test_what_is_not_known_has_no_bar_and_is_not_drawn_as_zero_of_before() -> None:
    chart = bar_chart([Item("Link", None, "under 5"), Item("Web", 3, "3")])

    assert [(bar.said, bar.width, bar.width_before) for bar in chart.bars] == [
        ("under 5", 0.0, None),
        ("3", 100.0, None),
    ]


def test_nothing_one_and_nothing_but_zero_can_be_drawn() -> None:
    assert bar_chart([]).bars == ()
    assert [bar.width for bar in bar_chart([Item("Web", 1, "1")]).bars] == [100.0]
    assert [bar.width for bar in bar_chart([Item("Web", 0, "0", 0, "was 0")]).bars] == [0.0]


def test_several_pictures_share_a_scale() -> None:
    assert [bar.width for bar in bar_chart([Item("Oct 2026", 6, "6 days")], top=24).bars] == [25.0]


@given(st.text(max_size=130), st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_label_never_lies_on_the_numbers_of_its_line(label: str, now: int, before: int) -> None:
    (bar,) = bar_chart([Item(label, now, f"${now:,}", before, f"was ${before:,}")]).bars

    numbers = width(bar.said) + GAP + width(bar.said_before)
    assert width(bar.label) == 0 or width(bar.label) + GAP + numbers <= NARROWEST + 1e-6
    assert label.startswith(bar.label.removesuffix("\u2026"))


def test_a_text_is_shortened_to_its_room_in_any_script() -> None:
    assert shortened("Facebook", 100) == "Facebook"
    assert shortened("Facebook, Major Crime: Who saw the cyclist?", 100) == "Facebook, M\u2026"
    assert shortened("\u8b66\u5bdf" * 9, 60) == "\u8b66\u5bdf\u8b66\u2026"
    assert shortened("W" * 9, 5) == ""
    assert width("e\u0301") == width("e")
