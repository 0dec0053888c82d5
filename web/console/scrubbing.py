"""The scrub, for those whom it is lent to: one tip after another, and nothing that they could dispatch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.casework.refusals import TurnOver
from tipline.casework.surge import copies, turns
from tipline.casework.surge.lending import LENDABLE
from tipline.casework.surge.lent_rows import loans_to
from tipline.casework.surge.turns import LentTip
from tipline.casework.views import RecordView
from tipline.errors import KeyTrouble, NamedInTip, NoSuchCase, NoSuchTip, Refused
from tipline.intake.normalise import clean
from tipline.telltale.linter import marks
from tipline.vocabulary import ID_SIZE, RecordId
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.mark_words import pieces
from web.console.scrub_words import begin, marked, take_all_out, take_out
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter(prefix="/scrub")

HERE: Final = "/scrub"
WHO: Final = "whom the scrub of a case is lent to, for a day"
OVER: Final = (
    "This case is not lent to you, or not any more: a loan lasts a day, and whoever lent it can end it "
    "before. Nothing was kept."
)
NOTHING_LEFT: Final = "Nothing of this case waits for you. What comes in while you have it is shown here."
TRIES: Final = 20
"""Tips that name somebody by now are passed over at one press, so many at most."""

Number = Annotated[str, Path(max_length=16)]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The form as somebody left it."""

    tip: str
    text: str
    covers: frozenset[RecordId]


@router.get("")
@who_may(WHO)
def show(signed: SignedIn) -> Response:
    """What is lent to whoever looks."""
    signed.require(signed.holder.role in LENDABLE)
    return _list_page(signed)


@router.get("/{number}")
@who_may(WHO)
def show_case(number: Number, signed: SignedIn) -> Response:
    """The tip that somebody has in hand; without one, what waits."""
    signed.require(signed.holder.role in LENDABLE)
    try:
        with signed.runtime.tips.read() as session:
            mine, _ = turns.in_hand(session, number=number, by=signed.holder, now=signed.now)
        return _next(signed, number) if mine else _list_page(signed)
    except NoSuchCase:
        return _list_page(signed, refusal=OVER, status=404)


@router.post("/{number}")
@who_may(WHO)
def change(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Take the next, leave one to others, take words out, or keep the copy and go on."""
    signed.require(signed.holder.role in LENDABLE)
    typed = _Typed(form.get("tip").strip().upper(), clean(form.get("text")), _ids(form.get("covers")))
    try:
        return _changed(signed, number, typed, deed=form.get("deed"), take=form.get("take"))
    except NoSuchCase:
        return _list_page(signed, refusal=OVER, status=404)
    except (NoSuchTip, NamedInTip):
        gone = said_of(TurnOver())
        return _list_page(signed, refusal=gone.words, status=gone.status)


def _changed(signed: Signed, number: str, typed: _Typed, *, deed: str, take: str) -> Response:
    if take:
        return _without(signed, number, typed, take)
    match deed:
        case "keep":
            return _keep(signed, number, typed)
        case "take-all":
            count = len(marks(typed.text))
            left = replace(typed, text=take_all_out(typed.text))
            said = f"Taken out: {count} marked words. Read what is left."
            return _editor(signed, number, left, done=said)
        case "marks":
            return _editor(signed, number, typed, done=_count(typed.text))
        case "again":
            return _editor(signed, number, None, tip=typed.tip, done="Begun again with their words.")
    return _next(signed, number, passing=typed.tip if deed == "skip" else None)


def _keep(signed: Signed, number: str, typed: _Typed) -> Response:
    try:
        with signed.runtime.tips.transaction() as session:
            copies.keep_copy(
                session,
                case=number,
                number=typed.tip,
                text=typed.text,
                covers=typed.covers,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except (NoSuchCase, NoSuchTip):
        raise
    except TurnOver as refused:
        said = said_of(refused)
        return _list_page(signed, refusal=said.words, status=said.status)
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _editor(signed, number, typed, refusal=said.words, status=said.status)
    with signed.runtime.tips.transaction() as session:
        found = turns.take(session, number=number, by=signed.holder, now=signed.now)
    return RedirectResponse(HERE if found is None else f"{HERE}/{number}", 303)


def _next(signed: Signed, number: str, *, passing: str | None = None) -> Response:
    """Show the tip that is in hand then; one that names whoever looks goes back, and the next comes."""
    for _ in range(TRIES):
        with signed.runtime.tips.transaction() as session:
            found = turns.take(session, number=number, by=signed.holder, now=signed.now, passing=passing)
        if found is None:
            return _list_page(signed, done=NOTHING_LEFT)
        done = "It is the only one left: it is in your hands again." if found.number == passing else ""
        try:
            return _editor(signed, number, None, tip=found.number, done=done)
        except NamedInTip:
            with signed.runtime.tips.transaction() as session:
                turns.hand_back(session, case=number, number=found.number, by=signed.holder, now=signed.now)
        passing = None
    return _list_page(signed, done=NOTHING_LEFT)


def _without(signed: Signed, number: str, typed: _Typed, asked: str) -> Response:
    words = clean(asked.partition(":")[2])
    text = take_out(typed.text, asked)
    if text is None:
        return _editor(signed, number, typed, done=f"“{words}” is not in the box any more.")
    left = replace(typed, text=text)
    return _editor(signed, number, left, done=f"“{words}” is taken out. {_count(text)}")


def _editor(
    signed: Signed,
    number: str,
    typed: _Typed | None,
    *,
    tip: str = "",
    refusal: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    """The reporter's words beside the copy; without `typed` it begins with them.

    Raises:
        NoSuchCase, NoSuchTip, NamedInTip: as `turns.read`.
    """
    with signed.runtime.tips.read() as session:
        lent: LentTip = turns.read(
            session,
            case=number,
            number=typed.tip if typed else tip,
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )
        _, left = turns.in_hand(session, number=number, by=signed.holder, now=signed.now)
    if typed is None:
        typed = _Typed(lent.number, begin(lent.records), _covers(lent.records))
    return page(
        signed,
        "scrub_lent.html",
        here=HERE,
        status=status,
        number=number,
        tip=lent,
        left=left,
        typed=typed,
        refusal=refusal,
        done=done,
        reporter=[(record, pieces(record.text, marks(record.text))) for record in lent.records],
        marked=marked(typed.text),
        covers=",".join(sorted(record_id.hex() for record_id in typed.covers)),
        new=[record for record in lent.records if record.record_id not in typed.covers],
    )


def _list_page(signed: Signed, *, refusal: str = "", done: str = "", status: int = 200) -> Response:
    holder, now = signed.holder, signed.now
    with signed.runtime.tips.read() as session:
        loans = loans_to(session, program_id=holder.program_id, person_id=holder.person_id, now=now)
        lines = [
            (case.number, loan.until, *turns.in_hand(session, number=case.number, by=holder, now=now))
            for case, loan in loans
        ]
    return page(signed, "scrubbing.html", here=HERE, status=status, lines=lines, refusal=refusal, done=done)


def _covers(records: Iterable[RecordView]) -> frozenset[RecordId]:
    return frozenset(record.record_id for record in records)


def _count(text: str) -> str:
    count = len(marks(text))
    if not count:
        return "No words are marked. The list misses much: read it once more."
    return "One is still marked." if count == 1 else f"{count} are still marked."


def _ids(written: str) -> frozenset[RecordId]:
    found = set()
    for part in written.split(","):
        try:
            one = bytes.fromhex(part)
        except ValueError:
            continue
        if len(one) == ID_SIZE:
            found.add(RecordId(one))
    return frozenset(found)
