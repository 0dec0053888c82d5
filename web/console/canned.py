"""The sentences that a program often answers with: a plain list to add to, change and shorten."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.casework import canned
from tipline.errors import NotPermitted, Refused
from tipline.intake.normalise import clean
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.typed import id_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/answers")


@router.get("")
@who_may("who may triage")
def show(signed: SignedIn) -> Response:
    """The list."""
    return _list(signed, Form(()))


@router.post("")
@who_may("who may triage")
def change(signed: SignedIn, form: Posted) -> Response:
    """Add a sentence, write one anew, or take one off the list."""
    written = form.get("answer")
    answer_id = id_of(written)
    try:
        with signed.runtime.tips.transaction() as session:
            if form.get("deed") == "remove":
                canned.remove(session, answer_id=answer_id or b"", by=signed.holder, now=signed.now)
            else:
                canned.keep(
                    session,
                    answer_id=(answer_id or b"") if written else None,
                    language=form.get("language"),
                    words=clean(form.get("words")),
                    by=signed.holder,
                    now=signed.now,
                )
    except NotPermitted:
        raise
    except Refused as refused:
        said = said_of(refused)
        return _list(signed, form, refusal=said.words, status=said.status)
    return RedirectResponse("/answers", 303)


def _list(signed: Signed, form: Form, *, refusal: str = "", status: int = 200) -> Response:
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.tips.read() as session:
        sentences = canned.canned_answers(session, signed.holder.program_id)
        languages = canned.languages_of(session, signed.holder.program_id)
    return page(
        signed,
        "answers.html",
        here="/answers",
        status=status,
        sentences=sentences,
        languages=languages,
        refusal=refusal,
        typed={name: form.get(name) for name in ("answer", "language", "words")},
        most=canned.MOST,
    )
