"""The journal of the books, month by month; an entry, and how it is taken back."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.errors import Refused
from tipline.reports.months import month_of
from tipline.rewards import keeping
from tipline.rewards.keeping import open_months
from tipline.rewards.reading import find_entry, journal_page, newest_month
from tipline.vocabulary import EntryId
from web.console.amounts import said
from web.console.dates import month_name
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.funds import ADDRESS as FUNDS
from web.console.reward_form import month_of_text, month_text, read_entry, read_month
from web.console.reward_places import INDEX
from web.console.reward_words import ACCOUNTS, DEEDS, refusal
from web.errors import NotFound
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/rewards/journal"
DIGITS: Final = 12
"""Of an entry's number in an address."""


@router.get(ADDRESS)
@who_may("who reads the books")
def newest(signed: SignedIn) -> Response:
    """Lead to the newest month that has entries."""
    with signed.runtime.ledger.read() as ledger:
        month = newest_month(ledger, by=signed.holder) or month_of(signed.today)
    return RedirectResponse(f"{ADDRESS}/{month_text(month)}", 303)


@router.get(f"{ADDRESS}/{{written}}")
@who_may("who reads the books")
def show(written: str, request: Request, signed: SignedIn) -> Response:
    """A month of the journal, the newest entry first; further back what the address asks for."""
    signed.require(signed.holder.role.may_read_books)
    month = month_of_text(written)
    if month is None:
        raise NotFound
    asked = request.query_params.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else None
    with signed.runtime.ledger.read() as ledger:
        shown = journal_page(ledger, month, before=before, by=signed.holder)
    return page(
        signed,
        "journal.html",
        here=INDEX,
        journal=shown,
        newest=before is None,
        deeds=DEEDS,
        accounts=ACCOUNTS,
        sum=said,
        month_name=month_name,
        month_text=month_text,
    )


@router.get("/rewards/entries/{written}")
@who_may("who reads the books")
def entry(written: str, signed: SignedIn) -> Response:
    """An entry with its lines."""
    signed.require(signed.holder.role.may_read_books)
    return _entry_page(signed, read_entry(written))


@router.post("/rewards/entries/{written}/take-back")
@who_may("a treasurer")
def take_back(written: str, signed: SignedIn, form: Posted) -> Response:
    """Reverse an entry."""
    signed.require(signed.holder.role.may_keep_books)
    entry_id = read_entry(written)
    with signed.runtime.ledger.read() as ledger:
        currency = next(
            (line.currency for line in find_entry(ledger, entry_id, by=signed.holder).lines), None
        )
    try:
        with (
            signed.runtime.ledger.transaction() as ledger,
            signed.runtime.tips.transaction() as tips,
        ):
            keeping.take_back(
                ledger,
                tips,
                entry_id=entry_id,
                month=read_month(form),
                this_month=month_of(signed.today),
                by=signed.holder,
                now=signed.now,
            )
    except Refused as refused:
        return _entry_page(
            signed, entry_id, trouble=refusal(refused, currency=currency), month=form.get("month")
        )
    return RedirectResponse(f"{FUNDS}?done=taken-back", 303)


def _entry_page(signed: Signed, entry_id: EntryId, *, trouble: str = "", month: str = "") -> Response:
    this_month = month_of(signed.today)
    with signed.runtime.ledger.read() as ledger:
        found = find_entry(ledger, entry_id, by=signed.holder)
        months = open_months(ledger, signed.holder.program_id, this_month=this_month)
    return page(
        signed,
        "entry.html",
        here=INDEX,
        status=422 if trouble else 200,
        entry=found,
        keeps=signed.holder.role.may_keep_books,
        months=months,
        chosen=month,
        trouble=trouble,
        deeds=DEEDS,
        accounts=ACCOUNTS,
        sum=said,
        month_name=month_name,
        month_text=month_text,
    )
