"""To whom the keys of a tip are granted: a team by its epoch, or its people one by one.

An epoch's key is with everybody of its team. So a tip from which somebody is barred is granted to no epoch of
any team, and whoever joins a team later has nothing of it until somebody grants it to them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from crypto.keys import PublicKey
from tipline.barred import barred_people
from tipline.errors import NoProvenKey
from tipline.keyring import EpochKey, ProgramKeys
from tipline.store.tip_tables import TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import EpochId, HolderKind, KeyKind, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody to whom a key is granted."""

    holder: bytes
    kind: HolderKind
    public: PublicKey


def keepers(
    team: TeamId, *, epoch: EpochKey, barred: Collection[PersonId], program: ProgramKeys
) -> tuple[Keeper, ...]:
    """A team, as a tip is granted to it: by its epoch, or where somebody is barred by its other people."""
    if not barred:
        return (Keeper(epoch.epoch_id, HolderKind.EPOCH, epoch.public),)
    return people_of(team, barred=barred, program=program)


def people_of(team: TeamId, *, barred: Collection[PersonId], program: ProgramKeys) -> tuple[Keeper, ...]:
    """The proven people of a team, without those who are barred."""
    return tuple(
        Keeper(person.person_id, HolderKind.PERSON, person.public)
        for person in program.holders(team)
        if person.person_id not in barred
    )


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
