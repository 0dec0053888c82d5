"""The desks: their floats and daily counts, and what at them waits for a second person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Response
from sqlmodel import Session

from tipline.money import FundKind
from tipline.reports.months import month_of
from tipline.rewards import ageing, desks, payout, undo
from tipline.rewards.award_refusals import NoSuchAward
from tipline.rewards.desks import Counted
from tipline.rewards.funds import Fund, list_funds
from tipline.rewards.pending import frozen_awards, holds_run_out, undone_payments
from tipline.rewards.places import to_be_collected
from tipline.rewards.settings import reward_settings
from tipline.rewards.wrong_codes import wrong_codes
from tipline.vocabulary import Cents, FundId
from web.console.amounts import read_amount
from web.console.award_words import dollars
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.payout_steps import carry_out, read_award, read_id
from web.console.payout_words import REFUSED, answer_to
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

HERE: Final = "/desks"
NOTHING: Final = frozenset({"0", "0.00", "$0", "$0.00"})
"""An empty drawer, as it is typed; everywhere else nothing is no sum."""


@router.get("/desks")
@who_may("tellers, treasurers, coordinators and the board")
def show(signed: SignedIn) -> Response:
    """The desks and what waits at them."""
    return _desks_page(signed)


@router.post("/desks/open")
@who_may("treasurers")
def open_desk(signed: SignedIn, form: Posted) -> Response:
    """Open a desk; its drawer is empty at first."""
    signed.require(signed.holder.role.may_fill_float)
    return _book(
        signed,
        lambda session: desks.open_desk(
            session,
            name=form.get("name"),
            place=form.get("place"),
            hours=form.get("hours"),
            currency=_fund(session, signed, form).currency,
            by=signed.holder,
            month=month_of(signed.today),
        ),
    )


@router.post("/desks/carry")
@who_may("treasurers")
def carry(signed: SignedIn, form: Posted) -> Response:
    """Bring a desk cash from the bank, or take it back there."""
    signed.require(signed.holder.role.may_fill_float)
    move = desks.empty_desk if form.get("way") == "back" else desks.fill_desk

    def deed(session: Session) -> None:
        fund = _fund(session, signed, form)
        move(
            session,
            desk_id=FundId(read_id(form, "desk")),
            fund_id=fund.fund_id,
            amount=read_amount(form.get("amount"), currency=fund.currency),
            by=signed.holder,
            month=month_of(signed.today),
        )

    return _book(signed, deed)


@router.post("/desks/count")
@who_may("tellers and treasurers")
def count(signed: SignedIn, form: Posted) -> Response:
    """Count a drawer: what is over or short is said and booked."""
    signed.require(signed.holder.role.may_count_desk)
    typed = form.get("amount").strip()
    try:
        with signed.runtime.ledger.transaction() as session:
            fund = _fund(session, signed, form)
            counted = desks.count_desk(
                session,
                desk_id=FundId(read_id(form, "desk")),
                fund_id=fund.fund_id,
                counted=Cents(0) if typed in NOTHING else read_amount(typed, currency=fund.currency),
                by=signed.holder,
                month=month_of(signed.today),
            )
    except REFUSED as error:
        return _desks_page(signed, error)
    return _desks_page(signed, counted=counted)


@router.post("/desks/describe")
@who_may("treasurers")
def describe(signed: SignedIn, form: Posted) -> Response:
    """Write anew where and when a desk pays, as reporters read it."""
    signed.require(signed.holder.role.may_fill_float)
    return _book(
        signed,
        lambda session: desks.describe_desk(
            session,
            desk_id=FundId(read_id(form, "desk")),
            place=form.get("place"),
            hours=form.get("hours"),
            by=signed.holder,
        ),
    )


@router.post("/desks/close")
@who_may("treasurers")
def close(signed: SignedIn, form: Posted) -> Response:
    """Nothing is paid here any more."""
    signed.require(signed.holder.role.may_fill_float)
    return _book(
        signed,
        lambda session: desks.close_desk(session, desk_id=FundId(read_id(form, "desk")), by=signed.holder),
    )


@router.post("/desks/confirm")
@who_may("tellers, treasurers and coordinators, but not who said it")
def confirm(signed: SignedIn, form: Posted) -> Response:
    """Confirm, as the second person, that no cash was handed over."""
    signed.require(signed.holder.role.may_undo_payment)
    return _book(
        signed,
        lambda session: undo.confirm_not_handed_over(
            session,
            award_id=read_award(form),
            by=signed.holder,
            month=month_of(signed.today),
        ),
    )


@router.post("/desks/release")
@who_may("coordinators and the board")
def release(signed: SignedIn, form: Posted) -> Response:
    """Let go of a hold that ran out, after talking with the teller; or let a frozen award be paid again."""
    signed.require(signed.holder.role.may_thaw_award)

    def deed(session: Session) -> None:
        award_id = read_award(form)
        if form.get("what") == "frozen":
            payout.thaw(session, award_id=award_id, by=signed.holder)
        else:
            payout.let_go(session, award_id=award_id, by=signed.holder, now=signed.now)

    return _book(signed, deed)


@router.post("/desks/return")
@who_may("coordinators and treasurers")
def give_back(signed: SignedIn, _: Posted) -> Response:
    """Give back to its fund what nobody has claimed within the program's term."""
    role = signed.holder.role
    signed.require(role.may_fill_float or (role.may_propose_award and role.may_thaw_award))
    return _book(
        signed,
        lambda session: ageing.return_unclaimed(session, signed.holder.program_id, today=signed.today),
    )


