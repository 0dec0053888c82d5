"""The month: a page that a chief of police prints."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.reports.books import read_books
from tipline.reports.measures import GENERAL, RULES, Measure
from tipline.reports.month_table import month_table
from tipline.reports.months import month_of, step, written
from tipline.reports.periods import Column
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.reports.table import MonthTable
from tipline.vocabulary import Month
from web.console.addresses import NoSuchMonth, address_of, compared_in, month_in, part_address
from web.console.afterwards import said_after
from web.console.compared import compared_page
from web.console.dates import month_name
from web.console.desk import Signed, SignedIn, page
from web.console.month_books import open_books
from web.console.month_closing import closing_of
from web.console.month_pictures import line_words, long_line, reward_pictures
from web.console.month_view import cards, heads_of, panels
from web.console.month_words import opening_balance, said, sentence, short_month, standing
from web.console.years import years
from web.who_may import who_may

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a form of the month's page that was refused, and why."""

    month: str = ""
    label: str = ""
    refused: str = ""
    about: str = ""
    """Which form it was: marks, or closing."""


@router.get("/reports")
@who_may("who may see the month")
def this_month(request: Request, signed: SignedIn) -> Response:
    """Lead to the month that it is in the program's time zone, or to what was chosen in the form."""
    asked = request.query_params
    if "month" not in asked:
        return RedirectResponse(f"/reports/{written(month_of(signed.today))}", 303)
    signed.require(signed.holder.role.may_see_month)
    try:
        return RedirectResponse(address_of(month_in(asked["month"]), asked), 303)
    except NoSuchMonth as none:
        return no_month(signed, none)


@router.get("/reports/{address}")
@who_may("who may see the month")
def show(address: str, request: Request, signed: SignedIn) -> Response:
    """A month beside other times, or two periods beside one another."""
    signed.require(signed.holder.role.may_see_month)
    try:
        month = month_in(address)
        compared = compared_in(month, request.query_params)
        if compared is not None:
            return compared_page(signed, compared)
        return month_page(signed, month, whole="all" in request.query_params, done=said_after(request))
    except (NoSuchMonth, MonthAhead, MonthBeforeBeginning) as none:
        return no_month(signed, none)


def month_page(
    signed: Signed, month: Month, *, whole: bool = False, typed: Typed | None = None, done: str = ""
) -> Response:
    """The page of a month; with what was typed into a form of it, where that was refused; or what was done.

    Raises:
        MonthAhead, MonthBeforeBeginning: there is no such page.
    """
    holder = signed.holder
    with open_books(signed) as (session, rewards):
        table = month_table(
            session,
            program_id=holder.program_id,
            month=month,
            by=holder.role,
            today=signed.today,
            rewards=rewards,
        )
        books = (
            read_books(session, holder.program_id, today=signed.today)
            if holder.role.may_close_month
            else None
        )
    heads = heads_of(table)
    tips = table.series[Measure.TIPS]
    shown, nothing = panels(
        table.sections,
        heads,
        against=Column.YEAR_AGO,
        leads=lambda row: part_address(month, row),
        whole=whole,
        rewards=reward_pictures(table),
    )
    return page(
        signed,
        "month.html",
        here="/reports",
        status=422 if typed is not None else 200,
        done=done,
        table=table,
        this_name=month_name(month),
        address=written(month),
        around=_around(table),
        sentence=sentence(table),
        standing=standing(table),
        opening=opening_balance(table),
        cards=cards(table),
        line=long_line(tips, [(mark.month, mark.label) for mark in table.marks]),
        line_words=line_words(tips),
        years=years(tips, caption="Tips by month"),
        panels=shown,
        nothing=nothing,
        general=GENERAL,
        rules=_rules(),
        closing=closing_of(table, books) if books is not None else None,
        typed=typed or Typed(),
        current=written(month_of(signed.today)),
        beginning=written(table.beginning),
        number=said,
        short_month=short_month,
        month_name=month_name,
        written=written,
        unit_of=lambda measure: RULES[measure].unit,
    )


def no_month(signed: Signed, why: NoSuchMonth | MonthAhead | MonthBeforeBeginning) -> Response:
    """The page that says why there is no such month."""
    match why:
        case NoSuchMonth():
            words = why.words
        case MonthAhead():
            words = "That month has not begun."
        case _:
            words = (
                f"Nothing is kept of {month_name(why.month)}: the books begin with "
                f"{month_name(why.beginning)}. Earlier totals can be brought with the command "
                "\u201ctipline import month-totals\u201d."
            )
    return page(
        signed,
        "no_month.html",
        here="/reports",
        status=404,
        words=words,
        this=written(month_of(signed.today)),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """Addresses of the months around one; None where there is no such page."""

    earlier: str | None
    later: str | None
    year_ago: str | None
    year_ago_name: str


def _around(table: MonthTable) -> Around:
    def there(month: Month) -> str | None:
        return written(month) if table.beginning <= month <= month_of(table.counted_day) else None

    year_ago = step(table.month, months=-12)
    return Around(
        earlier=there(step(table.month, months=-1)),
        later=there(step(table.month, months=1)),
        year_ago=there(year_ago),
        year_ago_name=month_name(year_ago),
    )


def _rules() -> tuple[tuple[str, str], ...]:
    """Every rule once, with what it is the rule of."""
    labels: dict[str, list[str]] = {}
    for rule in RULES.values():
        labels.setdefault(rule.words, []).append(rule.label)
    return tuple((", ".join(names), words) for words, names in labels.items())
