"""How a tip stands to others: duplicate, related, in one case with them; a page of its own beside the tip."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from tipline.casework import reach, relations
from tipline.casework.case_views import cases_of_tip
from tipline.casework.relations import Way
from tipline.errors import NothingHere, NotPermitted, Refused
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}/related")

WHO: Final = "who holds the team whose tip it is, and may triage"
WORDS: Final = {
    Way.REPEATED: "This tip repeats",
    Way.REPEATS: "This tip is repeated by",
    Way.RELATED: "Has to do with",
}
NO_OTHER: Final = "There is no other tip with this number that is yours. Nothing was changed."
DEEDS: Final = ("relate", "unrelate", "duplicate")

Number = Annotated[str, Path(max_length=16)]


@router.get("")
@who_may(WHO)
def show(number: Number, signed: SignedIn) -> Response:
    """The tips that this one has to do with."""
    return _page(signed, number)


@router.post("")
@who_may(WHO)
def change(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Relate two tips, take that back, or end this one as a duplicate."""
    signed.require(signed.holder.role.may_triage)
    other, deed = form.get("other").strip().upper(), form.get("deed")
    if deed not in DEEDS:
        return _page(signed, number, refusal="Choose what the two have to do with one another.", status=422)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            reach.find_own(session, keys, number=number, by=signed.holder)
            if deed == "duplicate":
                relations.mark_duplicate(
                    session, keys, number=number, of=other, by=signed.holder, now=signed.now
                )
            else:
                make = relations.relate if deed == "relate" else relations.unrelate
                make(session, keys, number=number, to=other, by=signed.holder, now=signed.now)
    except NotPermitted:
        raise
    except NothingHere:
        return _page(signed, number, typed=other, refusal=NO_OTHER, status=422)
    except Refused as refused:
        said = said_of(refused)
        return _page(signed, number, typed=other, refusal=said.words, status=said.status)
    return RedirectResponse(f"/tips/{number}/related", 303)


def _page(signed: Signed, number: str, *, typed: str = "", refusal: str = "", status: int = 200) -> Response:
    signed.require(signed.holder.role.may_triage)
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        tip = reach.find(session, keys, number=number, by=signed.holder)
        signed.require(reach.standing(tip, of=signed.holder) is reach.Standing.OWNER)
        found = relations.relatives(session, keys, tip_id=tip.tip_id, by=signed.holder)
        cases = cases_of_tip(session, keys, tip_id=tip.tip_id, by=signed.holder, program=signed.program)
        still_open = tip.status.open
    return page(
        signed,
        "related.html",
        here="/",
        status=status,
        refusal=refusal,
        number=number,
        still_open=still_open,
        groups=[(WORDS[way], way, [one for one in found if one.way is way]) for way in Way],
        any=bool(found),
        cases=cases,
        typed=typed,
        related=Way.RELATED,
    )
