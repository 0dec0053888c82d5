"""Cases: folders of tips with their own people. A case moves no key, grants nothing, and changes no count."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from crypto.numbers import draw_number
from tipline import audit
from tipline.barred import barred_cases
from tipline.casework.case_bars import bar_with_case, people_barred
from tipline.casework.case_papers import write_paper
from tipline.casework.people import Names, names_of
from tipline.casework.reach import find_own, today
from tipline.casework.surge.lent_rows import take_back
from tipline.casework.trail import TipName, write_down
from tipline.errors import CaseClosed, NoSuchCase, NoSuchPerson, NoSuchTip, NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.case_tables import CaseFolderRow, CasePersonRow, CaseTipRow, PaperKind
from tipline.store.statements import insert_new
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import (
    ID_SIZE,
    CaseId,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    TeamId,
    TeamKind,
    team_id,
)

PREFIX: Final = "CASE"
"""Of a case's number, which is drawn as a tip's is and tells as little."""
INVITED: Final = frozenset({Role.INVESTIGATOR, Role.UNIT_LIAISON})
"""Who may be on a case of the inbox without holding it: they see there what was granted to them anyway."""


def make_case(session: Session, *, title: str, by: Holder, program: ProgramKeys, now: datetime) -> str:
    """Make a case of the team that `by` triages for, and put them on it; its number.

    Raises:
        NotPermitted: `by` may not triage.
        TextEmpty, TextTooLong: the title cannot be kept.
        NoProvenKey: the team has no proven key to seal the title to.
    """
    case = CaseFolderRow(
        program_id=by.program_id,
        case_id=CaseId(secrets.token_bytes(ID_SIZE)),
        number=draw_number(PREFIX),
        team_id=_team(by),
    )
    while not insert_new(session.connection(), CaseFolderRow, case.model_dump()):
        case.number = draw_number(PREFIX)
    _write_title(session, case, title, by=by, program=program, now=now)
    _add_person(session, case, by.person_id)
    _write_down(session, case, "made", by=by, now=now)
    return case.number


def find_case(session: Session, *, number: str, by: Holder, lock: bool = False) -> CaseFolderRow:
    """The case with this number, for who holds the team whose case it is, or is on it.

    Raises:
        NotPermitted: no tip is for somebody in this role, and no case.
        NoSuchCase: there is none with this number, none for this person, or they are barred; all look alike.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    query = select(CaseFolderRow).where(
        col(CaseFolderRow.program_id) == by.program_id, col(CaseFolderRow.number) == number
    )
    case = session.exec(query.with_for_update() if lock else query).one_or_none()
    if case is None or case.case_id in barred_cases(session.connection(), by.program_id, by.person_id):
        raise NoSuchCase
    if not owns(case, by=by) and session.get(CasePersonRow, (*_key(case), by.person_id)) is None:
        raise NoSuchCase
    return case


def owns(case: CaseFolderRow, *, by: Holder) -> bool:
    """Whether `by` triages for the case's team: may read what is written about it, and change it."""
    return by.role.may_triage and case.team_id in by.teams


