"""The page of a queue: its lines, what each filter would leave, and the views that somebody keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from fastapi import Request, Response

from tipline.access.languages import without_reader
from tipline.alerts.screen import on_screen
from tipline.appeals.links import appeal_names
from tipline.barred import barred_tips
from tipline.carrier_watch import carrier_watch
from tipline.casework.arrivals import mark
from tipline.casework.changes import seen_now
from tipline.casework.facets import Facets, facets
from tipline.casework.floods import Flood, floods
from tipline.casework.keepers import colleagues
from tipline.casework.kept_views import kept_views
from tipline.casework.owed import scrubs_owed
from tipline.casework.people import names_of
from tipline.casework.queue import Alike, QueuePage, Scope, With, queue
from tipline.vocabulary import (
    AppealId,
    Channel,
    Offence,
    PersonId,
    Priority,
    Status,
    TeamId,
    TeamKind,
    team_id,
)
from web.console import live, queue_alike, queue_choice
from web.console.desk import Signed, page
from web.console.queue_choice import Choice, chosen_of
from web.console.spooled import spooled

BELL: Final = "A tip waits"
"""All that a browser's notification says."""
OFFENCES: Final = sorted(Offence, key=lambda offence: (offence is Offence.OTHER, offence.label))

Named = TypeVar("Named", TeamId, AppealId, PersonId)


@dataclass(frozen=True, slots=True)
class Offered:
    """A division or an appeal that can be chosen, and how many tips it would leave."""

    value: str
    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view that somebody keeps: where it leads, and its words."""

    query: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class FoldedFlood:
    """Many tips that came alike, as one line: its words, how many there are, and where all of them are."""

    day: date
    words: str
    count: int
    unfinished: int
    listed: int
    query: str


def chosen(request: Request, signed: Signed) -> Choice:
    """What of the queue the address of a request asks for."""
    return queue_choice.chosen(request.query_params, today=signed.today)


def waiting(signed: Signed, choice: Choice) -> QueuePage:
    """The page of the queue that this person may see."""
    with signed.runtime.tips.read() as session:
        return queue(session, scope_of(signed), choice.filters, page=choice.page)


def scope_of(signed: Signed) -> Scope:
    """Whose tips this person may see in a queue."""
    holder = signed.holder
    own = frozenset(team_id(holder.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    with signed.runtime.keys_store.read() as keys_session:
        principals = holder.holdings.principals(keys_session)
    with signed.runtime.tips.read() as session:
        barred = barred_tips(session.connection(), holder.program_id, holder.person_id)
    return Scope(
        holder.program_id,
        holder.teams & own if holder.role.may_triage else frozenset(),
        principals,
        person_id=holder.person_id,
        member_of=holder.teams - own,
        barred=barred,
    )


def queue_page(
    signed: Signed,
    choice: Choice,
    *,
    refusal: str = "",
    status: int = 200,
    marked: frozenset[str] = frozenset(),
) -> Response:
    """The queue as a page; `marked` are the numbers whose boxes are ticked."""
    scope, filters = scope_of(signed), choice.filters
    with signed.runtime.tips.read() as session:
        marked_now = mark(session, scope, today=signed.today)
        seen = seen_now(session, scope, since=marked_now.since)
        bell = on_screen(session, signed.holder)
        flooded = floods(session, scope, filters)
        found = queue(session, scope, filters, page=choice.page, left_out=flooded.left_out)
        counted = _counted(choice)
        late = replace(filters, late_on=signed.today)
        left = facets(session, scope, filters, late=late) if counted else None
        names = names_of(session, signed.holder.program_id)
        appeals = appeal_names(session, signed.holder.program_id)
        kept = kept_views(session, by=signed.holder)
        languages = without_reader(session, signed.holder.program_id)
        owed = scrubs_owed(session, by=signed.holder, program=signed.program)
        watch = carrier_watch(session.connection(), program_id=signed.holder.program_id, now=signed.now)
    units = {team: one.name for team, one in names.teams.items() if not one.kind.special}
    able = colleagues(names, program=signed.program, teams=scope.teams)
    people = {person_id: person.name for person_id, person in names.people.items()}
    views = _views(kept, choice, signed, units=units, appeals=appeals, people=people)
    return page(
        signed,
        "queue.html",
        here="/",
        status=status,
        refusal=refusal,
        choice=choice,
        queue=found,
        unread_languages=languages,
        events=live.address(marked_now, seen),
        in_danger=seen.danger,
        bell=BELL if bell else "",
        whole=choice.plain and filters.open_only and found.page == 1,
        floods=_folded(flooded.found, choice, appeals) if found.page == 1 else (),
        alike=_alike(choice, appeals),
        folded=flooded.left_out.tips if flooded.left_out else 0,
        left=left,
        units=_offered(units, left.units if left else None, filters.unit_id),
        appeals=_offered(appeals, left.appeals if left else None, filters.appeal_id),
        keepers=_offered(
            {one: name for one, name in able.items() if one != signed.holder.person_id},
            left.keepers if left else None,
            filters.keeper_id,
        ),
        colleagues=able,
        me=signed.holder.person_id,
        views=views,
        kept=any(view.current for view in views),
        statuses=tuple(Status),
        channels=tuple(Channel),
        offences=_offences(left, filters.offence),
        mine=With.MINE,
        with_whom=queue_choice.WITH_WHOM,
        danger=Priority.DANGER,
        marked=marked,
        owed=owed,
        carrier=watch if signed.holder.role.may_triage else None,
        spooled=spooled(signed) if signed.holder.role.may_triage else "",
    )


def _folded(
    found: tuple[Flood, ...], choice: Choice, appeals: Mapping[AppealId, str]
) -> tuple[FoldedFlood, ...]:
    return tuple(
        FoldedFlood(
            day=flood.alike.day,
            words=_words(flood.alike, appeals),
            count=flood.tips,
            unfinished=flood.unfinished,
            listed=flood.listed,
            query=choice.of_flood(flood.alike),
        )
        for flood in found
    )


def _alike(choice: Choice, appeals: Mapping[AppealId, str]) -> str:
    return _words(choice.filters.alike, appeals) if choice.filters.alike else ""


def _words(alike: Alike, appeals: Mapping[AppealId, str]) -> str:
    return queue_alike.words(alike, appeal=appeals.get(alike.appeal_id) if alike.appeal_id else None)


def _counted(choice: Choice) -> bool:
    """The finished tips of years are not counted by every filter: nobody presses those to find work."""
    status = choice.filters.status
    return choice.filters.open_only or (status is not None and status.open)


def _offences(left: Facets | None, asked: Offence | None) -> list[Offence]:
    return [each for each in OFFENCES if left is None or left.offences.get(each) or each is asked]


def _offered(
    names: Mapping[Named, str], left: Mapping[Named, int] | None, asked: Named | None
) -> list[Offered]:
    found = [
        Offered(key.hex(), name, None if left is None else left.get(key, 0))
        for key, name in names.items()
        if left is None or left.get(key) or key == asked
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def _views(
    kept: tuple[str, ...],
    choice: Choice,
    signed: Signed,
    *,
    units: Mapping[TeamId, str],
    appeals: Mapping[AppealId, str],
    people: Mapping[PersonId, str],
) -> tuple[KeptView, ...]:
    here = replace(choice, page=1).query()
    found = []
    for query in kept:
        view = chosen_of(query, today=signed.today)
        found.append(
            KeptView(
                view.query(), view.words(units=units, appeals=appeals, people=people), view.query() == here
            )
        )
    return tuple(found)
