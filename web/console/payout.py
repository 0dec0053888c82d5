"""The payout desk: a teller types a claim code, holds the award, hands over the cash, once.

A code is in the body of a form and in its answer, never in an address. What a teller sees of an award is its
amount and where it stands.
"""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from tipline.reports.months import month_of
from tipline.rewards import payout, undo
from tipline.rewards.award_refusals import CodeUnknown
from tipline.rewards.brought_lists import any_brought
from tipline.rewards.desks import list_desks
from tipline.rewards.renewals import carry_out_renewals
from tipline.rewards.wrong_codes import WrongCodes, count_wrong
from tipline.vocabulary import FundId
from web.console.award_words import dollars
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.payout_steps import carry_out, read_award, read_id
from web.console.payout_words import REFUSED, answer_to
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

HERE: Final = "/payout"
YES: Final = "yes"


@router.get("/payout")
@who_may("tellers")
def show(signed: SignedIn) -> Response:
    """The box for a code, and what this teller has in hand."""
    signed.require(signed.holder.role.may_pay_award)
    return _desk_page(signed)


@router.post("/payout")
@who_may("tellers")
def look_up(request: Request, signed: SignedIn, form: Posted) -> Response:
    """Amount and state of the award that a typed code leads to."""
    signed.require(signed.holder.role.may_pay_award)
    try:
        code, found = _find(request, signed, form)
    except REFUSED as error:
        return _desk_page(signed, error)
    return _desk_page(signed, code=code, found=found)


@router.post("/payout/hold")
@who_may("tellers")
def hold(request: Request, signed: SignedIn, form: Posted) -> Response:
    """Take the award in hand; the code is asked for again, so that nobody holds what they were not shown."""
    signed.require(signed.holder.role.may_pay_award)
    try:
        _, found = _find(request, signed, form)
    except REFUSED as error:
        return _desk_page(signed, error)
    return _book(
        signed,
        lambda session: payout.hold(
            session,
            award_id=found.award_id,
            desk_id=FundId(read_id(form, "desk")),
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        ),
    )


@router.post("/payout/paid")
@who_may("the teller who has the award in hand")
def hand_over(signed: SignedIn, form: Posted) -> Response:
    """The cash was handed over: the award is paid, once; the answer is the receipt."""
    signed.require(signed.holder.role.may_pay_award)
    try:
        award_id = read_award(form)
        with signed.runtime.ledger.transaction() as session:
            amount = payout.hand_over(
                session,
                award_id=award_id,
                by=signed.holder,
                program=signed.program,
                month=month_of(signed.today),
                now=signed.now,
                ran_out=form.get("ran-out") == YES,
            )
    except REFUSED as error:
        return _desk_page(signed, error)
    return page(
        signed, "receipt.html", here=HERE, amount=dollars(amount), award=award_id.hex(), today=signed.today
    )


@router.post("/payout/kept")
@who_may("the teller who has the award in hand")
def let_go(signed: SignedIn, form: Posted) -> Response:
    """No cash was handed over: the award waits as before."""
    signed.require(signed.holder.role.may_pay_award)
    return _book(
        signed,
        lambda session: payout.let_go(session, award_id=read_award(form), by=signed.holder, now=signed.now),
    )


@router.post("/payout/another-day")
@who_may("the teller who has the award in hand")
def freeze(signed: SignedIn, form: Posted) -> Response:
    """Somebody seems forced: nothing is paid, and this answer is the one that "not handed over" has."""
    signed.require(signed.holder.role.may_pay_award)
    return _book(signed, lambda session: payout.freeze(session, award_id=read_award(form), by=signed.holder))


@router.post("/payout/undo")
@who_may("tellers")
def say_not_handed_over(signed: SignedIn, form: Posted) -> Response:
    """No cash was handed over after all; a second person confirms it on the page of the desks."""
    signed.require(signed.holder.role.may_pay_award)
    return _book(
        signed,
        lambda session: undo.say_not_handed_over(session, award_id=read_award(form), by=signed.holder),
        then="/desks",
    )


def _book(signed: Signed, deed: Callable[[Session], object], *, then: str = HERE) -> Response:
    return carry_out(signed, deed, refused=_desk_page, then=then)


def _find(request: Request, signed: Signed, form: Form) -> tuple[str, payout.Found]:
    """The award of a typed code; what its reporter has asked to replace is replaced before.

    Raises:
        TooManyWrongCodes: this teller typed too many wrong ones.
        CodeUnknown: it is mistyped, or no award of this program has it.
    """
    wrong: WrongCodes = request.app.state.wrong_codes
    runtime, holder = signed.runtime, signed.holder
    pepper = runtime.ledger_keys.pepper
    wrong.check(by=holder, now=signed.now)
    typed = form.get("code")
    # The ledger is committed first: a request that is done twice changes nothing.
    with runtime.tips.transaction() as tips, runtime.ledger.transaction() as ledger:
        carry_out_renewals(tips, ledger, program_id=holder.program_id, pepper=pepper)
    with runtime.ledger.read() as session:
        found = payout.find_typed(session, typed=typed, by=holder, pepper=pepper)
    if found is None:
        wrong.wrong(by=holder, now=signed.now)
        with runtime.ledger.transaction() as session:
            count_wrong(session, by=holder, month=month_of(signed.today))
        raise CodeUnknown(mistyped=False)
    return typed, found


def _desk_page(
    signed: Signed, error: Exception | None = None, *, code: str = "", found: payout.Found | None = None
) -> Response:
    with signed.runtime.ledger.read() as session:
        holds = payout.holds_of(session, by=signed.holder)
        old_codes = any_brought(session, signed.holder.program_id)
        desks = tuple(desk for desk in list_desks(session, signed.program) if desk.open)
    refused = answer_to(error) if error else None
    return page(
        signed,
        "payout.html",
        here=HERE,
        status=refused.status if refused else 200,
        refused=refused.words if refused else "",
        holds=holds,
        now=signed.now,
        found=found,
        own=found is not None and any(one.award_id == found.award_id for one in holds),
        code=code,
        old_codes=old_codes,
        desks=desks,
        dollars=dollars,
    )
