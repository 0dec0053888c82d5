"""Look for something: a page of the tips that somebody may open at this moment, the newest day first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import merge
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from tipline import audit
from tipline.casework.search.index import IndexClosed, Match, first_place, last_place
from tipline.casework.search.query import Query
from tipline.casework.search.rooms import Room
from tipline.casework.search.snippets import Piece, has_any, snippet
from tipline.casework.search.sources import Source, given
from tipline.holdings import Holder
from tipline.store.columns import table
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import Channel, Offence, Priority, Status, TeamId, TipId

PAGE: Final = 20
PAGES: Final = 50
"""Who wants to read on after so many asks for less."""
CHUNKS: Final = (100, 400, 1_500)
"""Tips that are asked about at once: few first, more where the filters leave little of them."""
LOOKED: Final = 20_000
"""Tips with the words in them that are looked through for what the filters want."""


@dataclass(frozen=True, slots=True)
class Line:
    """A tip that was found, and the words around what was asked for."""

    number: str
    received_day: date
    channel: Channel
    offence: Offence
    status: Status
    priority: Priority
    unread: bool
    snippet: tuple[Piece, ...] = field(repr=False)
    in_notes: bool
    """Whether the words stand in our own notes and not in what was said with the reporter."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found."""

    lines: tuple[Line, ...]
    page: int
    more: bool
    total: int | None
    """How many tips there are in all, where few enough were looked through to know it."""
    cut: bool
    """Whether there may be more than were looked through."""


Searched = tuple[Source, Room | None]
"""Where is looked; without an index where no word is asked for."""


