"""How tips stand to one another: one repeats another, or has to do with it. Rows, that move no key."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists
from sqlmodel import Session, col, or_, select

from tipline import audit
from tipline.casework.progress import move
from tipline.casework.reach import find, find_own, today
from tipline.casework.trail import write_down
from tipline.errors import NoSuchTip, UnlawfulMove
from tipline.holdings import Holder
from tipline.store.case_tables import RelationKind, TipRelationRow
from tipline.store.statements import insert_new
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import ID_SIZE, Status, TipId


class Way(StrEnum):
    """How another tip stands to the one that is looked at."""

    REPEATED = "repeats"
    """This one repeats the other."""
    REPEATS = "is repeated by"
    RELATED = "has to do with"


@dataclass(frozen=True, slots=True)
class Relative:
    """Another tip, and how this one stands to it."""

    number: str
    way: Way
    status: Status


def mark_duplicate(
    session: Session, keys_session: Session, *, number: str, of: str, by: Holder, now: datetime
) -> None:
    """End a tip that repeats another; what its reporter is told does not change by it.

    Raises:
        NotPermitted: `by` may not triage one of the two.
        NoSuchTip: there is none with one of these numbers, none for this person, or they are one.
        UnlawfulMove: work on the tip is over, or the other is a duplicate itself.
    """
    original = find(session, keys_session, number=of, by=by)
    tip = find_own(session, keys_session, number=number, by=by)
    if original.tip_id == tip.tip_id or original.team_id != tip.team_id:
        raise NoSuchTip
    if original.status is Status.DUPLICATE:
        raise UnlawfulMove(at=original.status, to=Status.DUPLICATE)
    day = today(session, tip.program_id, now)
    move(session, tip, to=Status.DUPLICATE, day=day)
    tip.closed_day, tip.unread = day, False
    _add(session, tip, original.tip_id, RelationKind.DUPLICATE)
    write_down(session, tip, audit.Action.CLOSED, by=by, now=now, detail=f"duplicate of {original.number}")


def relate(
    session: Session, keys_session: Session, *, number: str, to: str, by: Holder, now: datetime
) -> None:
    """Say that two tips have to do with one another.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with one of these numbers, none for this person, or they are one.
    """
    other = find(session, keys_session, number=to, by=by)
    tip = find_own(session, keys_session, number=number, by=by)
    if other.tip_id == tip.tip_id or other.team_id != tip.team_id:
        raise NoSuchTip
    _add(session, tip, other.tip_id, RelationKind.RELATED)
    write_down(session, tip, audit.Action.RELATED, by=by, now=now, detail=f"to {other.number}")


def unrelate(
    session: Session, keys_session: Session, *, number: str, to: str, by: Holder, now: datetime
) -> None:
    """Take back that two tips have to do with one another; a duplicate stays one.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with one of these numbers, none for this person, or they are not related.
    """
    other = find(session, keys_session, number=to, by=by)
    tip = find_own(session, keys_session, number=number, by=by)
    pair = {tip.tip_id, other.tip_id}
    rows = session.exec(
        select(TipRelationRow).where(
            col(TipRelationRow.program_id) == tip.program_id,
            col(TipRelationRow.kind) == RelationKind.RELATED,
            col(TipRelationRow.tip_id).in_(pair),
            col(TipRelationRow.other_id).in_(pair),
        )
    ).all()
    if not rows:
        raise NoSuchTip
    for row in rows:
        session.delete(row)
    write_down(session, tip, audit.Action.RELATED, by=by, now=now, detail=f"no longer to {other.number}")


def relatives(session: Session, keys_session: Session, *, tip_id: TipId, by: Holder) -> tuple[Relative, ...]:
    """The tips to which one stands in a relation, as far as `by` may open them; by their numbers."""
    principals = sorted(by.holdings.principals(keys_session))
    rows = session.exec(
        select(TipRelationRow, TipRow)
        .join(
            TipRow,
            (col(TipRow.program_id) == TipRelationRow.program_id)
            & or_(col(TipRow.tip_id) == TipRelationRow.tip_id, col(TipRow.tip_id) == TipRelationRow.other_id),
        )
        .where(
            col(TipRelationRow.program_id) == by.program_id,
            or_(col(TipRelationRow.tip_id) == tip_id, col(TipRelationRow.other_id) == tip_id),
            col(TipRow.tip_id) != tip_id,
            exists().where(
                col(TipGrantRow.program_id) == TipRow.program_id,
                col(TipGrantRow.tip_id) == TipRow.tip_id,
                col(TipGrantRow.holder_id).in_(principals),
            ),
        )
    )
    found = [Relative(tip.number, _way(row, of=tip_id), tip.status) for row, tip in rows]
    return tuple(sorted(found, key=lambda one: (list(Way).index(one.way), one.number)))


def _way(row: TipRelationRow, *, of: TipId) -> Way:
    if row.kind is RelationKind.RELATED:
        return Way.RELATED
    return Way.REPEATED if row.tip_id == of else Way.REPEATS


def _add(session: Session, tip: TipRow, other_id: TipId, kind: RelationKind) -> None:
    insert_new(
        session.connection(),
        TipRelationRow,
        {
            "program_id": tip.program_id,
            "relation_id": secrets.token_bytes(ID_SIZE),
            "tip_id": tip.tip_id,
            "other_id": other_id,
            "kind": kind,
        },
    )
