"""The scoring table: the one in force, those before and after it, and a new version."""

import re
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.casework.people import names_of
from tipline.rewards import keeping
from tipline.rewards.reading import require_reader
from tipline.rewards.score_table import (
    DEFAULT,
    MOST_BRACKETS,
    MOST_CAMPAIGNS,
    MOST_LEVELS,
    STEPS,
    Factor,
    Measure,
)
from tipline.rewards.score_versions import Version, versions
from tipline.rewards.scoring_refusals import DayTaken, TableRefused
from web.console.amounts import said, typed
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.reward_places import INDEX
from web.console.scoring_form import (
    BRACKET_FIELDS,
    CAMPAIGN_FIELDS,
    LEVEL_FIELDS,
    Fields,
    FormWrong,
    fields_of,
    fields_sent,
    read_version,
)
from web.console.scoring_words import MEASURES, Said, day_taken, table_trouble
from web.errors import NotFound
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/rewards/scoring"
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@router.get(ADDRESS)
@who_may("who reads the books")
def show(request: Request, signed: SignedIn) -> Response:
    """The table in force, and the other versions."""
    found = _versions(signed)
    begun = [version for version in found if version.first_day <= signed.today]
    return _version_page(
        signed,
        found,
        begun[0] if begun else None,
        done=request.query_params.get("done") == "set",
    )


@router.get(f"{ADDRESS}/new")
@who_may("a coordinator")
def new(signed: SignedIn) -> Response:
    """A form that begins as the newest version is, or as the table to begin with."""
    signed.require(signed.holder.role.may_set_scoring)
    found = _versions(signed)
    table, first_day = DEFAULT, signed.today
    if found:
        table = found[0].table
        first_day = max(signed.today, found[0].first_day + timedelta(days=1))
    return _form_page(signed, fields_of(table, first_day=first_day))


@router.post(ADDRESS)
@who_may("a coordinator")
def add(signed: SignedIn, form: Posted) -> Response:
    """Keep a new version, or show more rows to write in."""
    signed.require(signed.holder.role.may_set_scoring)
    fields = fields_sent(form)
    if "more" in form:
        fields["rows"] = "all"
        return _form_page(signed, fields)
    try:
        table, first_day = read_version(form)
        with (
            signed.runtime.ledger.transaction() as ledger,
            signed.runtime.tips.transaction() as tips,
        ):
            keeping.set_scoring(
                ledger,
                tips,
                table=table,
                first_day=first_day,
                today=signed.today,
                by=signed.holder,
                now=signed.now,
            )
    except FormWrong as wrong:
        return _form_page(signed, fields, wrong=wrong.said)
    except TableRefused as refused:
        return _form_page(signed, fields, wrong=(table_trouble(refused, campaigns={}),))
    except DayTaken as taken:
        return _form_page(signed, fields, wrong=(day_taken(taken),))
    return RedirectResponse(f"{ADDRESS}?done=set", 303)


@router.get(f"{ADDRESS}/{{written}}")
@who_may("who reads the books")
def version(written: str, signed: SignedIn) -> Response:
    """One version, by its first day."""
    found = _versions(signed)
    for each in found:
        if DAY.fullmatch(written) and each.first_day.isoformat() == written:
            return _version_page(signed, found, each)
    raise NotFound


def _versions(signed: Signed) -> tuple[Version, ...]:
    require_reader(signed.holder)
    with signed.runtime.ledger.read() as ledger:
        return versions(ledger, signed.holder.program_id)


def _version_page(
    signed: Signed, found: tuple[Version, ...], shown: Version | None, *, done: bool = False
) -> Response:
    with signed.runtime.tips.read() as session:
        names = names_of(session, signed.holder.program_id)
    in_force = next((each for each in found if each.first_day <= signed.today), None)
    return page(
        signed,
        "scoring.html",
        here=INDEX,
        shown=shown,
        versions=found,
        in_force=in_force,
        last_day=_last_day(found, shown),
        sets=signed.holder.role.may_set_scoring,
        by={each.person_id: names.person(each.person_id) or "somebody who is gone" for each in found},
        done=done,
        Measure=Measure,
        sum=said,
        plain=typed,
    )


def _last_day(found: tuple[Version, ...], shown: Version | None) -> date | None:
    """The day before the next version begins."""
    later = [each.first_day for each in found if shown is not None and each.first_day > shown.first_day]
    return min(later) - timedelta(days=1) if later else None


def _form_page(signed: Signed, fields: Fields, *, wrong: tuple[Said, ...] = ()) -> Response:
    return page(
        signed,
        "scoring_form.html",
        here=INDEX,
        status=422 if wrong else 200,
        typed=fields,
        wrong=wrong,
        wrong_fields={one.field for one in wrong},
        factors=tuple((factor, fields.rows(factor.value, LEVEL_FIELDS, MOST_LEVELS)) for factor in Factor),
        measures=MEASURES,
        steps=tuple(typed(step) for step in STEPS),
        brackets=MOST_BRACKETS if fields["rows"] else fields.rows("bracket", BRACKET_FIELDS, MOST_BRACKETS),
        campaigns=fields.rows("campaign", CAMPAIGN_FIELDS, MOST_CAMPAIGNS),
    )
