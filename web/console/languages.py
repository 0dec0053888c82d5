"""The languages of the form: for each, who reads it and within how many days, or that it is off."""

from contextlib import suppress

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.access import languages
from tipline.errors import NothingHere, Unsuitable
from tipline.vocabulary import PersonId
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.typed import id_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/languages")

NO_READER = "Nothing was changed: choose somebody of the inbox who reads this language."
NO_DAYS = f"Nothing was changed: write within how many days, from 1 to {languages.MOST_DAYS}."


@router.get("")
@who_may("who may confirm people")
def show(signed: SignedIn) -> Response:
    """Every language, and how it stands."""
    return _page(signed)


@router.post("")
@who_may("who may confirm people")
def change(signed: SignedIn, form: Posted) -> Response:
    """Switch a language on or off, or change who reads it."""
    language = form.get("language")
    try:
        with signed.runtime.tips.transaction() as session:
            if form.get("deed") == "off":
                with suppress(NothingHere):  # pressed twice: it is off
                    languages.switch_off(session, language=language, by=signed.holder, now=signed.now)
            else:
                languages.switch_on(
                    session,
                    language=language,
                    person_id=PersonId(id_of(form.get("reader")) or b""),
                    days=_days(form),
                    by=signed.holder,
                    now=signed.now,
                )
    except NothingHere:
        return _page(signed, language, refused=NO_READER)
    except Unsuitable:
        return _page(signed, language, refused=NO_DAYS)
    return RedirectResponse("/languages", 303)


def _days(form: Form) -> int:
    typed = form.get("days").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len("99") else 0


def _page(signed: Signed, language: str = "", *, refused: str = "") -> Response:
    signed.require(signed.holder.role.may_confirm)
    with signed.runtime.tips.read() as session:
        every = languages.readings(session, signed.holder.program_id)
        readers = languages.readers(session, signed.holder.program_id)
    return page(
        signed,
        "languages.html",
        here="/languages",
        status=422 if refused else 200,
        every=every,
        readers=readers,
        refused=refused,
        at=language,
        most=languages.MOST_DAYS,
    )
