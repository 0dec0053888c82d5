"""What everybody at the console must know of alerts before anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tipline.alerts import post, roster, texts
from tipline.alerts.numbers import outside_of
from tipline.barred import barred_tips
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
    paged = session.exec(
        select(PagedTipRow.tip_id).where(
            col(PagedTipRow.program_id) == by.program_id, col(PagedTipRow.over).is_(False)
        )
    ).all()
    return len(_own(session, paged, by=by))


def _scrub(session: Session, by: Holder) -> tuple[Owed, ...]:
    """Tips of theirs that left unscrubbed, until a scrubbed copy was made."""
    briefed = select(RecordRow.record_id).where(
        col(RecordRow.program_id) == ScrubOwedRow.program_id,
        col(RecordRow.tip_id) == ScrubOwedRow.tip_id,
        col(RecordRow.kind) == RecordKind.BRIEF,
    )
    rows = session.exec(
        select(ScrubOwedRow)
        .where(col(ScrubOwedRow.program_id) == by.program_id, ~briefed.exists())
        .order_by(col(ScrubOwedRow.due))
    ).all()
    numbers = _own(session, [row.tip_id for row in rows], by=by)
    return tuple(Owed(numbers[row.tip_id], row.due) for row in rows if row.tip_id in numbers)


def _own(session: Session, tip_ids: Sequence[bytes], *, by: Holder) -> Mapping[bytes, str]:
    """Those of some tips that are the teams' of `by`, who is not barred from them, with their numbers.

    Asked by their ids alone: joined to the few that wait, SQLite would go through every tip of the team. And
    every page of the console asks.
    """
    if not tip_ids:
        return {}
    rows = session.exec(
        select(TipRow.tip_id, TipRow.number, TipRow.team_id).where(
            col(TipRow.program_id) == by.program_id, col(TipRow.tip_id).in_(tip_ids)
        )
    )
    barred = barred_tips(session.connection(), by.program_id, by.person_id)
    return {tip_id: number for tip_id, number, team in rows if team in by.teams and tip_id not in barred}