class Clear(NamedTuple):
    """Of a tip's row what is judged and shown: a whole row of the tables takes five times as long."""

    tip_id: TipId
    team_id: TeamId
    number: str
    received_day: date
    channel: Channel
    offence: Offence
    status: Status
    priority: Priority
    unread: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A tip in which the words stand, before anybody has asked whether the person may open it."""

    match: Match
    source: Source
    room: Room | None


_COLUMNS: Final = tuple(table(TipRow).c[name] for name in Clear._fields)


def search(session: Session, searched: Sequence[Searched], query: Query, *, page: int, by: Holder) -> Results:
    """A page of what somebody may open now and what they ask for stands in.

    What the index says is filtered by the grants in the store: a tip that was walled off, withdrawn or taken
    back since it was read is not told of.

    Raises:
        IndexClosed: the session that shared the index has ended.
    """
    page = min(max(page, 1), PAGES)
    start, end = (page - 1) * PAGE, page * PAGE
    rows: list[tuple[Clear, Hit]] = []
    seen: set[TipId] = set()
    looked = 0
    cut = ended = False
    hits = _hits(searched, query) if query.phrases else _all(session, searched, query)
    for chunk, size in zip(hits, _sizes(), strict=False):
        found = open_now(session, chunk, query, by=by)
        for hit in chunk:
            row = found.get((hit.source, hit.match.tip_id))
            if row is not None and row.tip_id not in seen:
                seen.add(row.tip_id)
                rows.append((row, hit))
        looked += len(chunk)
        ended = len(chunk) < size
        if len(rows) > end or looked >= LOOKED:
            cut = looked >= LOOKED and not ended
            break
    else:
        ended = True
    return Results(
        lines=tuple(_lines(rows[start:end], query)),
        page=page,
        more=len(rows) > end and page < PAGES,
        total=len(rows) if ended else None,
        cut=cut,
    )


def write_down(session: Session, results: Results, *, by: Holder, now: datetime) -> None:
    """Say in the audit that somebody searched, and how many tips they were shown; never for what."""
    count = len(results.lines)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.SEARCHED,
        by=by.person_id,
        detail="1 tip shown" if count == 1 else f"{count} tips shown",
        at=now,
        signer=by.holdings.signing(),
    )


def _hits(searched: Sequence[Searched], query: Query) -> Iterator[list[Hit]]:
    """What the indexes find, in chunks; of a tip that stands in two of them, both."""
    streams = [_stream(source, room, query) for source, room in searched if room is not None]
    merged = merge(*streams, key=lambda hit: hit.match.place, reverse=True)
    yield from _chunked(merged)


def _stream(source: Source, room: Room, query: Query) -> Iterator[Hit]:
    if room.index is None:
        raise IndexClosed
    low = first_place(query.since) if query.since else 0
    high = last_place(query.until or date.max)
    sizes = _sizes()
    while low <= high:
        limit = next(sizes)
        matches = room.index.find(query.match, low=low, high=high, limit=limit)
        yield from (Hit(match, source, room) for match in matches)
        if len(matches) < limit:
            return
        high = matches[-1].place - 1


def _all(session: Session, searched: Sequence[Searched], query: Query) -> Iterator[list[Hit]]:
    """Every tip that the fields leave, where no word is asked for: from the store alone."""
    for source, _ in searched:
        newest = (
            select(col(TipRow.tip_id))
            .where(source.own, *_asked(query))
            .order_by(col(TipRow.received_day).desc(), col(TipRow.number).desc())
            .limit(LOOKED)
        )
        if source.team_id is None:
            newest = newest.where(col(TipRow.tip_id).in_(sorted(given(session, source))))
        yield from _chunked(Hit(Match(0, TipId(tip_id)), source, None) for tip_id in session.exec(newest))


def _sizes() -> Iterator[int]:
    yield from CHUNKS
    while True:
        yield CHUNKS[-1]


def _chunked(hits: Iterator[Hit]) -> Iterator[list[Hit]]:
    sizes = _sizes()
    chunk: list[Hit] = []
    size = next(sizes)
    for hit in hits:
        chunk.append(hit)
        if len(chunk) >= size:
            yield chunk
            chunk, size = [], next(sizes)
    if chunk:
        yield chunk


def open_now(
    session: Session, hits: Sequence[Hit], query: Query, *, by: Holder
) -> Mapping[tuple[Source, TipId], Clear]:
    """Those of some tips that the person holds a grant for at this moment, and that the fields leave.

    They are found by their ids and judged here: where a statement has all of it SQLite walks through the
    whole queue.
    """
    ids = sorted({hit.match.tip_id for hit in hits})
    rows = [
        Clear(*row)
        for row in session.connection().execute(
            core_select(*_COLUMNS).where(col(TipRow.program_id) == by.program_id, col(TipRow.tip_id).in_(ids))
        )
    ]
    fitting = [row for row in rows if _fits(row, query)]
    grants = session.exec(
        select(col(TipGrantRow.tip_id), col(TipGrantRow.holder_id)).where(
            col(TipGrantRow.program_id) == by.program_id,
            col(TipGrantRow.tip_id).in_([row.tip_id for row in fitting]),
        )
    ).all()
    found: dict[tuple[Source, TipId], Clear] = {}
    for source in {hit.source for hit in hits}:
        granted = {tip_id for tip_id, holder_id in grants if holder_id in source.holders}
        found |= {
            (source, row.tip_id): row for row in fitting if row.tip_id in granted and source.has(row.team_id)
        }
    return found


def _fits(row: Clear, query: Query) -> bool:
    return all(
        (
            query.offences is None or row.offence in query.offences,
            query.channels is None or row.channel in query.channels,
            query.statuses is None or row.status in query.statuses,
            query.number is None or row.number.startswith(query.number),
            query.since is None or row.received_day >= query.since,
            query.until is None or row.received_day <= query.until,
        )
    )


def _asked(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.offences is not None:
        conditions.append(col(TipRow.offence).in_(sorted(query.offences)))
    if query.channels is not None:
        conditions.append(col(TipRow.channel).in_(sorted(query.channels)))
    if query.statuses is not None:
        conditions.append(col(TipRow.status).in_(sorted(query.statuses)))
    if query.number is not None:
        conditions.append(col(TipRow.number).startswith(query.number, autoescape=True))
    if query.since is not None:
        conditions.append(col(TipRow.received_day) >= query.since)
    if query.until is not None:
        conditions.append(col(TipRow.received_day) <= query.until)
    return conditions


def _lines(rows: Sequence[tuple[Clear, Hit]], query: Query) -> Iterator[Line]:
    for row, hit in rows:
        said, notes = "", ""
        if hit.room is not None and hit.room.index is not None:
            said, notes = hit.room.index.texts([hit.match.place]).get(hit.match.place, ("", ""))
        in_notes = bool(notes) and not has_any(said, query.phrases)
        yield Line(
            number=row.number,
            received_day=row.received_day,
            channel=row.channel,
            offence=row.offence,
            status=row.status,
            priority=row.priority,
            unread=row.unread and hit.source.team_id is not None,
            snippet=snippet(notes if in_notes else said, query.phrases),
            in_notes=in_notes,
        )
