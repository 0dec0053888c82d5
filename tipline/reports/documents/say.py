"""How a document says its numbers and times, and the one sentence of the month, in any of the languages."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import Measure, Unit
from tipline.reports.months import january
from tipline.reports.periods import Column, Period
from tipline.reports.table import MonthState, Row
from tipline.vocabulary import Month

CENTS: Final = 100
SHARED_FROM: Final[Mapping[Unit, int]] = {Unit.COUNT: 20, Unit.CENTS: 100_00}
"""From which number before on a change is said in hundredths: of fewer, they say little."""
_DECEMBER: Final = 12
_SIGNS: Final[Mapping[str, str]] = {"CAD": "$", "USD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£"}


def number(words: Words, value: int | None, unit: Unit, currency: str) -> str:
    """A number as a person reads it: 1,234, $1,250.50, 12; a dash where it is not known."""
    if value is None:
        return words.unknown
    return _amount(words, value, currency) if unit is Unit.CENTS else words.digits(value)


def rounded(words: Words, value: int | None, unit: Unit, currency: str) -> str:
    """A number to be seen from afar: of an amount of $100 and more no cents; a table has them."""
    if unit is Unit.DAYS and value is not None:
        return words.count(value, words.days)
    if unit is Unit.CENTS and value is not None and abs(value) >= SHARED_FROM[unit]:
        return number(words, (value + CENTS // 2) // CENTS * CENTS, unit, currency)
    return number(words, value, unit, currency)


def cell(words: Words, row: Row, column: Column, currency: str) -> str:
    """A number of a table, or that it is too small to be told."""
    if column in row.withheld:
        return words.withheld
    return number(words, row.values[column], row.unit, currency)


def change(words: Words, row: Row, *, of: Column, since: Column, currency: str) -> str:
    """How much more or less: in hundredths, or as a number where there were few; nothing if not known."""
    by, before = row.change(since, of=of), row.values[since]
    if by is None or before is None:
        return ""
    if by == 0:
        return words.same
    sign = "+" if by > 0 else "\u2212"
    if row.unit is Unit.DAYS or before < SHARED_FROM[row.unit]:
        return f"{sign}{rounded(words, abs(by), row.unit, currency)}"
    share = round(abs(by) * 100 / before)
    return f"{sign}{words.digits(share)}\u00a0%" if share else words.about_same


def day(words: Words, when: date) -> str:
    """A day: 3 November 2026."""
    return words.date.format(day=when.day, month=words.months[when.month - 1], year=when.year)


def month(words: Words, which: Month) -> str:
    """A month: October 2026."""
    return f"{words.months[which % 100 - 1]} {which // 100}"


def short_month(words: Words, which: Month) -> str:
    """A month in a table's head: Oct 2026."""
    return f"{words.short_months[which % 100 - 1]} {which // 100}"


def title(words: Words, report: Report) -> str:
    """What the report is about: October 2026, or 2026."""
    return report.name if report.yearly else month(words, report.table.month)


def head(words: Words, report: Report, period: Period) -> str:
    """A column's head: Oct 2026, 2026 to Oct, 2026, Since Jan 2007."""
    running = report.table.state is MonthState.RUNNING and period.column is report.main
    if period.column is Column.INCEPTION:
        said = words.since.format(month=short_month(words, period.first))
    elif period.column in {Column.YEAR_TO_DATE, Column.LAST_YEAR_TO_DATE}:
        year, ended = period.last // 100, period.last % 100
        short = words.short_months[ended - 1]
        said = str(year) if ended == _DECEMBER else words.to_month.format(year=year, month=short)
    else:
        said = short_month(words, period.first)
    return words.so_far.format(period=said) if running else said


def in_time(words: Words, period: Period) -> str:
    """A period in a sentence: in October 2026, in 2026, from January to October 2026."""
    if period.first == period.last:
        return words.in_time.format(time=month(words, period.first))
    if period.first == january(period.last) and period.last % 100 == _DECEMBER:
        return words.in_time.format(time=period.last // 100)
    first = words.months[period.first % 100 - 1]
    return words.from_to.format(first=first, last=month(words, period.last))


def sentence(words: Words, report: Report) -> str:
    """The month, or the year, in one sentence; while it runs in two."""
    table = report.table
    now, before = table.value(Measure.TIPS, report.main) or 0, table.value(Measure.TIPS, report.against)
    time = in_time(words, report.period(report.main))
    tips, rest = words.count(now, words.tips), _rest(words, report)
    if table.state is MonthState.RUNNING:
        tail = f" {words.whole_had.format(count=words.digits(before))}" if before is not None else ""
        return f"{'; '.join([words.tips_so_far.format(tips=tips, time=time), *rest])}.{tail}"
    compared = "" if before is None else f", {_compared(words, now, before, report)}"
    return f"{'; '.join([words.tips_in.format(tips=tips, time=time) + compared, *rest])}."


def standing(words: Words, report: Report) -> str:
    """How far the books are, and what that means for the numbers."""
    table = report.table
    match table.state:
        case MonthState.RUNNING:
            return words.running
        case MonthState.OPEN:
            return words.open.format(day=day(words, table.counted_day))
        case MonthState.IMPORTED:
            return words.imported
        case _:
            said = words.corrected if table.state is MonthState.CORRECTED else words.closed
            return said.format(day=day(words, table.closed_day or table.counted_day))


def _amount(words: Words, value: int, currency: str) -> str:
    sign, cents = "\u2212" if value < 0 else "", abs(value)
    digits = words.digits(cents // CENTS)
    if cents % CENTS:
        digits += f"{words.decimal}{cents % CENTS:02d}"
    mark = _SIGNS.get(currency, currency)
    if words.sign_first:
        return f"{sign}{mark}{digits}" if mark != currency else f"{sign}{mark}\u00a0{digits}"
    return f"{sign}{digits}\u00a0{mark}"


def _compared(words: Words, now: int, before: int, report: Report) -> str:
    time = in_time(words, report.period(report.against))
    if before == 0:
        return words.had_none.format(time=time)
    if now == before:
        return words.as_many.format(time=time, than=words.than_in(time))
    share = round(abs(now - before) * 100 / before)
    if not share:
        return words.about_as_many.format(time=time, than=words.than_in(time))
    said = words.more if now > before else words.fewer
    return said.format(share=words.digits(share), than=words.than_in(time))


def _rest(words: Words, report: Report) -> list[str]:
    """What else is in the sentence: follow-ups always, arrests and rewards where there are any."""
    table, main = report.table, report.main
    added, arrests = table.value(Measure.FOLLOW_UPS, main), table.value(Measure.ARRESTS, main)
    parts = [] if added is None else [words.count(added, words.follow_ups)]
    if arrests:
        parts.append(words.count(arrests, words.arrests))
    approved, paid = table.value(Measure.APPROVED, main), table.value(Measure.PAID, main)
    if approved is not None and paid is not None and (approved or paid):
        said = [rounded(words, value, Unit.CENTS, table.currency) for value in (approved, paid)]
        parts.append(words.approved_paid.format(approved=said[0], paid=said[1]))
    return parts
