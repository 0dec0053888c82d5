"""How a program texts: the hours between which its answers leave, and what it says in its own words."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from tipline.access import texting
from tipline.errors import Unsuitable
from tipline.hours import LAST_HOUR
from tipline.intake.texts.own_words import LONGEST, WordsRefused, every_answer, keep_words
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.tongues import TONGUES
from tipline.languages import LANGUAGES, USUAL
from web.console.desk import Posted, Signed, SignedIn, page
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/texting")

WHEN: Final[Mapping[Answer, str]] = {
    Answer.RECEIVED: "The first reply of a tip",
    Answer.ADDED: "Thanks for a later text, once",
    Answer.NAMELESS: "Thanks, where a text seems to say who wrote it, once",
    Answer.ASK: "To a keyword, or NEW, alone",
    Answer.STOPPED: "To STOP",
    Answer.STARTED: "To START",
    Answer.HELP: "To HELP",
    Answer.REWARD: "To REWARD",
}
NO_WORDS = "Nothing was changed: {why}."
NO_HOURS = "Nothing was changed: the first hour must come before the last, both of one day."


@router.get("")
@who_may("who may confirm people")
def show(signed: SignedIn, language: Annotated[str, Query(max_length=8)] = "") -> Response:
    """The hours and the words, as they are; the words in one language at a time."""
    return _page(signed, language=language)


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


@router.post("/words")
@who_may("who may confirm people")
def set_words(signed: SignedIn, form: Posted) -> Response:
    """Say an answer in other words, or as every program says it."""
    language, answer = form.get("language"), form.get("answer")
    usual = form.get("deed") == "usual"
    try:
        with signed.runtime.tips.transaction() as session:
            keep_words(
                session,
                language=language,
                answer=answer,
                words="" if usual else form.get("words"),
                by=signed.holder,
                now=signed.now,
            )
    except WordsRefused as refused:
        return _page(
            signed,
            refused=NO_WORDS.format(why=refused.why),
            at=(language, answer),
            typed=form.get("words"),
        )
    return RedirectResponse(f"/texting?language={language}#{answer}", 303)


def _hour(form: Form, name: str) -> int:
    """An hour as it was chosen; one that is none is refused with the others."""
    typed = form.get(name)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len("24") else -1


def _page(
    signed: Signed,
    *,
    language: str = "",
    refused: str = "",
    at: tuple[str, str] = ("", ""),
    typed: str = "",
) -> Response:
    signed.require(signed.holder.role.may_confirm)
    with signed.runtime.tips.read() as session:
        hours = texting.hours_of(session, signed.holder.program_id)
        every = every_answer(session, signed.holder.program_id)
    chosen = at[0] or language
    if chosen not in TONGUES:
        chosen = USUAL.tag
    return page(
        signed,
        "texting.html",
        here="/texting",
        status=422 if refused else 200,
        hours=hours,
        every_hour=range(LAST_HOUR + 1),
        refused=refused,
        every=[one for one in every if one.language == chosen],
        chosen=LANGUAGES[chosen],
        languages=[LANGUAGES[tag] for tag in TONGUES],
        when=WHEN,
        at=at[1],
        typed=typed,
        most=LONGEST,
    )
