"""What is done round a conversation: be on it, hide a name, propose a question, choose a sentence."""

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.casework import claiming, conversation, masking, proposals
from tipline.casework.canned import canned_answers
from tipline.errors import KeyTrouble, NotPermitted, Refused
from tipline.intake.normalise import clean
from tipline.vocabulary import RecordId
from web.console.desk import Posted, Signed, SignedIn
from web.console.tip import Number, do, tip_page
from web.console.typed import id_of, typed_of
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}")

OWNERS: Final = "who holds the team whose tip it is, and may triage"
WE_HAVE_HIDDEN: Final = {
    "en": "We have hidden your name. Please do not send it again.",
    "fr": "Nous avons caché votre nom. Ne l'envoyez plus, s'il vous plaît.",
}
"""What a reporter is told who said who they are; in English where nobody wrote it in their language."""
TOLD: Final = "It is hidden in every view and copy, and the reporter is told not to send it again."
NOT_TOLD: Final = "It is hidden in every view and copy. The reporter could not be told: {why}"
FOR_COORDINATOR: Final = (
    "It is hidden in what was passed on to you. The coordinator is asked to hide it in the tip, and to tell "
    "the reporter."
)


@router.post("/claim")
@who_may(OWNERS)
def claim(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Say that one is on it, take it over from somebody, or give it back."""

    def deed(session: Session, keys_session: Session) -> None:
        if form.get("deed") == "give-back":
            claiming.give_back(session, keys_session, number=number, by=signed.holder, now=signed.now)
            return
        claiming.claim(
            session,
            keys_session,
            number=number,
            take_over=form.get("deed") == "take-over",
            by=signed.holder,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/named")
@who_may("who holds a grant for the tip")
def named(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Hide who the reporter is, and tell them; who may not answer asks the coordinator to."""
    said: list[str] = []

    def deed(session: Session, keys_session: Session) -> None:
        masking.hide_name(
            session,
            keys_session,
            number=number,
            words=clean(form.get("words")),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )
        said.append(_tell(signed, session, keys_session, number, language=form.get("language")))

    return do(request, signed, number, form, deed, done=said)


@router.post("/named/show")
@who_may(OWNERS)
def show_again(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Show again what was hidden by mistake."""

    def deed(session: Session, keys_session: Session) -> None:
        masking.show_again(
            session,
            keys_session,
            number=number,
            mask_id=form.get("mask"),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/propose")
@who_may("who was given the tip, and has a desk for it")
def propose(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Propose a question for the reporter."""

    def deed(session: Session, keys_session: Session) -> None:
        proposals.propose(
            session,
            keys_session,
            number=number,
            text=clean(form.get("text")),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/not-asked")
@who_may(OWNERS)
def not_asked(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Tell whoever proposed a question that it will not be asked."""

    def deed(session: Session, keys_session: Session) -> None:
        proposals.settle(
            session,
            keys_session,
            number=number,
            proposal=RecordId(id_of(form.get("proposal")) or b""),
            asked=False,
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/sentence")
@who_may(OWNERS)
def choose_sentence(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Put a sentence of the list behind what is in the answer's box; nothing is sent."""
    signed.require(signed.holder.role.may_triage)
    wanted = id_of(form.get("sentence"))
    with signed.runtime.tips.read() as session:
        sentences = canned_answers(session, signed.holder.program_id)
    words = next((one.words for one in sentences if one.answer_id == wanted), "")
    text = "\n".join(part for part in (clean(form.get("text")), words) if part)
    done = "It is in the box. Nothing is sent yet." if words else "Choose a sentence first."
    typed = typed_of(form) | {"text": text, "box": "answer"}
    return tip_page(request, signed, number, typed=typed, done=done)


def _tell(signed: Signed, session: Session, keys_session: Session, number: str, *, language: str) -> str:
    """Tell the reporter in this very transaction, and say whether they were."""
    words = WE_HAVE_HIDDEN.get(language, WE_HAVE_HIDDEN["en"])
    by, program, now = signed.holder, signed.program, signed.now
    try:
        conversation.answer(
            session, keys_session, number=number, text=words, question=False, by=by, program=program, now=now
        )
    except NotPermitted:
        proposals.propose(session, keys_session, number=number, text=words, by=by, program=program, now=now)
        return FOR_COORDINATOR
    except (Refused, KeyTrouble, CannotOpen) as refused:
        return NOT_TOLD.format(why=said_of(refused).title.lower() + ".")
    return TOLD
