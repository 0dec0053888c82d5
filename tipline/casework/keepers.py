"""Who of those whose tip it is takes care of it: one person or nobody, as the queue finds it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_
from sqlmodel import Session, col, delete, select

from tipline.casework.people import Names
from tipline.keyring import ProgramKeys
from tipline.store.program_tables import PersonRow
from tipline.store.statements import insert_rows
from tipline.store.tip_tables import TipKeeperRow, TipRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, TeamId, TipId


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who takes care of a tip."""

    person_id: PersonId
    name: str


def keepers_among(
    session: Session, program_id: ProgramId, tip_ids: Collection[TipId]
) -> Mapping[TipId, Keeper]:
    """Who takes care of those of some tips that somebody does."""
    rows = session.exec(
        select(col(TipKeeperRow.tip_id), col(PersonRow.person_id), col(PersonRow.name))
        .join(
            PersonRow,
            and_(
                col(PersonRow.program_id) == TipKeeperRow.program_id,
                col(PersonRow.person_id) == TipKeeperRow.person_id,
            ),
        )
        .where(col(TipKeeperRow.program_id) == program_id, col(TipKeeperRow.tip_id).in_(list(tip_ids)))
    )
    return {TipId(tip_id): Keeper(PersonId(person_id), name) for tip_id, person_id, name in rows}


def keeper_of(session: Session, program_id: ProgramId, tip_id: TipId) -> PersonId | None:
    """Who was asked to take care of a tip, if anybody was."""
    found = session.exec(
        select(col(TipKeeperRow.person_id)).where(
            col(TipKeeperRow.program_id) == program_id, col(TipKeeperRow.tip_id) == tip_id
        )
    ).first()
    return None if found is None else PersonId(found)


def keep(session: Session, tip: TipRow, *, by: PersonId) -> None:
    """From now on the tip is with this person, and with nobody who had it before. The tip is locked."""
    let_go(session, tip)
    values = {"program_id": tip.program_id, "tip_id": tip.tip_id, "person_id": by}
    insert_rows(session.connection(), TipKeeperRow, [values])


def let_go(session: Session, tip: TipRow, *, of: PersonId | None = None) -> None:
    """Nobody takes care of the tip any more; or this person does not, whoever else does."""
    gone = delete(TipKeeperRow).where(
        col(TipKeeperRow.program_id) == tip.program_id, col(TipKeeperRow.tip_id) == tip.tip_id
    )
    session.exec(gone if of is None else gone.where(col(TipKeeperRow.person_id) == of))


def colleagues(names: Names, *, program: ProgramKeys, teams: frozenset[TeamId]) -> Mapping[PersonId, str]:
    """Who can take care of the tips of these teams, in the order of their names.

    They are confirmed, their keys are proven, they hold one of the teams, and they may triage.
    """
    found = {
        person_id: person.name
        for person_id, person in names.people.items()
        if person.role.may_triage
        and person.state is PersonState.CONFIRMED
        and person_id in program.people
        and program.people[person_id].teams & teams
    }
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))
