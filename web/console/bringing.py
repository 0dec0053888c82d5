"""Awards that another system approved: brought by a coordinator, signed by two of the board."""

from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.lists import ListRefused
from tipline.reports.months import month_of
from tipline.reward_words import OFFICERS
from tipline.rewards import brought, brought_lists
from tipline.rewards.award_refusals import AlreadyPaid, AlreadySaid, NoSuchAward, SamePerson
from tipline.rewards.brought import Preview
from tipline.rewards.brought_file import BroughtList, read_awards, template
from tipline.rewards.refusals import AmountRefused, MonthClosed, NotEnough
from web.console.award_words import dollars
from web.console.dates import month_name
from web.console.desk import Posted, PostedList, Signed, SignedIn, page
from web.console.import_words import list_sentence
from web.console.importing import NOTHING, data_of, text_of
from web.console.reward_places import INDEX
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/rewards/brought"
BRINGS: Final = "a coordinator"
SIGNS: Final = "who is of the board"
DONE: Final = {
    "kept": "Kept and owed. Two members of the board sign the list below; then the desks pay it.",
    "signed": "Signed. Once two of the board have, the desks pay what is on the list.",
    "taken-back": "Taken back. The journal has both entries of each award, and nothing is owed for them.",
}


@router.get(f"{ADDRESS}/template.csv")
@who_may(BRINGS)
def empty(signed: SignedIn) -> Response:
    """An empty list."""
    signed.require(signed.holder.role.may_bring_awards)
    headers = {"Content-Disposition": 'attachment; filename="awards.csv"'}
    return Response(template(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(ADDRESS)
@who_may("a coordinator, and who is of the board")
def show(request: Request, signed: SignedIn) -> Response:
    """The lists that were brought, and the box for another."""
    return _page(signed, done=DONE.get(request.query_params.get("done", ""), ""))


@router.post(ADDRESS)
@who_may(BRINGS)
def look(signed: SignedIn, form: PostedList) -> Response:
    """Check a list, and show what it would bring; nothing is kept. The answer has the codes as they came."""
    signed.require(signed.holder.role.may_bring_awards)
    try:
        asked = _read(signed, form)
        with signed.runtime.ledger.read() as ledger:
            found = brought.check(
                ledger,
                signed.holder.program_id,
                asked,
                pepper=signed.runtime.ledger_keys.pepper,
                today=signed.today,
            )
    except ListRefused as refused:
        return _page(signed, refused=_said(refused) if data_of(form) else NOTHING, text=text_of(form))
    return _page(signed, found=found, text=data_of(form).decode("utf-8-sig"))


@router.post(f"{ADDRESS}/keep")
@who_may(BRINGS)
def keep(signed: SignedIn, form: PostedList) -> Response:
    """Keep what was shown, all of it or nothing."""
    signed.require(signed.holder.role.may_bring_awards)
    try:
        with signed.runtime.ledger.transaction() as ledger, signed.runtime.tips.transaction() as tips:
            brought.keep(
                ledger,
                tips,
                signed.holder.program_id,
                _read(signed, form),
                with_money="with-money" in form,
                by=signed.holder,
                pepper=signed.runtime.ledger_keys.pepper,
                today=signed.today,
                now=signed.now,
            )
    except (ListRefused, NotEnough, MonthClosed, AmountRefused) as refused:
        return _page(signed, refused=_said(refused), text=text_of(form))
    return RedirectResponse(f"{ADDRESS}?done=kept", 303)


@router.post(f"{ADDRESS}/sign")
@who_may(SIGNS)
def sign(signed: SignedIn, form: Posted) -> Response:
    """Sign a list, as somebody of the board who has compared it with the other system's books."""
    signed.require(signed.holder.role.may_decide_award)
    if "sure" not in form:
        return _page(signed, refused="Nothing was signed: compare the list first, and tick that you have.")
    try:
        with signed.runtime.ledger.transaction() as ledger, signed.runtime.tips.transaction() as tips:
            brought_lists.sign(ledger, tips, import_id=_id_of(form), by=signed.holder, now=signed.now)
    except (AlreadySaid, SamePerson) as refused:
        return _page(signed, refused=_said(refused))
    return RedirectResponse(f"{ADDRESS}?done=signed", 303)


@router.post(f"{ADDRESS}/undo")
@who_may(BRINGS)
def take_back(signed: SignedIn, form: Posted) -> Response:
    """Take a list back, while all of it waits."""
    signed.require(signed.holder.role.may_bring_awards)
    try:
        with signed.runtime.ledger.transaction() as ledger, signed.runtime.tips.transaction() as tips:
            brought_lists.take_back(
                ledger,
                tips,
                signed.holder.program_id,
                import_id=_id_of(form),
                by=signed.holder,
                month=month_of(signed.today),
                now=signed.now,
            )
    except (AlreadyPaid, NotEnough, MonthClosed) as refused:
        return _page(signed, refused=_said(refused))
    return RedirectResponse(f"{ADDRESS}?done=taken-back", 303)


def _read(signed: Signed, form: Form) -> BroughtList:
    return read_awards(data_of(form), this_month=month_of(signed.today))


def _id_of(form: Form) -> bytes:
    with suppress(ValueError):
        return bytes.fromhex(form.get("list"))
    raise NoSuchAward


def _said(refused: Exception) -> str:
    return list_sentence(refused) if isinstance(refused, ListRefused) else trouble_sentence(refused)


def trouble_sentence(refused: Exception) -> str:
    """Why the ledger does not take a list, or does not let it go."""
    match refused:
        case NotEnough():
            return (
                f"The fund has {dollars(refused.there)} that is not promised to others. Record first what it "
                "had when this ledger began, or let the money come along with the list. Nothing was changed."
            )
        case MonthClosed():
            return f"{month_name(refused.month)} is closed in the books. Nothing was changed."
        case AmountRefused():
            return f"All of them together are more than {dollars(refused.limit)}. Nothing was kept."
        case AlreadyPaid():
            return (
                f"{refused.count} of the list {'was' if refused.count == 1 else 'were'} paid or returned, or "
                f"{'is' if refused.count == 1 else 'are'} in a teller's hand. Nothing was changed."
            )
        case AlreadySaid():
            return "You signed this list before, and one person counts once. A second member signs it too."
        case SamePerson():
            return "You have another part in these awards: somebody else signs. Nothing was changed."
        case _:
            raise refused


def _page(
    signed: Signed, *, refused: str = "", done: str = "", text: str = "", found: Preview | None = None
) -> Response:
    with signed.runtime.ledger.read() as ledger:
        lists = brought_lists.lists(ledger, signed.holder.program_id, by=signed.holder)
    return page(
        signed,
        "bringing.html",
        here=INDEX,
        status=422 if refused else 200,
        refused=refused,
        done=done,
        text=text,
        found=found,
        lists=lists,
        officers=OFFICERS,
        dollars=dollars,
        month_name=month_name,
    )
