"""Let somebody open a tip that is granted one by one: who was barred, or came to its team since."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete

from tipline import audit
from tipline.barred import barred_people
from tipline.casework.barring import write_why
from tipline.casework.given import Given, grants_of
from tipline.casework.one_by_one import thread_holders
from tipline.casework.people import names_of
from tipline.casework.reach import find_own, today
from tipline.casework.tip_keys import HeldKey, grant, held
from tipline.casework.trail import write_down
from tipline.errors import NoSuchPerson
from tipline.granted import Keeper, keepers, people_of
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import TipBarRow
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import HolderKind, KeyId, KeyKind, PersonId, TeamId


def let_in(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Give somebody what their teams have of a tip; once nobody is barred, the teams have it by epochs again.

    Who was given the tip in person is given it anew by a dispatch.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchPerson: they are not barred from it, and lack nothing of it.
        NoProvenKey: nobody to whom the tip was sealed is proven.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    before = barred_people(session.connection(), tip.program_id, tip.tip_id)
    if person_id not in before and person_id not in lacking(session, tip=tip, program=program):
        raise NoSuchPerson
    said = f"{names.person(person_id)} may open this tip again." if person_id in before else ""
    readmit(session, keys_session, tip=tip, person_id=person_id, by=by, program=program, now=now)
    if said:
        write_why(session, keys_session, tip, said, by=by, program=program, now=now)


def readmit(
    session: Session,
    keys_session: Session,
    *,
    tip: TipRow,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """As `let_in`, of a tip that the caller has locked and may triage."""
    connection = session.connection()
    session.exec(
        delete(TipBarRow).where(
            col(TipBarRow.program_id) == tip.program_id,
            col(TipBarRow.tip_id) == tip.tip_id,
            col(TipBarRow.person_id) == person_id,
        )
    )
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    given = grants_of(session, tip=tip, program=program)
    barred = barred_people(connection, tip.program_id, tip.tip_id)
    if barred:
        _to_one(session, tip, person_id, keys=keys, given=given, program=program)
    else:
        day = today(session, tip.program_id, now)
        _to_teams(session, tip, keys=keys, given=given, program=program, on=day)
    write_down(session, tip, audit.Action.LET_IN, by=by, now=now, detail=person_id.hex())
    session.flush()


def lacking(session: Session, *, tip: TipRow, program: ProgramKeys) -> frozenset[PersonId]:
    """Those of the tip's own team who have nothing of it and are not barred: who joined since."""
    barred = barred_people(session.connection(), tip.program_id, tip.tip_id)
    holders = thread_holders(session, tip=tip)
    if any(epoch in holders for epoch in program.epochs):
        return frozenset()
    people = people_of(tip.team_id, barred=barred, program=program)
    return frozenset(PersonId(one.holder) for one in people if one.holder not in holders)


def _to_one(
    session: Session,
    tip: TipRow,
    person_id: PersonId,
    *,
    keys: Sequence[HeldKey],
    given: Given,
    program: ProgramKeys,
) -> None:
    person = program.people.get(person_id)
    if person is None:
        return
    to = Keeper(person_id, HolderKind.PERSON, person.public)
    wanted = list(keys) if tip.team_id in person.teams else []
    for team in person.teams & given.teams.keys():
        wanted += _of_team(team, keys=keys, original=given.teams[team])
    for key in wanted:
        if key.key is not None:
            grant(session, tip=tip, key_id=key.key_id, key=key.key, to=to)


def _to_teams(
    session: Session,
    tip: TipRow,
    *,
    keys: Sequence[HeldKey],
    given: Given,
    program: ProgramKeys,
    on: date,
) -> None:
    own = [person.person_id for person in program.holders(tip.team_id)]
    _to_epoch(session, tip, tip.team_id, keys=keys, people=own, on=tip.received_day, program=program)
    for team, people in given.through.items():
        theirs = _of_team(team, keys=keys, original=given.teams[team])
        rest = people - given.people.keys()
        _to_epoch(session, tip, team, keys=theirs, people=rest, on=on, program=program)


def _to_epoch(
    session: Session,
    tip: TipRow,
    team: TeamId,
    *,
    keys: Iterable[HeldKey],
    people: Collection[PersonId],
    on: date,
    program: ProgramKeys,
) -> None:
    """One grant to a team's epoch in the place of those to its people."""
    (to,) = keepers(team, epoch=program.epoch(team, on), barred=(), program=program)
    done: list[KeyId] = []
    for key in keys:
        if key.key is not None:
            grant(session, tip=tip, key_id=key.key_id, key=key.key, to=to)
            done.append(key.key_id)
    session.flush()
    session.exec(
        delete(TipGrantRow).where(
            col(TipGrantRow.program_id) == tip.program_id,
            col(TipGrantRow.tip_id) == tip.tip_id,
            col(TipGrantRow.key_id).in_(done),
            col(TipGrantRow.holder_id).in_(sorted(people)),
        )
    )


def _of_team(team: TeamId, *, keys: Iterable[HeldKey], original: bool) -> list[HeldKey]:
    """What a team that was given a tip has of it: its desk, the briefs, the threads where it reads them."""
    return [
        key
        for key in keys
        if (key.kind is KeyKind.DESK and key.proven and key.recipient == team)
        or key.kind is KeyKind.BRIEF
        or (key.kind is KeyKind.THREAD and original)
    ]
