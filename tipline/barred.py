"""Who is barred from which tips and cases: asked wherever something is shown to somebody, or sent to them."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, Exists, func, select
from sqlmodel import col, exists

from tipline.store.bar_tables import CaseBarRow, TipBarRow
from tipline.store.columns import table
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import CaseId, PersonId, ProgramId, TeamId, TipId


def barred_tips(connection: Connection, program_id: ProgramId, person_id: PersonId) -> frozenset[TipId]:
    """The tips from which somebody is barred: few, and found through them."""
    bars = table(TipBarRow).c
    return frozenset(
        connection.scalars(
            select(bars.tip_id).where(bars.program_id == program_id, bars.person_id == person_id)
        )
    )


def barred_cases(connection: Connection, program_id: ProgramId, person_id: PersonId) -> frozenset[CaseId]:
    """The cases from which somebody is barred."""
    bars = table(CaseBarRow).c
    return frozenset(
        connection.scalars(
            select(bars.case_id).where(bars.program_id == program_id, bars.person_id == person_id)
        )
    )


def barred_people(connection: Connection, program_id: ProgramId, tip_id: TipId) -> frozenset[PersonId]:
    """Who is barred from a tip."""
    bars = table(TipBarRow).c
    return frozenset(
        connection.scalars(select(bars.person_id).where(bars.program_id == program_id, bars.tip_id == tip_id))
    )


def barred_from_case(connection: Connection, program_id: ProgramId, case_id: CaseId) -> frozenset[PersonId]:
    """Who is barred from a case."""
    bars = table(CaseBarRow).c
    return frozenset(
        connection.scalars(
            select(bars.person_id).where(bars.program_id == program_id, bars.case_id == case_id)
        )
    )


def barred_from_all(
    connection: Connection, program_id: ProgramId, tips: Collection[TipId]
) -> frozenset[PersonId]:
    """Who is barred from every one of some tips: what they are paged for is nothing that they may open."""
    bars = table(TipBarRow).c
    wanted = sorted(set(tips))
    if not wanted:
        return frozenset()
    return frozenset(
        connection.scalars(
            select(bars.person_id)
            .where(bars.program_id == program_id, bars.tip_id.in_(wanted))
            .group_by(bars.person_id)
            .having(func.count() == len(wanted))
        )
    )


def barred_by_day(
    connection: Connection, people: Collection[tuple[ProgramId, PersonId]], *, since: date
) -> Mapping[tuple[ProgramId, PersonId, TeamId], Mapping[date, int]]:
    """How many tips of each team and day each of some people is barred from, those received since a day."""
    found: dict[tuple[ProgramId, PersonId, TeamId], dict[date, int]] = {}
    if not people:
        return found
    bars, tips = table(TipBarRow), table(TipRow)
    columns = (bars.c.program_id, bars.c.person_id, tips.c.team_id, tips.c.received_day)
    rows = connection.execute(
        select(*columns, func.count())
        .join(tips, (tips.c.program_id == bars.c.program_id) & (tips.c.tip_id == bars.c.tip_id))
        .where(
            columns[0].in_(sorted({program for program, _ in people})),
            columns[1].in_(sorted({person for _, person in people})),
            columns[3] >= since,
        )
        .group_by(*columns)
    )
    for program, person, team, day, count in rows:
        found.setdefault((program, person, team), {})[day] = count
    return found


def is_barred(person_id: PersonId) -> ColumnElement[bool]:
    """Whether somebody is barred from the tip of a statement about tips."""
    return _bars().where(col(TipBarRow.person_id) == person_id)


def has_bar() -> ColumnElement[bool]:
    """Whether anybody is barred from the tip of a statement about tips."""
    return _bars()


def _bars() -> Exists:
    return exists().where(
        col(TipBarRow.program_id) == TipRow.program_id, col(TipBarRow.tip_id) == TipRow.tip_id
    )
