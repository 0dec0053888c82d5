"""The list of cases, and putting tips into one of them, or into a new one."""

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.casework.case_papers import LONGEST
from tipline.casework.case_views import list_cases
from tipline.casework.cases import make_case
from tipline.casework.many import NotThis, into_case
from tipline.casework.surge.lending import lend_new
from tipline.errors import NotPermitted, Refused
from tipline.store.case_tables import PaperKind
from web.console.barring import after_put
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.queue_choice import DIGITS, YES
from web.console.wording import said_of
from web.who_may import who_may

router = APIRouter(prefix="/cases")

HERE: Final = "/cases"
WHO: Final = "who holds a team that tips come in to, and may triage"
NEW: Final = "new"
"""The choice of a case that is not there yet."""
ROUNDS: Final = 20
"""Transactions of one request in which keys are lent: a thousand tips."""
NONE_MARKED: Final = "Tick the tips first. Nothing was done."
NOT_CHOSEN: Final = "Choose a case, or write the title of a new one. Nothing was done."


@router.get("")
@who_may(WHO)
def show(request: Request, signed: SignedIn) -> Response:
    """The open cases, or the closed ones."""
    asked = request.query_params
    number = asked.get("page", "")
    return _list_page(
        signed,
        closed=asked.get("closed") == YES,
        number=int(number) if number.isascii() and number.isdigit() and len(number) <= DIGITS else 1,
    )


@router.post("/choose")
@who_may(WHO)
def choose(signed: SignedIn, form: Posted) -> Response:
    """Ask into which case some tips shall go; nothing is done yet."""
    numbers = _numbers([*form.all("tip"), form.get("also")])
    if not numbers:
        return _list_page(signed, refusal=NONE_MARKED, status=422)
    return _choosing(signed, numbers)


@router.post("")
@who_may(WHO)
def put(request: Request, signed: SignedIn, form: Posted) -> Response:
    """Put tips into a case, or make one, with tips in it or none; refused for one, it is done with none."""
    signed.require(signed.holder.role.may_triage)
    numbers, into, title = _numbers(form.all("tip")), form.get("case"), form.get("title")
    if into in {"", NEW} and not title.strip():
        return _again(signed, numbers, NOT_CHOSEN, status=422)
    if into not in {"", NEW} and not numbers:
        return _again(signed, numbers, NONE_MARKED, status=422)
    holder, now = signed.holder, signed.now
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            if into in {"", NEW}:
                into = make_case(session, title=title, by=holder, program=signed.program, now=now)
            into_case(session, keys, numbers=numbers, into=into, by=holder, program=signed.program, now=now)
    except NotThis as refused:
        said = said_of(refused.why)
        words = f"{refused.number}: {said.words} Nothing was done with the others either."
        return _again(signed, numbers, words, status=said.status, title=title)
    except NotPermitted:
        raise
    except Refused as refused:
        said = said_of(refused)
        return _again(signed, numbers, said.words, status=said.status, title=title)
    after_put(request, signed, number=into)
    lend_rest(signed, into)
    return RedirectResponse(f"{HERE}/{into}", 303)


def lend_rest(signed: Signed, number: str) -> None:
    """Lend what of a case is not lent yet to those whom its scrub is lent to, some in each transaction."""
    for _ in range(ROUNDS):
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as session:
            lent = lend_new(
                session, keys, number=number, by=signed.holder, program=signed.program, now=signed.now
            )
        if not lent.tips:
            return


def _numbers(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.strip().upper() for number in typed if number.strip()))


def _again(
    signed: Signed, numbers: tuple[str, ...], refusal: str, *, status: int, title: str = ""
) -> Response:
    """The page that the form stood on: the list, where it has no tips in it."""
    if numbers:
        return _choosing(signed, numbers, refusal=refusal, status=status, title=title)
    return _list_page(signed, refusal=refusal, status=status, title=title)


def _choosing(
    signed: Signed, numbers: tuple[str, ...], *, refusal: str = "", status: int = 200, title: str = ""
) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        cases = list_cases(session, keys, by=signed.holder, program=signed.program)
    return page(
        signed,
        "into_case.html",
        here=HERE,
        status=status,
        refusal=refusal,
        numbers=numbers,
        cases=cases,
        title=title,
        longest=LONGEST[PaperKind.TITLE],
        new=NEW,
    )


def _list_page(
    signed: Signed,
    *,
    closed: bool = False,
    number: int = 1,
    refusal: str = "",
    status: int = 200,
    title: str = "",
) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        cases = list_cases(
            session, keys, by=signed.holder, program=signed.program, closed=closed, page=number
        )
    return page(
        signed,
        "cases.html",
        here=HERE,
        status=status,
        refusal=refusal,
        cases=cases,
        over=closed,
        title=title,
        longest=LONGEST[PaperKind.TITLE],
        address=lambda at: f"{HERE}?closed={YES}" + (f"&page={at}" if at > 1 else ""),
    )
