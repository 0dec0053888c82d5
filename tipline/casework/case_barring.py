"""Bar somebody from a case and all its tips because of a conflict of interest, and let them in again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from tipline import audit
from tipline.casework.case_bars import bar_with_case, can_be_barred, people_barred, without_copies
from tipline.casework.case_papers import papers_of, seal_anew, write_paper
from tipline.casework.cases import find_case, owns
from tipline.casework.conversation import checked
from tipline.casework.letting_in import readmit
from tipline.casework.people import names_of
from tipline.casework.reach import find_own, today
from tipline.casework.refusals import NobodyLeft
from tipline.casework.surge.lent_rows import take_back
from tipline.errors import NoSuchPerson, NoSuchTip, NotPermitted
from tipline.granted import people_of
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import CaseBarRow, TipBarRow
from tipline.store.case_tables import CaseFolderRow, CasePersonRow, CaseTipRow, PaperKind
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import PersonId, TipId


def bar_from_case(
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
    """Bar somebody from a case, from each of its tips, and from every tip that comes into it later.

    The case is none to them any more, and what is written about it is sealed to each of the others.

    Raises:
        NotPermitted: `by` may not change the case.
        NoSuchCase: there is none with this number, or none for this person.
        NoSuchPerson: nobody of the staff who works on tips has this id.
        TextEmpty, TextTooLong: the reason cannot be kept.
        NobodyLeft: nobody else of the team would open the case, or one of its tips, any more.
        CannotOpen, NoProvenKey: as `barring.bar`, or something written about the case does not open.
    """
    case = _own(session, number=number, by=by)
    names = names_of(session, case.program_id)
    if person_id not in can_be_barred(names, by=by, program=program):
        raise NoSuchPerson
    words = checked(reason)
    barred = people_barred(session, case)
    if person_id in barred:
        return
    if not people_of(case.team_id, barred={*barred, person_id}, program=program):
        raise NobodyLeft
    day = today(session, case.program_id, now)
    _write_why(
        session,
        keys_session,
        case,
        f"{day.isoformat()}, {names.people[person_id].name}: {words}",
        by=by,
        program=program,
        now=now,
    )
    session.add(CaseBarRow(program_id=case.program_id, case_id=case.case_id, person_id=person_id, day=day))
    session.exec(
        delete(CasePersonRow).where(
            col(CasePersonRow.program_id) == case.program_id,
            col(CasePersonRow.case_id) == case.case_id,
            col(CasePersonRow.person_id) == person_id,
        )
    )
    take_back(session, program_id=case.program_id, case_id=case.case_id, person_id=person_id)
    session.flush()
    for tip in _tips(session, case):
        bar_with_case(session, keys_session, tip=tip, case=case, by=by, program=program, now=now)
    seal_anew(session, keys_session, case=case, by=by, program=program, now=now)
    _write_down(session, case, audit.Action.BARRED, person_id, by=by, now=now)


def let_into_case(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Let somebody into a case again, and into the tips from which they were barred with it.

    Who has come to the team since somebody was barred is let read what is written about the case; its tips
    are given to them on the pages of those.

    Raises:
        NotPermitted, NoSuchCase: as `bar_from_case`.
        NoSuchPerson: they are not barred from it, and lack nothing of it.
        CannotOpen: something written about the case does not open to `by`.
    """
    case = _own(session, number=number, by=by)
    waiting = people_barred(session, case) | without_copies(session, case, program=program)
    if person_id not in waiting:
        raise NoSuchPerson
    session.exec(
        delete(CaseBarRow).where(
            col(CaseBarRow.program_id) == case.program_id,
            col(CaseBarRow.case_id) == case.case_id,
            col(CaseBarRow.person_id) == person_id,
        )
    )
    seal_anew(session, keys_session, case=case, by=by, program=program, now=now)
    rows = session.exec(
        select(TipBarRow.tip_id).where(
            col(TipBarRow.program_id) == case.program_id,
            col(TipBarRow.case_id) == case.case_id,
            col(TipBarRow.person_id) == person_id,
        )
    ).all()
    for tip in _found(session, keys_session, rows, by=by):
        readmit(session, keys_session, tip=tip, person_id=person_id, by=by, program=program, now=now)
    _write_down(session, case, audit.Action.LET_IN, person_id, by=by, now=now)


def tips_of(session: Session, *, number: str, by: Holder) -> frozenset[TipId]:
    """The tips that lie in a case.

    Raises:
        NotPermitted, NoSuchCase: as `bar_from_case`.
    """
    case = find_case(session, number=number, by=by)
    if not owns(case, by=by):
        raise NotPermitted(by.role)
    return frozenset(
        TipId(tip_id)
        for tip_id in session.exec(
            select(CaseTipRow.tip_id).where(
                col(CaseTipRow.program_id) == case.program_id, col(CaseTipRow.case_id) == case.case_id
            )
        )
    )


def _own(session: Session, *, number: str, by: Holder) -> CaseFolderRow:
    case = find_case(session, number=number, by=by, lock=True)
    if not owns(case, by=by):
        raise NotPermitted(by.role)
    return case


def _write_why(
    session: Session,
    keys_session: Session,
    case: CaseFolderRow,
    line: str,
    *,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Add a line to what says who is barred from the case, and why."""
    kind = PaperKind.CONFLICT
    before = papers_of(session, keys_session, cases=[case.case_id], kind=kind, by=by, program=program)
    lines = [before[case.case_id].text] if case.case_id in before else []
    text = "\n".join((*lines, line))
    write_paper(session, case=case, kind=kind, text=text, by=by, program=program, now=now)
    session.flush()


def _tips(session: Session, case: CaseFolderRow) -> Sequence[TipRow]:
    """The tips of a case, locked in the order of their numbers."""
    filed = select(CaseTipRow.tip_id).where(
        col(CaseTipRow.program_id) == case.program_id, col(CaseTipRow.case_id) == case.case_id
    )
    return session.exec(
        select(TipRow)
        .where(
            col(TipRow.program_id) == case.program_id,
            col(TipRow.tip_id).in_(filed),
            col(TipRow.team_id) == case.team_id,
        )
        .order_by(col(TipRow.number))
        .with_for_update()
    ).all()


def _found(session: Session, keys_session: Session, ids: Sequence[bytes], *, by: Holder) -> list[TipRow]:
    """Those of some tips that are of `by`, locked in the order of their numbers."""
    numbers = session.exec(
        select(TipRow.number).where(
            col(TipRow.program_id) == by.program_id, col(TipRow.tip_id).in_([TipId(one) for one in ids])
        )
    ).all()
    found = []
    for number in sorted(numbers):
        try:
            found.append(find_own(session, keys_session, number=number, by=by))
        except (NoSuchTip, NotPermitted):
            continue
    return found


def _write_down(
    session: Session,
    case: CaseFolderRow,
    action: audit.Action,
    person_id: PersonId,
    *,
    by: Holder,
    now: datetime,
) -> None:
    audit.record(
        session,
        program_id=case.program_id,
        action=action,
        by=by.person_id,
        subject=case.case_id,
        detail=person_id.hex(),
        at=now,
        signer=by.holdings.signing(),
    )
