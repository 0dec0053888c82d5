"""How the month's numbers are said: an amount, a change, a period, and the one sentence of the month."""

from typing import Final

from tipline.reports.measures import Measure, Unit
from tipline.reports.periods import Column, Period
from tipline.reports.table import Comparison, MonthState, MonthTable, Row
from tipline.vocabulary import Month
from web.console.dates import MONTHS, exact, month_name

UNKNOWN: Final = "\u2013"
WITHHELD: Final = "under 5"
SHARED_FROM: Final = {Unit.COUNT: 20, Unit.CENTS: 100_00}
"""From which number before on a change is said in hundredths: of fewer, they say little."""
SAME: Final = "the same"
NEARLY: Final = "about the same"
CENTS: Final = 100


def said(value: int | None, unit: Unit = Unit.COUNT) -> str:
    """A number as a person reads it: 1,234, $1,250.50, 12; a dash where it is not known."""
    if value is None:
        return UNKNOWN
    if unit is not Unit.CENTS:
        return f"{value:,}".replace("-", "\u2212")
    sign, cents = "\u2212" if value < 0 else "", abs(value)
    return f"{sign}${cents // CENTS:,}.{cents % CENTS:02d}" if cents % CENTS else f"{sign}${cents // CENTS:,}"


def rounded(value: int | None, unit: Unit) -> str:
    """A number to be seen from afar: of an amount of $100 and more no cents; the table has them."""
    if unit is Unit.DAYS and value is not None:
        return days(value)
    if unit is Unit.CENTS and value is not None and abs(value) >= SHARED_FROM[unit]:
        return said((value + CENTS // 2) // CENTS * CENTS, unit)
    return said(value, unit)


def cell(row: Row, column: Column) -> str:
    """A number of a table, or that it is too small to be told."""
    return WITHHELD if column in row.withheld else said(row.values[column], row.unit)


def days(value: int) -> str:
    """So many days."""
    return f"{value:,} day{'' if value == 1 else 's'}"


def change(now: int | None, before: int | None, unit: Unit = Unit.COUNT) -> str:
    """How much more or less: in hundredths, or as a number where there were few; nothing if not known."""
    if now is None or before is None:
        return ""
    by = now - before
    if by == 0:
        return SAME
    sign = "+" if by > 0 else "\u2212"
    if unit is Unit.DAYS:
        return f"{sign}{days(abs(by))}"
    if before < SHARED_FROM[unit]:
        return f"{sign}{rounded(abs(by), unit)}"
    hundredths = round(abs(by) * 100 / before)
    return f"{sign}{hundredths:,}\u202f%" if hundredths else NEARLY


def short_month(month: int) -> str:
    """A month in a table's head: "Oct 2026"."""
    return f"{MONTHS[month % 100 - 1][:3]} {month // 100}"


def head(period: Period, *, running: bool = False) -> str:
    """A period in a table's head: "Oct 2026", "2026 to Oct", "Since Jan 2007"."""
    match period.column:
        case Column.INCEPTION:
            return f"Since {short_month(period.first)}"
        case Column.YEAR_TO_DATE | Column.LAST_YEAR_TO_DATE:
            return f"{period.last // 100} to {MONTHS[period.last % 100 - 1][:3]}"
        case Column.MONTH if running:
            return f"{short_month(period.first)} so far"
        case _:
            return short_months(period)


def short_months(period: Period) -> str:
    """A period as short as it can be: "Oct 2026", "Jan to Oct 2026", "Nov 2025 to Mar 2026"."""
    if period.first == period.last:
        return short_month(period.first)
    first = short_month(period.first)
    if period.first // 100 == period.last // 100:
        first = first[:3]
    return f"{first} to {short_month(period.last)}"


def long_months(period: Period) -> str:
    """A period in a sentence: "October 2026", "January to October 2026"."""
    if period.first == period.last:
        return month_name(period.first)
    same = period.first // 100 == period.last // 100
    first = MONTHS[period.first % 100 - 1] if same else month_name(period.first)
    return f"{first} to {month_name(period.last)}"


def sentence(table: MonthTable) -> str:
    """The month in one sentence, or while it runs in two."""
    now, before = table.value(Measure.TIPS) or 0, table.value(Measure.TIPS, Column.YEAR_AGO)
    name, name_before = month_name(table.month), month_name(_year_ago(table).last)
    if table.state is MonthState.RUNNING:
        tail = f" The whole of {name_before} had {before:,}." if before is not None else ""
        return f"{'; '.join([f'{_tips(now)} so far in {name}', *_rest(table)])}.{tail}"
    compared = "" if before is None else f", {compared_with(now, before, name_before)}"
    return f"{'; '.join([f'{_tips(now)} in {name}{compared}', *_rest(table)])}."


def comparing(comparison: Comparison) -> str:
    """Two periods in one sentence."""
    (tips,) = (row for section in comparison.sections for row in section.rows if row.measure is Measure.TIPS)
    now, before = tips.values[Column.MONTH] or 0, tips.values[Column.MONTH_BEFORE] or 0
    one, other = (long_months(period) for period in comparison.columns)
    return f"{_tips(now)} in {one}, {compared_with(now, before, other)}."


def compared_with(now: int, before: int, name: str) -> str:
    """A number of tips beside that of another time."""
    if before == 0:
        return f"{name} had none"
    if now == before:
        return f"as many as in {name}"
    hundredths = round(abs(now - before) * 100 / before)
    if not hundredths:
        return f"about as many as in {name}"
    return f"{hundredths:,}\u202f% {'more' if now > before else 'fewer'} than in {name}"


def standing(table: MonthTable) -> str:
    """How far the books of the month are, and what that means for its numbers."""
    match table.state:
        case MonthState.RUNNING:
            return "The month is not over: its numbers still grow."
        case MonthState.OPEN:
            return f"Not closed yet: counted anew on {exact(table.counted_day)}."
        case MonthState.IMPORTED:
            return "From before this system: these are totals that were brought, and not counted here."
        case _:
            closed = f"Closed on {exact(table.closed_day)}" if table.closed_day else "Closed"
            if table.state is MonthState.CORRECTED:
                return f"{closed}: these numbers stay. A month closed later carries a correction of it."
            return f"{closed}: these numbers stay."


def _year_ago(table: MonthTable) -> Period:
    return next(period for period in table.columns if period.column is Column.YEAR_AGO)


def _tips(count: int) -> str:
    return f"{count:,} tip{'' if count == 1 else 's'}"


def _rest(table: MonthTable) -> list[str]:
    """What else is in the sentence: follow-ups always, arrests and rewards where there are any."""
    added, arrests = table.value(Measure.FOLLOW_UPS), table.value(Measure.ARRESTS)
    parts = [] if added is None else [f"{added:,} follow\u2011up{'' if added == 1 else 's'}"]
    if arrests:
        parts.append(f"{arrests:,} arrest{'' if arrests == 1 else 's'}")
    approved, paid = table.value(Measure.APPROVED), table.value(Measure.PAID)
    if approved is not None and paid is not None and (approved or paid):
        parts.append(f"{said(approved, Unit.CENTS)} approved, {said(paid, Unit.CENTS)} paid")
    return parts


def opening_balance(table: MonthTable) -> str:
    """What was brought from the years before, in a sentence; empty where nothing was."""
    points = [point for point in table.series.get(Measure.TIPS, ()) if point.state is MonthState.IMPORTED]
    if not points:
        return ""
    period = Period(Column.INCEPTION, Month(points[0].month), Month(points[-1].month))
    total = sum(point.value or 0 for point in points)
    return f"Opening balance: {_tips(total)} of {long_months(period)}, from the books before this system."
