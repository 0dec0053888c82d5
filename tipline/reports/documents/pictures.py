"""The pictures of the report as plain data: what is drawn, how long, and in words for who cannot see it."""

from collections.abc import Sequence
from typing import Final

from tipline.reports.documents import say
from tipline.reports.documents.report import Report
from tipline.reports.documents.words import Words
from tipline.reports.measures import Measure, Section, Unit
from tipline.reports.months import step
from tipline.reports.table import MonthState, Point, Row, SectionTable

DRAWN: Final = frozenset(
    {
        Section.CHANNELS,
        Section.ACCOUNTS,
        Section.STANDING,
        Section.OFFENCES,
        Section.AGENCIES,
        Section.DIVISIONS,
        Section.APPEALS,
        Section.LINKS,
        Section.DISPOSITIONS,
    }
)
"""Tables whose rows are drawn as bars: parts of one whole."""
BARS: Final = 10
_MONTHS: Final = 12


def line(report: Report, words: Words) -> dict[str, object] | None:
    """Tips of every month since the beginning; None where there are too few months for a line."""
    points = report.table.series.get(Measure.TIPS, ())
    known = [point.value for point in points if point.value is not None]
    if len(known) <= _MONTHS:
        return None
    lowest, highest = min(known), max(known)
    places = {point.month: place for place, point in enumerate(points)}
    return {
        "title": words.by_month.format(month=say.month(words, report.table.beginning)),
        "alt": f"{_span(points, words)}: {words.digits(lowest)} \u2013 {words.digits(highest)}.",
        "values": [point.value for point in points],
        "brought": [point.state is MonthState.IMPORTED for point in points],
        "top": _top(highest),
        "grid": _grid(highest, words),
        "years": [
            {"place": place, "name": str(point.month // 100)}
            for place, point in enumerate(points)
            if point.month % 100 == 1
        ],
        "marks": [
            {
                "place": places[mark.month],
                "said": f"{say.short_month(words, mark.month)}: {mark.label}",
            }
            for mark in report.table.marks
            if mark.month in places
        ],
        "note": words.before_us if any(p.state is MonthState.IMPORTED for p in points) else "",
    }


def twelve(report: Report, words: Words) -> dict[str, object]:
    """Tips of the last twelve months, each beside the same month of the year before."""
    points = report.table.series.get(Measure.TIPS, ())
    before = {point.month: point.value for point in points}
    pairs = [
        (point, before.get(step(point.month, months=-_MONTHS))) for point in report.recent(tuple(points))
    ]
    return _columns(
        [(point, (point.value, past)) for point, past in pairs],
        words,
        title=words.twelve.format(month=say.month(words, report.table.month)),
        key=(words.those_months, words.year_before),
        unit=Unit.COUNT,
        currency=report.table.currency,
    )


def rewards(report: Report, words: Words) -> dict[str, object] | None:
    """Rewards approved and paid in each of the last twelve months; None where nothing is known of them."""
    series = report.table.series
    approved = report.recent(tuple(series.get(Measure.APPROVED, ())))
    paid = {point.month: point.value for point in series.get(Measure.PAID, ())}
    pairs = [(point, (point.value, paid.get(point.month))) for point in approved]
    if not any(value for _, values in pairs for value in values):
        return None
    return _columns(
        pairs,
        words,
        title=words.rewards_by_month.format(month=say.month(words, report.table.month)),
        key=(words.approved_key, words.paid_key),
        unit=Unit.CENTS,
        currency=report.table.currency,
    )


def bars(report: Report, section: SectionTable, words: Words) -> dict[str, object] | None:
    """The largest rows of a table as bars; None where a table is not drawn, or there is nothing to draw."""
    shown = [row for row in section.rows if row.values[report.main]][:BARS]
    if section.section not in DRAWN or not shown:
        return None
    pairs = [(row, row.values[report.main] or 0, row.values[report.against]) for row in shown]
    longest = max(max(now, before or 0) for _, now, before in pairs)
    told = sum(bool(row.values[report.main]) for row in section.rows)
    now, before = (say.head(words, report, report.period(column)) for column in (report.main, report.against))
    return {
        "alt": "; ".join(f"{words.label(row)} {_beside(row, report, words)}" for row, _, _ in pairs),
        "note": words.bars_note.format(now=now, before=before),
        "more": words.and_more.format(count=told - len(shown)) if told > len(shown) else "",
        "bars": [
            {
                "label": words.label(row),
                "said": _beside(row, report, words),
                "now": value / longest,
                "before": (past or 0) / longest,
            }
            for row, value, past in pairs
        ],
    }


def _beside(row: Row, report: Report, words: Words) -> str:
    now = say.cell(words, row, report.main, report.table.currency)
    if row.values[report.against] is None:
        return now
    before = say.cell(words, row, report.against, report.table.currency)
    return words.was.format(now=now, before=before)


def _columns(
    pairs: Sequence[tuple[Point, tuple[int | None, int | None]]],
    words: Words,
    *,
    title: str,
    key: tuple[str, str],
    unit: Unit,
    currency: str,
) -> dict[str, object]:
    highest = max([1, *(value or 0 for _, values in pairs for value in values)])
    said = [
        f"{say.short_month(words, point.month)} "
        f"{say.number(words, values[0], unit, currency)} ({say.number(words, values[1], unit, currency)})"
        for point, values in pairs
    ]
    return {
        "title": title,
        "key": key,
        "alt": f"{title}: {key[0]} ({key[1]}): {'; '.join(said)}",
        "top": _top(highest),
        "grid": [
            {"at": value, "said": say.number(words, value, unit, currency)} for value in _steps(highest)
        ],
        "months": [
            {
                "name": words.short_months[point.month % 100 - 1],
                "one": values[0],
                "other": values[1],
            }
            for point, values in pairs
        ],
    }


def _span(points: Sequence[Point], words: Words) -> str:
    first, last = say.month(words, points[0].month), say.month(words, points[-1].month)
    return words.span.format(first=first, last=last)


def _grid(highest: int, words: Words) -> list[dict[str, object]]:
    return [{"at": value, "said": words.digits(value)} for value in _steps(highest)]


def _top(highest: int) -> int:
    return _steps(highest)[-1]


def _steps(highest: int) -> tuple[int, ...]:
    """Round numbers from nothing to the first that is not below the highest, four to six of them."""
    size = 1
    while size * 5 < highest:
        size = next(size * more for more in (2, 5, 10) if _is_round(size * more))
    count = max(1, -(-highest // size))
    return tuple(size * place for place in range(count + 1))


def _is_round(size: int) -> bool:
    return str(size).rstrip("0") in {"1", "2", "5"}
