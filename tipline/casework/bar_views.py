"""Who is barred from a tip, as its page shows it to those who may bar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tipline.casework.barring import can_be_barred
from tipline.casework.letting_in import lacking
from tipline.casework.people import Names, names_of
from tipline.casework.reach import Standing, find, standing
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import TipBarRow
from tipline.vocabulary import PersonId, Role, TeamId, TipId


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody of the staff, as a list names them."""

    person_id: PersonId
    name: str
    role: str
    since: date | None = None
    """Since when they are barred."""


@dataclass(frozen=True, slots=True)
class BarsView:
    """Who is barred from a tip, and what whoever looks may do about it."""

    tip_id: TipId
    team_id: TeamId
    owner: bool
    """Whether they may let somebody in."""
    barred: tuple[Somebody, ...]
    could_be: tuple[Somebody, ...]
    lacking: tuple[Somebody, ...]
    """Who came to the team since somebody was barred, and has nothing of the tip."""


def view_bars(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> BarsView:
    """Who is barred from a tip.

    Raises:
        NotPermitted: `by` may bar nobody from it.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find(session, keys_session, number=number, by=by)
    owner = standing(tip, of=by) is Standing.OWNER
    if not owner and by.role is not Role.UNIT_LIAISON:
        raise NotPermitted(by.role)
    names = names_of(session, tip.program_id)
    rows = session.exec(
        select(TipBarRow).where(
            col(TipBarRow.program_id) == tip.program_id, col(TipBarRow.tip_id) == tip.tip_id
        )
    ).all()
    since = {row.person_id: row.day for row in rows}
    could = can_be_barred(tip, names=names, by=by, program=program)
    shown = since.keys() if owner else since.keys() & could
    return BarsView(
        tip_id=tip.tip_id,
        team_id=tip.team_id,
        owner=owner,
        barred=_named(names, shown, since),
        could_be=_named(names, could - since.keys(), {}),
        lacking=_named(names, lacking(session, tip=tip, program=program) if owner else (), {}),
    )


def _named(names: Names, people: Iterable[PersonId], since: dict[PersonId, date]) -> tuple[Somebody, ...]:
    found = [
        Somebody(person_id, person.name, person.role.label, since.get(person_id))
        for person_id in people
        if (person := names.people.get(person_id)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))
