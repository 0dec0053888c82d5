"""The month in counts."""

import re
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.reports.month import MonthReport, month_report
from tipline.reports.months import month_of, step
from tipline.vocabulary import Month
from web.console.dates import month_name
from web.console.desk import SignedIn, page
from web.who_may import who_may

router = APIRouter()

WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
"""A month as an address has it."""

FIRST_YEAR: Final = 1990
"""Earlier months are a mistake in the address."""


@router.get("/reports")
@who_may("who may see the month")
def this_month(signed: SignedIn) -> Response:
    """Lead to the month that it is in the program's time zone."""
    month = month_of(signed.today)
    return RedirectResponse(f"/reports/{month // 100}-{month % 100:02d}", 303)


@router.get("/reports/{written}")
@who_may("who may see the month")
def show(written: str, signed: SignedIn) -> Response:
    """A month beside the same month of the year before."""
    with signed.runtime.tips.read() as session:
        signed.require(signed.holder.role.may_see_month)
        current = month_of(signed.today)
        month = _read(written)
        if month is None or month > current:
            words = (
                "That month has not begun." if month is not None else "That is no month. Write it as 2026-10."
            )
            return page(
                signed, "no_month.html", here="/reports", status=404, words=words, this=_written(current)
            )
        report = month_report(session, signed.holder.program_id, month, by=signed.holder.role)
    return page(
        signed,
        "month.html",
        here="/reports",
        report=report,
        sentence=sentence(report, running=month == current),
        running=month == current,
        this_name=month_name(month),
        name_before=month_name(step(month, months=-12)),
        earlier=_written(step(month, months=-1)),
        later=None if month == current else _written(step(month, months=1)),
        address=_written,
        widest=max(
            [1, *(line.now for line in report.by_channel), *(line.before for line in report.by_channel)]
        ),
        widest_offence=max([1, *(max(line.now, line.before) for line in report.by_offence)]),
    )


def sentence(report: MonthReport, *, running: bool) -> str:
    """The month in one sentence."""
    now, before = report.total.now, report.total.before
    name, name_before = month_name(report.month), month_name(step(report.month, months=-12))
    tips = f"{now:,} tip{'' if now == 1 else 's'}"
    added = report.follow_ups.now
    follow_ups = f"{added:,} follow\u2011up{'' if added == 1 else 's'}"
    if running:
        return f"{tips} so far in {name}, and {follow_ups}. The whole of {name_before} had {before:,}."
    if before == 0:
        compared = f"{name_before} had none"
    elif now == before:
        compared = f"as many as in {name_before}"
    else:
        share = round(abs(now - before) * 100 / before)
        change = f"{share:,}\u202f% {'more' if now > before else 'fewer'} than in {name_before}"
        compared = change if share else f"about as many as in {name_before}"
    return f"{tips} in {name}, {compared}; {follow_ups}."


def _read(written: str) -> Month | None:
    found = WRITTEN.fullmatch(written)
    return Month(int(found[1]) * 100 + int(found[2])) if found and int(found[1]) >= FIRST_YEAR else None


def _written(month: Month) -> str:
    return f"{month // 100}-{month % 100:02d}"
