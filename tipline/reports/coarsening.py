"""Make the public's form of a month, and of a year's told months together, from the true counts.

The tips of a month are told from `QUIET` on. Of a quieter month nothing is: that way "withheld" leaves open
nothing and `FLOOR` alike, even for somebody who knows this rule. The same holds for every number that stands
alone. Tips about ourselves are in no number here, the total neither: less its channels it would tell them.

What came of tips is told where `FLOOR` tips or more are behind it: twelve charges may have come of one tip,
and the twelve would know it. Amounts of money are not told at all: somebody who lost most of what was seized
would find it again in the sum.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from tipline.figures import Figure
from tipline.reports.counting import WHOLE, Counts
from tipline.reports.measures import Measure
from tipline.reports.public_month import YEARLY, Numbers, Part, PublicMonth, PublicYear
from tipline.reports.suppression import FLOOR, CannotProtect, CountTable, Place, PublicTable, coarse
from tipline.vocabulary import Channel, Month, Named, Offence

QUIET: Final = 2 * FLOOR
"""The least that is told of a number that stands alone, such as a month's tips."""

RESULTS: Final = tuple(Measure(figure.value) for figure in Figure if not figure.is_money)
AWARDS: Final = (Measure.AWARDS_APPROVED, Measure.AWARDS_PAID)

TRUE: Final[Mapping[Part, tuple[Measure, type[Named]]]] = {
    Part.CHANNELS: (Measure.BY_CHANNEL, Channel),
    Part.OFFENCES: (Measure.BY_OFFENCE, Offence),
}
"""By what the tips are told apart. Every word has its row, also at zero: that it is missing would tell."""

TrueRows: TypeAlias = Mapping[str, int]
"""The true number of each row of a table."""


def coarse_month(counts: Counts, *, program: str, month: Month, behind: Mapping[Measure, int]) -> PublicMonth:
    """The public's form of one month, without a year.

    Args:
        counts: the true numbers of the month.
        program: its name in addresses.
        behind: how many tips are behind each result.
    """
    tables = {part: true_rows(counts, part) for part in YEARLY}
    tips = sum(tables[Part.CHANNELS].values())
    if tips < QUIET:
        return PublicMonth(program, month, None, None, dict.fromkeys(Part))
    return PublicMonth(
        program=program,
        month=month,
        tips=tips,
        follow_ups=_alone(counts, Measure.FOLLOW_UPS),
        parts={
            **{part: coarse_rows(rows, tips=tips) for part, rows in tables.items()},
            Part.RESULTS: {measure.value: _result(counts, measure, behind) for measure in RESULTS},
            Part.AWARDS: {measure.value: _alone(counts, measure) for measure in AWARDS},
        },
    )


def coarse_rows(rows: TrueRows, *, tips: int) -> Numbers | None:
    """One month's table whose total is told beside it; None where it cannot be protected."""
    if sum(rows.values()) != tips:
        return None
    table = CountTable(tuple(rows), ("month",), tuple((number,) for number in rows.values()))
    last = len(rows)
    try:
        public = coarse(table, shown=frozenset({(last, 0), (last, 1)}))
    except CannotProtect:
        return None
    # A row of one column stands in the table twice, as its number and as its total: both must be told.
    numbers = zip(public.rows, public.cells, public.row_totals, strict=True)
    return {name: None if total is None else cells[0] for name, cells, total in numbers}


def coarse_year(months: Sequence[tuple[PublicMonth, Counts]]) -> PublicYear | None:
    """The told months of a year together, given what is out of each; None where fewer than two are told.

    Their own numbers stay as they are out: what is shown stays shown, what is withheld stays withheld, and a
    row's sum is withheld too where it would give one of them away.
    """
    told = [(public, counts) for public, counts in months if public.tips is not None]
    if len(told) <= 1:
        return None
    return PublicYear(
        months=tuple(public.month for public, _ in told),
        tips=sum(public.tips or 0 for public, _ in told),
        parts={part: _year_rows(part, told) for part in YEARLY},
    )


def true_rows(counts: Counts, part: Part) -> TrueRows:
    """The true rows of a table, one for every word of its vocabulary; what came by an app counts as text.

    So few come by an app that they would be withheld, and other numbers with them.
    """
    measure, words = TRUE[part]
    rows = {word.value: counts.get((measure, word.value), 0) for word in words}
    if part is Part.CHANNELS:
        rows[Channel.TEXT.value] += sum(rows.pop(app.value) for app in Channel if app.by_app)
    return rows


def sums(out: Sequence[Numbers], true: Sequence[TrueRows]) -> PublicTable:
    """A year's table over the numbers that are out of its months; the months' totals and the whole are told.

    Raises:
        CannotProtect: nothing more can be told of these months.
    """
    rows, columns = tuple(true[0]), tuple(str(place) for place in range(len(true)))
    cells = tuple(tuple(month[row] for month in true) for row in rows)
    shown: set[Place] = {(len(rows), column) for column in range(len(columns) + 1)}
    hidden: set[Place] = set()
    for row, name in enumerate(rows):
        for column, month in enumerate(out):
            (hidden if month[name] is None else shown).add((row, column))
    return coarse(CountTable(rows, columns, cells), shown=shown, hidden=hidden)


def _year_rows(part: Part, told: Sequence[tuple[PublicMonth, Counts]]) -> Numbers | None:
    true = [true_rows(counts, part) for _, counts in told]
    out: list[Numbers] = []
    for (public, _), rows in zip(told, true, strict=True):
        numbers = public.parts[part]
        # Another version had other rows, or what is kept is not what was told: a sum would tell too much.
        if numbers is None or set(numbers) != set(rows) or sum(rows.values()) != public.tips:
            return None
        if any(number not in {None, rows[name]} for name, number in numbers.items()):
            return None
        out.append(numbers)
    try:
        table = sums(out, true)
    except CannotProtect:
        return None
    return dict(zip(table.rows, table.row_totals, strict=True))


def _alone(counts: Counts, measure: Measure) -> int | None:
    number = counts.get((measure, WHOLE), 0)
    return number if number >= QUIET else None


def _result(counts: Counts, measure: Measure, behind: Mapping[Measure, int]) -> int | None:
    number = counts.get((measure, WHOLE), 0)
    return number if number >= FLOOR and behind.get(measure, 0) >= FLOOR else None
