"""Cases as pages show them: the list, one case with its people, and the cases of a tip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from tipline.barred import barred_cases, is_barred
from tipline.casework.case_bars import can_be_barred, people_barred, without_copies
from tipline.casework.case_papers import Paper, papers_of
from tipline.casework.cases import find_case, invited, owns
from tipline.casework.people import PersonName, names_of
from tipline.casework.queue import OPEN
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.case_tables import CaseFolderRow, CasePersonRow, CaseTipRow, PaperKind
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import CaseId, PersonId, Priority, TeamId, TipId

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list."""

    number: str
    title: Paper | None = field(repr=False)
    tips: int
    still_open: int
    unread: int
    danger: int
    closed_day: date | None
    mine: bool
    """Whether whoever looks is on it."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """The open cases, or a page of the closed ones."""

    lines: tuple[CaseLine, ...]
    page: int
    pages: int
    open: int
    closed: int


@dataclass(frozen=True, slots=True)
class OnCase:
    """Somebody who is on a case."""

    person_id: PersonId
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, but for its tips: those are a queue."""

    case_id: CaseId
    number: str
    team_id: TeamId
    closed_day: date | None
    owner: bool
    title: Paper | None = field(repr=False)
    """Nothing for who is on the case and does not hold its team: it is sealed to that."""
    note: Paper | None = field(repr=False)
    people: tuple[OnCase, ...]
    others: tuple[OnCase, ...]
    """Who could be put on it."""
    barred: tuple[OnCase, ...]
    conflict: Paper | None = field(repr=False)
    """Who is barred from it, and why, for who holds its team."""
    may_be_barred: tuple[OnCase, ...]
    lacking: tuple[OnCase, ...]
    """Who holds the team, is not barred, and cannot open what is written about it."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case in which a tip lies."""

    number: str
    title: Paper | None = field(repr=False)


