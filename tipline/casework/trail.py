"""The audit entry of a deed on a tip, signed by who did it, in the deed's own transaction."""

from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow


def write_down(
    session: Session, tip: TipRow, action: audit.Action, *, by: Holder, now: datetime, detail: str = ""
) -> None:
    """Add the entry that says that `by` did this to the tip; `detail` never holds a word of the tip."""
    audit.record(
        session,
        program_id=tip.program_id,
        action=action,
        by=by.person_id,
        subject=tip.tip_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing(),
    )
