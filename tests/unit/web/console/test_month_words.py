import pytest

from tests.unit.web.console.months import a_table, points
from tipline.reports.measures import Measure, Unit
from tipline.reports.periods import Column, Period
from tipline.reports.table import MonthState
from tipline.vocabulary import Month
from web.console.month_pictures import line_words
from web.console.month_view import cards
from web.console.month_words import change, head, long_months, opening_balance, rounded, said, sentence
from web.console.years import years


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (812, 745, "812 tips in October 2026, 9\u202f% more than in October 2025."),
        (1, 0, "1 tip in October 2026, October 2025 had none."),
        (0, 4, "0 tips in October 2026, 100\u202f% fewer than in October 2025."),
        (5, 5, "5 tips in October 2026, as many as in October 2025."),
        (1001, 1000, "1,001 tips in October 2026, about as many as in October 2025."),
        (7, None, "7 tips in October 2026."),
    ],
)
def test_one_sentence_says_the_month(now: int, before: int | None, words: str) -> None:
    assert sentence(a_table({Measure.TIPS: (now, None, before)})) == words


def test_the_sentence_has_arrests_and_rewards_where_there_are_any() -> None:
    table = a_table(
        {
            Measure.TIPS: (812, 700, 745),
            Measure.FOLLOW_UPS: (41, 0, 0),
            Measure.ARRESTS: (14, 0, 0),
            Measure.APPROVED: (320_000, 0, 0),
            Measure.PAID: (65_000, 0, 0),
        }
    )

    assert sentence(table) == (
        "812 tips in October 2026, 9\u202f% more than in October 2025; 41 follow\u2011ups; 14 arrests; "
        "$3,200 approved, $650 paid."
    )


def test_a_month_that_runs_is_not_compared_as_if_it_were_over() -> None:
    numbers = {Measure.TIPS: (95, 110, 120), Measure.FOLLOW_UPS: (1, 0, 0)}
    table = a_table(dict(numbers), state=MonthState.RUNNING)

    assert sentence(table) == (
        "95 tips so far in October 2026; 1 follow\u2011up. The whole of October 2025 had 120."
    )
    assert cards(table)[0].changes == (("", "All of Oct 2025: 120"), ("", "All of Sep 2026: 110"))


@pytest.mark.parametrize(
    ("now", "before", "unit", "words"),
    [
        (812, 745, Unit.COUNT, "+9\u202f%"),
        (5, 3, Unit.COUNT, "+2"),
        (0, 19, Unit.COUNT, "\u221219"),
        (0, 20, Unit.COUNT, "\u2212100\u202f%"),
        (10_001, 10_000, Unit.COUNT, "about the same"),
        (3, 3, Unit.COUNT, "the same"),
        (0, 0, Unit.COUNT, "the same"),
        (None, 3, Unit.COUNT, ""),
        (3, None, Unit.COUNT, ""),
        (12, 30, Unit.DAYS, "\u221218 days"),
        (2, 1, Unit.DAYS, "+1 day"),
        (5_050, 0, Unit.CENTS, "+$50.50"),
        (30_000_00, 20_000_00, Unit.CENTS, "+50\u202f%"),
    ],
)
def test_a_change_is_said_in_hundredths_where_there_were_enough(
    now: int | None, before: int | None, unit: Unit, words: str
) -> None:
    assert change(now, before, unit) == words


def test_what_is_not_known_is_in_no_figure_on_top() -> None:
    table = a_table({Measure.TIPS: (5, None, None), Measure.ARRESTS: (None, None, None)})

    assert [(card.label, card.said, card.changes) for card in cards(table)] == [("Tips", "5", ())]


def test_of_what_is_zero_in_all_three_months_only_arrests_are_told() -> None:
    table = a_table(dict.fromkeys([Measure.TIPS, Measure.ARRESTS, Measure.CHARGES], (0, 0, 0)))

    assert [card.label for card in cards(table)] == ["Tips", "Arrests"]


def test_numbers_are_said_as_a_person_reads_them() -> None:
    numbers = [(None, Unit.COUNT), (0, Unit.COUNT), (-3, Unit.COUNT), (10**12, Unit.COUNT)]
    amounts = [(0, Unit.CENTS), (125_050, Unit.CENTS), (-99, Unit.CENTS)]

    assert [said(*each) for each in numbers] == ["\u2013", "0", "\u22123", "1,000,000,000,000"]
    assert [said(*each) for each in amounts] == ["$0", "$1,250.50", "\u2212$0.99"]
    assert [rounded(cents, Unit.CENTS) for cents in (99_99, 100_49, 100_50, 12_426_990)] == [
        "$99.99",
        "$100",
        "$101",
        "$124,270",
    ]


def test_periods_are_named_as_short_as_they_can_be() -> None:
    spans = [(202610, 202610), (202601, 202610), (202511, 202603)]
    periods = [Period(Column.MONTH, Month(first), Month(last)) for first, last in spans]

    assert [head(period) for period in periods] == ["Oct 2026", "Jan to Oct 2026", "Nov 2025 to Mar 2026"]
    assert [long_months(period) for period in periods] == [
        "October 2026",
        "January to October 2026",
        "November 2025 to March 2026",
    ]
    assert head(Period(Column.YEAR_TO_DATE, Month(202601), Month(202610))) == "2026 to Oct"
    assert head(Period(Column.INCEPTION, Month(200701), Month(202610))) == "Since Jan 2007"


def test_an_opening_balance_is_said_with_its_months_and_its_sum() -> None:
    brought = a_table({}, series=points([100, 120, 7], imported=2))

    assert opening_balance(brought) == (
        "Opening balance: 220 tips of January to February 2025, from the books before this system."
    )
    assert opening_balance(a_table({}, series=points([100]))) == ""


def test_the_long_line_is_said_and_is_a_table_with_a_line_a_year() -> None:
    series = points([5, None, *[7] * 10, 9])

    assert line_words(series) == (
        "13 months from Jan 2025 to Jan 2026. The most: 9 in Jan 2026; the fewest: 5 in Jan 2025; "
        "9 in Jan 2026. Every month is in the table below."
    )
    assert [(line.label, line.cells) for line in years(series, caption="Tips").lines] == [
        ("2026", ("9", *[""] * 11, "9")),
        ("2025", ("5", "\u2013", *["7"] * 10, "75")),
    ]
    assert line_words(points([None])) == "No month is known."
