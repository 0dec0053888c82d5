"""Where a tip stands: take it up, sort it, close it."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlmodel import Session

from tipline import audit
from tipline.casework import due, keepers
from tipline.casework.conversation import write
from tipline.casework.figures import add
from tipline.casework.reach import Standing, find, find_own, standing, today
from tipline.casework.trail import write_down
from tipline.casework.views import DISPOSITION
from tipline.errors import NotPermitted, UnlawfulMove
from tipline.figures import Figure
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipMoveRow, TipRow
from tipline.vocabulary import ID_SIZE, Disposition, Offence, Priority, RecordKind, Status

NONE: Final[Mapping[Figure, int]] = MappingProxyType({})
"""Nothing came of a tip that could be counted."""


def move(session: Session, tip: TipRow, *, to: Status, day: date) -> None:
    """Bring a tip to another status, and keep the day.

    Raises:
        UnlawfulMove: where the tip stands does not lead there.
    """
    if to not in tip.status.next:
        raise UnlawfulMove(at=tip.status, to=to)
    tip.status, tip.status_day = to, day
    session.add(tip)
    if not to.open:
        due.end(session, tip)
        keepers.let_go(session, tip)
    session.add(
        TipMoveRow(
            program_id=tip.program_id,
            move_id=secrets.token_bytes(ID_SIZE),
            tip_id=tip.tip_id,
            status=to,
            day=day,
        )
    )


def start(session: Session, keys_session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Whoever a tip was given to has taken it up.

    Raises:
        NotPermitted: the tip was not given to `by`, or not in the first place.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: it was taken up before, or work on it is over.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is not Standing.PRIMARY:
        raise NotPermitted(by.role)
    move(session, tip, to=Status.INVESTIGATING, day=today(session, tip.program_id, now))
    write_down(session, tip, audit.Action.STARTED, by=by, now=now)


def sort(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    offence: Offence,
    priority: Priority,
    by: Holder,
    now: datetime,
) -> None:
    """Say what a tip is about and how urgent it is; a texted tip cannot say so itself.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    tip.offence, tip.priority = offence, priority
    session.add(tip)
    write_down(session, tip, audit.Action.SORTED, by=by, now=now, detail=f"{offence.value}, {priority.value}")


def close(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    disposition: Disposition,
    text: str,
    figures: Mapping[Figure, int] = NONE,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Close a tip with what became of it, and keep the words about it sealed where `by` keeps notes.

    Those whose tip it is may close it, and those to whom it was given first: their outcome counts. Two who
    close at once do not both win: the tip is locked here, and a closed tip leads nowhere.

    Raises:
        NotPermitted: `by` was only informed of the tip, or says "no answer" of one that is not theirs.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: work on the tip is over already.
        TooEarly: "no answer", and the agency's days are not over.
        FigureRefused: a figure is out of range.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is Standing.INFORMED:
        raise NotPermitted(by.role)
    day = today(session, tip.program_id, now)
    if disposition is Disposition.NO_ANSWER:
        due.check_silence(session, tip, by=by, on=day)
    move(session, tip, to=Status.CLOSED, day=day)
    tip.disposition, tip.closed_day, tip.unread = disposition, day, False
    write(
        session,
        keys_session,
        tip=tip,
        kind=RecordKind.OUTCOME,
        text=text,
        fields={DISPOSITION: disposition.value},
        by=by,
        program=program,
        now=now,
    )
    write_down(session, tip, audit.Action.CLOSED, by=by, now=now, detail=disposition.value)
    add(session, tip, figures=figures, by=by, now=now)


def mark_spam(session: Session, keys_session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """End a tip that is none.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: work on the tip is over already.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    day = today(session, tip.program_id, now)
    move(session, tip, to=Status.SPAM, day=day)
    tip.closed_day, tip.unread = day, False
    write_down(session, tip, audit.Action.CLOSED, by=by, now=now, detail=Status.SPAM.value)
