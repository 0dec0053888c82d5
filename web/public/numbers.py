"""The numbers of a closed month for everybody: a page, JSON and CSV, all three from what was published once.

Nothing of it is kept by a browser or a proxy, as of any page here: where somebody looked at a tip line's
numbers on a phone that others use, no more of it should lie there than of the form.
"""

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tipline.errors import NothingHere
from tipline.intake.programs import Program
from tipline.reports.months import first_day, written
from tipline.reports.public_month import YEARLY, Part, PublicMonth, to_bytes
from tipline.vocabulary import Month
from web.numbers import BAR_HEIGHT, bars, month_words, sentence, tables, year_sentence, year_tables
from web.public.by_address import tongue_of
from web.public.site import Site, site_of
from web.tongues import Tongue
from web.who_may import who_may

WRITTEN: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
WITHHELD: Final = "withheld"
COLUMNS: Final = ("time", "table", "row", "number")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A program that publishes, and its months, the earliest first."""

    program: Program
    months: Mapping[Month, PublicMonth]


@who_may("anyone")
async def latest(request: Request) -> Response:
    """The latest published month, and where the others are."""
    site, numbers = site_of(request), await _numbers(request)
    last = numbers.months[max(numbers.months)] if numbers.months else None
    return _page(site, numbers, last, tongue_of(request))


@who_may("anyone")
async def month(request: Request) -> Response:
    """One published month."""
    site, numbers = site_of(request), await _numbers(request)
    return _page(site, numbers, _month(request, numbers), tongue_of(request))


@who_may("anyone")
async def as_json(request: Request) -> Response:
    """One published month, byte for byte as the program's voice signed it."""
    return Response(to_bytes(_month(request, await _numbers(request))), media_type="application/json")


@who_may("anyone")
async def as_csv(request: Request) -> Response:
    """One published month as lines of a table."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    lines.writerows(_lines(_month(request, await _numbers(request))))
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


async def _numbers(request: Request) -> Numbers:
    """What a program publishes.

    Raises:
        NothingHere: there is no such program, or it publishes nothing; the two look alike.
        StoreUnavailable: the store cannot be read.
    """
    site = site_of(request)
    now = site.now()
    desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    if not desk.program.publishes:
        raise NothingHere
    return Numbers(desk.program, await asyncio.to_thread(site.months.of, desk.keys, now=now))


def _month(request: Request, numbers: Numbers) -> PublicMonth:
    found = WRITTEN.fullmatch(request.path_params["written"])
    public = numbers.months.get(Month(int(found[1]) * 100 + int(found[2]))) if found else None
    if public is None:
        raise NothingHere
    return public


def _page(site: Site, numbers: Numbers, public: PublicMonth | None, tongue: Tongue) -> Response:
    tongue = tongue.where(numbers.program.zone)
    years: dict[int, list[tuple[str, str]]] = {}
    for each in sorted(numbers.months, reverse=True):
        years.setdefault(each // 100, []).append((written(each), tongue.month_alone(first_day(each))))
    year = public.year if public is not None else None
    return site.page(
        "numbers.html",
        tongue=tongue,
        program=numbers.program,
        here=f"/{numbers.program.slug}/numbers" + (f"/{written(public.month)}" if public is not None else ""),
        public=public,
        shown=written(public.month) if public is not None else "",
        month_name=month_words(public.month, tongue) if public is not None else "",
        sentence=sentence(public, tongue) if public is not None else "",
        bars=bars(public, tongue) if public is not None else (),
        bar_height=BAR_HEIGHT,
        tables=tables(public, tongue) if public is not None else (),
        year_sentence=year_sentence(year, tongue) if year is not None else "",
        year_tables=year_tables(year, tongue) if year is not None else (),
        years=years,
    )


def _lines(public: PublicMonth) -> Iterator[tuple[str, str, str, str]]:
    time = written(public.month)
    yield time, "tips", "", _said(public.tips)
    yield time, "follow-ups", "", _said(public.follow_ups)
    for part in Part:
        numbers = public.parts[part]
        if numbers is None:
            yield time, part.value, "", WITHHELD
        for name, number in (numbers or {}).items():
            yield time, part.value, name, _said(number)
    if public.year is None:
        return
    time = f"{written(public.year.months[0])} to {written(public.year.months[-1])}"
    yield time, "tips", " ".join(map(written, public.year.months)), _said(public.year.tips)
    for part in YEARLY:
        numbers = public.year.parts[part]
        if numbers is None:
            yield time, part.value, "", WITHHELD
        for name, number in (numbers or {}).items():
            yield time, part.value, name, _said(number)


def _said(number: int | None) -> str:
    return WITHHELD if number is None else str(number)
