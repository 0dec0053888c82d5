"""What reporters are answered: texts that did not leave, and sentences that a program often uses."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.casework import canned
from tipline.casework.unsent import unsent_texts
from tipline.errors import NotPermitted, Refused
from tipline.intake.normalise import clean
from web.console.afterwards import said_after
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.typed import id_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/answers")


@router.get("")
@who_may("who may triage")
def show(request: Request, signed: SignedIn) -> Response:
    """The list, below what did not leave."""
    return answers_page(signed, done=said_after(request))


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
        return answers_page(signed, form, refusal=said.words, status=said.status)
    return RedirectResponse("/answers", 303)


def answers_page(
    signed: Signed, form: Form | None = None, *, refusal: str = "", done: str = "", status: int = 200
) -> Response:
    """The page, with what was typed where it could not be kept."""
    form = form or Form(())
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.tips.read() as session:
        sentences = canned.canned_answers(session, signed.holder.program_id)
        unsent = unsent_texts(session, by=signed.holder)
        languages = canned.languages_of(session, signed.holder.program_id)
    return page(
        signed,
        "answers.html",
        here="/answers",
        status=status,
        sentences=sentences,
        languages=languages,
        unsent=unsent,
        refusal=refusal,
        done=done,
        typed={name: form.get(name) for name in ("answer", "language", "words")},
        most=canned.MOST,
    )
