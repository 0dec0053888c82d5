"""One tip: what was said, and everything that is done with it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.access.texting import hours_of
from tipline.casework import conversation, progress, proposals, relations, tip, withdrawal
from tipline.casework import figures as casework_figures
from tipline.casework.canned import canned_answers
from tipline.casework.cards import carded, cards_of
from tipline.casework.case_views import cases_of_tip
from tipline.casework.handed_over import rule_of
from tipline.casework.search.desk import at_hand
from tipline.casework.search.links import links_of
from tipline.casework.views import TipView
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused, SaysTooMuch, TooManySegments
from tipline.figures import Figure
from tipline.intake.normalise import clean
from tipline.log import Event, log
from tipline.vocabulary import Disposition, Offence, Priority, RecordId
from web.console import figures, relating
from web.console.afterwards import deed_of, said_after
from web.console.beside import beside
from web.console.danger import danger_box
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.dispatching import recipient_of
from web.console.linking import said_in, told_in
from web.console.long_thread import asked_part, part_of
from web.console.on_it import on_it_row
from web.console.queue_view import chosen, waiting
from web.console.shown_files import shown_files
from web.console.typed import asked_of, id_of, typed_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}")

SEGMENT_LIMIT = 2
"""Text messages that an answer may become without being asked about."""

Number = Annotated[str, Path(max_length=16)]
Deed = Callable[[Session, Session], None]

CHANGES: Final = {
    "withdraw": withdrawal.withdraw,
    "original": withdrawal.grant_original,
    "original-back": withdrawal.take_original_back,
}
"""What can be changed of what somebody has of a tip."""


@router.get("")
@who_may("who holds a grant for the tip")
def show(request: Request, number: Number, signed: SignedIn) -> Response:
    """Write down who opens the tip, then open it."""
    ask = id_of(request.query_params.get("ask", ""))
    return tip_page(request, signed, number, ask=ask, done=said_after(request))


@router.post("/answer")
@who_may("who holds the team whose tip it is, and may triage")
def answer(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Answer the reporter, or ask them something."""
    proposal = id_of(form.get("proposal"))

    def deed(session: Session, keys_session: Session) -> None:
        conversation.answer(
            session,
            keys_session,
            number=number,
            text=clean(form.get("text")),
            question=form.get("question") == "yes",
            segment_limit=None if form.get("anyway") == "yes" else SEGMENT_LIMIT,
            when_safe=form.get("safe") == "yes",
            reason=form.get("reason"),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )
        if proposal is not None:
            proposals.settle(
                session,
                keys_session,
                number=number,
                proposal=RecordId(proposal),
                asked=True,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )

    return do(request, signed, number, form, deed)


