"""A reporter lost their eight words before they collected: the coordinator's side, and the board's."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.casework import tip
from tipline.errors import KeyTrouble, NotPermitted, Refused
from tipline.intake.normalise import clean
from tipline.rewards import lost_words, reissue
from tipline.rewards.award_refusals import NoSuchAward
from tipline.rewards.reissue import NOTICE
from web.console.award_words import dollars
from web.console.dates import month_name
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.lost_words_words import lost_words_answer
from web.console.payout_steps import read_award
from web.forms import Form
from web.who_may import who_may

WHO: Final = "who holds the team whose tip it is, and may propose awards"
BOARD: Final = "/rewards/lost-words"
WORDS: Final = (
    "Somebody wrote to us and says that this conversation is theirs, and that they lost the eight words. "
    "If you still have the words and it was not you, answer here within {days} days."
)
"""What the old conversation is told, as it is proposed to the coordinator."""
NEW_FIELDS: Final = ("new", "reason", "notice")

router = APIRouter()

Number = Annotated[str, Path(max_length=16)]


@router.get("/tips/{number}/lost-words")
@who_may(WHO)
def show(number: Number, signed: SignedIn) -> Response:
    """The awards of a tip that can be made anew, and how far each is."""
    return _tip_page(signed, number, Form(()))


@router.post("/tips/{number}/lost-words")
@who_may(WHO)
def ask(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Freeze the claim, give notice in the old conversation, and ask the board."""
    signed.require(signed.holder.role.may_propose_award)
    runtime = signed.runtime
    new, reason, notice = (clean(form.get(name)) for name in NEW_FIELDS)
    if not (new and reason and notice) or new.upper() == number:
        words = "Name the new tip, say what shows that both are theirs, and write the notice."
        return _tip_page(signed, number, form, refusal=f"{words} Nothing was changed.", status=422)
    try:
        # The ledger is committed first: see `reissue.ask`.
        with (
            runtime.keys_store.read() as keys,
            runtime.tips.transaction() as tips,
            runtime.ledger.transaction() as ledger,
        ):
            reissue.ask(
                tips,
                keys,
                ledger,
                old=number,
                new=new.upper(),
                award_id=read_award(form),
                reason=reason,
                notice=notice,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except NotPermitted:
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        return _refused(signed, number, form, refused)
    return RedirectResponse(f"/tips/{number}/lost-words", 303)


@router.post("/tips/{number}/lost-words/make")
@who_may(WHO)
def make(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Make the claim anew for the writer of the new tip."""
    signed.require(signed.holder.role.may_propose_award)
    runtime = signed.runtime
    try:
        # The tips are committed first: see `reissue.make_anew`.
        with (
            runtime.keys_store.read() as keys,
            runtime.ledger.transaction() as ledger,
            runtime.tips.transaction() as tips,
        ):
            reissue.make_anew(
                tips,
                keys,
                ledger,
                old=number,
                new=form.get("new"),
                award_id=read_award(form),
                by=signed.holder,
                program=signed.program,
                pepper=runtime.ledger_keys.pepper,
                now=signed.now,
            )
    except NotPermitted:
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        return _refused(signed, number, form, refused)
    return RedirectResponse(f"/tips/{number}/lost-words", 303)


@router.get(BOARD)
@who_may("who is of the board")
def show_board(signed: SignedIn) -> Response:
    """The claims that a coordinator asks to make anew."""
    return _board_page(signed)


@router.post(BOARD)
@who_may("who is of the board")
def agree(signed: SignedIn, form: Posted) -> Response:
    """Agree, as one of the board, by one's signature."""
    signed.require(signed.holder.role.may_decide_award)
    try:
        with signed.runtime.ledger.transaction() as ledger:
            reissue.agree(ledger, award_id=read_award(form), by=signed.holder)
    except NoSuchAward as refused:
        said = lost_words_answer(refused)
        return _board_page(signed, refusal=said.words, status=said.status)
    return RedirectResponse(BOARD, 303)


def _refused(signed: Signed, number: str, form: Form, refused: Exception) -> Response:
    said = lost_words_answer(refused)
    return _tip_page(signed, number, form, refusal=said.words, status=said.status)


def _tip_page(signed: Signed, number: str, form: Form, *, refusal: str = "", status: int = 200) -> Response:
    holder, runtime = signed.holder, signed.runtime
    signed.require(holder.role.may_propose_award)
    with runtime.keys_store.read() as keys:
        with runtime.tips.transaction() as tips:
            tip.announce(tips, keys, number=number, by=holder, now=signed.now)
        with runtime.tips.read() as tips, runtime.ledger.read() as ledger:
            found = lost_words.lost_words(
                tips, keys, ledger, number=number, by=holder, program=signed.program
            )
    typed = {name: form.get(name) for name in NEW_FIELDS}
    return page(
        signed,
        "lost_words.html",
        here="/",
        status=status,
        refusal=refusal,
        number=number,
        found=found,
        typed=typed | {"notice": typed["notice"] or WORDS.format(days=NOTICE.days)},
        days=NOTICE.days,
        now=signed.now,
        dollars=dollars,
    )


def _board_page(signed: Signed, *, refusal: str = "", status: int = 200) -> Response:
    with signed.runtime.ledger.read() as ledger:
        found = lost_words.claims_to_agree(ledger, by=signed.holder)
    return page(
        signed,
        "lost_words_board.html",
        here="/rewards",
        status=status,
        refusal=refusal,
        found=found,
        days=NOTICE.days,
        month_name=month_name,
        dollars=dollars,
    )
