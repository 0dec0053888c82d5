"""The surge room of a case: what is done with hundreds of tips that come within an hour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline.casework import cases
from tipline.casework.case_bars import people_barred
from tipline.casework.case_views import CaseView, view_case
from tipline.casework.many import NotThis, into_case
from tipline.casework.people import names_of
from tipline.casework.queue import Filters, queue
from tipline.casework.search.desk import Prepared, prepare
from tipline.casework.search.index import IndexClosed
from tipline.casework.search.query import Phrase, Query
from tipline.casework.search.results import Clear, Searched
from tipline.casework.search.rooms import Progress, Rooms
from tipline.casework.search.update import SecondFactorNeeded, wait
from tipline.casework.surge import lending
from tipline.casework.surge.by_name import ByName, by_name
from tipline.casework.surge.lent_rows import loans_in
from tipline.casework.surge.suggested import Suggestions, suggestions
from tipline.casework.surge.waiting import standing_of
from tipline.casework.surge.words import words_of_case
from tipline.errors import NoSuchCase, NotPermitted, Refused, SessionOver
from tipline.vocabulary import ID_SIZE, PersonId, TipId
from web.console.barring import after_put
from web.console.cases import HERE, NONE_MARKED, lend_rest
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.queue_view import scope_of
from web.console.wording import said_of
from web.errors import NotFound
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/cases/{number}/surge")

WHO: Final = "who holds the team whose case it is, and may triage"
NO_DEED: Final = "Choose what shall be done. Nothing was done."
NOBODY: Final = "nobody"
"""The address of the tips that name nobody."""
PATIENCE: Final = 1.5
"""Seconds that the room waits for a reading that it has begun."""
ANYTHING: Final = Query(phrases=(Phrase(("a",)),))
"""What is asked for so that the index is brought up to date: nothing is looked for by it."""

Number = Annotated[str, Path(max_length=16)]
Mark = Annotated[str, Path(max_length=16)]
Deed = Callable[[Session, Session, str, Form, Signed], str]


@dataclass(frozen=True, slots=True)
class _Words:
    """What the index tells of a case; where it tells nothing yet, why."""

    names: ByName | None = None
    suggested: Suggestions | None = None
    rows: Mapping[TipId, Clear] | None = None
    unread: int = 0
    """Tips of the case that the index has not."""
    needed: int = 0
    """Tips that must be read first, after another second factor."""
    progress: Progress | None = None


@router.get("")
@who_may(WHO)
def show(request: Request, number: Number, signed: SignedIn) -> Response:
    """Write down who opens the room, and lend what has come since to whom the scrub is lent."""
    signed.require(signed.holder.role.may_triage)
    _enter(signed, number)
    return _room(request, signed, number)


@router.get("/named/{mark}")
@who_may(WHO)
def show_group(request: Request, number: Number, mark: Mark, signed: SignedIn) -> Response:
    """The tips of a case that name one person, or nobody."""
    signed.require(signed.holder.role.may_triage)
    _enter(signed, number)
    view = _view(signed, number)
    words = _words(request, signed, view)
    if words.names is None or words.rows is None:
        return RedirectResponse(f"{HERE}/{number}/surge", 303)
    group = next((one for one in words.names.groups if one.mark(view.case_id) == mark), None)
    if group is None and mark != NOBODY:
        raise NotFound
    wanted = words.names.nobody if group is None else group.tips
    rows = sorted((words.rows[tip_id] for tip_id in wanted), key=lambda row: row.number)
    rows.sort(key=lambda row: row.received_day, reverse=True)
    return page(signed, "surge_named.html", here=HERE, case=view, group=group, rows=rows)


@router.post("")
@who_may(WHO)
def change(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Put suggested tips into the case, lend the scrub, or end a loan."""
    signed.require(signed.holder.role.may_triage)
    deed = DEEDS.get(form.get("deed"))
    if deed is None:
        return _room(request, signed, number, refusal=NO_DEED, status=422)
    if deed is _put and not _numbers(form):
        return _room(request, signed, number, refusal=NONE_MARKED, status=422)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            done = deed(session, keys, number, form, signed)
    except NotThis as refused:
        said = said_of(refused.why)
        words = f"{refused.number}: {said.words} Nothing was done with the others either."
        return _room(request, signed, number, refusal=words, status=said.status)
    except (NotPermitted, NoSuchCase):
        raise
    except Refused as refused:
        said = said_of(refused)
        return _room(request, signed, number, refusal=said.words, status=said.status)
    after_put(request, signed, number=number)
    lend_rest(signed, number)
    return _room(request, signed, number, done=done)


