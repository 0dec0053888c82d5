"""When a program's answers leave by text: its hours, which an administrator or a coordinator sets."""

from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.hours import Hours
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ProgramId


def hours_of(session: Session, program_id: ProgramId) -> Hours:
    """The hours of a program."""
    program = session.get_one(ProgramRow, program_id)
    return Hours(program.answers_from, program.answers_until)


def set_hours(session: Session, *, first: int, last: int, by: Holder, now: datetime) -> None:
    """Let answers leave from one hour until another, 0 to 24, in the program's time zone.

    Raises:
        NotPermitted: `by` may not set this.
        Unsuitable: they are no hours of one day, the first before the last.
    """
    if not by.role.may_confirm:
        raise NotPermitted(by.role)
    try:
        hours = Hours(first, last)
    except ValueError:
        raise Unsuitable("hours") from None
    program = session.get_one(ProgramRow, by.program_id)
    program.answers_from, program.answers_until = hours.first, hours.last
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.HOURS_SET,
        by=by.person_id,
        at=now,
        detail=f"between {hours}",
        signer=by.holdings.signing(),
    )
