"""A tip on paper, and its history: each for those who may read it, and each written down."""

from typing import Final

from fastapi import APIRouter, Response

from tipline import audit
from tipline.casework import tip
from tipline.casework.history import history_of
from tipline.casework.reach import find
from tipline.casework.trail import write_down
from web.console.desk import Posted, SignedIn, page
from web.console.history_words import sentence
from web.console.tip import Number
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}")

OWNERS: Final = "who holds the team whose tip it is, and may triage"


@router.post("/print")
@who_may("who holds a grant for the tip")
def print_it(number: Number, signed: SignedIn, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """Write down who prints the tip, then show it as it is to be printed: with the banner, and with that."""
    holder = signed.holder
    with signed.runtime.keys_store.read() as keys:
        with signed.runtime.tips.transaction() as tips:
            tip.announce(tips, keys, number=number, by=holder, now=signed.now)
            row = find(tips, keys, number=number, by=holder)
            write_down(tips, row, audit.Action.PRINTED, by=holder, now=signed.now)
        with signed.runtime.tips.read() as tips:
            view = tip.open_tip(tips, keys, number=number, by=holder, program=signed.program)
    return page(signed, "print.html", here="/", tip=view, printed=signed.now)


@router.get("/history")
@who_may(OWNERS)
def history(number: Number, signed: SignedIn) -> Response:
    """Who has seen the tip, and what was done with it."""
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as tips:
        found = history_of(tips, keys, number=number, by=signed.holder)
    return page(
        signed,
        "history.html",
        here="/",
        number=number,
        history=found,
        lines=[(deed.at, sentence(deed)) for deed in found.deeds],
    )
