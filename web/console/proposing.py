"""Propose an award for a tip: the sheet filled in, looked over with the linter's marks, then proposed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.casework import tip
from tipline.casework.awarding import claimant
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused, TextEmpty
from tipline.intake.normalise import clean
from tipline.money import Currency, FundKind
from tipline.reports.months import month_of
from tipline.rewards import propose
from tipline.rewards.award_refusals import NoClaimKey
from tipline.rewards.eligibility import REASON_LIMIT, Bar, Eligibility, check_eligibility
from tipline.rewards.funds import Fund, list_funds
from tipline.rewards.journal import check_room
from tipline.rewards.score_bytes import to_bytes
from tipline.rewards.score_table import Measure
from tipline.rewards.score_versions import Version, in_force
from tipline.rewards.scoring import Sheet
from tipline.rewards.scoring_refusals import NoTableInForce
from tipline.rewards.settings import reward_settings
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Profile
from tipline.vocabulary import Cents, FundId, Wish
from web.console.amounts import AmountWrong, read_amount
from web.console.award_words import STATES, WISHES, dollars
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.eligible import field_of, read_eligibility, ticks
from web.console.eligible import in_words as open_points
from web.console.mark_words import pieces
from web.console.score_sheet import day_field, field, read_sheet, times_field, typed_sheet
from web.console.sheet_words import in_words
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}/reward")

WHO: Final = "who holds the team whose tip it is, and may propose awards"
OTHERS: Final = (1, 2, 3)
"""Other reporters of the case who can share it on one form."""
SUMMARY_LIMIT: Final = 3_000
"""Characters: with the sheet, it fits the one size of a paper in any script."""
NO_TABLE: Final = (
    "No scoring table is in force, so nothing can be scored. Whoever keeps the table sets one first."
)
NO_FUND: Final = "There is no fund for rewards yet. The treasurer makes one first."
OWN_SUM: Final = (
    "Write what this tip's reporter is to have: where a case is shared, each share is written down."
)

Number = Annotated[str, Path(max_length=16)]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A form that can be proposed."""

    sheet: Sheet
    shares: tuple[propose.Share, ...]
    fund_id: FundId
    summary: str
    eligibility: Eligibility


class _NotYet(Refused):
    """A form is not filled in: what is missing, in a sentence of this page."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the program gives a coordinator to propose by."""

    version: Version | None
    funds: tuple[Fund, ...]
    maximum: Cents


@router.get("")
@who_may(WHO)
def show(number: Number, signed: SignedIn) -> Response:
    """The sheet to fill in, and the awards of this tip so far."""
    return _sheet_page(signed, number, Form(()))


