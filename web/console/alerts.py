"""How I am told: each person's own choice of what they are told of, where, and when."""

from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.alerts.choices import Choice, choice_of, choose, may_choose
from tipline.alerts.screen import choose_on_screen, on_screen
from tipline.errors import NotAMailAddress, NotAPhoneNumber, Unsuitable
from tipline.private import MailAddress, PhoneNumber
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.queue_view import BELL
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

REFUSALS: Final = {
    "email": "Write the address that letters go to, as name@example.org. Nothing was changed.",
    "phone": "Write your number with its country, as +1 416 555 0100. Nothing was changed.",
    "digest_hour": "Choose an hour of the list. Nothing was changed.",
}
FIELDS: Final = ("email", "phone", "alerts", "digest_hour", "monthly")
MOST: Final = len("23")


@router.get("/my-alerts")
@who_may("who reads tips, or may see the month")
def show(signed: SignedIn) -> Response:
    """What this person chose."""
    signed.require(may_choose(signed.holder.role))
    with signed.runtime.tips.read() as session:
        choice = choice_of(session, signed.holder)
    return _alerts_page(signed, _typed(choice))


@router.post("/my-alerts")
@who_may("who reads tips, or may see the month; for themselves")
def keep(signed: SignedIn, form: Posted) -> Response:
    """Keep what this person chose, or say why not."""
    signed.require(may_choose(signed.holder.role))
    try:
        choice = _read(form)
        with signed.runtime.tips.transaction() as session:
            choose(session, choice, by=signed.holder, now=signed.now)
    except Unsuitable as unsuitable:
        typed = {name: form.get(name) for name in FIELDS}
        return _alerts_page(signed, typed, refused=unsuitable.what)
    return RedirectResponse("/my-alerts", 303)


@router.post("/my-alerts/screen")
@who_may("who holds a queue; for themselves")
def keep_screen(signed: SignedIn, form: Posted) -> Response:
    """Let the browser in which the queue is open say that a life is in danger, or no longer."""
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.tips.transaction() as session:
        choose_on_screen(session, wanted=form.get("deed") == "on", by=signed.holder, now=signed.now)
    return RedirectResponse("/my-alerts", 303)


def _alerts_page(signed: Signed, typed: dict[str, str], *, refused: str = "") -> Response:
    role = signed.holder.role
    with signed.runtime.tips.read() as session:
        screen = on_screen(session, signed.holder)
    return page(
        signed,
        "alerts.html",
        here="/my-alerts",
        status=422 if refused else 200,
        typed=typed,
        refused=refused,
        refusal=REFUSALS.get(refused, ""),
        tips=role.may_work,
        bell=role.may_triage,
        says=BELL,
        screen=screen,
        month=role.may_see_month,
        mails=signed.runtime.settings.smtp_host is not None,
    )


def _read(form: Form) -> Choice:
    """What was typed.

    Raises:
        Unsuitable: an address or a number that is none.
    """
    email = phone = hour = None
    try:
        email = MailAddress.read(form.get("email")) if form.get("email").strip() else None
        phone = PhoneNumber.read(form.get("phone")) if form.get("phone").strip() else None
    except NotAMailAddress:
        raise Unsuitable("email") from None
    except NotAPhoneNumber:
        raise Unsuitable("phone") from None
    written = form.get("digest_hour")
    if written:
        hour = -1
        with suppress(ValueError):
            hour = int(written[: MOST + 1])
    return Choice(
        email=email,
        phone=phone,
        alerts=form.get("alerts") == "yes",
        digest_hour=hour,
        monthly=form.get("monthly") == "yes",
    )


def _typed(choice: Choice) -> dict[str, str]:
    return {
        "email": "" if choice.email is None else choice.email.address,
        "phone": "" if choice.phone is None else choice.phone.e164,
        "alerts": "yes" if choice.alerts else "",
        "digest_hour": "" if choice.digest_hour is None else str(choice.digest_hour),
        "monthly": "yes" if choice.monthly else "",
    }
