"""Who sits at the desk: the person whose cookie came with a request, and what is around their pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response

from tipline.access.sessions import decode_token, resume
from tipline.alerts.choices import may_choose
from tipline.alerts.roster import may_keep
from tipline.casework.handed_over import is_specialist
from tipline.casework.people import house_of
from tipline.casework.shortcuts import Shortcut, shortcuts_of
from tipline.casework.surge.lending import LENDABLE
from tipline.casework.surge.lent_rows import loans_to
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import Role, TeamKind, team_id
from web.console.alarms import alarms, reports_due
from web.console.dates import clock, exact, moment, said
from web.console.reward_places import INDEX, places_of
from web.forms import Form, read_form
from web.templating import Pages
from web.tongues import ENGLISH

COOKIE: Final = "__Host-session"
FIELDS: Final = 300
"""Of a form: a scoring table with everything in it has 270."""

KEYS: Final = {"/": Shortcut.BACK.value, "/search": Shortcut.SEARCH.value, "/keys": Shortcut.HELP.value}
"""The places of the rail to which a single key leads."""

OUR_SITES: Final = frozenset({"same-origin", "none"})


class ForeignPost(Exception):
    """A form was sent to us by a page that is not ours."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed-in person, and what a request needs to serve them."""

    runtime: ConsoleRuntime
    pages: Pages
    holder: Holder
    program: ProgramKeys
    program_name: str
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The day in the program's time zone."""
        return self.now.astimezone(self.zone).date()

    def require(self, permitted: bool) -> None:  # noqa: FBT001 - reads as a sentence: require(role.may_audit)
        """Refuse what this person's role may not do.

        Raises:
            NotPermitted: it may not.
        """
        if not permitted:
            raise NotPermitted(self.holder.role)


def signed_in(request: Request) -> Signed:
    """The person whose session the cookie names.

    Raises:
        SessionOver: nobody is signed in with this cookie.
    """
    return _signed(request, used=True)


def looking_on(request: Request) -> Signed:
    """As `signed_in`, for what a page asks by itself: it keeps no session from its rest.

    Raises:
        SessionOver: nobody is signed in with this cookie.
    """
    return _signed(request, used=False)


def _signed(request: Request, *, used: bool) -> Signed:
    runtime: ConsoleRuntime = request.app.state.runtime
    now = runtime.clock.now()
    holder = resume(runtime, decode_token(request.cookies.get(COOKIE, "")), now=now, used=used)
    with runtime.tips.read() as session:
        house = house_of(session, holder.program_id)
    signed = Signed(
        runtime=runtime,
        pages=request.app.state.pages,
        holder=holder,
        program=runtime.keyring.of(runtime.tips, holder.program_id, now=now),
        program_name=house.name,
        zone=house.zone,
        now=now,
    )
    request.state.signed = signed
    return signed


async def posted(request: Request) -> Form:
    """The form that was sent, if one of our own pages sent it; files in it are passed over.

    Raises:
        ForeignPost, BodyTooLarge, WrongContentType, MalformedForm: as `_posted`.
    """
    return await _posted(request, file="")


async def posted_list(request: Request) -> Form:
    """As `posted`, with the list that may come as a file in the field "list", in memory alone.

    Raises:
        ForeignPost, BodyTooLarge, WrongContentType, MalformedForm: as `_posted`.
    """
    return await _posted(request, file="list")


async def _posted(request: Request, *, file: str) -> Form:
    """The form that was sent, if one of our own pages sent it.

    The cookie goes along with requests from our own site alone (SameSite=Strict); this says the same
    again from what the browser tells of where the request began.

    Raises:
        ForeignPost: another site's page sent it.
        BodyTooLarge, WrongContentType, MalformedForm: as `read_form`.
    """
    if request.headers.get("sec-fetch-site", "none") not in OUR_SITES:
        raise ForeignPost
    origin = request.headers.get("origin", "null")
    if origin != "null" and not _is_ours(origin, request):
        raise ForeignPost
    if "content-type" not in request.headers and request.headers.get("content-length", "0") == "0":
        return Form(())
    return await read_form(request, fields=FIELDS, file=file)


def _is_ours(origin: str, request: Request) -> bool:
    runtime: ConsoleRuntime = request.app.state.runtime
    if runtime.settings.console_origin is not None:
        return origin == runtime.settings.console_origin
    return urlsplit(origin).netloc == request.headers.get("host")


SignedIn = Annotated[Signed, Depends(signed_in)]
Posted = Annotated[Form, Depends(posted)]
PostedList = Annotated[Form, Depends(posted_list)]