@router.post("")
@who_may(WHO)
def look_over(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Show what was filled in: the dollars, each line explained, and what the linter marks."""
    signed.require(signed.holder.role.may_propose_award)
    desk = _desk(signed)
    try:
        ready = _read(desk, number, form)
        _check_reporters(signed, ready)
    except (NotPermitted, NothingHere):
        raise
    except (Refused, CannotOpen) as refused:
        return _again(signed, number, form, refused)
    return _review_page(signed, number, desk, ready, form)


@router.post("/propose")
@who_may(WHO)
def propose_it(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Propose what was looked over; what was changed since is looked over again."""
    signed.require(signed.holder.role.may_propose_award)
    desk = _desk(signed)
    if form.get("change") == "yes":
        return _sheet_page(signed, number, form)
    try:
        ready = _read(desk, number, form)
        _check_reporters(signed, ready)
        if form.get("seen") != _seen(ready):
            return _review_page(signed, number, desk, ready, form)
        runtime = signed.runtime
        # The ledger is committed last: see `propose`.
        with (
            runtime.keys_store.read() as keys,
            runtime.ledger.transaction() as ledger,
            runtime.tips.transaction() as tips,
        ):
            propose.propose(
                tips,
                keys,
                ledger,
                shares=ready.shares,
                fund_id=ready.fund_id,
                summary=ready.summary,
                sheet=to_bytes(ready.sheet),
                eligibility=ready.eligibility,
                urgent=form.get("urgent") == "yes",
                by=signed.holder,
                program=signed.program,
                pepper=runtime.ledger_keys.pepper,
                now=signed.now,
            )
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        return _again(signed, number, form, refused)
    return RedirectResponse(f"/tips/{number}/reward", 303)


def _again(signed: Signed, number: str, form: Form, refused: Exception) -> Response:
    if isinstance(refused, _NotYet):
        return _sheet_page(signed, number, form, refusal=refused.words, status=422)
    said = said_of(refused)
    return _sheet_page(signed, number, form, refusal=said.words, status=said.status)


def _desk(signed: Signed) -> _Desk:
    program_id = signed.holder.program_id
    with signed.runtime.ledger.read() as ledger:
        funds = tuple(fund for fund in list_funds(ledger, program_id) if fund.kind is FundKind.REWARDS)
        return _Desk(_version(ledger, signed), funds, reward_settings(ledger, program_id).maximum)


def _version(ledger: Session, signed: Signed) -> Version | None:
    try:
        return in_force(ledger, signed.holder.program_id, on=signed.today)
    except NoTableInForce:
        return None


def _read(desk: _Desk, number: str, form: Form) -> _Ready:
    """What somebody filled in.

    Raises:
        Refused: what is not right with it.
    """
    if desk.version is None:
        raise _NotYet(NO_TABLE)
    if not desk.funds:
        raise _NotYet(NO_FUND)
    sheet = read_sheet(desk.version, form)
    fund = next((fund for fund in desk.funds if fund.fund_id.hex() == form.get("fund")), desk.funds[0])
    shares = _shares(number, sheet, form, currency=fund.currency)
    propose.check_amounts([share.amount for share in shares], maximum=desk.maximum)
    summary = clean(form.get("summary"))
    if not summary:
        raise TextEmpty
    if len(summary) > SUMMARY_LIMIT:
        raise _NotYet(
            f"The summary has {len(summary):,} characters, and {SUMMARY_LIMIT:,} are enough. Shorten it."
        )
    eligibility = read_eligibility(form)
    check_eligibility(eligibility)
    if len(eligibility.reason) > REASON_LIMIT:
        raise _NotYet(f"Why it is put before the board: {REASON_LIMIT} characters are enough. Shorten it.")
    return _Ready(sheet, shares, fund.fund_id, summary, eligibility)


def _shares(number: str, sheet: Sheet, form: Form, *, currency: Currency) -> tuple[propose.Share, ...]:
    others = []
    for place in OTHERS:
        other = form.get(f"share-{place}-number").strip().upper()
        if other:
            amount = _amount(form.get(f"share-{place}-amount"), currency)
            others.append(propose.Share(other, amount))
    typed = form.get("amount").strip()
    if others and not typed:
        raise _NotYet(OWN_SUM)
    if len({number, *(share.number for share in others)}) != len(others) + 1:
        raise _NotYet("The same tip is named twice. Each reporter has one share.")
    own = _amount(typed, currency) if typed else sheet.amount
    return (propose.Share(number, own), *others)


def _amount(text: str, currency: Currency) -> Cents:
    """A sum as somebody typed it.

    Raises:
        Refused: it is none.
    """
    try:
        return read_amount(text, currency=currency)
    except AmountWrong as wrong:
        raise _NotYet(f"Amount: {wrong.words} Nothing was proposed.") from None


def _check_reporters(signed: Signed, ready: _Ready) -> None:
    """See that each share has a reporter who can be paid, and money, before anybody reads further.

    Raises:
        NoClaimKey, NotPermitted, NoSuchTip, Withdrawn, CannotOpen, NotEnough, MonthClosed: as `propose`.
    """
    by, asked = signed.holder, 0
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as tips:
        for share in ready.shares:
            found = claimant(tips, keys, number=share.number, by=by, program=signed.program)
            if found.principal is None:
                raise NoClaimKey
            asked += 0 if found.wish is Wish.NO else share.amount
    with signed.runtime.ledger.read() as ledger:
        check_room(ledger, by.program_id, ready.fund_id, Cents(asked), month=month_of(signed.today))


def _seen(ready: _Ready) -> str:
    """What was looked over, so that nothing else is proposed: no secret, the form has all of it."""
    words = [
        ready.summary,
        ready.fund_id.hex(),
        *sorted(ready.eligibility.ruled_out),
        ready.eligibility.reason,
        *(f"{share.number}={share.amount}" for share in ready.shares),
    ]
    return sha256("\n".join(words).encode() + to_bytes(ready.sheet)).hexdigest()


def _typed(version: Version | None, form: Form) -> dict[str, str]:
    names = ["summary", "amount", "fund", "urgent", "not-ruled-out", *map(field_of, Bar)]
    for place in OTHERS:
        names += [f"share-{place}-number", f"share-{place}-amount"]
    return {name: form.get(name) for name in names} | typed_sheet(version, form)


def _sheet_page(signed: Signed, number: str, form: Form, *, refusal: str = "", status: int = 200) -> Response:
    holder, runtime = signed.holder, signed.runtime
    signed.require(holder.role.may_propose_award)
    with runtime.keys_store.read() as keys:
        with runtime.tips.transaction() as tips:
            tip.announce(tips, keys, number=number, by=holder, now=signed.now)
        with runtime.tips.transaction() as tips, runtime.ledger.read() as ledger:
            own = propose.own_awards(tips, keys, ledger, number=number, by=holder, program=signed.program)
            wish, payable = _wish(tips, keys, signed, number)
    desk = _desk(signed)
    return page(
        signed,
        "propose.html",
        here="/",
        status=status,
        refusal=refusal,
        number=number,
        awards=own,
        wish=None if wish is None else WISHES[wish],
        payable=payable,
        desk=desk,
        no_table=NO_TABLE,
        no_fund=NO_FUND,
        typed=_typed(desk.version, form),
        ticks=ticks(form),
        reason_limit=REASON_LIMIT,
        chosen=Measure.CHOSEN,
        money=Measure.MONEY,
        field=field,
        times_field=times_field,
        day_field=day_field,
        others=OTHERS,
        limit=SUMMARY_LIMIT,
        states=STATES,
        dollars=dollars,
    )


def _wish(tips: Session, keys: Session, signed: Signed, number: str) -> tuple[Wish | None, bool]:
    """What the reporter wishes, and whether there is a code to pay to; nothing where that is closed."""
    try:
        found = claimant(tips, keys, number=number, by=signed.holder, program=signed.program)
    except (Refused, CannotOpen):
        return None, False
    return found.wish, found.principal is not None


def _review_page(signed: Signed, number: str, desk: _Desk, ready: _Ready, form: Form) -> Response:
    found = marks(ready.summary, profile=Profile.SUMMARY)
    reason = ready.eligibility.reason
    in_reason = marks(reason, profile=Profile.SUMMARY)
    return page(
        signed,
        "propose_review.html",
        here="/",
        number=number,
        lines=in_words(ready.sheet),
        points=ready.sheet.points,
        scored=dollars(ready.sheet.amount),
        shares=ready.shares,
        total=dollars(sum(share.amount for share in ready.shares)),
        summary=pieces(ready.summary, found),
        open_points=open_points(ready.eligibility),
        reason=pieces(reason, in_reason),
        marked=len(found) + len(in_reason),
        urgent=form.get("urgent") == "yes",
        carried=_typed(desk.version, form) | {"seen": _seen(ready)},
        dollars=dollars,
    )
