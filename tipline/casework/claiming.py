"""Who is on a tip at this moment, so that two do not answer at once; it is over by itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.barred import barred_people
from tipline.casework.keepers import keep, keeper_of, let_go
from tipline.casework.people import names_of
from tipline.casework.reach import find_own
from tipline.casework.refusals import ClaimedByAnother
from tipline.casework.trail import write_down
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonId, ProgramId, TipId

LASTS: Final = timedelta(minutes=30)
"""As long as a session may rest: who has gone home is not on anything."""

_SAYS: Final = (audit.Action.CLAIMED.value, audit.Action.HANDED.value, audit.Action.GIVEN_BACK.value)


@dataclass(frozen=True, slots=True)
class OnIt:
    """Somebody who is on a tip."""

    person_id: PersonId
    name: str
    until: datetime


def on_it(session: Session, program_id: ProgramId, tip_id: TipId, *, now: datetime) -> OnIt | None:
    """Who said last that they are on a tip, or was given it; nobody after half an hour, or given back.

    Who was barred from it since is on it no more.
    """
    last = session.exec(
        select(AuditRow)
        .where(
            col(AuditRow.program_id) == program_id,
            col(AuditRow.subject) == tip_id,
            col(AuditRow.action).in_(_SAYS),
        )
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    person_id = None if last is None else _person(last)
    if last is None or person_id is None:
        return None
    until = last.at.astimezone(UTC) + LASTS
    if until <= now or person_id in barred_people(session.connection(), program_id, tip_id):
        return None
    name = names_of(session, program_id).person(person_id)
    return None if name is None else OnIt(person_id, name, until)


def _person(said: AuditRow) -> PersonId | None:
    """Who is on a tip by this entry: who wrote it, or whom it names."""
    if said.action == audit.Action.HANDED.value:
        return PersonId(bytes.fromhex(said.detail))
    return said.person_id if said.action == audit.Action.CLAIMED.value else None


def check_free(session: Session, tip: TipRow, *, by: Holder, now: datetime) -> None:
    """See that nobody else is on a tip.

    Raises:
        ClaimedByAnother: somebody is.
    """
    found = on_it(session, tip.program_id, tip.tip_id, now=now)
    if found is not None and found.person_id != by.person_id:
        raise ClaimedByAnother(found.name, until=found.until)


def claim(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    take_over: bool = False,
    by: Holder,
    now: datetime,
) -> None:
    """Say that `by` is on the tip, for half an hour from now; said again it begins anew.

    Who takes it over from a colleague takes care of it from then on, if the colleague was given it.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        ClaimedByAnother: somebody else is on it, and it is not to be taken over.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    if not take_over:
        check_free(session, tip, by=by, now=now)
    elif keeper_of(session, tip.program_id, tip.tip_id) is not None:
        keep(session, tip, by=by.person_id)
    write_down(session, tip, audit.Action.CLAIMED, by=by, now=now)


def give_back(session: Session, keys_session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Say that `by` is on the tip no more; given to them, it is with nobody then.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        ClaimedByAnother: somebody else is on it.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    check_free(session, tip, by=by, now=now)
    if keeper_of(session, tip.program_id, tip.tip_id) == by.person_id:
        let_go(session, tip)
    write_down(session, tip, audit.Action.GIVEN_BACK, by=by, now=now)
