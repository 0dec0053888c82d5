"""How a program texts: the hours between which its answers leave."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.access import texting
from tipline.errors import Unsuitable
from tipline.hours import LAST_HOUR
from web.console.desk import Posted, Signed, SignedIn, page
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/texting")

NO_HOURS = "Nothing was changed: the first hour must come before the last, both of one day."


@router.get("")
@who_may("who may confirm people")
def show(signed: SignedIn) -> Response:
    """The hours, as they are."""
    return _page(signed)


@router.post("/hours")
@who_may("who may confirm people")
def set_hours(signed: SignedIn, form: Posted) -> Response:
    """Let answers leave between two hours."""
    try:
        with signed.runtime.tips.transaction() as session:
            texting.set_hours(
                session,
                first=_hour(form, "first"),
                last=_hour(form, "last"),
                by=signed.holder,
                now=signed.now,
            )
    except Unsuitable:
        return _page(signed, refused=NO_HOURS)
    return RedirectResponse("/texting", 303)


def _hour(form: Form, name: str) -> int:
    """An hour as it was chosen; one that is none is refused with the others."""
    typed = form.get(name)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len("24") else -1


def _page(signed: Signed, *, refused: str = "") -> Response:
    signed.require(signed.holder.role.may_confirm)
    with signed.runtime.tips.read() as session:
        hours = texting.hours_of(session, signed.holder.program_id)
    return page(
        signed,
        "texting.html",
        here="/texting",
        status=422 if refused else 200,
        hours=hours,
        every_hour=range(LAST_HOUR + 1),
        refused=refused,
    )