def _put(session: Session, keys: Session, number: str, form: Form, signed: Signed) -> str:
    numbers = _numbers(form)
    into_case(
        session, keys, numbers=numbers, into=number, by=signed.holder, program=signed.program, now=signed.now
    )
    return "It lies in the case now." if len(numbers) == 1 else f"{len(numbers)} tips lie in the case now."


def _numbers(form: Form) -> tuple[str, ...]:
    return tuple(dict.fromkeys(typed.strip().upper() for typed in form.all("tip") if typed.strip()))


def _lend(session: Session, keys: Session, number: str, form: Form, signed: Signed) -> str:
    lent = lending.lend(
        session,
        keys,
        number=number,
        person_id=_person(form.get("person")),
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )
    said = "Lent until this time tomorrow."
    if lent.named:
        said += f" {_tips(lent.named)} may name them, and stay with you."
    if lent.barred:
        said += f" {_tips(lent.barred)} from which somebody is barred {_stay(lent.barred)} with you."
    return said


def _end(session: Session, _: Session, number: str, form: Form, signed: Signed) -> str:
    person_id = _person(form.get("person"))
    lending.end(session, number=number, person_id=person_id, by=signed.holder, now=signed.now)
    return "Ended. They can open none of it any more; what they have read they have read."


DEEDS: Final[Mapping[str, Deed]] = {"put": _put, "lend": _lend, "end": _end}
"""What the forms of the room ask for, by the word in their button."""


def _tips(count: int) -> str:
    return "1 tip" if count == 1 else f"{count:,} tips"


def _stay(count: int) -> str:
    return "stays" if count == 1 else "stay"


def _person(written: str) -> PersonId:
    try:
        found = bytes.fromhex(written)
    except ValueError:
        found = b""
    return PersonId(found if len(found) == ID_SIZE else bytes(ID_SIZE))


def _enter(signed: Signed, number: str) -> None:
    holder, now = signed.holder, signed.now
    with signed.runtime.tips.transaction() as session:
        cases.announce_case(session, number=number, by=holder, now=now)
    lend_rest(signed, number)


def _view(signed: Signed, number: str) -> CaseView:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_case(session, keys, number=number, by=signed.holder, program=signed.program)
    signed.require(view.owner)
    return view


def _room(
    request: Request, signed: Signed, number: str, *, refusal: str = "", done: str = "", status: int = 200
) -> Response:
    view = _view(signed, number)
    words = _words(request, signed, view)
    team = frozenset({view.team_id})
    with signed.runtime.tips.read() as session:
        scope = replace(scope_of(signed), case_id=view.case_id, teams=team)
        found = queue(session, scope, Filters())
        names = names_of(session, signed.holder.program_id)
        folder = cases.find_case(session, number=number, by=signed.holder)
        standing = standing_of(session, folder, by=signed.holder.person_id, now=signed.now)
        loans = loans_in(session, program_id=folder.program_id, case_id=view.case_id, now=signed.now)
        lent = {loan.person_id for loan in loans}
        barred = people_barred(session, folder)
    may = lending.lendable(names, team=view.team_id, program=signed.program) - lent - barred
    return page(
        signed,
        "surge.html",
        here=HERE,
        status=status,
        refusal=refusal,
        done=done,
        case=view,
        queue=found,
        author=None if view.note is None else names.person(view.note.by),
        words=words,
        standing=standing,
        loans=[(names.person(loan.person_id) or "Somebody who is gone", loan) for loan in loans],
        may=sorted(((names.people[one].name, names.people[one].role, one) for one in may), key=str),
        nobody=NOBODY,
    )


def _words(request: Request, signed: Signed, view: CaseView) -> _Words:
    """What the case's words tell, once the index of who looks is up to date."""
    try:
        searched = _searched(request, signed)
    except SecondFactorNeeded as needed:
        return _Words(needed=needed.tips)
    except IndexClosed:
        raise SessionOver from None
    if isinstance(searched, Progress):
        return _Words(progress=searched)
    with signed.runtime.tips.read() as session:
        words = words_of_case(session, searched, case_id=view.case_id, team_id=view.team_id, by=signed.holder)
        if words is None:
            raise SessionOver
        names = by_name(words.texts)
        found = suggestions(session, words, names, by=signed.holder)
    return _Words(names, found, words.rows, unread=len(words.rows) - len(words.texts))


def _prepared(request: Request, signed: Signed) -> Prepared:
    rooms: Rooms = request.app.state.rooms
    return prepare(
        signed.runtime, rooms, ANYTHING, by=signed.holder, program=signed.program, sure=False, now=signed.now
    )


def _searched(request: Request, signed: Signed) -> list[Searched] | Progress:
    prepared = _prepared(request, signed)
    if prepared.reading is not None:
        wait(prepared.reading, seconds=PATIENCE)
        prepared = _prepared(request, signed)
    return list(prepared.searched) if prepared.progress is None else prepared.progress
