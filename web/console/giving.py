"""Give a tip to a colleague who holds the same queue, from the tip's own page."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from tipline.casework.giving import give
from tipline.vocabulary import PersonId
from web.console.desk import Posted, SignedIn
from web.console.tip import do, tip_page
from web.console.typed import id_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}/give")

NOBODY: Final = "Choose a colleague to give it to. Nothing was done."

Number = Annotated[str, Path(max_length=16)]


@router.post("")
@who_may("who holds the team whose tip it is, and may triage")
def give_to(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Give the tip to a colleague, if it is still with whom the page said."""
    signed.require(signed.holder.role.may_triage)
    to, seen = id_of(form.get("to")), id_of(form.get("held"))
    if to is None:
        return tip_page(request, signed, number, refusal=NOBODY)

    def deed(session: Session, keys_session: Session) -> None:
        give(
            session,
            keys_session,
            number=number,
            to=PersonId(to),
            seen=None if seen is None else PersonId(seen),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    return do(request, signed, number, form, deed)


def seen_with(form: Form, numbers: Iterable[str]) -> Mapping[str, PersonId]:
    """With whom a page said that these tips are, those that are with anybody."""
    found = ((number, id_of(form.get(f"held-{number}"))) for number in numbers)
    return {number: PersonId(person) for number, person in found if person is not None}
