"""Before somebody searches: where they may look, and an index for each that is up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tipline.casework.search.query import Query
from tipline.casework.search.results import Searched
from tipline.casework.search.rooms import Progress, Room, Rooms
from tipline.casework.search.sources import sources_of
from tipline.casework.search.update import refresh
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.runtime import ConsoleRuntime


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where somebody looks, and how far a reading has come that is not over."""

    searched: Sequence[Searched]
    progress: Progress | None = None
    reading: Room | None = None


def prepare(
    runtime: ConsoleRuntime,
    rooms: Rooms,
    query: Query,
    *,
    by: Holder,
    program: ProgramKeys,
    sure: bool,
    now: datetime,
) -> Prepared:
    """Bring up to date what a query needs; with `sure` however many tips must be read for it.

    Raises:
        NotPermitted: no tip is for somebody in this role.
        SecondFactorNeeded: many tips must be read, and `sure` does not say that they may be.
        SessionOver, IndexClosed: the person has signed out meanwhile.
        StoreUnavailable: a store cannot be read or written.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    with runtime.keys_store.read() as keys:
        principals = by.holdings.principals(keys)
    with runtime.tips.read() as session:
        sources = sources_of(session, principals, by=by, program=program)
    if not query.phrases:
        return Prepared([(source, None) for source in sources])
    searched: list[Searched] = []
    for source in sources:
        room = rooms.enter(source, by=by)
        progress = refresh(runtime, room, source, by=by, program=program, sure=sure, now=now)
        if progress is not None:
            return Prepared([], progress, room)
        searched.append((source, room))
    return Prepared(searched)


def at_hand(
    session: Session, keys_session: Session, rooms: Rooms, *, by: Holder, program: ProgramKeys
) -> list[Searched]:
    """The indexes that somebody's session shares already, as they stand; none before their first search."""
    principals = by.holdings.principals(keys_session)
    sources = sources_of(session, principals, by=by, program=program)
    entered = [(source, rooms.entered(source, by=by)) for source in sources]
    return [(source, room) for source, room in entered if room is not None and room.index is not None]
