"""Nobody works a small count out of what is published, and whoever tries knows every number that is."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.tipline.reports.attack import bounds
from tipline.reports.suppression import (
    FLOOR,
    CannotProtect,
    CountTable,
    Place,
    PublicTable,
    coarse,
    coarse_together,
    fold,
    places,
)

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def tables(draw: st.DrawFn, *, columns: int | None = None) -> CountTable:
    rows = draw(st.integers(1, 4))
    columns = columns or draw(st.integers(1, 4))
    cells = draw(st.lists(st.tuples(*[COUNTS] * columns), min_size=rows, max_size=rows))
    return table_of(*cells)


def table_of(*cells: tuple[int, ...]) -> CountTable:
    return CountTable(
        tuple(f"row {n}" for n in range(len(cells))),
        tuple(f"column {n}" for n in range(len(cells[0]))),
        cells,
    )


def true_numbers(table: CountTable) -> dict[Place, int]:
    lines = [(*cells, sum(cells)) for cells in table.cells]
    lines.append(tuple(map(sum, zip(*lines, strict=True))))
    return {(row, column): number for row, line in enumerate(lines) for column, number in enumerate(line)}


def given_away(table: CountTable, public: PublicTable) -> dict[Place, tuple[Fraction, Fraction]]:
    """The small counts of which more is known than that they may be nothing and may be five; exact bounds."""
    numbers = true_numbers(table)
    small = [place for place, number in numbers.items() if number < FLOOR]
    assert set(small) <= places(public, withheld=True)
    known = {place: bounds(public, place, most=FLOOR) for place in small}
    return {place: found for place, found in known.items() if found != (Fraction(0), Fraction(FLOOR))}


def only_small_withheld(table: CountTable) -> PublicTable:
    """What somebody would publish who does not think of the totals."""
    numbers = true_numbers(table)
    rows, columns = len(table.rows), len(table.columns)
    told = {place: number if number >= FLOOR else None for place, number in numbers.items()}
    return PublicTable(
        table.rows,
        table.columns,
        tuple(tuple(told[row, column] for column in range(columns)) for row in range(rows)),
        tuple(told[row, columns] for row in range(rows)),
        tuple(told[rows, column] for column in range(columns)),
        told[rows, columns],
    )


@settings(max_examples=30, deadline=None)
@given(table=tables())
def test_no_small_count_can_be_worked_out(table: CountTable) -> None:
    public = coarse(table)

    assert given_away(table, public) == {}


@settings(max_examples=30, deadline=None)
@given(table=tables())
def test_what_is_shown_is_true_and_what_is_not_small_is_withheld_only_for_a_small_one(
    table: CountTable,
) -> None:
    numbers = true_numbers(table)
    public = coarse(table)

    lines = [cells for _, cells in public.lines(total="All")]
    shown = places(public, withheld=False)

    assert all(lines[row][column] == numbers[row, column] >= FLOOR for row, column in shown)
    if min(numbers.values()) >= FLOOR:
        assert shown == set(numbers)


def test_the_attack_succeeds_where_only_small_counts_are_withheld() -> None:
    table = table_of((3, 20, 30), (10, 11, 12), (40, 50, 60))

    assert given_away(table, only_small_withheld(table)) == {(0, 0): (Fraction(3), Fraction(3))}
    assert given_away(table, coarse(table)) == {}


def test_the_attack_narrows_two_small_counts_of_one_row() -> None:
    table = table_of((1, 2, 30), (10, 11, 12), (40, 50, 60))

    known = given_away(table, only_small_withheld(table))

    assert known == {(0, 0): (Fraction(1), Fraction(1)), (0, 1): (Fraction(2), Fraction(2))}
    assert given_away(table, coarse(table)) == {}


def test_small_counts_that_hide_one_another_must_leave_room_for_five() -> None:
    table = table_of((1, 3, 30), (3, 1, 30), (40, 50, 60))

    known = given_away(table, only_small_withheld(table))

    assert set(known.values()) == {(Fraction(0), Fraction(4))}
    assert given_away(table, coarse(table)) == {}


def test_what_was_withheld_once_stays_withheld() -> None:
    assert (0, 0) in places(coarse(table_of((20, 30), (40, 50)), hidden={(0, 0)}), withheld=True)


def test_the_cheapest_numbers_are_withheld_and_no_total() -> None:
    public = coarse(table_of((3, 20, 30), (10, 11, 12), (40, 50, 60)))

    assert list(public.lines(total="All")) == [
        ("row 0", (None, None, 30, 53)),
        ("row 1", (None, None, 12, 33)),
        ("row 2", (40, 50, 60, 150)),
        ("All", (53, 81, 102, 236)),
    ]


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    table = table_of((5, 6), (7, 8))

    assert places(coarse(table), withheld=True) == frozenset()


def test_nothing_looks_like_one_to_four() -> None:
    zero, three = (coarse(table_of((n, 20, 9), (10, 11, 12))) for n in (0, 3))

    assert places(zero, withheld=True) == places(three, withheld=True)


def test_a_table_with_too_little_in_it_is_not_told_at_all() -> None:
    assert places(coarse(table_of((1, 2), (1, 0))), withheld=False) == frozenset()


def test_one_row_with_one_small_count_withholds_a_neighbour_and_no_more() -> None:
    public = coarse(table_of((3,), (9,), (20,)))

    assert given_away(table_of((3,), (9,), (20,)), public) == {}


@pytest.mark.parametrize("cells", [(), ((),), ((1, 2), (3,)), ((1, -1),)])
def test_a_table_with_a_hole_is_none(cells: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="in every place"):
        CountTable(tuple("ab"[: len(cells)]), ("x", "y")[: len(cells[0]) if cells else 0], cells)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_tables_that_share_totals_do_not_help_one_another(data: st.DataObject) -> None:
    first, second = (data.draw(tables(columns=3)) for _ in range(2))
    missing = [
        sum(cells[column] for cells in first.cells) - sum(cells[column] for cells in second.cells)
        for column in range(3)
    ]
    first, second = (
        replace(
            table,
            rows=(*table.rows, "rest"),
            cells=(*table.cells, tuple(max(0, sign * n) + 5 for n in missing)),
        )
        for table, sign in ((first, -1), (second, 1))
    )
    try:
        together = coarse_together([first, second])
    except CannotProtect:
        return

    assert together[0].column_totals == together[1].column_totals
    assert None not in (*together[0].column_totals, *together[0].row_totals, together[0].total)
    assert [given_away(table, public) for table, public in zip((first, second), together, strict=True)] == [
        {},
        {},
    ]


@settings(max_examples=20, deadline=None)
@given(year=tables(columns=3))
def test_a_year_after_its_months_gives_none_of_them_away(year: CountTable) -> None:
    rows, months = len(year.rows), len(year.columns)
    shown: set[Place] = set()
    hidden: set[Place] = set()
    for month in range(months):
        one = table_of(*((cells[month],) for cells in year.cells))
        try:
            public = coarse(one)
        except CannotProtect:
            hidden |= {(row, month) for row in range(rows + 1)}
            continue
        told = {(row, month) for row, column in places(public, withheld=False) if column == 0}
        shown |= told
        hidden |= {(row, month) for row in range(rows + 1)} - told
    try:
        after = coarse(year, shown=shown, hidden=hidden)
    except CannotProtect:
        return

    assert shown <= places(after, withheld=False)
    assert hidden <= places(after, withheld=True)
    assert given_away(year, after) == {}


def test_a_year_s_total_is_withheld_where_it_would_give_a_month_away() -> None:
    year = table_of((3, 20, 30), (9, 20, 30), (50, 50, 50))
    shown = {(row, month) for row in range(4) for month in (1, 2)} | {(2, 0), (3, 0)}

    public = coarse(year, shown=shown, hidden={(0, 0), (1, 0)})

    assert public.row_totals == (None, None, 150)
    assert given_away(year, public) == {}


def test_what_is_out_already_cannot_be_protected_any_more() -> None:
    with pytest.raises(CannotProtect):
        coarse(table_of((3, 20), (10, 11)), shown={(0, 0)})
    with pytest.raises(CannotProtect):
        coarse(table_of((3, 20), (10, 11)), shown={(0, 1), (0, 2)})


@given(table=tables())
def test_folded_rows_keep_every_column_s_total(table: CountTable) -> None:
    folded = fold(table, into="Other")

    columns = [[sum(column) for column in zip(*each.cells, strict=True)] for each in (table, folded)]

    assert columns[0] == columns[1]
    assert len(folded.rows) == 1 or all(sum(cells) >= FLOOR for cells in folded.cells)


def test_small_rows_are_folded_into_the_last() -> None:
    table = table_of((1, 1), (10, 20), (0, 2), (6, 7))

    assert fold(table, into="Other") == CountTable(("row 1", "Other"), table.columns, ((10, 20), (7, 10)))


def test_a_table_without_small_rows_is_left_alone() -> None:
    table = table_of((5, 1), (10, 20))

    assert fold(table, into="Other") is table