@router.post("/note")
@who_may("who holds a grant for the tip, and has a desk for it")
def note(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Write a note that no reporter sees."""

    def deed(session: Session, keys_session: Session) -> None:
        conversation.note(
            session,
            keys_session,
            number=number,
            text=clean(form.get("text")),
            private=form.get("private") == "yes",
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/recipient")
@who_may("who holds the team whose tip it is, and may triage")
def change_recipient(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Take the tip back from somebody, or let them read the reporter's own words, or no longer."""
    change = CHANGES.get(form.get("deed"))
    recipient = recipient_of(form.get("recipient"))
    if change is None or recipient is None:
        said = "Choose what to change, and for whom. Nothing was done."
        return tip_page(request, signed, number, refusal=said)

    def deed(session: Session, keys_session: Session) -> None:
        change(
            session,
            keys_session,
            number=number,
            recipient=recipient,
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/start")
@who_may("to whom the tip was given")
def start(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Say that the tip is being worked on."""

    def deed(session: Session, keys_session: Session) -> None:
        progress.start(session, keys_session, number=number, by=signed.holder, now=signed.now)

    return do(request, signed, number, form, deed)


@router.post("/sort")
@who_may("who holds the team whose tip it is, and may triage")
def sort(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Say what the tip is about, and how urgent it is."""
    try:
        offence, priority = Offence(form.get("offence")), Priority(form.get("priority"))
    except ValueError:
        return tip_page(
            request,
            signed,
            number,
            refusal="Choose an offence and a priority of the lists. Nothing was done.",
        )

    def deed(session: Session, keys_session: Session) -> None:
        progress.sort(
            session,
            keys_session,
            number=number,
            offence=offence,
            priority=priority,
            by=signed.holder,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/close")
@who_may("who holds the team whose tip it is and may triage, or to whom the tip was given")
def close(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Close the tip with what became of it."""
    try:
        disposition = Disposition(form.get("disposition"))
    except ValueError:
        return tip_page(
            request,
            signed,
            number,
            typed=typed_of(form),
            refusal="Choose what became of the tip. It is still open.",
        )

    def deed(session: Session, keys_session: Session) -> None:
        progress.close(
            session,
            keys_session,
            number=number,
            disposition=disposition,
            text=clean(form.get("outcome")),
            figures=figures.read_all(form),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


@router.post("/figures")
@who_may("who holds the team whose tip it is and may triage, or to whom the tip was given")
def record_figure(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Add to what came of the tip, or correct it."""
    try:
        figure = Figure(form.get("figure"))
    except ValueError:
        said = "Choose what came of the tip. Nothing was done."
        return tip_page(request, signed, number, typed=typed_of(form), refusal=said)

    def deed(session: Session, keys_session: Session) -> None:
        value = figures.read_one(figure, form.get("value"))
        if form.get("deed") == "correct":
            casework_figures.correct(
                session,
                keys_session,
                number=number,
                figure=figure,
                to=value,
                by=signed.holder,
                now=signed.now,
            )
        else:
            casework_figures.record(
                session,
                keys_session,
                number=number,
                figures={figure: value},
                by=signed.holder,
                now=signed.now,
            )

    return do(request, signed, number, form, deed)


@router.post("/spam")
@who_may("who holds the team whose tip it is, and may triage")
def spam(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """End a tip that is none."""

    def deed(session: Session, keys_session: Session) -> None:
        progress.mark_spam(session, keys_session, number=number, by=signed.holder, now=signed.now)

    return do(request, signed, number, form, deed)


def do(
    request: Request, signed: Signed, number: str, form: Form, deed: Deed, *, done: Sequence[str] = ()
) -> Response:
    """Do a deed in one transaction and show the tip again; a refusal is said beside what was typed.

    What the deed leaves in `done` is said on the page that follows.

    What there is no right to, and what is not there, is no matter of words: it goes on to its own page.
    """
    try:
        with signed.runtime.keys_store.read() as keys_session, signed.runtime.tips.transaction() as session:
            deed(session, keys_session)
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        typed = typed_of(form) | _asked_again(refused)
        return tip_page(request, signed, number, typed=typed, refusal=said.words, status=said.status)
    if done:
        return tip_page(request, signed, number, done=done[0])
    query = chosen(request, signed).query(done=deed_of(request, form))
    return RedirectResponse(f"/tips/{number}{query}", 303)


def _asked_again(refused: Exception) -> dict[str, str]:
    """What a second press of the same button says."""
    if isinstance(refused, TooManySegments):
        return {"anyway": "yes"}
    return {"held": "yes"} if isinstance(refused, SaysTooMuch) else {}


def tip_page(
    request: Request,
    signed: Signed,
    number: str,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: str = "",
    done: str = "",
    ask: bytes | None = None,
    status: int = 422,
) -> Response:
    """Write down who opens the tip, and show it; `ask` is a proposal that the answer begins with."""
    runtime, holder = signed.runtime, signed.holder
    with runtime.keys_store.read() as keys_session:
        with runtime.tips.transaction() as session:
            tip.announce(session, keys_session, number=number, by=holder, now=signed.now)
        with runtime.tips.read() as session:
            view = tip.open_tip(session, keys_session, number=number, by=holder, program=signed.program)
            searched = at_hand(
                session, keys_session, request.app.state.rooms, by=holder, program=signed.program
            )
            links = links_of(
                session,
                searched,
                tip_id=view.head.tip_id,
                text=said_in(view),
                told=told_in(view),
                by=holder,
            )
            related = relations.relatives(session, keys_session, tip_id=view.head.tip_id, by=holder)
            row = on_it_row(session, signed, view.head)
            files = shown_files(request, session, keys_session, signed, number=number)
            illegal = rule_of(session, holder.program_id)
            sentences = canned_answers(session, holder.program_id) if view.permits.answer else ()
            hours = hours_of(session, holder.program_id)
            cases = cases_of_tip(
                session, keys_session, tip_id=view.head.tip_id, by=holder, program=signed.program
            )
    _tell_unopened(signed, view)
    choice = chosen(request, signed)
    queue = waiting(signed, choice)
    return page(
        signed,
        "tip.html",
        here="/",
        status=status if refusal else 200,
        tip=view,
        links=links,
        compared=bool(searched),
        now=signed.now,
        today=signed.today,
        relatives=related,
        cases=cases,
        files=files,
        illegal=illegal,
        ways=relating.WORDS,
        typed=typed_of(Form(())) | asked_of(view, ask) | dict(typed or {}),
        refusal=refusal,
        done=done,
        row=row,
        cards=cards_of(view.threads),
        on_cards=carded(view.threads),
        sentences=[one for one in sentences if one.language == view.head.language],
        choice=choice,
        queue=queue,
        beside=beside(queue.lines, view.head),
        offences=sorted(Offence, key=lambda offence: (offence is Offence.OTHER, offence.label)),
        priorities=tuple(Priority),
        dispositions=tuple(Disposition),
        figures=tuple(Figure),
        asked=figures.AT_CLOSING,
        field=figures.field,
        said_figure=figures.said,
        segment_limit=SEGMENT_LIMIT,
        hours=None if view.head.priority is Priority.DANGER else hours,
        danger=danger_box(signed, view),
        part_of=partial(part_of, number=asked_part(request)),
    )


def _tell_unopened(signed: Signed, view: TipView) -> None:
    closed = tip.unopened(view)
    if not closed:
        return
    log(Event.CANNOT_OPEN, program=signed.holder.program_id, count=len(closed))
    with signed.runtime.tips.transaction() as session:
        tip.report_unopened(
            session, records=closed, tip_id=view.head.tip_id, by=signed.holder, now=signed.now
        )
