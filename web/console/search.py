"""Search: words over everything that somebody may open, and how far the reading has come."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.access.once_more import prove_again
from tipline.casework.search import results
from tipline.casework.search.desk import Prepared, prepare
from tipline.casework.search.index import IndexClosed
from tipline.casework.search.query import (
    LONGEST,
    Field,
    NoSuchValue,
    NothingAsked,
    Query,
    QueryRefused,
    QueryTooLong,
    read_query,
)
from tipline.casework.search.rooms import Rooms
from tipline.casework.search.update import SecondFactorNeeded, wait
from tipline.errors import SessionOver, SignInRefused
from web.console.desk import Posted, Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter()

HERE: Final = "/search"
DIGITS: Final = 3
"""Of a page's number in an address."""
PATIENCE: Final = 1.5
"""Seconds that an answer waits for a reading that it has begun: most are over by then."""
AGAIN: Final = {"refresh": "2"}
"""The page of a reading comes again by itself; a header, so that it needs no script."""

WRONG_CODE: Final = (
    "That code does not count: it is wrong, or was used before. It changes every half minute; wait for the "
    "next one and type it."
)
VALUES: Final[Mapping[Field, str]] = {
    Field.OFFENCE: "No offence begins so. Try one word of its name, as offence:firearm or offence:drugs.",
    Field.CHANNEL: "A channel is text, web, link or phone, as channel:text.",
    Field.STATUS: "No status begins so. Try status:new, status:investigation or status:closed.",
    Field.FROM: "Write a day as year-month-day, as from:2026-10-01.",
    Field.TO: "Write a day as year-month-day, as to:2026-10-31.",
    Field.NUMBER: "A tip number has letters, digits and hyphens alone, as number:TOR-4F7K.",
}
TOO_LONG: Final = "That is too much to look for: at most {limit} characters, and 20 words. Leave some out."
NOTHING: Final = "There is no letter and no digit in that. Type a word to look for."


@router.get(HERE)
@who_may("who works on tips; over those that they hold a grant for")
def show(request: Request, signed: SignedIn) -> Response:
    """What is found, or what must be done first."""
    signed.require(signed.holder.role.may_work)
    typed = request.query_params.get("q", "")
    try:
        query = read_query(typed)
    except QueryRefused as refused:
        return _page(signed, typed, refusal=_said(refused), status=422)
    if query is None:
        return _page(signed, typed)
    try:
        prepared = _prepare(request, signed, query, sure=False)
        if prepared.progress is not None:
            return _reading(signed, typed, prepared)
        return _found(request, signed, typed, query, prepared)
    except SecondFactorNeeded as needed:
        return _page(signed, typed, needed=needed.tips)
    except IndexClosed:
        raise SessionOver from None


@router.post(HERE)
@who_may("who works on tips; over those that they hold a grant for, after another second factor")
def read_many(request: Request, signed: SignedIn, form: Posted) -> Response:
    """Begin to read the many tips that somebody's search needs, once they have shown their second factor."""
    signed.require(signed.holder.role.may_work)
    typed = form.get("q")[: LONGEST + 1]
    try:
        query = read_query(typed)
    except QueryRefused:
        query = None
    if query is None:
        return RedirectResponse(HERE, 303)
    try:
        prove_again(signed.runtime, by=signed.holder, totp=form.get("totp"), now=signed.now)
    except SignInRefused:
        return _page(signed, typed, needed=_number(form.get("tips")), refusal=WRONG_CODE, status=403)
    try:
        prepared = _prepare(request, signed, query, sure=True)
    except IndexClosed:
        raise SessionOver from None
    if prepared.reading is not None:
        wait(prepared.reading, seconds=PATIENCE)
    return RedirectResponse(f"{HERE}?{urlencode({'q': typed})}", 303)


def _prepare(request: Request, signed: Signed, query: Query, *, sure: bool) -> Prepared:
    rooms: Rooms = request.app.state.rooms
    return prepare(
        signed.runtime, rooms, query, by=signed.holder, program=signed.program, sure=sure, now=signed.now
    )


def _found(request: Request, signed: Signed, typed: str, query: Query, prepared: Prepared) -> Response:
    with signed.runtime.tips.read() as session:
        found = results.search(
            session,
            prepared.searched,
            query,
            page=_number(request.query_params.get("page", "")) or 1,
            by=signed.holder,
        )
    with signed.runtime.tips.transaction() as session:
        results.write_down(session, found, by=signed.holder, now=signed.now)
    return _page(signed, typed, results=found, first=(found.page - 1) * results.PAGE + 1)


def _reading(signed: Signed, typed: str, prepared: Prepared) -> Response:
    answer = _page(signed, typed, progress=prepared.progress)
    answer.headers.update(AGAIN)
    return answer


def _page(signed: Signed, typed: str, *, status: int = 200, **values: object) -> Response:
    nothing = {"results": None, "progress": None, "needed": 0, "refusal": "", "first": 1}
    return page(
        signed,
        "search.html",
        here=HERE,
        status=status,
        typed=typed[:LONGEST],
        longest=LONGEST,
        address=lambda number: f"{HERE}?{urlencode({'q': typed} | ({'page': number} if number > 1 else {}))}",
        **(nothing | values),
    )


def _said(refused: QueryRefused) -> str:
    match refused:
        case QueryTooLong():
            return TOO_LONG.format(limit=LONGEST)
        case NothingAsked():
            return NOTHING
        case NoSuchValue():
            return VALUES[refused.name]
        case _:
            raise AssertionError(refused)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= DIGITS + 3 else 0
