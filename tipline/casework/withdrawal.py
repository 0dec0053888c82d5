"""Take back what was dispatched, or let somebody read the reporter's own words after all."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, delete

from tipline import audit
from tipline.casework import due
from tipline.casework.assignment import target_of
from tipline.casework.briefs import after_briefs, proven_briefs
from tipline.casework.dispatch import grant_threads, renew_brief, still_there
from tipline.casework.given import given_to, grants_of
from tipline.casework.named import named_in
from tipline.casework.people import names_of
from tipline.casework.reach import find_own, today
from tipline.casework.thread import words_of
from tipline.casework.tip_keys import held
from tipline.casework.trail import write_down
from tipline.casework.views import Holding
from tipline.errors import NamedInTip, NoSuchPerson
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import KeyId, KeyKind, PersonId, TeamId


def withdraw(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    recipient: PersonId | TeamId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Take a tip back from somebody: every grant of theirs goes, and what comes after has a new brief.

    What they have read they have read. A person who is in a team that has the tip reads on with that team. A
    tip whose primary is gone has none, until it is dispatched again.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchPerson: the tip was not given to them.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    given = given_to(session, tip=tip, names=names, program=program)
    _one(given, recipient)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    _delete(session, tip, holders=_holders(session, recipient, tip=tip, program=program))
    if proven_briefs(keys):
        day = today(session, tip.program_id, now)
        rest = still_there(session, given, but=(recipient,), tip=tip, names=names, program=program, on=day)
        at = after_briefs(keys, now=now)
        renew_brief(session, tip=tip, keys=(), to=rest, by=by, program=program, now=at)
    if recipient in {tip.assignee_id, tip.unit_id}:
        tip.assignee_id, tip.unit_id = None, None
        due.end(session, tip)
        session.add(tip)
    write_down(
        session, tip, audit.Action.DISPATCH_WITHDRAWN, by=by, now=now, detail=f"from {recipient.hex()}"
    )


def grant_original(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    recipient: PersonId | TeamId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Let somebody who has a tip read the reporter's own words as well, those that come later too.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchPerson, NoSuchTeam, NotConfirmed: the tip was not given to them, or may not be any more.
        BarredFromTip: they are barred from it meanwhile.
        NamedInTip: the person, or somebody of the team, is named in the tip.
        NoProvenKey: the team has no proven key.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    _one(given_to(session, tip=tip, names=names, program=program), recipient)
    day = today(session, tip.program_id, now)
    target = target_of(session, recipient, tip=tip, names=names, program=program, on=day)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    if named := named_in(target.names, words_of(session, tip=tip, keys=keys)):
        raise NamedInTip(named)
    grant_threads(session, tip=tip, keys=keys, target=target)
    write_down(session, tip, audit.Action.ORIGINAL_GRANTED, by=by, now=now, detail=f"to {recipient.hex()}")


def take_original_back(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    recipient: PersonId | TeamId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Leave somebody the brief and their desk, and take the reporter's own words back.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchPerson: the tip was not given to them.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    _one(given_to(session, tip=tip, names=names, program=program), recipient)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    threads = [key.key_id for key in keys if key.kind is KeyKind.THREAD]
    holders = _holders(session, recipient, tip=tip, program=program)
    _delete(session, tip, holders=holders, keys=threads)
    write_down(
        session, tip, audit.Action.ORIGINAL_TAKEN_BACK, by=by, now=now, detail=f"from {recipient.hex()}"
    )


def _one(given: tuple[Holding, ...], recipient: PersonId | TeamId) -> Holding:
    found = next((one for one in given if one.recipient_id == recipient), None)
    if found is None:
        raise NoSuchPerson
    return found


def _holders(
    session: Session, recipient: PersonId | TeamId, *, tip: TipRow, program: ProgramKeys
) -> frozenset[bytes]:
    """Every id under which grants to a person or a team stand: a team has an epoch a month, or its people."""
    given = grants_of(session, tip=tip, program=program)
    epochs = (epoch.epoch_id for epoch in program.epochs.values() if epoch.team_id == recipient)
    one_by_one = given.through.get(TeamId(recipient), frozenset()) - given.people.keys()
    return frozenset({recipient, *epochs, *one_by_one})


def _delete(
    session: Session, tip: TipRow, *, holders: Collection[bytes], keys: Collection[KeyId] | None = None
) -> None:
    goes = delete(TipGrantRow).where(
        col(TipGrantRow.program_id) == tip.program_id,
        col(TipGrantRow.tip_id) == tip.tip_id,
        col(TipGrantRow.holder_id).in_(sorted(holders)),
    )
    session.exec(goes if keys is None else goes.where(col(TipGrantRow.key_id).in_(sorted(keys))))
