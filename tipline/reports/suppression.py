"""Withhold small counts of a table for the public, and others, until none of the small can be worked out.

Every count under five is withheld, zero as well: a mark that meant "one to four" would say that somebody
wrote. Then others are, until for every small count the published numbers leave open that it is nothing *and*
that it is five or more: nobody can tell that it is small, and no total minus its neighbours gives it away.

How: a table with its totals is a network in which each number is a flow, from the whole to the rows, through
the cells to the columns, and back; what goes into a node comes out. Another table with the same published
numbers is a circulation through withheld numbers alone. So for each small count a cheapest way is sought by
which it could be zero, and one by which it could be five, through numbers that are withheld already as far as
possible (L. H. Cox, "Network models for complementary cell suppression", 1995); what lies on the way is
withheld. Withholding more never takes a way back, so one pass is enough.

Not promised: that who knows some of the counts from elsewhere, or runs this very program on guesses, cannot
narrow the rest.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tipline.errors import Refused

FLOOR: Final = 5
"""The smallest count that may be told, and the least that the largest possible value of a withheld one is."""

Place: TypeAlias = tuple[int, int]
"""Row and column of a number; one past the last row or column is where the totals stand."""

_TOTAL_COSTS: Final = 1_000_000
"""How many tips a total is worth, when it is that or another cell that must be withheld."""


class CannotProtect(Refused):
    """The table has too few numbers to hide the small ones among; a longer period or fewer rows may do."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by two things, with names for both."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a table with a hole.

        Raises:
            ValueError: no rows or columns, rows of another length, or a count below nothing.
        """
        whole = all(len(row) == len(self.columns) and min(row) >= 0 for row in self.cells if row)
        if not (
            self.rows and self.columns and len(self.cells) == len(self.rows) and whole and all(self.cells)
        ):
            raise ValueError("a table has a count of nothing or more in every place")


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table as the public may have it: None for what is withheld, whatever the reason."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    def lines(self, *, total: str) -> Iterator[tuple[str, tuple[int | None, ...]]]:
        """Each row with its name, its cells and its total, and last the row of totals, called `total`."""
        for name, cells, row_total in zip(self.rows, self.cells, self.row_totals, strict=True):
            yield name, (*cells, row_total)
        yield total, (*self.column_totals, self.total)


def coarse(
    table: CountTable, *, shown: Collection[Place] = frozenset(), hidden: Collection[Place] = frozenset()
) -> PublicTable:
    """A table with its totals for the public.

    Without `shown` there is always a way, be it that nothing is told.

    Args:
        table: the true counts.
        shown: numbers that are out already, or stand in another table too, and so cannot be withheld here.
        hidden: numbers that were withheld in a table that is out, and so must be withheld here.

    Raises:
        CannotProtect: the small counts cannot be hidden among these numbers; nothing may be told.
    """
    numbers = _numbers(table)
    small = {place for place, number in numbers.items() if number < FLOOR}
    if small & set(shown) or set(hidden) & set(shown):
        raise CannotProtect
    withheld = small | set(hidden)
    for place in sorted(small, key=lambda place: (numbers[place], place)):
        rest = {other: number for other, number in numbers.items() if other not in shown and other != place}
        start, end = _ends(place, table)
        for ends, units in (((end, start), FLOOR - numbers[place]), ((start, end), numbers[place])):
            withheld |= _Ways(rest, withheld, table).carry(*ends, units=units)
    return _public(table, numbers, withheld)


def coarse_together(tables: Sequence[CountTable]) -> tuple[PublicTable, ...]:
    """Tables that share totals, such as channels and offences by the same months.

    No total is withheld in any, and the small counts of each are hidden inside it, so that what one tells of
    a total helps nobody with another.

    Raises:
        CannotProtect: a total is under five, or one of the tables alone cannot be protected.
    """
    return tuple(coarse(table, shown=_totals(table)) for table in tables)


def fold(table: CountTable, *, into: str) -> CountTable:
    """Put every row whose total is under five into one row, the last; further small rows until it is not."""
    totals = [(sum(cells), place) for place, cells in enumerate(table.cells)]
    kept = {place for total, place in totals if total >= FLOOR and table.rows[place] != into}
    folded = {place for _, place in totals} - kept
    for _, place in sorted((total, place) for total, place in totals if place in kept):
        if not folded or sum(sum(table.cells[each]) for each in folded) >= FLOOR:
            break
        kept.remove(place)
        folded.add(place)
    if not folded:
        return table
    together = tuple(sum(column) for column in zip(*(table.cells[place] for place in folded), strict=True))
    return CountTable(
        (*(table.rows[place] for place in sorted(kept)), into),
        table.columns,
        (*(table.cells[place] for place in sorted(kept)), together),
    )


def places(public: PublicTable, *, withheld: bool) -> frozenset[Place]:
    """Where a published table withholds a number, or where it shows one; for `shown` and `hidden`."""
    lines = [cells for _, cells in public.lines(total="")]
    return frozenset(
        (row, column)
        for row, cells in enumerate(lines)
        for column, number in enumerate(cells)
        if (number is None) is withheld
    )


def _numbers(table: CountTable) -> dict[Place, int]:
    rows, columns = len(table.rows), len(table.columns)
    numbers = {
        (row, column): number for row, cells in enumerate(table.cells) for column, number in enumerate(cells)
    }
    numbers |= {(row, columns): sum(cells) for row, cells in enumerate(table.cells)}
    numbers |= {(rows, column): sum(cells[column] for cells in table.cells) for column in range(columns)}
    return numbers | {(rows, columns): sum(map(sum, table.cells))}


def _totals(table: CountTable) -> frozenset[Place]:
    rows, columns = len(table.rows), len(table.columns)
    return frozenset(
        {(row, columns) for row in range(rows + 1)} | {(rows, column) for column in range(columns + 1)}
    )


def _ends(place: Place, table: CountTable) -> tuple[int, int]:
    """Between which nodes a number flows: rows are 0 and up, columns -1 and down, with the totals' last.

    A row's total comes from the node of the column of totals, a column's goes to the node of the row of
    totals, and the total of all goes back from that to this.
    """
    row, column = place
    across = (row == len(table.rows)) != (column == len(table.columns))
    return (-1 - column, row) if across else (row, -1 - column)


class _Ways:
    """The network of one table: where flow may be moved, at what price, and what was moved."""

    def __init__(self, numbers: Mapping[Place, int], withheld: Collection[Place], table: CountTable) -> None:
        self._numbers = numbers
        self._moved = dict.fromkeys(numbers, 0)
        self._price = {
            place: 0 if place in withheld else 1 + number + _TOTAL_COSTS * _is_total(place, table)
            for place, number in numbers.items()
        }
        self._ends = {place: _ends(place, table) for place in numbers}
        self._at: dict[int, list[Place]] = {}
        for place, ends in self._ends.items():
            for node in ends:
                self._at.setdefault(node, []).append(place)

    def carry(self, start: int, end: int, *, units: int) -> set[Place]:
        """Carry so many units from one node to another; the numbers that change by it.

        Raises:
            CannotProtect: there is no way for so many.
        """
        for _ in range(units):
            for place, change in self._cheapest(start, end):
                self._moved[place] += change
                self._price[place] = 0
        return {place for place, moved in self._moved.items() if moved}

    def _cheapest(self, start: int, end: int) -> list[tuple[Place, int]]:
        paid = {start: 0}
        came: dict[int, tuple[int, Place, int]] = {}
        waiting = [(0, start)]
        while waiting:
            cost, node = heapq.heappop(waiting)
            if node == end:
                return list(_back(came, start, end))
            if cost > paid[node]:
                continue
            for place in self._at.get(node, ()):
                tail, head = self._ends[place]
                change, other = (1, head) if tail == node else (-1, tail)
                if change < 0 and self._numbers[place] + self._moved[place] == 0:
                    continue
                dearer = cost + self._price[place]
                if other not in paid or dearer < paid[other]:
                    paid[other] = dearer
                    came[other] = (node, place, change)
                    heapq.heappush(waiting, (dearer, other))
        raise CannotProtect


def _back(came: Mapping[int, tuple[int, Place, int]], start: int, end: int) -> Iterator[tuple[Place, int]]:
    node = end
    while node != start:
        node, place, change = came[node]
        yield place, change


def _is_total(place: Place, table: CountTable) -> bool:
    return place[0] == len(table.rows) or place[1] == len(table.columns)


def _public(table: CountTable, numbers: Mapping[Place, int], withheld: Collection[Place]) -> PublicTable:
    rows, columns = len(table.rows), len(table.columns)

    def told(row: int, column: int) -> int | None:
        return None if (row, column) in withheld else numbers[row, column]

    return PublicTable(
        table.rows,
        table.columns,
        cells=tuple(tuple(told(row, column) for column in range(columns)) for row in range(rows)),
        row_totals=tuple(told(row, columns) for row in range(rows)),
        column_totals=tuple(told(rows, column) for column in range(columns)),
        total=told(rows, columns),
    )
