"""What everybody at the console must know of alerts before anything else."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tipline.alerts import post, roster, texts
from tipline.alerts.numbers import outside_of
from tipline.holdings import Holder
from tipline.store.alert_tables import PagedTipRow, ScrubOwedRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class Owed:
    """A tip that was passed on by phone and is to be scrubbed."""

    number: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How the alerts of a program stand, for one person."""

    letters: int
    """That do not leave."""
    texts: int
    paged: int
    """Tips in danger on which nobody has acted."""
    nobody: bool
    """Whether nobody of their team is on duty now who could be reached."""
    outside: bool
    """Whether there is a number outside."""
    scrub: tuple[Owed, ...]


def standing(session: Session, *, by: Holder, now: datetime) -> Standing:
    """How the alerts stand for somebody who keeps a roster, or manages people."""
    connection, program_id = session.connection(), by.program_id
    mine = by.role.may_triage
    return Standing(
        letters=post.stuck(connection, program_id),
        texts=texts.stuck(connection, program_id, now=now),
        paged=_paged(session, by) if mine else 0,
        nobody=mine and roster.nobody_now(session, by=by, now=now),
        outside=bool(outside_of(session, program_id)),
        scrub=_scrub(session, by) if mine else (),
    )


def owed_for(session: Session, *, by: Holder, number: str) -> datetime | None:
    """By when a tip of theirs is to be scrubbed that left before; None where nothing is owed."""
    return next((one.due for one in _scrub(session, by) if one.number == number), None)


def _paged(session: Session, by: Holder) -> int:
    return session.exec(
        select(func.count())
        .select_from(PagedTipRow)
        .join(
            TipRow,
            (col(TipRow.program_id) == PagedTipRow.program_id) & (col(TipRow.tip_id) == PagedTipRow.tip_id),
        )
        .where(
            col(PagedTipRow.program_id) == by.program_id,
            col(PagedTipRow.over).is_(False),
            col(TipRow.team_id).in_(list(by.teams)),
        )
    ).one()


def _scrub(session: Session, by: Holder) -> tuple[Owed, ...]:
    """Tips of theirs that left unscrubbed, until a scrubbed copy was made."""
    briefed = select(RecordRow.record_id).where(
        col(RecordRow.program_id) == ScrubOwedRow.program_id,
        col(RecordRow.tip_id) == ScrubOwedRow.tip_id,
        col(RecordRow.kind) == RecordKind.BRIEF,
    )
    rows = session.exec(
        select(TipRow.number, ScrubOwedRow.due)
        .join(
            ScrubOwedRow,
            (col(ScrubOwedRow.program_id) == TipRow.program_id) & (col(ScrubOwedRow.tip_id) == TipRow.tip_id),
        )
        .where(
            col(TipRow.program_id) == by.program_id,
            col(TipRow.team_id).in_(list(by.teams)),
            ~briefed.exists(),
        )
        .order_by(col(ScrubOwedRow.due))
    )
    return tuple(Owed(number, due) for number, due in rows)