def put(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    into: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Put a tip into a case of its own team; twice is once. Who is barred from the case is so from the tip.

    Raises:
        NotPermitted: `by` may not triage the tip, or not change the case.
        NoSuchCase, NoSuchTip: there is none with this number for this person, or the two are not of one team.
        CaseClosed: work on the case is over.
        NobodyLeft, CannotOpen, NoProvenKey: as `barring.bar`, where somebody is barred from the case.
    """
    case = _own(session, number=into, by=by)
    if case.closed_day is not None:
        raise CaseClosed
    tip = find_own(session, keys_session, number=number, by=by)
    if tip.team_id != case.team_id:
        raise NoSuchTip
    row = {"program_id": case.program_id, "case_id": case.case_id, "tip_id": tip.tip_id}
    if insert_new(session.connection(), CaseTipRow, row):
        write_down(session, tip, audit.Action.FILED, by=by, now=now, detail=f"into {case.number}")
        bar_with_case(session, keys_session, tip=tip, case=case, by=by, program=program, now=now)


def take_out(session: Session, *, number: str, of: str, by: Holder, now: datetime) -> None:
    """Take a tip out of a case; that which nobody can open any more too.

    Raises:
        NotPermitted: `by` may not change the case.
        NoSuchCase, NoSuchTip: there is none with this number for this person, or the tip is not in the case.
    """
    case = _own(session, number=of, by=by)
    tip = session.exec(
        select(TipRow).where(
            col(TipRow.program_id) == case.program_id,
            col(TipRow.number) == number,
            col(TipRow.team_id) == case.team_id,
        )
    ).one_or_none()
    row = None if tip is None else session.get(CaseTipRow, (*_key(case), tip.tip_id))
    if tip is None or row is None:
        raise NoSuchTip
    session.delete(row)
    take_back(session, program_id=case.program_id, case_id=case.case_id, tip_id=tip.tip_id)
    write_down(session, tip, audit.Action.FILED, by=by, now=now, detail=f"out of {case.number}")


def rename(
    session: Session, *, number: str, title: str, by: Holder, program: ProgramKeys, now: datetime
) -> None:
    """Give a case another title.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
        TextEmpty, TextTooLong, NoProvenKey: as `make_case`.
    """
    case = _own(session, number=number, by=by)
    _write_title(session, case, title, by=by, program=program, now=now)
    _write_down(session, case, "renamed", by=by, now=now)


def hand_over(
    session: Session, *, number: str, text: str, by: Holder, program: ProgramKeys, now: datetime
) -> None:
    """Write the note that whoever comes next reads first; it takes the place of the last.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
        TextEmpty, TextTooLong, NoProvenKey: as `make_case`.
    """
    case = _own(session, number=number, by=by)
    write_paper(session, case=case, kind=PaperKind.HAND_OVER, text=text, by=by, program=program, now=now)
    _write_down(session, case, "note written", by=by, now=now)


def close_case(session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """End a case, and what is lent of it; its tips stay as they are. Closed twice, it is since the first day.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
    """
    case = _own(session, number=number, by=by)
    if case.closed_day is None:
        case.closed_day = today(session, case.program_id, now)
        take_back(session, program_id=case.program_id, case_id=case.case_id)
        _write_down(session, case, "closed", by=by, now=now)


def reopen_case(session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Take a case up again.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
    """
    case = _own(session, number=number, by=by)
    if case.closed_day is not None:
        case.closed_day = None
        _write_down(session, case, "opened again", by=by, now=now)


def join(session: Session, *, number: str, person_id: PersonId, by: Holder, now: datetime) -> None:
    """Put somebody on a case; it gives them no key, and no tip that they could not open before.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
        NoSuchPerson: nobody of this id can be on it.
    """
    case = _own(session, number=number, by=by)
    barred = people_barred(session, case)
    if person_id not in invited(names_of(session, case.program_id), team=case.team_id) - barred:
        raise NoSuchPerson
    if _add_person(session, case, person_id):
        _write_down(session, case, f"with {person_id.hex()}", by=by, now=now)


def part(session: Session, *, number: str, person_id: PersonId, by: Holder, now: datetime) -> None:
    """Take somebody off a case; what was granted to them stays theirs.

    Raises:
        NotPermitted, NoSuchCase: as `take_out`.
        NoSuchPerson: they are not on it.
    """
    case = _own(session, number=number, by=by)
    row = session.get(CasePersonRow, (*_key(case), person_id))
    if row is None:
        raise NoSuchPerson
    session.delete(row)
    _write_down(session, case, f"without {person_id.hex()}", by=by, now=now)


def announce_case(session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Write down that somebody opens what is written about a case, before they do.

    Raises:
        NotPermitted, NoSuchCase: as `find_case`.
    """
    _write_down(session, find_case(session, number=number, by=by), "opened", by=by, now=now)


def invited(names: Names, *, team: TeamId) -> frozenset[PersonId]:
    """Who can be on a case of a team: who holds it, and on one of the inbox who works on tips outside it."""
    holders = names.members.get(team, frozenset())
    kind = names.teams[team].kind if team in names.teams else None
    outside = INVITED if kind is TeamKind.INBOX else frozenset()
    return frozenset(
        person_id
        for person_id, person in names.people.items()
        if person.state is PersonState.CONFIRMED and (person_id in holders or person.role in outside)
    )


def cases_among(
    session: Session, program_id: ProgramId, subjects: Iterable[bytes]
) -> Mapping[bytes, TipName]:
    """Those of some subjects of the trail that are cases, by their ids."""
    integrity = team_id(program_id, TeamKind.INTEGRITY)
    rows = session.exec(
        select(col(CaseFolderRow.case_id), col(CaseFolderRow.number), col(CaseFolderRow.team_id)).where(
            col(CaseFolderRow.program_id) == program_id, col(CaseFolderRow.case_id).in_(list(subjects))
        )
    )
    return {case_id: TipName(number, team == integrity) for case_id, number, team in rows}


def _own(session: Session, *, number: str, by: Holder) -> CaseFolderRow:
    """The case, locked, for who may change it."""
    case = find_case(session, number=number, by=by, lock=True)
    if not owns(case, by=by):
        raise NotPermitted(by.role)
    return case


def _team(by: Holder) -> TeamId:
    own = (team_id(by.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    held = next((team for team in own if team in by.teams), None)
    if held is None or not by.role.may_triage:
        raise NotPermitted(by.role)
    return held


def _key(case: CaseFolderRow) -> tuple[ProgramId, CaseId]:
    return case.program_id, case.case_id


def _write_title(
    session: Session, case: CaseFolderRow, title: str, *, by: Holder, program: ProgramKeys, now: datetime
) -> None:
    one_line = " ".join(title.split())
    write_paper(session, case=case, kind=PaperKind.TITLE, text=one_line, by=by, program=program, now=now)


def _add_person(session: Session, case: CaseFolderRow, person_id: PersonId) -> bool:
    row = {"program_id": case.program_id, "case_id": case.case_id, "person_id": person_id}
    return insert_new(session.connection(), CasePersonRow, row)


def _write_down(session: Session, case: CaseFolderRow, detail: str, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=case.program_id,
        action=audit.Action.CASE,
        by=by.person_id,
        subject=case.case_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing(),
    )
