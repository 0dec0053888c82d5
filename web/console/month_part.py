"""One part of the month over the years: a division, an agency, an offence, a channel, an account, a link."""

from itertools import dropwhile

from fastapi import APIRouter, Request, Response

from tipline.errors import NothingHere
from tipline.reports.measures import RULES, Measure
from tipline.reports.month_table import month_table
from tipline.reports.months import written
from tipline.reports.parts import part_series
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.vocabulary import Month
from web.console.addresses import NoSuchMonth, month_in
from web.console.dates import month_name
from web.console.desk import Signed, SignedIn, page
from web.console.month import no_month
from web.console.month_pictures import line_words, long_line
from web.console.month_view import heads_of
from web.console.month_words import cell, said, short_month
from web.console.years import years
from web.who_may import who_may

router = APIRouter()


@router.get("/reports/{address}/part")
@who_may("who may see the month")
def show(address: str, request: Request, signed: SignedIn) -> Response:
    """What one part of a measure brought, in the month's columns and month by month."""
    signed.require(signed.holder.role.may_see_month)
    asked = request.query_params
    measure = next((each for each in Measure if each.value == asked.get("of")), None)
    key = asked.get("key", "")
    if measure is None or RULES[measure].split is None or not key:
        raise NothingHere
    try:
        return _part_page(signed, month_in(address), measure, key)
    except (NoSuchMonth, MonthAhead, MonthBeforeBeginning) as none:
        return no_month(signed, none)


def _part_page(signed: Signed, month: Month, measure: Measure, key: str) -> Response:
    """Raise NothingHere where no number of the month's table is of this part; begin where it is known."""
    holder = signed.holder
    with signed.runtime.tips.read() as session:
        table = month_table(
            session, program_id=holder.program_id, month=month, by=holder.role, today=signed.today
        )
        row = table.row(measure, key)
        if row is None:
            raise NothingHere
        every = part_series(
            session,
            program_id=holder.program_id,
            measure=measure,
            key=key,
            until=month,
            by=holder.role,
            today=signed.today,
        )
    points = tuple(dropwhile(lambda point: point.value is None, every)) or every[-1:]
    heads = heads_of(table)
    return page(
        signed,
        "part.html",
        here="/reports",
        row=row,
        rule=RULES[measure],
        this_name=month_name(month),
        address=written(month),
        cells=tuple((heads[period.column], cell(row, period.column)) for period in table.columns),
        line=long_line(points),
        line_words=line_words(points),
        years=years(points, caption=f"{row.label} by month"),
        short_month=short_month,
        number=said,
    )
