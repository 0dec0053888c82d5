"""Decide that something a reporter added is not for those who have the tip."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.casework.briefs import written_covers
from tipline.casework.conversation import write
from tipline.casework.reach import find_own
from tipline.casework.trail import write_down
from tipline.casework.views import COVERS
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.vocabulary import RecordId, RecordKind


def keep_back(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    covers: Collection[RecordId],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Note in the tip's file that these records were read and are not passed on; the file keeps who and when.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    write(
        session,
        keys_session,
        tip=tip,
        kind=RecordKind.NOTE,
        text="",
        fields={COVERS: written_covers(covers)},
        by=by,
        program=program,
        now=now,
    )
    write_down(session, tip, audit.Action.NOTED, by=by, now=now)
