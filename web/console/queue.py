"""What waits, and for those who read no tips what else there is for them."""

from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline.casework.kept_views import forget_view, keep_view
from tipline.casework.many import NotThis, duplicates, give_all, spam
from tipline.casework.refusals import TooOften
from tipline.vocabulary import PersonId
from web.console.desk import Posted, SignedIn, page
from web.console.duties import DUTIES
from web.console.giving import seen_with
from web.console.queue_choice import chosen_of
from web.console.queue_view import chosen, queue_page
from web.console.typed import id_of
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter()

ENOUGH: Final = "Twelve views are kept, and that is all there is room for. Let one go first."
NONE_MARKED: Final = "Tick the tips first. Nothing was done."
NOBODY: Final = "Choose a colleague to give them to. Nothing was done."
NO_ORIGINAL: Final = "Write the number of the tip that they repeat. Nothing was done."


@router.get("/")
@who_may("everybody signed in; the queue for those who work on tips")
def show(request: Request, signed: SignedIn) -> Response:
    """The queue, or a page that says what there is for this role."""
    if not signed.holder.role.may_work:
        return page(signed, "duties.html", here="/", duties=DUTIES[signed.holder.role])
    return queue_page(signed, chosen(request, signed))


@router.post("/views")
@who_may("everybody who works on tips")
def keep(signed: SignedIn, form: Posted) -> Response:
    """Keep a choice of filters, or let it go."""
    signed.require(signed.holder.role.may_work)
    choice = chosen_of(form.get("query"), today=signed.today)
    kept = replace(choice, page=1).query()
    try:
        with signed.runtime.tips.transaction() as session:
            deed = forget_view if form.get("deed") == "forget" else keep_view
            deed(session, kept.removeprefix("?"), by=signed.holder)
    except TooOften:
        return queue_page(signed, choice, refusal=ENOUGH, status=409)
    return RedirectResponse(f"/{choice.query()}", 303)


@router.post("/many")
@who_may("who holds the team whose tips they are, and may triage")
def many(signed: SignedIn, form: Posted) -> Response:
    """Do one thing with every tip that is ticked; refused for one, it is done with none."""
    signed.require(signed.holder.role.may_triage)
    choice = chosen_of(form.get("query"), today=signed.today)
    numbers = tuple(dict.fromkeys(form.all("tip")))
    marked, of = frozenset(numbers), form.get("of").strip().upper()
    if not numbers:
        return queue_page(signed, choice, refusal=NONE_MARKED, status=422)
    if form.get("deed") == "duplicate" and not of:
        return queue_page(signed, choice, refusal=NO_ORIGINAL, status=422, marked=marked)

    to = id_of(form.get("to"))
    if form.get("deed") == "give" and to is None:
        return queue_page(signed, choice, refusal=NOBODY, status=422, marked=marked)

    def deed(session: Session, keys: Session) -> None:
        if form.get("deed") == "give":
            give_all(
                session,
                keys,
                numbers=numbers,
                to=PersonId(to or b""),
                seen=seen_with(form, numbers),
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
        elif form.get("deed") == "duplicate":
            duplicates(session, keys, numbers=numbers, of=of, by=signed.holder, now=signed.now)
        else:
            spam(session, keys, numbers=numbers, by=signed.holder, now=signed.now)

    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            deed(session, keys)
    except NotThis as refused:
        said = said_of(refused.why)
        words = f"{refused.number}: {said.words} Nothing was done with the others either."
        return queue_page(signed, choice, refusal=words, status=said.status, marked=marked)
    return RedirectResponse(f"/{choice.query()}", 303)


@router.get("/tips")
@who_may("everybody signed in; the tip's own page says who may open it")
def go(request: Request, signed: SignedIn) -> Response:
    """Lead from a tip number that was typed to the tip's page."""
    signed.require(signed.holder.role.may_work)
    number = request.query_params.get("number", "").strip().upper()
    return RedirectResponse(f"/tips/{number}" if number.replace("-", "").isalnum() else "/", 303)
