"""Who has the threads of a tip already: to them another key of it is granted, and to nobody else."""

from sqlmodel import Session, col, select

from tipline.barred import barred_people
from tipline.errors import NoProvenKey
from tipline.granted import Keeper, keepers, people_of
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import EpochId, KeyKind


def own_keepers(session: Session, *, tip: TipRow, program: ProgramKeys) -> tuple[Keeper, ...]:
    """To whom another key of a tip is granted, of the team whose tip it is: who has its threads already.

    Raises:
        NoProvenKey: none of them is proven.
    """
    holders = thread_holders(session, tip=tip)
    for holder in holders:
        epoch = program.epochs.get(EpochId(holder))
        if epoch is not None and epoch.team_id == tip.team_id:
            return keepers(tip.team_id, epoch=epoch, barred=(), program=program)
    barred = barred_people(session.connection(), tip.program_id, tip.tip_id)
    people = people_of(tip.team_id, barred=barred, program=program) if barred else ()
    found = tuple(one for one in people if one.holder in holders)
    if not found:
        raise NoProvenKey(tip.program_id)
    return found


def thread_holders(session: Session, *, tip: TipRow) -> frozenset[bytes]:
    """Every id to which a thread of a tip is granted."""
    return frozenset(
        session.exec(
            select(TipGrantRow.holder_id)
            .join(
                TipKeyRow,
                (col(TipKeyRow.program_id) == TipGrantRow.program_id)
                & (col(TipKeyRow.key_id) == TipGrantRow.key_id),
            )
            .where(
                col(TipGrantRow.program_id) == tip.program_id,
                col(TipGrantRow.tip_id) == tip.tip_id,
                col(TipKeyRow.kind) == KeyKind.THREAD,
            )
        )
    )
