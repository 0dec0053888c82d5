"""Months made public one after the other, for whoever tries to work out what is withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipline.reports.coarsening import coarse_month, coarse_year, true_rows
from tipline.reports.counting import WHOLE, Counts
from tipline.reports.measures import Measure
from tipline.reports.public_month import Part, PublicMonth, from_bytes, to_bytes
from tipline.reports.suppression import Place, PublicTable
from tipline.vocabulary import Month

OUR_OWN = 3
"""Tips about ourselves in every month: in the total of staff, and in nothing that is published."""


@dataclass(frozen=True)
class Out:
    """All that is out of a table in a year, and the true numbers behind it."""

    public: PublicTable
    true: Mapping[Place, int]


def counts_of(
    channels: Mapping[str, int], offences: Mapping[str, int], *, more: Mapping[Measure, int] | None = None
) -> Counts:
    """The true numbers of a month."""
    counts: Counts = {(Measure.TIPS, WHOLE): sum(channels.values()) + OUR_OWN}
    counts |= {(Measure.BY_CHANNEL, name): number for name, number in channels.items()}
    counts |= {(Measure.BY_OFFENCE, name): number for name, number in offences.items()}
    return counts | {(measure, WHOLE): number for measure, number in (more or {}).items()}


def publish(months: Sequence[Counts], *, year: int = 2026) -> list[PublicMonth]:
    """What somebody has who has kept every month of a year as it came out, read from its bytes."""
    out: list[PublicMonth] = []
    for place, counts in enumerate(months):
        month = Month(year * 100 + place + 1)
        public = coarse_month(counts, program="toronto", month=month, behind={})
        if place + 1 == len(months):
            told = coarse_year(list(zip([*out, public], months, strict=True)))
            public = replace(public, year=told)
        out.append(from_bytes(to_bytes(public)))
    return out


def everything_out(out: Sequence[PublicMonth], months: Sequence[Counts], part: Part) -> Out:
    """The months that are told, as one table with all totals that are out."""
    told = [(public, counts) for public, counts in zip(out, months, strict=True) if public.tips is not None]
    rows = list(true_rows({}, part))
    tables = [public.parts[part] for public, _ in told]
    year = out[-1].year.parts[part] if out[-1].year is not None else None
    cells = tuple(tuple(table[row] if table else None for table in tables) for row in rows)
    totals = [public.tips for public, _ in told]
    public = PublicTable(
        tuple(rows),
        tuple(str(public.month) for public, _ in told),
        cells,
        row_totals=tuple(year[row] if year else None for row in rows),
        column_totals=tuple(totals),
        total=sum(total for total in totals if total is not None),
    )
    true = {
        (place, column): number
        for column, (_, counts) in enumerate(told)
        for place, number in enumerate(true_rows(counts, part).values())
    }
    true |= {
        (place, len(told)): sum(true[place, column] for column in range(len(told)))
        for place in range(len(rows))
        if told
    }
    return Out(public, true)
