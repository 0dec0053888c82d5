"""What somebody can work out of a published table: the exact bounds of a withheld number.

Every published number is an equation between what is withheld; a number is nothing or more. The simplex
method over fractions, by Bland's rule, finds the least and the most that one may be: no rounding, no library.
"""

from fractions import Fraction

from tipline.reports.suppression import Place, PublicTable

Row = list[Fraction]


def bounds(public: PublicTable, place: Place, *, most: int) -> tuple[Fraction, Fraction]:
    """The least and the most that a withheld number may be; nobody believes more than `most`."""
    return _extreme(public, place, -1, most=most), _extreme(public, place, 1, most=most)


def _extreme(public: PublicTable, place: Place, sign: int, *, most: int) -> Fraction:
    numbers = {
        (row, column): number
        for row, (_, cells) in enumerate(public.lines(total=""))
        for column, number in enumerate(cells)
    }
    unknown = sorted(where for where, number in numbers.items() if number is None)
    rows, known = _equations(public, numbers, unknown)
    rows = [[*row, Fraction(0)] for row in rows]
    rows.append([Fraction(where == place) for where in unknown] + [Fraction(1)])
    known.append(Fraction(most))
    wanted = [Fraction(sign * (where == place)) for where in unknown] + [Fraction(0)]
    return sign * _maximum(rows, known, wanted)


def _equations(
    public: PublicTable, numbers: dict[Place, int | None], unknown: list[Place]
) -> tuple[list[Row], Row]:
    rows, columns = len(public.rows), len(public.columns)
    sums = [([(row, column) for column in range(columns)], (row, columns)) for row in range(rows + 1)]
    sums += [([(row, column) for row in range(rows)], (rows, column)) for column in range(columns + 1)]
    left, right = [], []
    for parts, whole in sums:
        weights = {**dict.fromkeys(parts, 1), whole: -1}
        row = [Fraction(weights.get(where, 0)) for where in unknown]
        known = -sum(weight * (numbers[where] or 0) for where, weight in weights.items())
        if any(row):
            sign = -1 if known < 0 else 1
            left.append([sign * each for each in row])
            right.append(Fraction(sign * known))
        else:
            assert known == 0, "the published numbers contradict one another"
    return left, right


def _maximum(rows: list[Row], known: Row, wanted: Row) -> Fraction:
    """The most of a weighted sum under equations between numbers that are nothing or more."""
    size, count = len(rows), len(wanted)
    table = [
        [*row, *(Fraction(place == own) for own in range(size)), right]
        for place, (row, right) in enumerate(zip(rows, known, strict=True))
    ]
    basis = list(range(count, count + size))
    first = [Fraction(0)] * count + [Fraction(-1)] * size
    assert _climb(table, basis, first, allowed=count + size) == 0, "no table fits what is published"
    for place, basic in enumerate(basis):
        if basic >= count:
            column = next((each for each in range(count) if table[place][each]), None)
            if column is not None:
                _pivot(table, basis, place, column)
    return _climb(table, basis, wanted + [Fraction(0)] * size, allowed=count)


def _climb(table: list[Row], basis: list[int], wanted: Row, *, allowed: int) -> Fraction:
    while True:
        prices = [wanted[basic] for basic in basis]
        column = next(
            (
                each
                for each in range(allowed)
                if each not in basis
                and wanted[each] > sum(price * row[each] for price, row in zip(prices, table, strict=True))
            ),
            None,
        )
        if column is None:
            return sum((price * row[-1] for price, row in zip(prices, table, strict=True)), Fraction(0))
        limits = [(row[-1] / row[column], basis[at], at) for at, row in enumerate(table) if row[column] > 0]
        _pivot(table, basis, min(limits)[2], column)


def _pivot(table: list[Row], basis: list[int], place: int, column: int) -> None:
    divisor = table[place][column]
    table[place] = [each / divisor for each in table[place]]
    for other, row in enumerate(table):
        if other != place and row[column]:
            factor = row[column]
            table[other] = [each - factor * own for each, own in zip(row, table[place], strict=True)]
    basis[place] = column
