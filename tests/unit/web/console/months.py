"""Months as tables and as books, for the tests of the month's page."""

from datetime import date
from zoneinfo import ZoneInfo

from tests.unit.web.console.console import Console
from tipline.reports.measures import RULES, Measure, Section
from tipline.reports.months import between, january
from tipline.reports.periods import Column, columns_of
from tipline.reports.table import MonthState, MonthTable, Point, Row, SectionTable
from tipline.reports.totals import apply
from tipline.reports.totals_file import read_totals
from tipline.vocabulary import Month, Offence

OCTOBER = Month(202610)
INCEPTION = Month(200701)


def a_table(
    values: dict[Measure, tuple[int | None, int | None, int | None]],
    *,
    state: MonthState = MonthState.CLOSED,
    series: tuple[Point, ...] = (),
) -> MonthTable:
    """October 2026 with what some measures are in it, in September and in October 2025."""
    rows: dict[Section, list[Row]] = {section: [] for section in Section}
    for measure, (now, month_before, year_ago) in values.items():
        numbers = {
            Column.MONTH: now,
            Column.MONTH_BEFORE: month_before,
            Column.YEAR_AGO: year_ago,
            Column.YEAR_TO_DATE: None,
            Column.LAST_YEAR_TO_DATE: None,
            Column.INCEPTION: None,
        }
        rows[RULES[measure].section].append(Row(measure, "", RULES[measure].label, numbers))
    return MonthTable(
        program_name="Toronto Crime Stoppers",
        month=OCTOBER,
        zone=ZoneInfo("America/Toronto"),
        currency="CAD",
        state=state,
        beginning=INCEPTION,
        counted_day=date(2026, 11, 3),
        closed_day=date(2026, 11, 3),
        columns=columns_of(OCTOBER, beginning=INCEPTION),
        sections=tuple(SectionTable(section, tuple(found)) for section, found in rows.items()),
        series={Measure.TIPS: series},
    )


def points(values: list[int | None], *, imported: int = 0) -> tuple[Point, ...]:
    """Months from January 2025 on, the first of them imported."""
    months = between(january(Month(202501)), Month(202612))
    return tuple(
        Point(month, value, MonthState.IMPORTED if index < imported else MonthState.CLOSED)
        for index, (month, value) in enumerate(zip(months, values, strict=False))
    )


def bring_years(console: Console, *, first: int = 2007, last: int = 2025) -> None:
    """Import the totals of whole years, by every offence."""
    offences = [offence.value for offence in Offence]
    header = ",".join(["month", "tips", "arrests", *(f"tips-by-offence/{offence}" for offence in offences)])
    lines = [
        ",".join([f"{year}-{month:02d}", "10300", "41", *["200"] * len(offences)])
        for year in range(first, last + 1)
        for month in range(1, 13)
    ]
    totals = read_totals("\n".join([header, *lines]).encode())
    with console.case.program.tips.transaction() as session:
        apply(session, console.case.program.program_id, totals, by=None, now=console.clock.now())
