"""Nobody works a small number out of a year of published months, and nothing is told that should not be."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.unit.tipline.reports.attack import bounds
from tests.unit.tipline.reports.months_out import Out, counts_of, everything_out, publish
from tipline.reports.coarsening import QUIET, coarse_month, coarse_rows, coarse_year, true_rows
from tipline.reports.counting import Counts
from tipline.reports.measures import Measure
from tipline.reports.public_month import NotAPublicMonth, Part, PublicMonth, from_bytes, to_bytes
from tipline.reports.suppression import FLOOR
from tipline.vocabulary import Channel, Month, Offence

OCTOBER = Month(202610)
CHANNELS = [word.value for word in Channel if not word.by_app]
OFFENCES = [word.value for word in Offence]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A smaller seed is no smaller year."""
BUSY = {"text": 40, "web": 30, "link": 20, "phone": 10}


def a_year(seed: int) -> list[Counts]:
    """Twelve months, some of them quiet: channels that are mostly busy, with a small number now and then."""
    draw = Random(seed)
    usual = {name: draw.choice((0, 6, 30)) for name in CHANNELS}
    months = []
    for _ in range(12):
        busy = draw.choice((0, 1, 1, 1, 1))
        channels = {
            name: draw.randint(0, 4) if draw.random() < 1 / 8 else busy * usual[name] + draw.randint(0, 6)
            for name in CHANNELS
        }
        months.append(counts_of(channels, spread(sum(channels.values()), draw.randint(1, 20))))
    return months


def test_what_comes_by_an_app_is_a_text_to_the_public() -> None:
    month = counts_of({"text": 40, "web": 30, "whatsapp": 7, "messenger": 1}, {"arson": 78})

    rows = true_rows(month, Part.CHANNELS)

    assert rows == {"text": 48, "web": 30, "link": 0, "phone": 0}


def spread(tips: int, share: int) -> dict[str, int]:
    """So many tips over the offences: some often, some seldom, most never."""
    offences: dict[str, int] = {}
    for name in OFFENCES:
        offences[name] = min(share, tips - sum(offences.values()))
        share = share * 2 // 3 + 1
    offences["other"] += tips - sum(offences.values())
    return offences


def given_away(out: Out, *, at_most: int | None = None) -> dict[tuple[int, int], tuple[Fraction, Fraction]]:
    """The small numbers of which more is known than that they may be nothing and may be five."""
    small = sorted(place for place, number in out.true.items() if number < FLOOR)
    known = {place: bounds(out.public, place, most=FLOOR) for place in small[:at_most]}
    return {place: found for place, found in known.items() if found != (Fraction(0), Fraction(FLOOR))}


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(seed=st.integers(0, 10**6))
def test_no_small_number_can_be_worked_out_of_a_whole_year(seed: int) -> None:
    year = a_year(seed)

    out = publish(year)

    assert given_away(everything_out(out, year, Part.CHANNELS)) == {}


@settings(max_examples=2, deadline=None, phases=PHASES)
@given(seed=st.integers(0, 10**6))
def test_whatever_is_told_is_true_and_no_small_number_is(seed: int) -> None:
    year = a_year(seed)

    out = publish(year)

    for part in (Part.CHANNELS, Part.OFFENCES):
        table = everything_out(out, year, part)
        lines = [cells for _, cells in table.public.lines(total="")]
        told = {place: lines[place[0]][place[1]] for place in table.true}
        wrong = {place: number for place, number in told.items() if number not in {None, table.true[place]}}
        assert wrong == {}
        assert min((number for number in told.values() if number is not None), default=FLOOR) >= FLOOR


def test_the_attack_succeeds_where_a_year_is_told_as_it_is() -> None:
    year = [counts_of(BUSY, {"arson": 100}) for _ in range(12)]
    year[4] = counts_of({"text": 40, "web": 30, "link": 3, "phone": 27}, {"arson": 100})
    out = publish(year)
    table = everything_out(out, year, Part.CHANNELS)
    sums = tuple(table.true[row, 12] for row in range(4))

    careless = Out(replace(table.public, row_totals=sums), table.true)

    assert given_away(careless) == {(2, 4): (Fraction(3), Fraction(3))}
    assert given_away(table) == {}
    assert out[11].year is not None
    assert [number is None for number in (out[11].year.parts[Part.CHANNELS] or {}).values()].count(True) == 2


