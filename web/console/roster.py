"""The roster: who is on duty this week, the gaps, and whom to call where a life is in danger."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline.alerts import numbers, roster
from tipline.errors import NotAPhoneNumber, Unsuitable
from tipline.private import PhoneNumber
from tipline.vocabulary import PersonId
from web.console.desk import Posted, Signed, SignedIn, page
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

HERE: Final = "/roster"
_WEEK: Final = re.compile(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})", re.ASCII)
_DIGITS: Final = 2
FIELDS: Final = ("person", "begins", "ends", "weeks", "place", "number")

REFUSALS: Final = {
    "person": "Choose somebody of the list. Nothing was changed.",
    "hours": "A shift ends after it begins, after now, and within two weeks. Write both as 2026-11-20T18:00. "
    "Nothing was changed.",
    "weeks": f"Choose for how many weeks, up to {roster.MOST_WEEKS}. Nothing was changed.",
    "outside": "Write the number with its country, as +1 416 555 0100; no short code. Nothing was changed.",
    "centre": "Write a place, and the number of its centre, each on one line. Nothing was changed.",
}


@router.get(HERE)
@who_may("who triages, of their own team")
def show(request: Request, signed: SignedIn) -> Response:
    """A week of the roster."""
    return _roster_page(signed, request.query_params.get("week", ""))


@router.post(HERE)
@who_may("who triages, of their own team")
def add(signed: SignedIn, form: Posted) -> Response:
    """Put somebody on duty."""

    def deed(session: Session) -> None:
        weeks = form.get("weeks") or "0"
        roster.add_shifts(
            session,
            person_id=PersonId(_id(form.get("person"))),
            begins=_moment(signed, form.get("begins")),
            ends=_moment(signed, form.get("ends")),
            weeks=int(weeks) if weeks.isascii() and weeks.isdigit() and len(weeks) <= _DIGITS else -1,
            by=signed.holder,
            zone=signed.zone,
            now=signed.now,
        )

    return _do(signed, form, deed)


@router.post("/roster/remove")
@who_may("who triages, of their own team")
def remove(signed: SignedIn, form: Posted) -> Response:
    """Take a shift away."""
    shift_id = _id(form.get("shift"))
    return _do(
        signed,
        form,
        lambda session: roster.take_shift_away(session, shift_id=shift_id, by=signed.holder, now=signed.now),
    )


@router.post("/roster/outside")
@who_may("a coordinator")
def outside(signed: SignedIn, form: Posted) -> Response:
    """Change the number that is always staffed."""
    signed.require(numbers.may_set(signed.holder.role))

    def deed(session: Session) -> None:
        try:
            number = PhoneNumber.read(form.get("number"))
        except NotAPhoneNumber:
            raise Unsuitable("outside") from None
        numbers.set_outside(session, number, by=signed.holder, now=signed.now)

    return _do(signed, form, deed)


@router.post("/roster/centres")
@who_may("a coordinator")
def add_centre(signed: SignedIn, form: Posted) -> Response:
    """List the communications centre of a place."""
    place, number = form.get("place"), form.get("number")
    return _do(
        signed,
        form,
        lambda session: numbers.add_centre(
            session, place=place, number=number, by=signed.holder, now=signed.now
        ),
    )


@router.post("/roster/centres/remove")
@who_may("a coordinator")
def remove_centre(signed: SignedIn, form: Posted) -> Response:
    """Take a centre off the list."""
    centre_id = _id(form.get("centre"))
    return _do(
        signed,
        form,
        lambda session: numbers.take_centre_away(session, centre_id, by=signed.holder, now=signed.now),
    )


def _do(signed: Signed, form: Form, deed: Callable[[Session], None]) -> Response:
    """Do a deed and show the same week again; a refusal is said beside what was typed."""
    signed.require(roster.may_keep(signed.holder.role))
    week = form.get("week")
    try:
        with signed.runtime.tips.transaction() as session:
            deed(session)
    except Unsuitable as unsuitable:
        typed = {name: form.get(name) for name in FIELDS}
        return _roster_page(signed, week, typed=typed, refused=unsuitable.what)
    return RedirectResponse(f"{HERE}?week={_written(_monday(signed, week))}", 303)


def _roster_page(
    signed: Signed, week: str, *, typed: dict[str, str] | None = None, refused: str = ""
) -> Response:
    first = _monday(signed, week)
    with signed.runtime.tips.read() as session:
        days = roster.week(session, by=signed.holder, first=first, zone=signed.zone)
        people = roster.crew(session, signed.holder.program_id, signed.holder.role)
        listed = numbers.centres(session, signed.holder.program_id)
        always = numbers.outside_of(session, signed.holder.program_id)
    around = [first + timedelta(weeks=count) for count in (-1, 1)]
    return page(
        signed,
        "roster.html",
        here=HERE,
        status=422 if refused else 200,
        days=days,
        people=people,
        centres=listed,
        outside=always,
        sets=numbers.may_set(signed.holder.role),
        week=_written(first),
        before=_written(around[0]) if around[0].year > date.min.year else None,
        after=_written(around[1]),
        gaps=sum(day.has_gap for day in days),
        most_weeks=roster.MOST_WEEKS,
        typed=typed or dict.fromkeys(FIELDS, ""),
        refused=refused,
        refusal=REFUSALS.get(refused, ""),
    )


def _monday(signed: Signed, written: str) -> date:
    """The first day of a week that is written as 2026-W47; of this week, where it is written otherwise."""
    found = _WEEK.fullmatch(written)
    if found is not None:
        with suppress(ValueError, OverflowError):
            first = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
            if abs(first.year - signed.today.year) <= 1:
                return first
    return signed.today - timedelta(days=signed.today.weekday())


def _written(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year:04}-W{week:02}"


def _moment(signed: Signed, typed: str) -> datetime:
    """A moment that is written as on the program's clocks.

    Raises:
        Unsuitable: it is none (`hours`).
    """
    try:
        local = datetime.strptime(typed.strip(), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - its zone follows
        return local.replace(tzinfo=signed.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unsuitable("hours") from None


def _id(written: str) -> bytes:
    """The bytes of an id; none, where it is no such thing."""
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""
