"""The versions of a program's scoring table: each holds from its first day until the next one begins."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tipline.errors import NotPermitted
from tipline.rewards.score_bytes import table_digest, table_from_bytes, table_to_bytes
from tipline.rewards.score_table import ScoreTable
from tipline.rewards.scoring_refusals import DayTaken, Fault, NoTableInForce, TableRefused
from tipline.store.scoring_tables import ScoreTableRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import PersonId, ProgramId, Role


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a scoring table: from which day, added when and by whom, and its digest for sheets."""

    first_day: date
    added_day: date
    person_id: PersonId
    table: ScoreTable
    digest: bytes


def add_version(
    session: Session,
    program_id: ProgramId,
    *,
    table: ScoreTable,
    first_day: date,
    by: PersonId,
    role: Role,
    today: date,
) -> Version:
    """Add a version that holds from a day on; it is never changed afterwards, only followed by another.

    Args:
        session: of the ledger.
        program_id: whose table it is.
        table: the new version.
        first_day: today or later, in the program's time zone.
        by: who adds it.
        role: what they are in the program.
        today: the day where the program is.

    Raises:
        NotPermitted: the role may not set scoring.
        TableRefused: the first day is over.
        DayTaken: a version begins on that day or later.
    """
    if not role.may_set_scoring:
        raise NotPermitted(role)
    if first_day < today:
        raise TableRefused(Fault.BACKDATED)
    take_turn(session, program_id=program_id, what="scoring")
    newest = session.exec(
        select(ScoreTableRow)
        .where(ScoreTableRow.program_id == program_id)
        .order_by(col(ScoreTableRow.first_day).desc())
        .limit(1)
    ).first()
    if newest is not None and first_day <= newest.first_day:
        raise DayTaken(newest=newest.first_day)
    row = ScoreTableRow(
        program_id=program_id,
        first_day=first_day,
        added_day=today,
        person_id=by,
        content=table_to_bytes(table),
    )
    insert_rows(session.connection(), ScoreTableRow, [row.model_dump()])
    return Version(first_day, today, by, table, table_digest(table))


def versions(session: Session, program_id: ProgramId) -> tuple[Version, ...]:
    """Every version, the newest first.

    Raises:
        NotScoringBytes: a row is not what this program wrote.
    """
    rows = session.exec(
        select(ScoreTableRow)
        .where(ScoreTableRow.program_id == program_id)
        .order_by(col(ScoreTableRow.first_day).desc())
    ).all()
    return tuple(_version(row) for row in rows)


def in_force(session: Session, program_id: ProgramId, *, on: date) -> Version:
    """The version that holds on a day: that of the decision, for a sheet.

    Raises:
        NoTableInForce: none had begun.
        NotScoringBytes: the row is not what this program wrote.
    """
    row = session.exec(
        select(ScoreTableRow)
        .where(ScoreTableRow.program_id == program_id, col(ScoreTableRow.first_day) <= on)
        .order_by(col(ScoreTableRow.first_day).desc())
        .limit(1)
    ).first()
    if row is None:
        raise NoTableInForce(on)
    return _version(row)


def _version(row: ScoreTableRow) -> Version:
    table = table_from_bytes(row.content)
    return Version(row.first_day, row.added_day, row.person_id, table, table_digest(table))