def test_offences_of_two_months_and_their_sums_are_protected_like_channels() -> None:
    year = [counts_of({"text": 60, "web": 40, "link": 0, "phone": 1}, spread(101, 20)) for _ in range(2)]

    out = publish(year)

    assert given_away(everything_out(out, year, Part.OFFENCES), at_most=3) == {}


def test_a_quiet_month_tells_nothing_at_all_and_stands_in_no_sum() -> None:
    quiet = counts_of({"text": QUIET - 1}, {"arson": QUIET - 1}, more={Measure.FOLLOW_UPS: 50})
    busy = counts_of(BUSY, {"arson": 100})

    out = publish([quiet, busy, busy])

    assert out[0] == PublicMonth("toronto", Month(202601), None, None, dict.fromkeys(Part))
    assert out[2].year is not None
    assert (out[2].year.months, out[2].year.tips) == ((202602, 202603), 200)


def test_one_told_month_makes_no_year() -> None:
    assert publish([counts_of({}, {}), counts_of(BUSY, {"arson": 100})])[1].year is None


def test_what_is_about_ourselves_is_in_no_number() -> None:
    out = publish([counts_of(BUSY, {"arson": 100})])[0]

    assert (out.tips, out.parts[Part.CHANNELS]) == (100, {"text": 40, "web": 30, "link": 20, "phone": 10})


def test_every_word_has_its_row_whether_somebody_wrote_or_nobody() -> None:
    none, one = (
        publish([counts_of(BUSY, {"arson": 20, "fraud": 80 - few, "hate-crime": few})])[0] for few in (0, 1)
    )

    assert list(none.parts[Part.OFFENCES] or ()) == sorted(OFFENCES)
    assert (none.parts[Part.OFFENCES] or {})["hate-crime"] is None
    withheld = [
        {name for name, number in (each.parts[Part.OFFENCES] or {}).items() if number is None}
        for each in (none, one)
    ]
    assert withheld[0] == withheld[1]


@pytest.mark.parametrize(
    ("charges", "tips", "told"), [(12, 1, None), (12, 5, 12), (4, 5, None), (0, 0, None)]
)
def test_what_came_of_tips_is_told_where_enough_tips_are_behind_it(
    charges: int, tips: int, told: int | None
) -> None:
    counts = counts_of(BUSY, {"arson": 100}, more={Measure.CHARGES: charges, Measure.CASH: 10**6})

    public = coarse_month(counts, program="toronto", month=OCTOBER, behind={Measure.CHARGES: tips})

    results = public.parts[Part.RESULTS] or {}
    assert (results["charges"], "cash" in results) == (told, False)


def test_numbers_that_stand_alone_are_told_from_ten_on() -> None:
    told = [
        coarse_month(
            counts_of(BUSY, {"arson": 100}, more={Measure.FOLLOW_UPS: number, Measure.AWARDS_PAID: number}),
            program="toronto",
            month=OCTOBER,
            behind={},
        )
        for number in (9, 10)
    ]

    assert [(each.follow_ups, each.parts[Part.AWARDS]) for each in told] == [
        (None, {"awards-approved": None, "awards-paid": None}),
        (10, {"awards-approved": None, "awards-paid": 10}),
    ]


def test_a_table_that_does_not_add_up_is_withheld() -> None:
    assert coarse_rows({"text": 50, "web": 50}, tips=101) is None
    assert publish([counts_of(BUSY, {"arson": 99})])[0].parts[Part.OFFENCES] is None


def test_a_year_is_withheld_where_what_is_kept_is_not_what_was_told() -> None:
    year = [counts_of(BUSY, {"arson": 100}) for _ in range(2)]
    changed = [counts_of({"text": 39, "web": 31, "link": 20, "phone": 10}, {"arson": 100}), year[1]]
    out = publish(year)

    told = coarse_year(list(zip(out, changed, strict=True)))

    assert told is not None
    assert (told.parts[Part.CHANNELS], told.parts[Part.OFFENCES] is None) == (None, False)


def test_bytes_that_are_written_in_another_way_are_no_public_month() -> None:
    content = to_bytes(publish([counts_of(BUSY, {"arson": 100})])[0])

    for other in (
        content + b" ",
        content.replace(b'"tips":100', b'"tips":"100"'),
        b"",
        b"[]",
        b"{}",
        b"\xff",
    ):
        with pytest.raises(NotAPublicMonth):
            from_bytes(other)
