"""Bar somebody from a tip because of a conflict of interest.

A list of who may look would be a promise without a key behind it: whoever holds an epoch opens what is
granted to it. So each grant of the tip to an epoch goes, and in its place come grants to the other people of
that team, one by one. What is sealed to the tip's keys later is theirs as well. Of what somebody has opened
before nothing can be taken back but what their session holds, which the caller ends.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from tipline import audit
from tipline.barred import barred_people
from tipline.casework import due
from tipline.casework.conversation import checked, write
from tipline.casework.keepers import let_go
from tipline.casework.people import Names, names_of
from tipline.casework.reach import Standing, find, standing, today
from tipline.casework.refusals import NobodyLeft
from tipline.casework.surge.lent_rows import lend_no_more
from tipline.casework.tip_keys import HeldKey, grant, held
from tipline.casework.trail import write_down
from tipline.errors import NoSuchPerson, NotPermitted
from tipline.granted import people_of
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import TipBarRow
from tipline.store.statements import insert_new
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import (
    CaseId,
    EpochId,
    HolderKind,
    PersonId,
    PersonState,
    RecordKind,
    Role,
    TeamId,
    TeamKind,
    team_id,
)


def bar(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    person_id: PersonId,
    reason: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Bar somebody from a tip: whose tip it is anybody, a liaison the people of their unit; themselves too.

    The reason is a note in the tip's file, or at the unit's desk. Barred twice is barred once.

    Raises:
        NotPermitted: `by` may not bar this person from this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchPerson: nobody of the staff who works on tips has this id.
        TextEmpty, TextTooLong: the reason cannot be kept.
        NobodyLeft: nobody else of the team whose tip it is would open it any more.
        CannotOpen: they hold by an epoch what does not open to `by`, who cannot grant it to the others.
        NoProvenKey: nobody to whom the tip was sealed is proven.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    names = names_of(session, tip.program_id)
    check_may_bar(tip, person_id, names=names, by=by, program=program)
    words = checked(reason)
    if person_id in barred_people(session.connection(), tip.program_id, tip.tip_id):
        return
    note = f"{names.people[person_id].name} is barred from this tip. {words}"
    write_why(session, keys_session, tip, note, by=by, program=program, now=now)
    shut_out(session, keys_session, tip=tip, person_id=person_id, by=by, program=program, now=now)


def shut_out(
    session: Session,
    keys_session: Session,
    *,
    tip: TipRow,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
    case_id: CaseId | None = None,
) -> None:
    """Put the other people in the place of each epoch, and take every grant of this person away.

    What is lent of the tip to be scrubbed goes too, and a copy that waits: it is sealed to the team's epoch.
    The caller has locked the tip, has seen that `by` may do it, and has written down why.

    Raises:
        NobodyLeft, CannotOpen: as `bar`.
    """
    day = today(session, tip.program_id, now)
    row = {"program_id": tip.program_id, "tip_id": tip.tip_id, "person_id": person_id, "case_id": case_id}
    if not insert_new(session.connection(), TipBarRow, row | {"day": day}):
        return
    barred = barred_people(session.connection(), tip.program_id, tip.tip_id)
    left = people_of(tip.team_id, barred=barred, program=program)
    if not left:
        raise NobodyLeft
    keys = {key.key_id: key for key in held(session, keys_session, tip=tip, by=by, program=program)}
    for one in _grants(session, tip):
        if one.holder_id == person_id:
            session.delete(one)
        elif one.holder_kind is HolderKind.EPOCH:
            _part(session, tip, one, keys.get(one.key_id), barred=barred, program=program)
    lend_no_more(session, program_id=tip.program_id, tip_id=tip.tip_id)
    if tip.assignee_id == person_id:
        tip.assignee_id = None
        due.end(session, tip)
        session.add(tip)
    let_go(session, tip, of=person_id)
    write_down(session, tip, audit.Action.BARRED, by=by, now=now, detail=person_id.hex())
    session.flush()


def check_may_bar(
    tip: TipRow, person_id: PersonId, *, names: Names, by: Holder, program: ProgramKeys
) -> None:
    """See that `by` may bar somebody from a tip.

    Raises:
        NotPermitted, NoSuchPerson: as `bar`.
    """
    owner = standing(tip, of=by) is Standing.OWNER
    if not owner and by.role is not Role.UNIT_LIAISON:
        raise NotPermitted(by.role)
    if person_id not in can_be_barred(tip, names=names, by=by, program=program):
        if owner:
            raise NoSuchPerson
        raise NotPermitted(by.role)


def can_be_barred(tip: TipRow, *, names: Names, by: Holder, program: ProgramKeys) -> frozenset[PersonId]:
    """Whom `by` may bar from a tip: who works on tips; for a liaison the people of their own unit alone."""
    staff = frozenset(
        person_id
        for person_id, person in names.people.items()
        if person.state is PersonState.CONFIRMED and person.role.may_work and person_id in program.people
    )
    if standing(tip, of=by) is Standing.OWNER:
        return staff
    if by.role is not Role.UNIT_LIAISON or by.unit_id is None:
        return frozenset()
    own = {person.person_id for person in program.holders(tip.team_id)}
    return staff & {person.person_id for person in program.holders(by.unit_id)} - own


def _part(
    session: Session,
    tip: TipRow,
    row: TipGrantRow,
    key: HeldKey | None,
    *,
    barred: frozenset[PersonId],
    program: ProgramKeys,
) -> None:
    """One grant to an epoch as grants to the people of its team; one to no proven epoch opens for nobody."""
    epoch = program.epochs.get(EpochId(row.holder_id))
    if epoch is None:
        session.delete(row)
        return
    if key is None or key.key is None:
        if barred & _who_hold(epoch.team_id, program=program):
            raise CannotOpen
        return
    for keeper in people_of(epoch.team_id, barred=barred, program=program):
        grant(session, tip=tip, key_id=row.key_id, key=key.key, to=keeper)
    session.delete(row)


def _who_hold(team: TeamId, *, program: ProgramKeys) -> frozenset[PersonId]:
    """Who has the epochs of a team: its people, and of an open team those of the inbox too."""
    special = {team_id(program.program_id, kind) for kind in TeamKind if kind.special}
    teams = {team} if team in special else {team, team_id(program.program_id, TeamKind.INBOX)}
    return frozenset(person.person_id for each in teams for person in program.holders(each))


def _grants(session: Session, tip: TipRow) -> Sequence[TipGrantRow]:
    return session.exec(
        select(TipGrantRow).where(
            col(TipGrantRow.program_id) == tip.program_id, col(TipGrantRow.tip_id) == tip.tip_id
        )
    ).all()


def write_why(
    session: Session,
    keys_session: Session,
    tip: TipRow,
    text: str,
    *,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Keep, sealed where `by` keeps notes on the tip, why somebody is barred from it, or not any more.

    Raises:
        NotPermitted, NoProvenKey: as `bar`.
    """
    note = RecordKind.NOTE
    write(session, keys_session, tip=tip, kind=note, text=text, fields={}, by=by, program=program, now=now)
