"""What a program has set: how many files its form takes, and what is told of a leak that it announced."""

from datetime import date

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.access.file_limits import own_limits, set_limits
from tipline.access.leak_notice import LONGEST, take_back, tell_of_leak
from tipline.errors import NothingHere, TextEmpty, TextTooLong, Unsuitable
from tipline.file_limits import FileLimits
from tipline.languages import LANGUAGES
from tipline.leak import Leak, read_leak
from web.console.desk import Posted, Signed, SignedIn, page
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/program")

WHO = "who manages the program"

DOWN = "down"
NO_LIMITS = (
    "Nothing was changed: write how many files, from 0 to {most}, and how many megabytes, from 1 to "
    "{megabytes}."
)
NO_ENGLISH = (
    "Nothing was changed: write it in English, which is shown to whoever reads a language that it has no "
    "words in."
)
TOO_LONG = f"Nothing was changed: in one language it can have {LONGEST:,} characters."
NO_DAY = "Nothing was changed: say on which day it was announced, today or before."


@router.get("")
@who_may(WHO)
def show(signed: SignedIn) -> Response:
    """How it stands."""
    return _page(signed)


@router.post("")
@who_may(WHO)
def change(signed: SignedIn, form: Posted) -> Response:
    """Set how many files come with a tip, and how large."""
    site = _site(signed)
    limits = FileLimits(_number(form.get("most")), _number(form.get("megabytes")))
    try:
        with signed.runtime.tips.transaction() as session:
            set_limits(session, limits, site=site, by=signed.holder, now=signed.now)
    except Unsuitable:
        refused = NO_LIMITS.format(most=site.most, megabytes=f"{site.megabytes:,}")
        return _page(signed, refused=refused, typed=form)
    return RedirectResponse("/program", 303)


@router.get("/leak")
@who_may(WHO)
def leak(signed: SignedIn) -> Response:
    """What is told of a leak, in each language."""
    return _leak_page(signed)


@router.post("/leak")
@who_may(WHO)
def tell(signed: SignedIn, form: Posted) -> Response:
    """Put the notice up or write it anew, or take it back."""
    try:
        with signed.runtime.tips.transaction() as session:
            if form.get("deed") == DOWN:
                take_back(session, by=signed.holder, now=signed.now)
            else:
                tell_of_leak(
                    session,
                    words={tag: form.get(f"words-{tag}") for tag in LANGUAGES},
                    day=_day(form.get("day")),
                    today=signed.today,
                    by=signed.holder,
                    now=signed.now,
                )
    except TextEmpty:
        return _leak_page(signed, refused=NO_ENGLISH, typed=form)
    except TextTooLong:
        return _leak_page(signed, refused=TOO_LONG, typed=form)
    except Unsuitable:
        return _leak_page(signed, refused=NO_DAY, typed=form)
    except NothingHere:  # pressed twice: it is down
        pass
    return RedirectResponse("/program/leak", 303)


def _page(signed: Signed, *, refused: str = "", typed: Form | None = None) -> Response:
    signed.require(signed.holder.role.may_manage)
    site = _site(signed)
    with signed.runtime.tips.read() as session:
        own = own_limits(session, signed.holder.program_id, site=site)
        told = read_leak(session.connection(), signed.holder.program_id)
    return page(
        signed,
        "program.html",
        here="/program",
        status=422 if refused else 200,
        refused=refused,
        site=site,
        most=own.most if typed is None else typed.get("most"),
        megabytes=own.megabytes if typed is None else typed.get("megabytes"),
        leak=told,
    )


def _leak_page(signed: Signed, *, refused: str = "", typed: Form | None = None) -> Response:
    signed.require(signed.holder.role.may_manage)
    with signed.runtime.tips.read() as session:
        told = read_leak(session.connection(), signed.holder.program_id)
    return page(
        signed,
        "leak.html",
        here="/program",
        status=422 if refused else 200,
        refused=refused,
        leak=told,
        languages=tuple(LANGUAGES.values()),
        words={tag: _words(told, tag) if typed is None else typed.get(f"words-{tag}") for tag in LANGUAGES},
        day=(told.day if told else signed.today).isoformat() if typed is None else typed.get("day"),
        today=signed.today.isoformat(),
        longest=LONGEST,
    )


def _words(told: Leak | None, tag: str) -> str:
    return told.words.get(tag, "") if told else ""


def _site(signed: Signed) -> FileLimits:
    settings = signed.runtime.settings
    return FileLimits(settings.files_most, settings.files_megabytes)


def _number(typed: str) -> int:
    """A number as it was typed; less than nothing where it is none."""
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len("9999") else -1


def _day(typed: str) -> date:
    """A day as it was typed; one that is refused where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return date.max
