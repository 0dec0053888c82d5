"""The box on a tip in which a life is in danger: pass on now."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from tipline.alerts.numbers import Centre, centres, outside_of
from tipline.alerts.standing import owed_for
from tipline.casework import danger, reach
from tipline.casework.danger import LIMIT, TheCall
from tipline.casework.views import TipView
from tipline.errors import TextTooLong, Unsuitable
from web.console.dates import clock, moment
from web.console.desk import Posted, Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}")

Number = Annotated[str, Path(max_length=16)]

FIELDS: Final = ("whom", "event", "at", "what", "where", "when")

REFUSALS: Final = {
    "danger": "No life is in danger in this tip by now. Nothing was kept.",
    "whom": "Write whom you told. Nothing was kept yet; what you typed is still here.",
    "at": "Write when you told them. Nothing was kept yet; what you typed is still here.",
    "what": "Write what you said is happening. Nothing was kept yet; what you typed is still here.",
    "where": "Write where you said that it is. Nothing was kept yet; what you typed is still here.",
    "when": "Write when you said that it happens. Nothing was kept yet; what you typed is still here.",
}


@dataclass(frozen=True, slots=True)
class DangerBox:
    """What the box shows."""

    centres: tuple[Centre, ...]
    outside: str
    now: str
    """The time of day, to begin with."""
    scrub_by: str
    """Empty, where nothing is owed."""
    over: bool
    """Whether the tip is finished: it can be given to nobody, and having opened it has ended its page."""


def danger_box(signed: Signed, view: TipView) -> DangerBox | None:
    """The box of a tip; none where no life is in danger, or the tip is not this person's to deal with."""
    if not view.permits.sort or not danger.in_danger(view):
        return None
    return _box(signed, view.head.number, over=not view.head.status.open)


def _box(signed: Signed, number: str, *, over: bool) -> DangerBox:
    program_id = signed.holder.program_id
    with signed.runtime.tips.read() as session:
        due = owed_for(session, by=signed.holder, number=number)
        return DangerBox(
            centres=centres(session, program_id),
            outside=outside_of(session, program_id),
            now=clock(signed.now, zone=signed.zone),
            scrub_by="" if due is None else moment(due, zone=signed.zone),
            over=over,
        )


@router.post("/told")
@who_may("who holds the team whose tip it is, and may triage")
def told(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Keep what was passed on by phone, or say what is missing beside what was typed."""
    typed = {name: form.get(name) for name in FIELDS}
    try:
        with signed.runtime.keys_store.read() as keys_session, signed.runtime.tips.transaction() as session:
            danger.told_by_phone(
                session,
                keys_session,
                number=number,
                call=TheCall(**typed),
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except Unsuitable as unsuitable:
        return _pass_on_page(signed, number, typed, refusal=REFUSALS[unsuitable.what], about=unsuitable.what)
    except TextTooLong:
        refusal = (
            f"Each line has {LIMIT} letters at most. Nothing was kept yet; what you typed is still here."
        )
        return _pass_on_page(signed, number, typed, refusal=refusal)
    return RedirectResponse(f"/tips/{number}?done=told", 303)


def _pass_on_page(
    signed: Signed, number: str, typed: dict[str, str], *, refusal: str, about: str = ""
) -> Response:
    with signed.runtime.keys_store.read() as keys_session, signed.runtime.tips.read() as session:
        tip = reach.find_own(session, keys_session, number=number, by=signed.holder)
        over = not tip.status.open
    return page(
        signed,
        "pass_on.html",
        here="/",
        status=422,
        number=number,
        box=_box(signed, number, over=over),
        typed=typed,
        refusal=refusal,
        about=about,
    )
