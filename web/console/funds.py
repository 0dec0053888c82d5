"""The funds: what stands where; make one, book what came or left, close a month, prove the books."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline import audit
from tipline.audit import Action
from tipline.errors import Refused
from tipline.log import Event, log
from tipline.money import CURRENCIES, USUAL_CURRENCY, Currency, EntryKind, FundKind
from tipline.reports.months import month_of
from tipline.rewards import keeping
from tipline.rewards.funds import find_fund
from tipline.rewards.keeping import BY_HAND, open_months
from tipline.rewards.reading import overview
from tipline.rewards.refusals import LedgerBroken
from tipline.rewards.verify import Proven, verify
from web.console.amounts import AmountWrong, read_amount, said
from web.console.audit import BROKEN
from web.console.dates import month_name
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.reward_form import month_text, read_fund, read_month, read_word
from web.console.reward_places import INDEX
from web.console.reward_words import ACCOUNTS, DEEDS, DONE, KINDS, broken_facts, refusal
from web.console.reward_words import BROKEN as SAYS_BROKEN
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/rewards/funds"
FIELDS: Final = ("name", "kind", "currency", "what", "fund", "amount", "month")


@router.get(ADDRESS)
@who_may("who reads the books")
def show(request: Request, signed: SignedIn) -> Response:
    """Every fund, and what may be done with them."""
    return _funds_page(signed, done=DONE.get(request.query_params.get("done", ""), ""))


@router.post(ADDRESS)
@who_may("a treasurer")
def make(signed: SignedIn, form: Posted) -> Response:
    """Make a fund."""
    signed.require(signed.holder.role.may_keep_books)
    try:
        with (
            signed.runtime.ledger.transaction() as ledger,
            signed.runtime.tips.transaction() as tips,
        ):
            keeping.make_fund(
                ledger,
                tips,
                name=form.get("name"),
                kind=read_word(FundKind, form.get("kind")),
                currency=form.get("currency"),
                by=signed.holder,
                now=signed.now,
                this_month=month_of(signed.today),
            )
    except Refused as refused:
        return _funds_page(signed, form=form, box="make", trouble=refusal(refused))
    return RedirectResponse(f"{ADDRESS}?done=fund", 303)


@router.post(f"{ADDRESS}/entries")
@who_may("a treasurer")
def book(signed: SignedIn, form: Posted) -> Response:
    """Book what came into a fund, or left it."""
    signed.require(signed.holder.role.may_keep_books)
    currency = None
    try:
        fund_id = read_fund(form)
        with signed.runtime.ledger.read() as ledger:
            currency = find_fund(ledger, signed.holder.program_id, fund_id).currency
        amount = read_amount(form.get("amount"), currency=currency)
        with (
            signed.runtime.ledger.transaction() as ledger,
            signed.runtime.tips.transaction() as tips,
        ):
            keeping.book(
                ledger,
                tips,
                kind=read_word(EntryKind, form.get("what")),
                fund_id=fund_id,
                amount=amount,
                month=read_month(form),
                this_month=month_of(signed.today),
                by=signed.holder,
                now=signed.now,
            )
    except (Refused, AmountWrong) as refused:
        return _funds_page(signed, form=form, box="book", trouble=refusal(refused, currency=currency))
    return RedirectResponse(f"{ADDRESS}?done=booked", 303)


@router.post(f"{ADDRESS}/close")
@who_may("a treasurer")
def close(signed: SignedIn, form: Posted) -> Response:
    """Close a month of the books."""
    signed.require(signed.holder.role.may_keep_books)
    try:
        with (
            signed.runtime.ledger.transaction() as ledger,
            signed.runtime.tips.transaction() as tips,
        ):
            keeping.close_month(
                ledger,
                tips,
                month=read_month(form),
                this_month=month_of(signed.today),
                by=signed.holder,
                now=signed.now,
            )
    except Refused as refused:
        return _funds_page(signed, form=form, box="close", trouble=refusal(refused))
    return RedirectResponse(f"{ADDRESS}?done=closed", 303)


@router.post(f"{ADDRESS}/verify")
@who_may("who reads the books")
def prove(signed: SignedIn, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """Prove the books from their start, say what was found, and write down that somebody looked."""
    signed.require(signed.holder.role.may_read_books)
    program_id = signed.holder.program_id
    signers = {person_id: person.verify for person_id, person in signed.program.people.items()}
    head = broken = ""
    with signed.runtime.ledger.still() as ledger:
        try:
            proven = verify(ledger, program_id, signers)
            done, head = _whole(proven), proven.head.hex()
        except LedgerBroken as found:
            done, broken = "", SAYS_BROKEN.format_map(broken_facts(found))
            log(Event.LEDGER_BROKEN, program=program_id, number=found.sequence)
    with signed.runtime.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=program_id,
            action=Action.VERIFIED,
            by=signed.holder.person_id,
            subject=audit.REWARDS,
            detail=BROKEN if broken else "",
            at=signed.now,
            signer=signed.holder.holdings.signing(),
        )
    return _funds_page(signed, done=done, head=head, broken=broken, status=409 if broken else 200)


def _whole(proven: Proven) -> str:
    until = f" They are closed up to {month_name(proven.closed_until)}." if proven.closed_until else ""
    return (
        f"The books are whole: all {proven.count:,} entries hold.{until} Keep the head elsewhere, to compare:"
    )


def _funds_page(
    signed: Signed,
    *,
    form: Form | None = None,
    box: str = "",
    trouble: str = "",
    done: str = "",
    head: str = "",
    broken: str = "",
    status: int = 200,
) -> Response:
    this_month = month_of(signed.today)
    with signed.runtime.ledger.read() as ledger:
        books = overview(ledger, this_month=this_month, by=signed.holder)
        months = open_months(ledger, signed.holder.program_id, this_month=this_month)
    return page(
        signed,
        "funds.html",
        here=INDEX,
        status=422 if trouble else status,
        books=books,
        kinds=KINDS,
        accounts=ACCOUNTS,
        keeps=signed.holder.role.may_keep_books,
        may_close=books.next_to_close < this_month,
        months=months,
        deeds=tuple((kind, DEEDS[kind]) for kind in BY_HAND),
        currencies=sorted(CURRENCIES),
        typed=_typed(form, currency=_currency(books.funds[0].fund.currency if books.funds else None)),
        box=box,
        trouble=trouble,
        done=done,
        head=head,
        broken=broken,
        sum=said,
        month_name=month_name,
        month_text=month_text,
    )


def _currency(first: Currency | None) -> Currency:
    return first or USUAL_CURRENCY


def _typed(form: Form | None, *, currency: Currency) -> Mapping[str, str]:
    """What stands in the fields: what was typed, else the usual."""
    if form is None:
        return dict.fromkeys(FIELDS, "") | {"currency": currency}
    return {field: form.get(field) for field in FIELDS}