def _book(signed: Signed, deed: Callable[[Session], object]) -> Response:
    return carry_out(signed, deed, refused=_desks_page, then=HERE)


def _desks_page(
    signed: Signed, error: Exception | None = None, *, counted: Counted | None = None
) -> Response:
    holder, role = signed.holder, signed.holder.role
    signed.require(role.may_undo_payment or role.may_thaw_award)
    sees_ages = role.may_propose_award or role.may_fill_float
    with signed.runtime.ledger.read() as session:
        program_id = holder.program_id
        # For treasurers alone, who know no tip: a coordinator would know an award by its sum, and by that
        # where its reporter will stand.
        wanted = to_be_collected(session, program_id) if role.may_fill_float else {}
        lines = tuple(
            _line(session, signed, desk, wanted) for desk in desks.list_desks(session, signed.program)
        )
        funds = tuple(fund for fund in list_funds(session, program_id) if fund.kind is FundKind.REWARDS)
        thaws = role.may_thaw_award
        values: dict[str, object] = {
            "undone": undone_payments(session, by=holder) if role.may_undo_payment else (),
            "ran_out": holds_run_out(session, by=holder, now=signed.now) if thaws else (),
            "frozen": frozen_awards(session, by=holder) if thaws else (),
            "wrong": wrong_codes(session, month=month_of(signed.today), by=holder) if thaws else None,
            "ages": ageing.unclaimed_awards(session, program_id, today=signed.today) if sees_ages else None,
            "term": reward_settings(session, program_id).return_after_days,
        }
    refused = answer_to(error) if error else None
    return page(
        signed,
        "desks.html",
        here=HERE,
        status=refused.status if refused else 200,
        refused=refused.words if refused else "",
        counted=_said_of_count(counted) if counted else "",
        lines=lines,
        not_picked=dollars(wanted[None]) if None in wanted else "",
        funds=funds,
        dollars=dollars,
        **values,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A desk, and what there is and may be wanted in its drawer."""

    desk: desks.Desk
    float: str
    wanted: str
    short: str
    """How much more would have to be there."""


def _line(session: Session, signed: Signed, desk: desks.Desk, wanted: Mapping[FundId | None, Cents]) -> _Line:
    held = desks.float_of(session, signed.holder.program_id, desk.desk_id)
    asked = wanted.get(desk.desk_id, Cents(0))
    short = dollars(Cents(asked - held)) if asked > held else ""
    return _Line(desk, dollars(held), dollars(asked), short)


def _said_of_count(counted: Counted) -> str:
    more = counted.counted - counted.expected
    if more == 0:
        return f"Counted {dollars(counted.counted)}, as the books say."
    what = "over" if more > 0 else "short"
    return (
        f"Counted {dollars(counted.counted)}, and the books said {dollars(counted.expected)}: "
        f"{dollars(Cents(abs(more)))} {what}. It is booked."
    )


def _fund(session: Session, signed: Signed, form: Form) -> Fund:
    """The rewards fund that bears it.

    Raises:
        NoSuchAward: there is none with this id.
    """
    fund_id = read_id(form, "fund")
    for fund in list_funds(session, signed.holder.program_id):
        if fund.fund_id == fund_id and fund.kind is FundKind.REWARDS:
            return fund
    raise NoSuchAward
