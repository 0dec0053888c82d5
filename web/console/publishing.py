"""Whether the program publishes its closed months, what the public would see of one, and its button."""

import re
from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from crypto.signing import SigningKey
from tipline.errors import NoGrant
from tipline.reports.books import read_books
from tipline.reports.months import written
from tipline.reports.published import read_published
from tipline.reports.publishing import preview_month, publish_month, publishes, set_publishing, unpublished
from tipline.reports.refusals import MonthNotClosed, MonthPublished, NotPublishing
from tipline.vocabulary import Month
from web.console.desk import Posted, Signed, SignedIn, page
from web.numbers import month_words, sentence, tables, year_sentence, year_tables
from web.tongues import ENGLISH
from web.who_may import who_may

router = APIRouter()

WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)

NOT_SURE: Final = "Nothing was published: tick the box first, since it cannot be taken back."
NO_MONTH: Final = "Nothing was published: there is no such month to publish."
REFUSED: Final = {
    NotPublishing: "Nothing was published: switch on first that this program publishes its months.",
    MonthNotClosed: "Nothing was published: close the month first, so that its numbers stay.",
    MonthPublished: "Nothing was done: this month is published already, and what is published stays.",
}


@router.get("/publishing")
@who_may("who may close a month")
def show(signed: SignedIn, month: str = "") -> Response:
    """How it stands, and a preview of one month."""
    return _page(signed, _read(month))


@router.post("/publishing/on")
@who_may("who may close a month")
def switch_on(signed: SignedIn, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """Begin to publish the months that are closed from now on."""
    return _switch(signed, on=True)


@router.post("/publishing/off")
@who_may("who may close a month")
def switch_off(signed: SignedIn, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """End it: the public's pages of numbers are gone."""
    return _switch(signed, on=False)


@router.post("/publishing/publish")
@who_may("who may close a month")
def publish(signed: SignedIn, form: Posted) -> Response:
    """Publish a closed month that is not out, once somebody has said that they are sure."""
    signed.require(signed.holder.role.may_close_month)
    month = _read(form.get("month"))
    if month is None:
        return _page(signed, None, refused=NO_MONTH)
    if "sure" not in form:
        return _page(signed, month, refused=NOT_SURE)
    voice = _voice(signed)
    try:
        with signed.runtime.tips.transaction() as session:
            publish_month(session, month=month, by=signed.holder, voice=voice, now=signed.now)
    except (NotPublishing, MonthNotClosed, MonthPublished) as refused:
        return _page(signed, month, refused=REFUSED[type(refused)])
    return RedirectResponse("/publishing", 303)


def voice_at_closing(signed: Signed) -> SigningKey | None:
    """What closes a month and publishes it with the same stroke; None where that is not wanted, or cannot be.

    A coordinator who does not hold the program's voice closes all the same; another one publishes later.
    """
    with signed.runtime.tips.read() as session:
        if not publishes(session, signed.holder.program_id):
            return None
    try:
        return _voice(signed)
    except NoGrant:
        return None


def _voice(signed: Signed) -> SigningKey:
    with signed.runtime.keys_store.read() as keys_session:
        return signed.holder.holdings.voice(keys_session, signed.program)


def _switch(signed: Signed, *, on: bool) -> Response:
    signed.require(signed.holder.role.may_close_month)
    with signed.runtime.tips.transaction() as session:
        set_publishing(session, on=on, by=signed.holder, now=signed.now)
    return RedirectResponse("/publishing", 303)


def _page(signed: Signed, month: Month | None, *, refused: str = "") -> Response:
    signed.require(signed.holder.role.may_close_month)
    program_id = signed.holder.program_id
    with signed.runtime.tips.read() as session:
        books = read_books(session, program_id, today=signed.today)
        waiting = unpublished(session, program_id)
        out = read_published(session.connection(), program_id, voice=signed.program.voice)
        choices = sorted({*waiting, *([books.next_to_close] if books.next_to_close else [])}, reverse=True)
        if month not in choices:
            month = choices[0] if choices else None
        public = (
            preview_month(session, month=month, by=signed.holder, voice=signed.program.voice)
            if month is not None
            else None
        )
        on = publishes(session, program_id)
    year = public.year if public is not None else None
    return page(
        signed,
        "publishing.html",
        here="/publishing",
        status=200 if not refused else 422,
        refused=refused,
        on=on,
        out=_by_year(out),
        choices=[(written(each), month_words(each, ENGLISH)) for each in choices],
        chosen=written(month) if month is not None else "",
        chosen_name=month_words(month, ENGLISH) if month is not None else "",
        is_closed=month in waiting,
        public=public,
        sentence=sentence(public, ENGLISH) if public is not None else "",
        tables=tables(public, ENGLISH) if public is not None else (),
        year_sentence=year_sentence(year, ENGLISH) if year is not None else "",
        year_tables=year_tables(year, ENGLISH) if year is not None else (),
    )


def _by_year(out: Iterable[Month]) -> dict[int, list[str]]:
    """The months that are out under their years, the newest year first, each in order."""
    years: dict[int, list[str]] = {}
    for month in sorted(out):
        years.setdefault(month // 100, []).append(month_words(month, ENGLISH).rsplit(" ", 1)[0])
    return dict(sorted(years.items(), reverse=True))


def _read(said: str) -> Month | None:
    found = WRITTEN.fullmatch(said)
    return Month(int(found[1]) * 100 + int(found[2])) if found else None
