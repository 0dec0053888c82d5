"""One case: its tips, who is on it, and the note with which it is handed over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline.casework import cases
from tipline.casework.case_papers import LONGEST
from tipline.casework.case_views import view_case
from tipline.casework.people import names_of
from tipline.casework.queue import Filters, queue
from tipline.errors import NoSuchCase, NotPermitted, Refused
from tipline.store.case_tables import PaperKind
from tipline.vocabulary import ID_SIZE, PersonId
from web.console.cases import HERE
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.queue_choice import DIGITS
from web.console.queue_view import scope_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/cases/{number}")

NO_DEED: Final = "Choose what shall be done with the case. Nothing was done."

Number = Annotated[str, Path(max_length=16)]
Deed = Callable[[Session, str, Form, Signed], None]


@router.get("")
@who_may("who holds the team whose case it is, and may triage; and who is on the case, of their own tips")
def show(request: Request, number: Number, signed: SignedIn) -> Response:
    """Write down who opens the case, then open what is written about it."""
    signed.require(signed.holder.role.may_work)
    with signed.runtime.tips.transaction() as session:
        cases.announce_case(session, number=number, by=signed.holder, now=signed.now)
    asked = request.query_params.get("page", "")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else 1
    return _case_page(signed, number, at=at)


@router.post("")
@who_may("who holds the team whose case it is, and may triage")
def change(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Do one thing with the case."""
    signed.require(signed.holder.role.may_triage)
    deed = DEEDS.get(form.get("deed"))
    if deed is None:
        return _case_page(signed, number, refusal=NO_DEED, status=422)
    try:
        with signed.runtime.tips.transaction() as session:
            deed(session, number, form, signed)
    except (NotPermitted, NoSuchCase):
        raise
    except Refused as refused:
        said = said_of(refused)
        typed = {name: form.get(name) for name in ("title", "note")}
        return _case_page(signed, number, refusal=said.words, status=said.status, typed=typed)
    return RedirectResponse(f"{HERE}/{number}", 303)


def _rename(session: Session, number: str, form: Form, signed: Signed) -> None:
    cases.rename(
        session,
        number=number,
        title=form.get("title"),
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )


def _hand_over(session: Session, number: str, form: Form, signed: Signed) -> None:
    cases.hand_over(
        session,
        number=number,
        text=form.get("note").replace("\r\n", "\n"),
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )


def _close(session: Session, number: str, _: Form, signed: Signed) -> None:
    cases.close_case(session, number=number, by=signed.holder, now=signed.now)


def _reopen(session: Session, number: str, _: Form, signed: Signed) -> None:
    cases.reopen_case(session, number=number, by=signed.holder, now=signed.now)


def _take_out(session: Session, number: str, form: Form, signed: Signed) -> None:
    cases.take_out(session, number=form.get("tip"), of=number, by=signed.holder, now=signed.now)


def _join(session: Session, number: str, form: Form, signed: Signed) -> None:
    cases.join(
        session, number=number, person_id=_person(form.get("person")), by=signed.holder, now=signed.now
    )


def _part(session: Session, number: str, form: Form, signed: Signed) -> None:
    cases.part(session, number=number, person_id=_person(form.get("off")), by=signed.holder, now=signed.now)


DEEDS: Final[Mapping[str, Deed]] = {
    "rename": _rename,
    "hand-over": _hand_over,
    "close": _close,
    "reopen": _reopen,
    "take-out": _take_out,
    "join": _join,
    "part": _part,
}
"""What the forms of the page ask for, by the word in their button."""


def _person(written: str) -> PersonId:
    try:
        found = bytes.fromhex(written)
    except ValueError:
        found = b""
    return PersonId(found if len(found) == ID_SIZE else bytes(ID_SIZE))


def _case_page(
    signed: Signed,
    number: str,
    *,
    at: int = 1,
    refusal: str = "",
    status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_case(session, keys, number=number, by=signed.holder, program=signed.program)
        scope = scope_of(signed)
        found = queue(
            session,
            replace(
                scope,
                case_id=view.case_id,
                teams=frozenset({view.team_id}) if view.owner else frozenset(),
            ),
            Filters(),
            page=at,
        )
        names = names_of(session, signed.holder.program_id)
    return page(
        signed,
        "case.html",
        here=HERE if view.owner else "/",
        status=status,
        refusal=refusal,
        case=view,
        queue=found,
        me=signed.holder.person_id,
        author=None if view.note is None else names.person(view.note.by),
        typed={"title": "", "note": ""} | dict(typed or {}),
        longest=LONGEST,
        kinds=PaperKind,
    )
