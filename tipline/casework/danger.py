"""A life is in danger: pass on by phone what must be known, before the scrub."""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from tipline import audit
from tipline.casework.conversation import write
from tipline.casework.reach import find_own
from tipline.casework.trail import write_down
from tipline.casework.views import RecordView, TipView
from tipline.errors import TextTooLong, UnlawfulMove, Unsuitable
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.alert_tables import ScrubOwedRow
from tipline.store.statements import insert_new
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Priority, RecordKind, Status

LIMIT: Final = 500
"""Code points of each line: what is said on the phone is short."""

SCRUBBED_WITHIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TheCall:
    """What was said on the phone, to whom, and what they gave for it."""

    whom: str = field(repr=False)
    event: str = field(repr=False)
    """Their number for it; they may give none."""
    at: str = field(repr=False)
    what: str = field(repr=False)
    where: str = field(repr=False)
    when: str = field(repr=False)


def in_danger(view: TipView) -> bool:
    """Whether a tip opens on what must be passed on now.

    An open one in danger to life does. A finished one does where the last that was written in it is a message
    of its reporter's: somebody was paged for that, and has done nothing about it.
    """
    head = view.head
    if head.priority is not Priority.DANGER or head.status is Status.WITHDRAWN:
        return False
    desks = (*view.threads, *view.desks)
    records = [one for desk in desks for one in desk.records if isinstance(one, RecordView)]
    last = max(records, key=lambda one: one.at, default=None)
    return head.status.open or (last is not None and last.kind is RecordKind.MESSAGE)


NEEDED: Final = ("whom", "at", "what", "where", "when")


def told_by_phone(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    call: TheCall,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Keep, sealed in the tip's file, what was passed on by phone; it is to be scrubbed within a day.

    The audit says that it was done and nothing of what was said. A finished tip is given to nobody any more:
    what its reporter wrote since is passed on as well, and no scrub of it is owed.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: its reporter has taken it back.
        Unsuitable: no life is in danger in it (`danger`), or a line is empty (its name).
        TextTooLong: a line is longer than `LIMIT`.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    _check(tip)
    lines = {each.name: " ".join(str(getattr(call, each.name)).split()) for each in fields(call)}
    for name, line in lines.items():
        if name in NEEDED and not line:
            raise Unsuitable(name)
        if len(line) > LIMIT:
            raise TextTooLong(limit=LIMIT, found=len(line))
    write(
        session,
        keys_session,
        tip=tip,
        kind=RecordKind.NOTE,
        text=_record(lines),
        fields={},
        by=by,
        program=program,
        now=now,
    )
    if tip.status.open:
        values = {"program_id": tip.program_id, "tip_id": tip.tip_id, "due": now + SCRUBBED_WITHIN}
        insert_new(session.connection(), ScrubOwedRow, values)
    write_down(session, tip, audit.Action.TOLD_BY_PHONE, by=by, now=now)


def _check(tip: TipRow) -> None:
    if tip.status is Status.WITHDRAWN:
        raise UnlawfulMove(at=tip.status, to=Status.TRIAGED)
    if tip.priority is not Priority.DANGER:
        raise Unsuitable("danger")


def _record(lines: dict[str, str]) -> str:
    return (
        f"Passed on by phone at {lines['at']}, to {lines['whom']}. "
        f"Event number: {lines['event'] or 'none given'}.\n"
        f"What: {lines['what']}\nWhere: {lines['where']}\nWhen: {lines['when']}"
    )
