"""When somebody must say what became of a tip: 30 days after its dispatch, a setting, and what follows then.

Day 30 reminds whoever it was given to, 37 their liaison, 45 their commander; from day 60 on the coordinator
may close it as "no answer", which the month shows by agency. "Still working, until …" starts that over, three
times at most.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from sqlalchemy import not_
from sqlmodel import Session, col, delete, or_, select

from tipline import audit
from tipline.barred import is_barred
from tipline.casework.reach import Standing, find, standing, today
from tipline.casework.refusals import TooEarly, TooOften
from tipline.casework.trail import write_down
from tipline.errors import NotPermitted, UnlawfulMove, Unsuitable
from tipline.holdings import Holder
from tipline.store.program_tables import ProgramRow
from tipline.store.tip_tables import TipDueRow, TipRow
from tipline.vocabulary import Offence, PersonId, Status, TeamId, TeamKind, TipId, team_id

EXTENSIONS: Final = 3
LONGEST: Final = timedelta(days=92)
"""Of "still working, until …": three months."""
SOON: Final = timedelta(days=7)
"""Before its day a tip is listed already."""
OPEN: Final = (Status.NEW, Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING)


class Stage(IntEnum):
    """How late an outcome is, in days after the day on which it was due."""

    NOT_YET = -1
    REMIND = 0
    LIAISON = 7
    COMMANDER = 15
    NO_ANSWER = 30


@dataclass(frozen=True, slots=True)
class Due:
    """A tip of which an outcome is due, as far as it can be told without opening it."""

    number: str
    tip_id: TipId = field(repr=False)
    offence: Offence
    status: Status
    due_day: date
    stage: Stage
    extensions: int
    assignee_id: PersonId | None
    unit_id: TeamId | None

    @property
    def may_extend(self) -> bool:
        """Somebody may say once more that they are still working on it."""
        return self.extensions < EXTENSIONS


def stage_on(day: date, *, due: date) -> Stage:
    """How late it is on a day."""
    late = (day - due).days
    return max(stage for stage in Stage if stage is Stage.NOT_YET or late >= stage)


def begin(session: Session, tip: TipRow, *, day: date) -> None:
    """Somebody was given the tip in the first place: the days begin."""
    days = session.exec(
        select(ProgramRow.outcome_days).where(col(ProgramRow.program_id) == tip.program_id)
    ).one()
    row = session.get(TipDueRow, (tip.program_id, tip.tip_id)) or TipDueRow(
        program_id=tip.program_id, tip_id=tip.tip_id, due_day=day
    )
    row.due_day, row.extensions = day + timedelta(days=days), 0
    session.add(row)


def end(session: Session, tip: TipRow) -> None:
    """Nothing is due of a tip any more."""
    session.exec(
        delete(TipDueRow).where(
            col(TipDueRow.program_id) == tip.program_id, col(TipDueRow.tip_id) == tip.tip_id
        )
    )


def still_working(
    session: Session, keys_session: Session, *, number: str, until: date, by: Holder, now: datetime
) -> None:
    """Say that work goes on, and until when: nobody is reminded before that day.

    Raises:
        NotPermitted: the tip was not given to `by`, or not in the first place.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: work on the tip is over.
        TooOften: it was said three times.
        Unsuitable: the day is not after today, or more than three months away.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is not Standing.PRIMARY:
        raise NotPermitted(by.role)
    row = session.get(TipDueRow, (tip.program_id, tip.tip_id), populate_existing=True)
    if row is None or not tip.status.open:
        raise UnlawfulMove(at=tip.status, to=Status.INVESTIGATING)
    if row.extensions >= EXTENSIONS:
        raise TooOften(EXTENSIONS)
    day = today(session, tip.program_id, now)
    if not day < until <= day + LONGEST:
        raise Unsuitable("day")
    row.due_day, row.extensions = until, row.extensions + 1
    session.add(row)
    write_down(session, tip, audit.Action.EXTENDED, by=by, now=now, detail=f"until {until.isoformat()}")


def due_of(session: Session, tip: TipRow, *, on: date) -> Due | None:
    """What is due of one tip."""
    row = session.get(TipDueRow, (tip.program_id, tip.tip_id))
    return None if row is None or not tip.status.open else _due(tip, row, on=on)


def all_due(
    session: Session, *, by: Holder, on: date, soon: timedelta = timedelta(), most: int = 200
) -> tuple[Due, ...]:
    """What is due of the inbox's tips, the longest first; of none from which `by` is barred."""
    return _list(session, by=by, on=on + soon, today=on, most=most)


def own_due(session: Session, *, by: Holder, on: date, most: int = 200) -> tuple[Due, ...]:
    """What is due of the tips given to `by` or a team of theirs, a week ahead, the longest first."""
    return _list(session, by=by, on=on + SOON, today=on, own=True, most=most)


def check_silence(session: Session, tip: TipRow, *, by: Holder, on: date) -> None:
    """See that a tip may be closed as "no answer".

    Raises:
        NotPermitted: it is not a tip of `by`.
        TooEarly: the days of whoever has it are not over.
    """
    found = due_of(session, tip, on=on)
    if standing(tip, of=by) is not Standing.OWNER:
        raise NotPermitted(by.role)
    if found is None or found.stage < Stage.NO_ANSWER:
        raise TooEarly


def _list(
    session: Session, *, by: Holder, on: date, today: date, most: int, own: bool = False
) -> tuple[Due, ...]:
    query = (
        select(TipRow, TipDueRow)
        .join(
            TipDueRow,
            (col(TipDueRow.program_id) == TipRow.program_id) & (col(TipDueRow.tip_id) == TipRow.tip_id),
        )
        .where(
            col(TipDueRow.program_id) == by.program_id,
            col(TipDueRow.due_day) <= on,
            col(TipRow.status).in_(OPEN),
            not_(is_barred(by.person_id)),
        )
        .order_by(col(TipDueRow.due_day), col(TipRow.number))
        .limit(most)
    )
    if own:
        theirs = col(TipRow.unit_id).in_(sorted(by.teams))
        query = query.where(or_(col(TipRow.assignee_id) == by.person_id, theirs))
    else:
        query = query.where(col(TipRow.team_id) == team_id(by.program_id, TeamKind.INBOX))
    return tuple(_due(tip, row, on=today) for tip, row in session.exec(query))


def _due(tip: TipRow, row: TipDueRow, *, on: date) -> Due:
    return Due(
        number=tip.number,
        tip_id=tip.tip_id,
        offence=tip.offence,
        status=tip.status,
        due_day=row.due_day,
        stage=stage_on(on, due=row.due_day),
        extensions=row.extensions,
        assignee_id=tip.assignee_id,
        unit_id=tip.unit_id,
    )
