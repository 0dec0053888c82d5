"""Who is barred from a tip or a case because of a conflict of interest: a page of its own beside each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Protocol, TypedDict, Unpack

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.access.originals import end_requests
from tipline.access.sessions import end_all
from tipline.casework import barring, letting_in
from tipline.casework.bar_views import view_bars
from tipline.casework.case_barring import bar_from_case, let_into_case, tips_of
from tipline.casework.case_bars import people_barred
from tipline.casework.case_views import view_case
from tipline.casework.cases import find_case
from tipline.casework.search.taking_out import take_out
from tipline.errors import KeyTrouble, NoSuchCase, NoSuchTip, NotPermitted, Refused
from tipline.holdings import Holder
from tipline.intake.normalise import clean
from tipline.keyring import ProgramKeys
from tipline.vocabulary import ID_SIZE, PersonId, TeamId, TipId
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

OF_TIP: Final = "/tips/{number}/barred"
OF_CASE: Final = "/cases/{number}/barred"
BAR, LET_IN = "bar", "let-in"
NO_DEED: Final = "Choose somebody, and what shall be done. Nothing was done."

Number = Annotated[str, Path(max_length=16)]


class Whom(TypedDict):
    """What both deeds are told, of a tip and of a case alike."""

    number: str
    person_id: PersonId
    by: Holder
    program: ProgramKeys
    now: datetime


class Bars(Protocol):
    """Bars somebody from a tip or from a case."""

    def __call__(
        self, session: Session, keys_session: Session, /, *, reason: str, **whom: Unpack[Whom]
    ) -> None:
        """Bar whom they are told, for a reason in words."""


class LetsIn(Protocol):
    """Lets somebody into it again."""

    def __call__(self, session: Session, keys_session: Session, /, **whom: Unpack[Whom]) -> None:
        """Let in whom they are told."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """Both deeds, on a tip or on a case."""

    bar: Bars
    let_in: LetsIn


@router.get(OF_TIP)
@who_may("who holds the team whose tip it is, and may triage; a unit liaison for their unit")
def show_tip(number: Number, signed: SignedIn) -> Response:
    """Who is barred from a tip."""
    return _tip_page(signed, number)


@router.post(OF_TIP)
@who_may("who holds the team whose tip it is, and may triage; a unit liaison for their unit")
def change_tip(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Bar somebody from a tip, or let them in."""
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_bars(session, keys, number=number, by=signed.holder, program=signed.program)

    deeds = Deeds(barring.bar, letting_in.let_in)
    refusal, status = _do(
        request, signed, form, deeds, number=number, team_id=view.team_id, tips=[view.tip_id]
    )
    if refusal:
        return _tip_page(signed, number, refusal=refusal, status=status, form=form)
    return RedirectResponse(f"/tips/{number}/barred", 303)


@router.get(OF_CASE)
@who_may("who holds the team whose case it is, and may triage")
def show_case(number: Number, signed: SignedIn) -> Response:
    """Who is barred from a case."""
    return _case_page(signed, number)


@router.post(OF_CASE)
@who_may("who holds the team whose case it is, and may triage")
def change_case(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Bar somebody from a case and its tips, or let them in."""
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_case(session, keys, number=number, by=signed.holder, program=signed.program)
        tips = tips_of(session, number=number, by=signed.holder)

    deeds = Deeds(bar_from_case, let_into_case)
    refusal, status = _do(request, signed, form, deeds, number=number, team_id=view.team_id, tips=tips)
    if refusal:
        return _case_page(signed, number, refusal=refusal, status=status, form=form)
    return RedirectResponse(f"/cases/{number}/barred", 303)


def _do(
    request: Request,
    signed: Signed,
    form: Form,
    deeds: Deeds,
    *,
    number: str,
    team_id: TeamId,
    tips: Collection[TipId],
) -> tuple[str, int]:
    """Do what the form asks for, and after a bar end what the person has open; what was refused, in words."""
    wanted, person_id = form.get("deed"), _person(form.get("person"))
    if wanted not in {BAR, LET_IN} or person_id is None:
        return NO_DEED, 422
    runtime = signed.runtime
    whom = Whom(number=number, person_id=person_id, by=signed.holder, program=signed.program, now=signed.now)
    try:
        with runtime.keys_store.read() as keys, runtime.tips.transaction() as session:
            if wanted == BAR:
                deeds.bar(session, keys, reason=clean(form.get("reason")), **whom)
            else:
                deeds.let_in(session, keys, **whom)
    except (NotPermitted, NoSuchTip, NoSuchCase):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return said.words, said.status
    if wanted == BAR:
        after_bar(request, signed, person_id=person_id, team_id=team_id, tips=tips)
    return "", 303


def after_bar(
    request: Request, signed: Signed, *, person_id: PersonId, team_id: TeamId, tips: Collection[TipId]
) -> None:
    """Take tips out of what is searched, and end what whoever is barred has open: their keys are wiped."""
    take_out(
        signed.runtime,
        request.app.state.rooms,
        team_id=team_id,
        tips=tips,
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )
    with signed.runtime.keys_store.transaction() as keys:
        end_requests(keys, program_id=signed.holder.program_id, person_id=person_id)
    end_all(signed.runtime, program_id=signed.holder.program_id, person_id=person_id)


def after_put(request: Request, signed: Signed, *, number: str) -> None:
    """After tips came into a case: what `after_bar` does, for everybody who is barred from it."""
    with signed.runtime.tips.read() as session:
        case = find_case(session, number=number, by=signed.holder)
        people = people_barred(session, case)
        tips = tips_of(session, number=number, by=signed.holder) if people else frozenset()
    for person_id in people:
        after_bar(request, signed, person_id=person_id, team_id=case.team_id, tips=tips)


def _tip_page(
    signed: Signed, number: str, *, refusal: str = "", status: int = 200, form: Form | None = None
) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_bars(session, keys, number=number, by=signed.holder, program=signed.program)
    return _page(
        signed,
        refusal=refusal,
        status=status,
        form=form,
        called=number,
        back=f"/tips/{number}",
        is_case=False,
        owner=view.owner,
        barred=view.barred,
        could_be=view.could_be,
        lacking=view.lacking,
        reasons="",
    )


def _case_page(
    signed: Signed, number: str, *, refusal: str = "", status: int = 200, form: Form | None = None
) -> Response:
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        view = view_case(session, keys, number=number, by=signed.holder, program=signed.program)
    return _page(
        signed,
        refusal=refusal,
        status=status,
        form=form,
        called=view.title.text if view.title else number,
        back=f"/cases/{number}",
        is_case=True,
        owner=view.owner,
        barred=view.barred,
        could_be=view.may_be_barred,
        lacking=view.lacking,
        reasons=view.conflict.text if view.conflict else "",
    )


def _page(
    signed: Signed, *, refusal: str, status: int, form: Form | None, back: str, **values: object
) -> Response:
    return page(
        signed,
        "barred.html",
        here="/" if back.startswith("/tips") else "/cases",
        status=status,
        refusal=refusal,
        back=back,
        typed={name: form.get(name) if form else "" for name in ("reason", "person")},
        me=signed.holder.person_id,
        **values,
    )


def _person(written: str) -> PersonId | None:
    try:
        found = bytes.fromhex(written)
    except ValueError:
        return None
    return PersonId(found) if len(found) == ID_SIZE else None
