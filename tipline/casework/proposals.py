"""Questions that whoever was given a tip would like to have asked; who holds the conversation asks them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline import audit
from tipline.casework.conversation import add, checked, own_desk
from tipline.casework.reach import find, find_own
from tipline.casework.tip_keys import held
from tipline.casework.trail import write_down
from tipline.casework.views import ASKED, PROPOSES, SETTLES, YES, DeskView, RecordView
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import Record
from tipline.store.tip_tables import RecordRow
from tipline.vocabulary import Author, KeyKind, RecordId, RecordKind, TeamId


def propose(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    text: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Write a question at one's own desk, where the coordinators read it.

    Raises:
        NotPermitted: `by` has no desk here; who may answer asks by themselves.
        NoSuchTip: there is none with this number, or none for this person.
        TextEmpty, TextTooLong: the text cannot be kept.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    desk = own_desk(held(session, keys_session, tip=tip, by=by, program=program), by=by)
    if desk is None or desk.key is None:
        raise NotPermitted(by.role)
    record = Record(
        kind=RecordKind.NOTE,
        at=now,
        by=Author.STAFF,
        person=by.person_id,
        language="en",
        text=checked(text),
        fields={PROPOSES: YES},
    )
    add(
        session,
        tip=tip,
        key_id=desk.key_id,
        to=desk.key.public(),
        record=record,
        signer=by.holdings.signing(),
        now=now,
    )
    write_down(session, tip, audit.Action.PROPOSED, by=by, now=now)


def settle(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    proposal: RecordId,
    asked: bool,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Tell whoever proposed a question, at their desk, that it was asked or will not be.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        CannotOpen: the desk with that question does not open, or there is none.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    row = session.get(RecordRow, (tip.program_id, proposal))
    desks = held(session, keys_session, tip=tip, by=by, program=program)
    desk = next(
        (
            key
            for key in desks
            if key.kind is KeyKind.DESK and key.proven and row is not None and key.key_id == row.key_id
        ),
        None,
    )
    if desk is None or desk.key is None:
        raise CannotOpen
    record = Record(
        kind=RecordKind.NOTE,
        at=now,
        by=Author.STAFF,
        person=by.person_id,
        language="en",
        fields={SETTLES: proposal.hex(), ASKED: YES if asked else "no"},
    )
    add(
        session,
        tip=tip,
        key_id=desk.key_id,
        to=desk.key.public(),
        record=record,
        signer=by.holdings.signing(),
        now=now,
    )
    write_down(
        session, tip, audit.Action.PROPOSAL_SETTLED, by=by, now=now, detail="asked" if asked else "not asked"
    )


def settled(desks: Iterable[DeskView], *, team: TeamId, program: ProgramKeys) -> Mapping[RecordId, bool]:
    """Of the proposals that are done with, whether they were asked; said by those whose tip it is alone."""
    found: dict[RecordId, bool] = {}
    for desk in desks:
        for record in desk.records:
            if not isinstance(record, RecordView) or SETTLES not in record.fields:
                continue
            person = None if record.person_id is None else program.people.get(record.person_id)
            if person is not None and team in person.teams:
                found[RecordId(bytes.fromhex(record.fields[SETTLES]))] = record.fields.get(ASKED) == YES
    return found
