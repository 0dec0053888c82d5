"""The rules of rewards: the most for one case, the quorum, and when what nobody collected goes back."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.errors import Unsuitable
from tipline.money import Currency
from tipline.rewards import keeping
from tipline.rewards.ageing import Unclaimed, over_term
from tipline.rewards.settings import LEAST_TERM, RewardSettings, reward_settings
from tipline.vocabulary import Cents
from web.console.amounts import AmountWrong, read_amount, typed
from web.console.award_words import dollars
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.reward_places import INDEX
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/rewards/rules"
DOLLARS: Final = Currency("CAD")
"""The most for one case is a sum of dollars, whatever the fund's currency is called."""
TROUBLES: Final = {
    "maximum": "The most for one case is a sum above nothing.",
    "quorum": "The quorum is a whole number from 2 to 100: two members must agree on an award.",
    "term": f"The term is a whole number of days, {LEAST_TERM} or more, or nothing at all.",
}


@router.get(ADDRESS)
@who_may("the board and administrators")
def show(request: Request, signed: SignedIn) -> Response:
    """The rules that hold."""
    return _rules_page(signed, done=request.query_params.get("done") == "set")


@router.post(ADDRESS)
@who_may("the board and administrators")
def set_rules(signed: SignedIn, form: Posted) -> Response:
    """Set them anew, from now on."""
    signed.require(signed.holder.role.may_set_rewards)
    runtime = signed.runtime
    try:
        settings = _read(form)
        if (over := _over(signed, settings)).count and form.get("sure") != "yes":
            many = "1 award" if over.count == 1 else f"{over.count} awards"
            trouble = f"With this term {many}, {dollars(over.amount)} in all, would go back within the hour."
            return _rules_page(signed, form, trouble, at_once=True)
        with runtime.tips.transaction() as tips, runtime.ledger.transaction() as ledger:
            keeping.set_rules(ledger, tips, settings, by=signed.holder, now=signed.now)
    except Unsuitable as error:
        return _rules_page(signed, form, TROUBLES[error.what])
    except AmountWrong as error:
        return _rules_page(signed, form, f"{TROUBLES['maximum']} {error.words}")
    return RedirectResponse(f"{ADDRESS}?done=set", 303)


def _read(form: Form) -> RewardSettings:
    """The rules as they were typed.

    Raises:
        AmountWrong: the maximum is no sum.
        Unsuitable: quorum or term is no number.
    """
    term = form.get("term").strip()
    return RewardSettings(
        maximum=read_amount(form.get("maximum"), currency=DOLLARS),
        quorum=_number(form.get("quorum"), "quorum"),
        return_after_days=_number(term, "term") if term else None,
    )


def _over(signed: Signed, settings: RewardSettings) -> Unclaimed:
    """What would go back at once by a new term: nobody has told those reporters that it would."""
    program_id, term = signed.holder.program_id, settings.return_after_days
    with signed.runtime.ledger.read() as session:
        if term is None or term == reward_settings(session, program_id).return_after_days:
            return Unclaimed(0, Cents(0))
        return over_term(session, program_id, term=term, today=signed.today)


def _number(text: str, what: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 6):  # noqa: PLR2004 - digits, before it is read
        raise Unsuitable(what)
    return int(text)


def _rules_page(
    signed: Signed,
    form: Form | None = None,
    trouble: str = "",
    *,
    done: bool = False,
    at_once: bool = False,
) -> Response:
    signed.require(signed.holder.role.may_set_rewards)
    with signed.runtime.ledger.read() as session:
        settings = reward_settings(session, signed.holder.program_id)
    shown = {
        "maximum": typed(settings.maximum),
        "quorum": str(settings.quorum),
        "term": "" if settings.return_after_days is None else str(settings.return_after_days),
    }
    return page(
        signed,
        "reward_rules.html",
        here=INDEX,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK,
        trouble=trouble,
        done=done,
        at_once=at_once,
        typed=shown if form is None else {name: form.get(name) for name in shown},
        least=LEAST_TERM,
    )