def page(signed: Signed, template: str, *, here: str, status: int = 200, **values: object) -> Response:
    """A page of the console with its rail and its warnings."""
    body = signed.pages.render(
        template,
        tongue=ENGLISH,
        program_name=signed.program_name,
        person=signed.holder.name,
        role=signed.holder.role,
        rail=_rail(signed, here),
        warnings=_warnings(signed),
        keys=_keys(signed),
        zone_name=signed.zone.key,
        said=partial(said, today=signed.today),
        exact=exact,
        moment=partial(moment, zone=signed.zone),
        clock=partial(clock, zone=signed.zone),
        **values,
    )
    return Response(body, status_code=status, media_type="text/html; charset=utf-8")


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A place that the rail leads to."""

    words: str
    address: str
    current: bool
    key: str
    """Of the single key that leads there, where there is one."""


def _rail(signed: Signed, here: str) -> tuple[RailEntry, ...]:
    role = signed.holder.role
    places = (
        (role.may_work, "Queue" if role.may_triage else "My tips", "/"),
        (role.may_triage, "Cases", "/cases"),
        (_has_loan(signed), "To scrub", "/scrub"),
        (_is_specialist(signed), "Handed over", "/handed-over"),
        (role.may_work, "Search", "/search"),
        (role.may_work and role is not Role.INTEGRITY, "Outcomes", "/due"),
        (role.may_triage, "Answers", "/answers"),
        (bool(places_of(role)), "Rewards", INDEX),
        (role.may_pay_award, "Pay", "/payout"),
        (role.may_undo_payment or role.may_thaw_award, "Desks", "/desks"),
        (role.may_see_month, "Month", "/reports"),
        (role.may_close_month, "Public numbers", "/publishing"),
        (role.may_confirm, "Languages", "/languages"),
        (role.may_open_apps, "Apps", "/apps"),
        (role.may_confirm, "Texting", "/texting"),
        (role.may_manage, "Program", "/program"),
        (role.may_manage or role is Role.INTEGRITY, "People", "/people"),
        (role.may_audit, "Audit", "/audit"),
        (may_keep(role), "Roster", "/roster"),
        (may_choose(role), "My alerts", "/my-alerts"),
        (role.may_work, "Keys", "/keys"),
    )
    return tuple(
        RailEntry(words, address, address == here, KEYS.get(address, ""))
        for may, words, address in places
        if may
    )


def _keys(signed: Signed) -> tuple[tuple[str, str], ...]:
    """What the single keys of this person do, and their letters; nothing while they are off."""
    if not signed.holder.role.may_work:
        return ()
    with signed.runtime.tips.read() as session:
        found = shortcuts_of(session, signed.holder)
    return tuple((each.value, letter) for each, letter in found.letters.items()) if found.switched_on else ()


def _is_specialist(signed: Signed) -> bool:
    holder = signed.holder
    with signed.runtime.tips.read() as session:
        return is_specialist(session, program_id=holder.program_id, teams=holder.teams)


def _has_loan(signed: Signed) -> bool:
    """Whether the scrub of some case is lent to this person; who holds the inbox needs no loan."""
    holder = signed.holder
    if holder.role not in LENDABLE or team_id(holder.program_id, TeamKind.INBOX) in holder.teams:
        return False
    with signed.runtime.tips.read() as session:
        found = loans_to(session, program_id=holder.program_id, person_id=holder.person_id, now=signed.now)
    return bool(found)


def _warnings(signed: Signed) -> tuple[str, ...]:
    role = signed.holder.role
    found = list(alarms(signed.runtime.tips, by=signed.holder, zone=signed.zone, now=signed.now))
    found += reports_due(signed.runtime.tips, by=signed.holder, today=signed.today)
    if count := signed.holder.wrong_codes:
        times = "once" if count == 1 else f"{count:,} times"
        found.append(
            f"Since you last signed in, a wrong or used code came {times} with your password. If that was "
            "not you, somebody has your password: tell whoever manages people here today."
        )
    if signed.program.alarms and (role.may_triage or role.may_manage or role.may_audit):
        count = len(signed.program.alarms)
        what = (
            "A key in the store is not proven."
            if count == 1
            else f"{count} keys in the store are not proven."
        )
        found.append(
            f"{what} Nothing is sealed to it, but somebody has written to the store who should not. "
            "Tell whoever runs it today."
        )
    if role.may_triage and not _epoch_ahead(signed):
        found.append(
            "No key is ready for next month. Tips still come in under the last one. Sign out and in again to "
            "make new keys; if this stays, tell whoever runs the store."
        )
    return tuple(found)


def _epoch_ahead(signed: Signed) -> bool:
    own = {
        team_id(signed.holder.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY)
    } & signed.holder.teams
    today = signed.now.astimezone(UTC).date()
    return all(
        any(epoch.team_id == team and epoch.not_before > today for epoch in signed.program.epochs.values())
        for team in own
    )
