"""What a coordinator does on the month's page: close it, and set marks beside the long line."""

from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.errors import Unsuitable
from tipline.reports.books import read_books
from tipline.reports.closing import close_month
from tipline.reports.months import written
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.reports.series import set_mark, take_mark_away
from tipline.store.month_tables import LABEL_SIZE
from tipline.vocabulary import Month
from web.console.addresses import NoSuchMonth, month_in
from web.console.dates import month_name
from web.console.desk import Posted, Signed, SignedIn
from web.console.month import Typed, month_page, no_month
from web.console.month_books import open_rewards
from web.console.publishing import voice_at_closing
from web.who_may import who_may

router = APIRouter()

NOT_SURE: Final = "Nothing was closed: tick the box first, since it cannot be undone."


@router.post("/reports/{address}/close")
@who_may("who may close a month")
def close(address: str, signed: SignedIn, form: Posted) -> Response:
    """Close the month that is to be closed next, once somebody has said that they are sure."""
    signed.require(signed.holder.role.may_close_month)
    try:
        month = month_in(address)
        if "sure" not in form:
            return month_page(signed, month, typed=Typed(refused=NOT_SURE, about="closing"))
    except (NoSuchMonth, MonthAhead, MonthBeforeBeginning) as none:
        return no_month(signed, none)
    voice = voice_at_closing(signed)
    with open_rewards(signed) as rewards, signed.runtime.tips.transaction() as session:
        close_month(session, month=month, by=signed.holder, now=signed.now, rewards=rewards, voice=voice)
    return RedirectResponse(f"/reports/{written(month)}?done=month", 303)


@router.post("/reports/{address}/marks")
@who_may("who may close a month")
def mark(address: str, signed: SignedIn, form: Posted) -> Response:
    """Set a mark beside a month of which something is kept, and show the same page again."""
    signed.require(signed.holder.role.may_close_month)
    label, typed = form.get("label"), form.get("month")
    try:
        month = month_in(address)
        beside, refused = _beside(signed, typed)
        if beside is not None:
            try:
                with signed.runtime.tips.transaction() as session:
                    set_mark(session, month=beside, label=label, by=signed.holder, now=signed.now)
                return RedirectResponse(f"/reports/{written(month)}#marks", 303)
            except Unsuitable:
                refused = (
                    f"Write what the mark stands for, in {LABEL_SIZE} letters or fewer. Nothing was kept."
                )
        return month_page(
            signed, month, typed=Typed(month=typed, label=label, refused=refused, about="marks")
        )
    except (NoSuchMonth, MonthAhead, MonthBeforeBeginning) as none:
        return no_month(signed, none)


@router.post("/reports/{address}/marks/remove")
@who_may("who may close a month")
def unmark(address: str, signed: SignedIn, form: Posted) -> Response:
    """Take a mark away, and show the same page again."""
    signed.require(signed.holder.role.may_close_month)
    try:
        month = month_in(address)
    except NoSuchMonth as none:
        return no_month(signed, none)
    mark_id = b""
    with suppress(ValueError):
        mark_id = bytes.fromhex(form.get("mark"))
    with signed.runtime.tips.transaction() as session:
        take_mark_away(session, mark_id=mark_id, by=signed.holder, now=signed.now)
    return RedirectResponse(f"/reports/{written(month)}#marks", 303)


def _beside(signed: Signed, typed: str) -> tuple[Month | None, str]:
    """The month that a mark is set beside, or why it cannot stand there."""
    try:
        beside = month_in(typed)
    except NoSuchMonth as none:
        return None, f"{none.words} Nothing was kept."
    with signed.runtime.tips.read() as session:
        books = read_books(session, signed.holder.program_id, today=signed.today)
    if not books.beginning <= beside <= books.now:
        return None, (
            f"A mark stands beside a month from {month_name(books.beginning)} to {month_name(books.now)}. "
            "Nothing was kept."
        )
    return beside, ""
