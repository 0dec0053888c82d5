"""Danger to life told by the browser in which somebody's queue is open: their own choice, off at first."""

from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.store.alert_tables import AlertChoiceRow


def on_screen(session: Session, by: Holder) -> bool:
    """Whether somebody wants their browser to say that a life is in danger."""
    row = session.get(AlertChoiceRow, (by.program_id, by.person_id))
    return by.role.may_triage and row is not None and row.on_screen


def choose_on_screen(session: Session, *, wanted: bool, by: Holder, now: datetime) -> None:
    """Keep what somebody chose for themselves; what else they chose of alerts stays as it is.

    Raises:
        NotPermitted: `by` has no queue in which danger to life comes first.
    """
    if not by.role.may_triage:
        raise NotPermitted(by.role)
    row = session.get(AlertChoiceRow, (by.program_id, by.person_id), with_for_update=True)
    if row is None:
        row = AlertChoiceRow(program_id=by.program_id, person_id=by.person_id)
    row.on_screen = wanted
    session.add(row)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.ALERTS_CHOSEN,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
