"""Answers by text that the gateway could not hand over: staff see which, and send them again or let them go.

Their words stay sealed to the gateway; who answered finds them in the thread, with the reason.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, not_
from sqlmodel import Session, col, select

from tipline import audit, outbox
from tipline.barred import is_barred
from tipline.casework.reach import find_own
from tipline.casework.trail import write_down
from tipline.errors import NothingHere, Withdrawn
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import UnsentTextRow
from tipline.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Unsent:
    """An answer that was given up, as far as it can be told without opening it."""

    number: str
    text_id: bytes = field(repr=False)
    day: date


def unsent_texts(session: Session, *, by: Holder, most: int = 200) -> tuple[Unsent, ...]:
    """Those of the tips that `by` may answer, the newest first; of none from which they are barred."""
    if not by.role.may_triage:
        return ()
    found = session.exec(
        select(col(TipRow.number), col(UnsentTextRow.outbox_id), col(UnsentTextRow.day))
        .where(*_theirs(by))
        .order_by(col(UnsentTextRow.day).desc(), col(TipRow.number), col(UnsentTextRow.outbox_id))
        .limit(most)
    )
    return tuple(Unsent(number, text_id, day) for number, text_id, day in found)


def count_unsent(session: Session, *, by: Holder) -> int:
    """How many there are."""
    if not by.role.may_triage:
        return 0
    return session.exec(select(func.count(col(UnsentTextRow.outbox_id))).where(*_theirs(by))).one()


def send_again(
    session: Session, keys_session: Session, *, number: str, text_id: bytes, by: Holder, now: datetime
) -> None:
    """Owe an answer again: it leaves if its reporter can still be texted, and the thread says so if not.

    Raises:
        NotPermitted: `by` may not answer this tip.
        NoSuchTip: there is none with this number, or none for this person.
        Withdrawn: the reporter has withdrawn it, and reads nothing more.
        NothingHere: somebody else has sent it, or let it go.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    if tip.status is Status.WITHDRAWN:
        raise Withdrawn
    outbox.take_up_again(session, _one(session, tip, text_id), now=now)
    write_down(session, tip, audit.Action.SENT_AGAIN, by=by, now=now)


def let_go(
    session: Session, keys_session: Session, *, number: str, text_id: bytes, by: Holder, now: datetime
) -> None:
    """Take an answer off the list: it is not sent any more.

    Raises:
        NotPermitted: `by` may not answer this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NothingHere: somebody else has sent it, or let it go.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    session.delete(_one(session, tip, text_id))
    write_down(session, tip, audit.Action.LET_GO, by=by, now=now)


def _one(session: Session, tip: TipRow, text_id: bytes) -> UnsentTextRow:
    found = session.get(UnsentTextRow, (tip.program_id, text_id))
    if found is None or found.tip_id != tip.tip_id:
        raise NothingHere
    return found


def _theirs(by: Holder) -> tuple[ColumnElement[bool], ...]:
    return (
        col(UnsentTextRow.program_id) == by.program_id,
        col(TipRow.program_id) == UnsentTextRow.program_id,
        col(TipRow.tip_id) == UnsentTextRow.tip_id,
        col(TipRow.team_id).in_(sorted(by.teams)),
        not_(is_barred(by.person_id)),
    )
