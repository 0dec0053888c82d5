"""One award in a meeting: its case read, a conflict declared, and what a member says of it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused
from tipline.money import FundKind
from tipline.reports.months import month_of
from tipline.reward_words import AwardState, MeetingId, Part
from tipline.rewards import decisions
from tipline.rewards.award_refusals import InConflict, NoSuchAward
from tipline.rewards.cases import Case, read_case
from tipline.rewards.funds import list_funds
from tipline.rewards.meetings import Item, Meeting, read_meeting
from tipline.rewards.refusals import NoSuchFund
from tipline.rewards.score_bytes import from_bytes
from tipline.rewards.scoring_refusals import NotScoringBytes
from web.console.amounts import AmountWrong, read_amount
from web.console.award_words import OUTCOMES, STATES, WISHES, dollars
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.eligible import in_words as open_points
from web.console.meetings import HERE, PREFIX, meeting_of
from web.console.sheet_words import SheetLine, in_words
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix=PREFIX)

NO_COMMUNITY: Final = (
    "The reporter gives this to the community, and there is no community fund yet. Nothing was changed. Ask "
    "the treasurer to make one, or defer the award."
)
NO_REASON: Final = "Say why, in a few words: it stands in the minutes. Nothing was changed."

Written = Annotated[str, Path(max_length=32)]
Letter = Annotated[str, Path(max_length=4)]


@router.get("/{written}/awards/{letter}")
@who_may("who is of the board and was in the meeting, and has declared no conflict")
def show(written: Written, letter: Letter, signed: SignedIn) -> Response:
    """Read the case of an award: its summary and sheet, never the tip."""
    return _award_page(signed, meeting_of(written), letter)


@router.post("/{written}/awards/{letter}")
@who_may("who is of the board and in the meeting, and has no other part in the award")
def say(written: Written, letter: Letter, signed: SignedIn, form: Posted) -> Response:
    """Approve, refuse, defer or ratify it, or declare a conflict."""
    meeting_id = meeting_of(written)
    signed.require(signed.holder.role.may_decide_award)
    try:
        if form.get("deed") in {"refuse", "defer"} and not form.get("reason").strip():
            return _award_page(signed, meeting_id, letter, refusal=NO_REASON, status=422)
        _do(signed, meeting_id, letter, form)
    except (NotPermitted, NoSuchAward):
        raise
    except AmountWrong as wrong:
        words = f"Amount: {wrong.words} Nothing was changed."
        return _award_page(signed, meeting_id, letter, form=form, refusal=words, status=422)
    except NoSuchFund:
        return _award_page(signed, meeting_id, letter, form=form, refusal=NO_COMMUNITY, status=409)
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _award_page(signed, meeting_id, letter, form=form, refusal=said.words, status=said.status)
    return RedirectResponse(f"{PREFIX}/{meeting_id.hex()}", 303)


def _do(signed: Signed, meeting_id: MeetingId, letter: str, form: Form) -> None:
    by, program, month = signed.holder, signed.program, month_of(signed.today)
    with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.transaction() as ledger:
        item = _item(read_meeting(ledger, keys, meeting_id=meeting_id, by=by, program=program), letter)
        award_id = item.award_id
        match form.get("deed"):
            case "approve":
                decisions.vote(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    amount=item.amount,
                    by=by,
                    program=program,
                    month=month,
                )
            case "amend":
                funds = list_funds(ledger, by.program_id)
                currency = next(fund.currency for fund in funds if fund.kind is FundKind.REWARDS)
                decisions.vote(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    amount=read_amount(form.get("amount"), currency=currency),
                    by=by,
                    program=program,
                    month=month,
                )
            case "refuse":
                decisions.refuse(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    reason=form.get("reason"),
                    by=by,
                    program=program,
                    month=month,
                )
            case "defer":
                decisions.defer(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    reason=form.get("reason"),
                    by=by,
                    program=program,
                )
            case "conflict":
                decisions.declare_conflict(
                    ledger, keys, meeting_id=meeting_id, award_id=award_id, by=by, program=program
                )
            case "ratify":
                decisions.ratify(
                    ledger, keys, meeting_id=meeting_id, award_id=award_id, by=by, program=program
                )
            case _:
                raise NoSuchAward


def _award_page(
    signed: Signed,
    meeting_id: MeetingId,
    letter: str,
    *,
    form: Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> Response:
    """The case, or, for who may not read it, the line of the list and why."""
    form = form or Form(())
    case: Case | None = None
    closed = ""
    with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.read() as ledger:
        by, program = signed.holder, signed.program
        meeting = read_meeting(ledger, keys, meeting_id=meeting_id, by=by, program=program)
        item = _item(meeting, letter)
        try:
            case = read_case(
                ledger, keys, meeting_id=meeting_id, award_id=item.award_id, by=by, program=program
            )
        except (NotPermitted, NothingHere):
            raise
        except (Refused, CannotOpen) as refused:
            closed = said_of(refused).words
            if isinstance(refused, InConflict):
                status = status if refusal else 200
    return page(
        signed,
        "deciding.html",
        here=HERE,
        status=status,
        refusal=refusal,
        closed=closed,
        meeting=meeting,
        item=item,
        case=case,
        lines=_lines(case),
        open_points=() if case is None else open_points(case.eligibility),
        approvals=0 if case is None else case.said.count(Part.APPROVED),
        refusals=0 if case is None else case.said.count(Part.REFUSED),
        back=f"{PREFIX}/{meeting_id.hex()}",
        mine=signed.holder.person_id in meeting.sitting.present and not meeting.over,
        open=item.state in {AwardState.PROPOSED, AwardState.DEFERRED},
        typed={"amount": form.get("amount"), "reason": form.get("reason")},
        states=STATES,
        outcomes=OUTCOMES,
        wishes=WISHES,
        dollars=dollars,
    )


def _lines(case: Case | None) -> tuple[SheetLine, ...] | None:
    """The sheet in words; None where it cannot be read."""
    if case is None:
        return None
    try:
        return in_words(from_bytes(case.sheet))
    except NotScoringBytes:
        return None


def _item(meeting: Meeting, letter: str) -> Item:
    for item in meeting.items:
        if item.letter == letter:
            return item
    raise NoSuchAward
