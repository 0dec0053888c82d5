"""Bring an index up to date: read what is new or changed, and nothing else.

Few tips are read at once, many by a thread while the page says how far it has come. Before anything is opened
the audit has the entry of it: one, with the number of tips.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic
from typing import Final

from sqlmodel import Session

from crypto.errors import CryptoError
from tipline import audit
from tipline.casework.search.index import Index, IndexClosed, Seen
from tipline.casework.search.index_file import place_of, read_index, remove_index, write_index
from tipline.casework.search.reading import read_tips
from tipline.casework.search.rooms import Progress, Room
from tipline.casework.search.sources import (
    TIPS,
    Buckets,
    Current,
    Source,
    buckets,
    counted_on,
    current,
    touched,
)
from tipline.errors import NoProvenKey, Refused
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.log import Event, failure, log
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import TipId

AT_ONCE: Final = 40
"""Tips that are read while somebody waits for the answer."""
ASKED_FROM: Final = 500
"""More than so many are opened for an index only after another second factor."""
BATCH: Final = 250
"""Tips that are read in one go, some 0.2 s: a session that ends waits for no more."""
LATELY: Final = timedelta(days=2)
"""Days that are counted at every search: what comes in now is of one of them, in whatever time zone."""
SAVED_FROM: Final = 100
"""Changes after which the file is written anew: what is not in it is read again by the next to search."""


class SecondFactorNeeded(Refused):
    """So many tips are opened only by somebody who has shown their second factor again."""

    def __init__(self, tips: int) -> None:
        super().__init__(tips)
        self.tips = tips


def refresh(
    runtime: ConsoleRuntime,
    room: Room,
    source: Source,
    *,
    by: Holder,
    program: ProgramKeys,
    sure: bool,
    now: datetime,
) -> Progress | None:
    """Bring a room's index up to date for what `by` may open; nothing is left to do where nothing is given.

    Raises:
        SecondFactorNeeded: it would open many tips, and `sure` does not say that they may be.
        IndexClosed: the last session that shared it has ended meanwhile.
        StoreUnavailable: a store cannot be read or written.
    """
    with room.turn:
        if room.closed.is_set():
            raise IndexClosed
        if room.progress is not None:
            return room.progress
        _load(runtime, room, source, by=by, program=program)
        with runtime.tips.read() as session:
            known = room.known.get(source.held)
            counts = (
                counted_on(session, source, known, since=now.date() - LATELY)
                if known
                else buckets(session, source)
            )
            wanted, gone = _changes(session, room, source, counts)
        if gone:
            _forget(runtime, room, source, gone)
        if not wanted:
            room.known[source.held] = counts
        if len(wanted) > ASKED_FROM and not sure:
            raise SecondFactorNeeded(len(wanted))
        work = Work(runtime, room, source, wanted, by, program, counts, now)
        if wanted:
            _write_down(runtime, len(wanted), by=by, now=now)
            room.progress = Progress(0, len(wanted))
        if len(wanted) > AT_ONCE:
            room.reader = Thread(target=work.run, name="search", daemon=True)
            room.reader.start()
            return room.progress
        if wanted:
            work.run()
        if room.unsaved >= SAVED_FROM and not room.busy:
            room.reader = Thread(target=work.save, name="search", daemon=True)
            room.reader.start()
        return None


def wait(room: Room, *, seconds: float) -> bool:
    """Give a reading some time; whether it is over."""
    reader, until = room.reader, monotonic() + seconds
    if reader is not None:
        reader.join(max(0.0, until - monotonic()))
    return room.progress is None


@dataclass(frozen=True, slots=True)
class Work:
    """The reading of some tips into an index."""

    runtime: ConsoleRuntime
    room: Room
    source: Source
    wanted: Mapping[TipId, Current]
    by: Holder
    program: ProgramKeys
    counts: Buckets
    now: datetime

    def run(self) -> None:
        """Read them all, unless the session that reads for it ends before."""
        room = self.room
        try:
            if self._read():
                room.known[self.source.held] = self.counts
                room.progress = None
                if len(self.wanted) > AT_ONCE:
                    self.save()
        except IndexClosed:
            pass
        except Exception as error:  # noqa: BLE001 - whoever looks again begins where this ended
            failure(error)
        finally:
            room.progress = None

    def save(self) -> None:
        """Write the file anew if enough has changed; a folder that cannot be written is an alarm, no more."""
        room, source = self.room, self.source
        if source.team_id is None or room.index is None or room.unsaved < SAVED_FROM or room.closed.is_set():
            return
        unsaved = room.unsaved
        counts = room.known.get(source.held)
        path = place_of(self.runtime.settings.data, source.team_id)
        try:
            if counts is not None:
                room.index.know(source.held, counts)
            write_index(
                path, room.index, team_id=source.team_id, by=self.by, program=self.program, now=self.now
            )
        except (OSError, NoProvenKey, IndexClosed, CryptoError) as error:
            if self.runtime.holders.lives(self.by.session_id):  # else their keys went while it was written
                failure(error)
            return
        room.unsaved -= unsaved

    def _read(self) -> bool:
        room, runtime = self.room, self.runtime
        closed = 0
        ids = list(self.wanted)
        for start in range(0, len(ids), BATCH):
            batch = {tip_id: self.wanted[tip_id] for tip_id in ids[start : start + BATCH]}
            with runtime.tips.read() as tips, runtime.keys_store.read() as keys:
                read = read_tips(
                    tips, keys, source=self.source, wanted=batch, by=self.by, program=self.program
                )
            # Whoever signed out while this batch was read held keys that may have been wiped in its middle.
            if room.closed.is_set() or not runtime.holders.lives(self.by.session_id) or room.index is None:
                return False
            room.index.put(read.entries)
            room.seen |= {entry.tip_id: Seen(entry.state, entry.day.toordinal()) for entry in read.entries}
            room.unsaved += len(read.entries)
            closed += read.closed
            if room.progress is not None:
                room.progress.done += len(batch)
        if closed:
            log(Event.CANNOT_OPEN, program=self.source.program_id, count=closed)
        return True


def _load(runtime: ConsoleRuntime, room: Room, source: Source, *, by: Holder, program: ProgramKeys) -> None:
    if room.index is not None:
        return
    if source.team_id is not None:
        path = place_of(runtime.settings.data, source.team_id)
        with runtime.keys_store.read() as keys:
            room.index = read_index(path, keys, team_id=source.team_id, by=by, program=program)
    if room.index is None:
        room.index = Index.empty()
    room.seen = room.index.seen()
    known = room.index.known(source.held)
    if known:
        room.known[source.held] = known


def _changes(
    session: Session, room: Room, source: Source, counts: Buckets
) -> tuple[dict[TipId, Current], set[TipId]]:
    """What is to be read, and what is there no longer; all is compared once, later what counts point at."""
    known = room.known.get(source.held)
    among = None
    if known is not None and source.team_id is not None:
        places = {place for place in known.keys() | counts.keys() if known.get(place) != counts.get(place)}
        if not places:
            return {}, set()
        days = {day.toordinal() for kind, day in places if kind == TIPS}
        among = touched(session, source, places) | {
            tip_id for tip_id, seen in room.seen.items() if seen.day in days
        }
    there = current(session, source, among)
    wanted = {
        tip_id: now
        for tip_id, now in there.items()
        if now.opens and (tip_id not in room.seen or room.seen[tip_id].state != now.state)
    }
    compared = room.seen.keys() if among is None else room.seen.keys() & among
    return wanted, set(compared - there.keys())


def _forget(runtime: ConsoleRuntime, room: Room, source: Source, gone: set[TipId]) -> None:
    """Take out what is no longer there, in the file too: it goes now, and is written anew."""
    if room.index is None:
        raise IndexClosed
    room.index.forget(gone)
    for tip_id in gone:
        del room.seen[tip_id]
    if source.team_id is not None:
        remove_index(place_of(runtime.settings.data, source.team_id))
        room.unsaved += SAVED_FROM


def _write_down(runtime: ConsoleRuntime, count: int, *, by: Holder, now: datetime) -> None:
    with runtime.tips.transaction() as session:
        audit.record(
            session,
            program_id=by.program_id,
            action=audit.Action.INDEXED,
            by=by.person_id,
            detail="1 tip" if count == 1 else f"{count:,} tips",
            at=now,
            signer=by.holdings.signing(),
        )
