"""The month's page as plain data: figures with their change, and panels with pictures over a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tipline.reports.measures import RULES, Measure, Section, Unit
from tipline.reports.periods import Column
from tipline.reports.table import MonthState, MonthTable, Row, SectionTable
from web.console.month_pictures import Picture, pictures
from web.console.month_words import NEARLY, SAME, cell, change, head, rounded

CARDS: Final = (
    Measure.TIPS,
    Measure.FOLLOW_UPS,
    Measure.ARRESTS,
    Measure.CHARGES,
    Measure.CLEARED,
    Measure.FIREARMS,
    Measure.RECOVERED,
    Measure.APPROVED,
    Measure.PAID,
    Measure.UNCLAIMED,
    Measure.DAYS_TO_DISPATCH,
    Measure.DAYS_TO_DISPOSITION,
)
"""What stands on top, in this order, as far as it is known."""

ORDER: Final = (
    Section.RESULTS,
    Section.REWARDS,
    Section.CHANNELS,
    Section.OFFENCES,
    Section.TIMES,
    Section.STANDING,
    Section.DISPOSITIONS,
    Section.APPEALS,
    Section.ACCOUNTS,
    Section.LINKS,
    Section.AGENCIES,
    Section.DIVISIONS,
    Section.NO_ANSWER,
    Section.TIPS,
    Section.APART,
)
"""What a board asks first stands first; what has amounts in it is wide."""

WIDE: Final = frozenset({Section.RESULTS, Section.REWARDS})

MONTHLY: Final = "Amounts by month; approved and paid are on one scale, unclaimed is on its own."
ROWS: Final = 15
"""Of a table on the page; the rest is shown when asked for."""


@dataclass(frozen=True, slots=True)
class Card:
    """A figure of the month, and how it differs from other times."""

    measure: Measure
    label: str
    said: str
    changes: tuple[tuple[str, str], ...]
    """How much more or less, and than what."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of a table, and the address of its own page if it has one."""

    label: str
    address: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be read, on the screen or by a screen reader."""

    caption: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[TableLine, ...]
    more: int
    """Rows that are not on the page."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: what it is, its pictures, and the table under them."""

    section: Section
    is_wide: bool
    note: str
    pictures: tuple[Picture, ...]
    table: Table


def cards(table: MonthTable) -> tuple[Card, ...]:
    """The figures on top, without those that are not known for any of the three months, and most zeros."""
    found = []
    for measure in CARDS:
        row = table.row(measure)
        values = [row.values[column] for column in _THREE] if row is not None else []
        known = any(value is not None for value in values)
        if row is not None and known and (measure in _ALWAYS or any(values)):
            found.append(_card(table, row))
    return tuple(found)


def panels(
    sections: Sequence[SectionTable],
    heads: Mapping[Column, str],
    *,
    against: Column,
    leads: Callable[[Row], str | None] = lambda _row: None,
    whole: bool = False,
    changes: bool = False,
    rewards: tuple[Picture, ...] = (),
) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """Every section as a panel, in the order of the page, and the headings of those without a number.

    Args:
        heads: the columns to be shown and what they are called.
        against: the column that the first is drawn beside.
        leads: to the page of a row.
        whole: every row, and not the first of them.
        changes: a last column says how the first differs from `against`.
        rewards: what is drawn of the rewards in place of bars.
    """
    by_section = {section.section: section for section in sections}
    shown, nothing = [], []
    for name in ORDER:
        section = by_section[name]
        if any(row.values[column] or column in row.withheld for row in section.rows for column in heads):
            shown.append(
                Panel(
                    name,
                    is_wide=name in WIDE,
                    note=MONTHLY if name is Section.REWARDS and rewards else _note(section, heads, against),
                    pictures=(rewards if name is Section.REWARDS else ())
                    or pictures(section, heads, against=against),
                    table=_table(
                        section, heads, leads=leads, whole=whole, since=against if changes else None
                    ),
                )
            )
        else:
            nothing.append(name.label)
    return tuple(shown), tuple(nothing)


def heads_of(table: MonthTable) -> dict[Column, str]:
    """What the six columns are called."""
    running = table.state is MonthState.RUNNING
    return {period.column: head(period, running=running) for period in table.columns}


def _table(
    section: SectionTable,
    heads: Mapping[Column, str],
    *,
    leads: Callable[[Row], str | None],
    whole: bool,
    since: Column | None,
) -> Table:
    kept = section.rows if whole else section.rows[:ROWS]
    return Table(
        caption=section.section.label,
        first=_FIRST.get(section.section, "What"),
        heads=(*heads.values(), *(["Change"] if since is not None else [])),
        lines=tuple(TableLine(row.label, leads(row), _cells(row, heads, since)) for row in kept),
        more=len(section.rows) - len(kept),
    )


def _cells(row: Row, heads: Mapping[Column, str], since: Column | None) -> tuple[str, ...]:
    cells = tuple(cell(row, column) for column in heads)
    if since is None:
        return cells
    return (*cells, change(row.values[Column.MONTH], row.values[since], row.unit))


def _note(section: SectionTable, heads: Mapping[Column, str], against: Column) -> str:
    if section.section is Section.TIMES:
        return "Half of the tips took so many days or fewer."
    if any(row.values[against] is not None or against in row.withheld for row in section.rows):
        return f"{heads[Column.MONTH]}; the thin bar and \u201cwas\u201d are {heads[against]}."
    return f"{heads[Column.MONTH]}."


def _card(table: MonthTable, row: Row) -> Card:
    unit, now = RULES[row.measure].unit, row.values[Column.MONTH]
    heads = heads_of(table)
    whole = table.state is not MonthState.RUNNING or unit is Unit.DAYS
    changes = []
    for column in _THREE[1:]:
        before = row.values[column]
        if before is not None:
            than = f"{heads[column]}: {rounded(before, unit)}"
            by = change(now, before, unit) if whole else ""
            changes.append((by, f"{_BESIDE.get(by, 'on')} {than}" if by else f"All of {than}"))
    label = _LABELS.get(row.measure, row.label)
    return Card(row.measure, label, rounded(now, unit), tuple(changes))


_BESIDE: Final = {SAME: "as", NEARLY: "as"}
_THREE: Final = (Column.MONTH, Column.YEAR_AGO, Column.MONTH_BEFORE)

_ALWAYS: Final = frozenset({Measure.TIPS, Measure.FOLLOW_UPS, Measure.ARRESTS})
_LABELS: Final = {
    Measure.APPROVED: "Rewards approved",
    Measure.PAID: "Rewards paid",
    Measure.UNCLAIMED: "Rewards unclaimed",
    Measure.DAYS_TO_DISPATCH: "To dispatch, half within",
    Measure.DAYS_TO_DISPOSITION: "To disposition, half within",
}

_FIRST: Final = {
    Section.CHANNELS: "Channel",
    Section.ACCOUNTS: "Account",
    Section.STANDING: "Status",
    Section.OFFENCES: "Offence",
    Section.AGENCIES: "Agency",
    Section.DIVISIONS: "Division",
    Section.APPEALS: "Appeal",
    Section.LINKS: "Link",
    Section.DISPOSITIONS: "Disposition",
    Section.NO_ANSWER: "Agency or division",
}
