"""Tips that left before they were scrubbed, whose scrubbed copy is owed. Nothing is opened here."""

from typing import Final

from sqlalchemy import not_
from sqlmodel import Session, col, or_, select

from tipline.barred import is_barred
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import HolderKind, KeyKind, Priority, RecordKind, Status

MOST: Final = 100
"""Tips in danger that are with somebody, the newest, are looked at for it: a queue's page must be quick."""
OUT: Final = (Status.DISPATCHED, Status.INVESTIGATING)


def scrubs_owed(session: Session, *, by: Holder, program: ProgramKeys) -> tuple[str, ...]:
    """The numbers of such tips of the teams of `by`: in danger, read by somebody outside, without a copy.

    From what stands in the clear: who holds a grant for a conversation, and whether any record is a copy.
    """
    if not by.role.may_triage:
        return ()
    waiting = session.exec(
        select(col(TipRow.tip_id), col(TipRow.number))
        .where(
            col(TipRow.program_id) == by.program_id,
            col(TipRow.team_id).in_(sorted(by.teams)),
            col(TipRow.status).in_(OUT),
            col(TipRow.priority) == Priority.DANGER,
            not_(is_barred(by.person_id)),
        )
        .order_by(col(TipRow.received_day).desc(), col(TipRow.number).desc())
        .limit(MOST)
    ).all()
    ids = [tip_id for tip_id, _ in waiting]
    if not ids:
        return ()
    copied = session.exec(
        select(col(RecordRow.tip_id)).where(
            col(RecordRow.program_id) == by.program_id,
            col(RecordRow.tip_id).in_(ids),
            col(RecordRow.kind) == RecordKind.BRIEF,
        )
    ).all()
    ours = {epoch.epoch_id for epoch in program.epochs.values() if epoch.team_id in by.teams}
    own = [person.person_id for team in by.teams for person in program.holders(team)]
    outside = session.exec(
        select(col(TipGrantRow.tip_id))
        .join(
            TipKeyRow,
            (col(TipKeyRow.program_id) == TipGrantRow.program_id)
            & (col(TipKeyRow.key_id) == TipGrantRow.key_id),
        )
        .where(
            col(TipGrantRow.program_id) == by.program_id,
            col(TipGrantRow.tip_id).in_(ids),
            col(TipKeyRow.kind) == KeyKind.THREAD,
            or_(
                (col(TipGrantRow.holder_kind) == HolderKind.PERSON)
                & col(TipGrantRow.holder_id).not_in(sorted(own)),
                (col(TipGrantRow.holder_kind) == HolderKind.EPOCH)
                & col(TipGrantRow.holder_id).not_in(sorted(ours)),
            ),
        )
    ).all()
    owed = set(outside) - set(copied)
    return tuple(sorted(number for tip_id, number in waiting if tip_id in owed))
