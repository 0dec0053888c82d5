"""Outcomes that are due: the list, and one screen of two questions for a tip."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.casework import due, progress, reach
from tipline.casework.due import Due, Stage
from tipline.casework.people import names_of
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused, Unsuitable
from tipline.intake.normalise import clean
from tipline.vocabulary import Disposition, Role
from web.console import figures
from web.console.afterwards import said_after
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

HERE: Final = "/due"
WHO: Final = "to whom the tip was given in the first place"

STAGES: Final = {
    Stage.NOT_YET: "due soon",
    Stage.REMIND: "due",
    Stage.LIAISON: "ask the liaison",
    Stage.COMMANDER: "ask the commander",
    Stage.NO_ANSWER: "may be closed as “no answer”",
}
CHOOSE: Final = "Choose what became of the tip. It is still open."
NO_DAY: Final = (
    "Write until when you are still working on it as 2026-12-31: after today, and three months away at most. "
    "Nothing was changed."
)

router = APIRouter()

Number = Annotated[str, Path(max_length=16)]


@dataclass(frozen=True, slots=True)
class Line:
    """A tip of the list."""

    due: Due
    with_whom: str
    words: str


@router.get(HERE)
@who_may("everybody who works on tips, but integrity")
def show(request: Request, signed: SignedIn) -> Response:
    """For those who were given tips, theirs; for coordinators everything that is late, by how much."""
    role = signed.holder.role
    signed.require(role.may_work and role is not Role.INTEGRITY)
    with signed.runtime.tips.read() as session:
        if role.may_triage:
            found = due.all_due(session, by=signed.holder, on=signed.today)
        else:
            found = due.own_due(session, by=signed.holder, on=signed.today)
        names = names_of(session, signed.holder.program_id)
    lines = tuple(
        Line(
            one,
            names.team(one.unit_id) or names.person(one.assignee_id) or "somebody who is gone",
            STAGES[one.stage],
        )
        for one in found
    )
    return page(signed, "due.html", here=HERE, lines=lines, done=said_after(request))


@router.get("/tips/{number}/outcome")
@who_may(WHO)
def ask(number: Number, signed: SignedIn) -> Response:
    """What became of it, and in numbers; or until when it is worked on."""
    return _outcome_page(signed, number, Form(()))


@router.post("/tips/{number}/outcome")
@who_may(WHO)
def close(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Close the tip with what became of it."""
    disposition = next((each for each in Disposition if each.value == form.get("disposition")), None)
    if disposition is None:
        return _outcome_page(signed, number, form, refusal=CHOOSE, status=422)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            progress.close(
                session,
                keys,
                number=number,
                disposition=disposition,
                text=clean(form.get("outcome")),
                figures=figures.read_all(form),
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _outcome_page(signed, number, form, refusal=said.words, status=said.status)
    return RedirectResponse(f"{HERE}?done=outcome", 303)


@router.post("/tips/{number}/still-working")
@who_may(WHO)
def extend(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Say that work goes on."""
    try:
        until = _day(form)
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            due.still_working(session, keys, number=number, until=until, by=signed.holder, now=signed.now)
    except (NotPermitted, NothingHere):
        raise
    except Unsuitable:
        return _outcome_page(signed, number, form, refusal=NO_DAY, status=422)
    except Refused as refused:
        said = said_of(refused)
        return _outcome_page(signed, number, form, refusal=said.words, status=said.status)
    return RedirectResponse(f"{HERE}?done=still-working", 303)


def _day(form: Form) -> date:
    """The day of a form.

    Raises:
        Unsuitable: it is none.
    """
    try:
        return date.fromisoformat(form.get("until"))
    except ValueError:
        raise Unsuitable("day") from None


def _outcome_page(
    signed: Signed, number: str, form: Form, *, refusal: str = "", status: int = 200
) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        tip = reach.find(session, keys, number=number, by=signed.holder)
        signed.require(reach.standing(tip, of=signed.holder) is reach.Standing.PRIMARY)
        found = due.due_of(session, tip, on=signed.today)
        offence, still_open = tip.offence, tip.status.open
    names = ("disposition", "outcome", "until")
    return page(
        signed,
        "outcome.html",
        here=HERE,
        status=status,
        refusal=refusal,
        number=number,
        offence=offence,
        still_open=still_open,
        due=found,
        left=0 if found is None else due.EXTENSIONS - found.extensions,
        latest=signed.today + due.LONGEST,
        dispositions=tuple(each for each in Disposition if each is not Disposition.NO_ANSWER),
        asked=figures.AT_CLOSING,
        field=figures.field,
        typed={name: form.get(name) for name in names} | figures.typed_of(form),
    )
