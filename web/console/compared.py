"""Two periods beside one another."""

from fastapi import Response

from tipline.reports.measures import GENERAL
from tipline.reports.month_table import compare
from tipline.reports.months import month_of, written
from tipline.reports.periods import Column
from web.console.addresses import Compared
from web.console.dates import month_name
from web.console.desk import Signed, page
from web.console.month_books import open_books
from web.console.month_view import panels
from web.console.month_words import comparing, long_months, short_months


def compared_page(signed: Signed, compared: Compared) -> Response:
    """Two periods, the first drawn beside the other.

    Raises:
        MonthAhead, MonthBeforeBeginning: nothing is kept of one of them.
    """
    with open_books(signed) as (session, rewards):
        comparison = compare(
            session,
            program_id=signed.holder.program_id,
            period=compared.period,
            against=compared.against,
            by=signed.holder.role,
            today=signed.today,
            rewards=rewards,
        )
    heads = {period.column: short_months(period) for period in comparison.columns}
    shown, nothing = panels(comparison.sections, heads, against=Column.MONTH_BEFORE, whole=True, changes=True)
    one, other = comparison.columns
    return page(
        signed,
        "compared.html",
        here="/reports",
        title=f"{long_months(one)} and {long_months(other)}",
        one=one,
        other=other,
        sentence=comparing(comparison),
        panels=shown,
        nothing=nothing,
        general=GENERAL,
        address=written(one.last),
        back=month_name(one.last),
        other_name=month_name(other.last),
        running=month_of(signed.today) in {one.last, other.last},
        current=written(month_of(signed.today)),
        written=written,
    )
