"""Who is barred from a case, and so from every tip that lies in it or comes into it."""

from datetime import datetime

from sqlmodel import Session, col, select

from tipline.barred import barred_from_case, barred_people
from tipline.casework.barring import shut_out, write_why
from tipline.casework.people import Names, names_of
from tipline.granted import people_of
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import CasePaperCopyRow
from tipline.store.case_tables import CaseFolderRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import PersonId, PersonState


def people_barred(session: Session, case: CaseFolderRow) -> frozenset[PersonId]:
    """Who is barred from a case."""
    return barred_from_case(session.connection(), case.program_id, case.case_id)


def can_be_barred(names: Names, *, by: Holder, program: ProgramKeys) -> frozenset[PersonId]:
    """Whom somebody who triages may bar from a case of theirs: whoever works on tips, themselves too."""
    if not by.role.may_triage:
        return frozenset()
    return frozenset(
        person_id
        for person_id, person in names.people.items()
        if person.state is PersonState.CONFIRMED and person.role.may_work and person_id in program.people
    )


def without_copies(session: Session, case: CaseFolderRow, *, program: ProgramKeys) -> frozenset[PersonId]:
    """Who holds the team, is not barred, and has no copy of what is written: who joined since."""
    barred = people_barred(session, case)
    if not barred:
        return frozenset()
    having = session.exec(
        select(CasePaperCopyRow.person_id).where(
            col(CasePaperCopyRow.program_id) == case.program_id, col(CasePaperCopyRow.case_id) == case.case_id
        )
    ).all()
    people = people_of(case.team_id, barred=barred, program=program)
    return frozenset(PersonId(one.holder) for one in people if one.holder not in having)


def bar_with_case(
    session: Session,
    keys_session: Session,
    *,
    tip: TipRow,
    case: CaseFolderRow,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Bar from a tip whoever is barred from the case that it lies in; the caller has locked it.

    Who is barred from it themselves writes nothing into its file, and takes the grants away all the same.

    Raises:
        NobodyLeft, CannotOpen, NoProvenKey: as `barring.bar`.
    """
    names = names_of(session, case.program_id)
    before = barred_people(session.connection(), tip.program_id, tip.tip_id)
    for person_id in sorted(people_barred(session, case) - before):
        if by.person_id not in before:
            said = f"{names.person(person_id)} is barred from {case.number}, and so from this tip."
            write_why(session, keys_session, tip, said, by=by, program=program, now=now)
        shut_out(
            session,
            keys_session,
            tip=tip,
            person_id=person_id,
            by=by,
            program=program,
            now=now,
            case_id=case.case_id,
        )