def list_cases(
    session: Session,
    keys_session: Session,
    *,
    by: Holder,
    program: ProgramKeys,
    closed: bool = False,
    page: int = 1,
) -> CaseList:
    """The cases of the teams that `by` triages for: all open ones by their titles, or fifty closed ones.

    Closed cases come with the newest day first, not by their titles: the store does not know those.

    Raises:
        NotPermitted: `by` may not triage.
    """
    if not by.role.may_triage:
        raise NotPermitted(by.role)
    counts = _how_many(session, by=by)
    pages = max(1, -(-counts[True] // PAGE)) if closed else 1
    page = min(max(page, 1), pages)
    over = col(CaseFolderRow.closed_day)
    query = select(CaseFolderRow).where(
        col(CaseFolderRow.program_id) == by.program_id,
        *_theirs(session, by=by),
        over.is_not(None) if closed else over.is_(None),
    )
    if closed:
        query = query.order_by(over.desc(), col(CaseFolderRow.number)).offset((page - 1) * PAGE).limit(PAGE)
    rows = session.exec(query).all()
    lines = _lines(session, keys_session, rows, by=by, program=program)
    return CaseList(
        lines if closed else tuple(sorted(lines, key=_order)),
        page=page,
        pages=pages,
        open=counts[False],
        closed=counts[True],
    )


def view_case(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> CaseView:
    """One case.

    Raises:
        NotPermitted, NoSuchCase: as `find_case`.
    """
    case = find_case(session, number=number, by=by)
    names = names_of(session, case.program_id)
    on_it = {
        PersonId(person_id)
        for person_id in session.exec(
            select(CasePersonRow.person_id).where(
                col(CasePersonRow.program_id) == case.program_id, col(CasePersonRow.case_id) == case.case_id
            )
        )
    }
    title, note, conflict = (
        papers_of(session, keys_session, cases=[case.case_id], kind=kind, by=by, program=program).get(
            case.case_id
        )
        for kind in PaperKind
    )
    barred = people_barred(session, case)
    owner = owns(case, by=by)
    could = can_be_barred(names, by=by, program=program) - barred if owner else frozenset()
    return CaseView(
        case_id=case.case_id,
        number=case.number,
        team_id=case.team_id,
        closed_day=case.closed_day,
        owner=owner,
        title=title,
        note=note,
        people=_named(names.people, on_it),
        others=_named(names.people, invited(names, team=case.team_id) - on_it - barred),
        barred=_named(names.people, barred if owner else frozenset()),
        conflict=conflict,
        may_be_barred=_named(names.people, could),
        lacking=_named(
            names.people, without_copies(session, case, program=program) if owner else frozenset()
        ),
    )


def cases_of_tip(
    session: Session, keys_session: Session, *, tip_id: TipId, by: Holder, program: ProgramKeys
) -> tuple[Filed, ...]:
    """The cases in which a tip lies, as far as they are for `by`."""
    rows = session.exec(
        select(CaseFolderRow, CasePersonRow.person_id)
        .join(CaseTipRow, _same_case(CaseTipRow))
        .outerjoin(
            CasePersonRow, and_(_same_case(CasePersonRow), col(CasePersonRow.person_id) == by.person_id)
        )
        .where(
            col(CaseTipRow.program_id) == by.program_id,
            col(CaseTipRow.tip_id) == tip_id,
        )
    ).all()
    barred = barred_cases(session.connection(), by.program_id, by.person_id)
    found = [
        case
        for case, person_id in rows
        if case.case_id not in barred and (person_id == by.person_id or owns(case, by=by))
    ]
    if not found:
        return ()
    titles = papers_of(
        session,
        keys_session,
        cases=[case.case_id for case in found],
        kind=PaperKind.TITLE,
        by=by,
        program=program,
    )
    return tuple(
        Filed(case.number, titles.get(case.case_id)) for case in sorted(found, key=lambda one: one.number)
    )


def _same_case(row: type[CaseTipRow | CasePersonRow]) -> ColumnElement[bool]:
    return and_(col(row.program_id) == CaseFolderRow.program_id, col(row.case_id) == CaseFolderRow.case_id)


def _theirs(session: Session, *, by: Holder) -> tuple[ColumnElement[bool], ...]:
    """What a case must be like that is listed: of a team of theirs, and none from which they are barred."""
    barred = barred_cases(session.connection(), by.program_id, by.person_id)
    mine = col(CaseFolderRow.team_id).in_(sorted(by.teams))
    return (mine, col(CaseFolderRow.case_id).not_in(sorted(barred))) if barred else (mine,)


def _how_many(session: Session, *, by: Holder) -> Mapping[bool, int]:
    """How many cases are closed, and how many are not."""
    over = col(CaseFolderRow.closed_day).is_not(None)
    rows = session.exec(
        select(over, func.count())
        .where(col(CaseFolderRow.program_id) == by.program_id, *_theirs(session, by=by))
        .group_by(over)
    )
    return {False: 0, True: 0} | {bool(closed): number for closed, number in rows}


def _lines(
    session: Session,
    keys_session: Session,
    rows: Sequence[CaseFolderRow],
    *,
    by: Holder,
    program: ProgramKeys,
) -> tuple[CaseLine, ...]:
    ids = [row.case_id for row in rows]
    titles = papers_of(session, keys_session, cases=ids, kind=PaperKind.TITLE, by=by, program=program)
    counts = _counts(session, ids, by=by)
    mine = set(
        session.exec(
            select(CasePersonRow.case_id).where(
                col(CasePersonRow.program_id) == by.program_id,
                col(CasePersonRow.case_id).in_(ids),
                col(CasePersonRow.person_id) == by.person_id,
            )
        )
    )
    lines = []
    for row in rows:
        tips, still_open, unread, danger = counts.get(row.case_id, (0, 0, 0, 0))
        lines.append(
            CaseLine(
                number=row.number,
                title=titles.get(row.case_id),
                tips=tips,
                still_open=still_open,
                unread=unread,
                danger=danger,
                closed_day=row.closed_day,
                mine=row.case_id in mine,
            )
        )
    return tuple(lines)


def _counts(
    session: Session, ids: Sequence[CaseId], *, by: Holder
) -> Mapping[CaseId, tuple[int, int, int, int]]:
    """Of each case how many tips, how many of them open, unread and open with danger to life.

    Those alone that are of the case's own team still, and none from which `by` is barred.
    """
    is_open = col(TipRow.status).in_(OPEN)
    rows = session.exec(
        select(
            col(CaseTipRow.case_id),
            func.count(),
            func.count().filter(is_open),
            func.count().filter(col(TipRow.unread).is_(True)),
            func.count().filter(and_(is_open, col(TipRow.priority) == Priority.DANGER)),
        )  # type: ignore[call-overload]  # more columns than it was declared for
        .join(
            CaseFolderRow,
            and_(
                col(CaseFolderRow.program_id) == CaseTipRow.program_id,
                col(CaseFolderRow.case_id) == CaseTipRow.case_id,
            ),
        )
        .join(
            TipRow,
            and_(
                col(TipRow.program_id) == CaseTipRow.program_id,
                col(TipRow.tip_id) == CaseTipRow.tip_id,
                col(TipRow.team_id) == CaseFolderRow.team_id,
            ),
        )
        .where(
            col(CaseTipRow.program_id) == by.program_id,
            col(CaseTipRow.case_id).in_(ids),
            not_(is_barred(by.person_id)),
        )
        .group_by(col(CaseTipRow.case_id))
    )
    return {case_id: (tips, still_open, unread, danger) for case_id, tips, still_open, unread, danger in rows}


def _order(line: CaseLine) -> tuple[bool, str, str]:
    """Danger to life on top, then by the title."""
    return not line.danger, line.title.text.casefold() if line.title else "", line.number


def _named(
    people: Mapping[PersonId, PersonName], wanted: set[PersonId] | frozenset[PersonId]
) -> tuple[OnCase, ...]:
    found = [
        OnCase(person_id, person.name, person.role.label)
        for person_id, person in people.items()
        if person_id in wanted
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))
