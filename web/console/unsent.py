"""Answers that could not be handed over to the carrier: sent again, or let go, from the page of answers."""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.casework import unsent
from tipline.errors import NothingHere, NotPermitted, Refused
from web.console.canned import answers_page
from web.console.desk import Posted, SignedIn
from web.console.typed import id_of
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter(prefix="/answers/unsent")

GONE: Final = "Somebody else has sent it again, or let it go."


@router.post("")
@who_may("who holds the team whose tip it is, and may triage")
def settle(signed: SignedIn, form: Posted) -> Response:
    """Send one again, or let it go."""
    signed.require(signed.holder.role.may_triage)
    again = form.get("deed") != "let-go"
    deed = unsent.send_again if again else unsent.let_go
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            deed(
                session,
                keys,
                number=form.get("number"),
                text_id=id_of(form.get("text")) or b"",
                by=signed.holder,
                now=signed.now,
            )
    except NotPermitted:
        raise
    except NothingHere:
        return answers_page(signed, refusal=GONE, status=409)
    except Refused as refused:
        said = said_of(refused)
        return answers_page(signed, refusal=said.words, status=said.status)
    return RedirectResponse(f"/answers?done={'sent-again' if again else 'let-go'}", 303)
